"""Forms made from the catalogue: every kind can be recorded, errors name their field, nothing typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.catalogue.registry import KINDS, kind_of
from enterprises.catalogue.types import Visibility
from enterprises.records.desk.content import OTHER, ContentForm, form_fields, initial_of
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from tests import make
from tests.desk.pages import CHOSEN, SUBMIT, content, new_address, take
from tests.make import Office


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_recorded_reviewed_and_published(
    kind: str, recorder: Client, reviewer: Client, enterprise: Enterprise
) -> None:
    form = recorder.get(new_address(enterprise, kind)).content.decode()
    for field in form_fields(kind_of(kind)):
        assert field.label in form
    sent = content(kind, **CHOSEN.get(kind, {}))
    answer = recorder.post(new_address(enterprise, kind), sent | SUBMIT)
    assert answer.status_code == 302, answer.context["form"].errors
    record = Record.objects.get()
    assert record.state == "SUBMITTED"
    assert take(reviewer, record, "publish").status_code == 302
    page = Client().get(f"/enterprises/{enterprise.uscc}/").content.decode()
    title = record.field_values()[kind_of(kind).title]
    assert str(title) in page


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_without_a_change_changes_nothing(
    kind: str, recorder: Client, office: Office, enterprise: Enterprise
) -> None:
    record = make.draft(office, enterprise=enterprise, kind=kind)
    before = record.field_values()
    form = ContentForm(kind_of(kind), initial=initial_of(record, kind_of(kind)))
    sent = {name: form[name].value() for name in form.fields if form[name].value()}
    address = reverse("desk:edit-record", kwargs={"pk": record.pk})
    answer = recorder.post(address, {**sent, "seen": recorder.get(address).context["seen"]})
    assert answer.status_code == 302
    assert Record.objects.get().field_values() == before


def test_no_form_asks_for_what_may_never_be_shown() -> None:
    for kind in KINDS.values():
        hidden = {field.code for field in kind.fields if field.visibility is Visibility.NEVER}
        assert not hidden & ContentForm(kind).fields.keys()


def test_the_browser_cuts_nothing_off_and_checks_nothing(recorder: Client, enterprise: Enterprise) -> None:
    page = recorder.get(new_address(enterprise)).content.decode()
    form = page[page.index('<form class="form form--wide"') :]
    assert "maxlength" not in form
    assert " required" not in form[: form.index("</form>")]
    answer = recorder.post(new_address(enterprise), content(CF_WSH="号" * 129))
    assert "最多128个字" in "".join(answer.context["form"].errors["CF_WSH"])


def test_known_facts_are_filled_in(recorder: Client, office: Office, enterprise: Enterprise) -> None:
    form = recorder.get(new_address(enterprise)).context["form"]
    assert form["CF_FRDB"].value() == "张三"
    assert form["CF_XDR_LB"].value() == "法人及非法人组织"
    assert (form["CF_SJLY"].value(), form["CF_SJLYDM"].value()) == (office.agency.name, office.agency.code)


def test_wrong_content_comes_back_with_all_that_was_typed(recorder: Client, enterprise: Enterprise) -> None:
    sent = content(CF_JDRQ="2026-13-45", CF_NR_FK="很多", CF_SY="事实")
    answer = recorder.post(new_address(enterprise), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"CF_JDRQ", "CF_NR_FK"}
    for text in ("2026-13-45", "很多", "事实", 'href="#id_CF_JDRQ"', "处罚决定日期："):
        assert text in page
    assert not Record.objects.exists()


def test_a_draft_may_be_incomplete(recorder: Client, enterprise: Enterprise) -> None:
    answer = recorder.post(new_address(enterprise), {"CF_SY": "先记下事实"})
    record = Record.objects.get()
    assert answer["Location"] == f"/desk/records/{record.pk}/"
    assert (record.state, record.field_values()["CF_SY"]) == ("DRAFT", "先记下事实")


def test_a_nearly_empty_form_can_be_submitted_and_says_what_is_missing(
    recorder: Client, enterprise: Enterprise
) -> None:
    answer = recorder.post(new_address(enterprise), {"CF_YJ": "依据先写好"} | SUBMIT)
    record = Record.objects.get()
    assert answer["Location"] == f"/desk/records/{record.pk}/edit/?check"
    page = recorder.get(answer["Location"])
    assert {"CF_WSH", "CF_SY", "CF_JDRQ"} <= page.context["form"].errors.keys()
    assert record.state == "DRAFT"


def test_an_incomplete_submission_keeps_the_draft_with_what_was_typed(recorder: Client, enterprise: Enterprise) -> None:
    answer = recorder.post(new_address(enterprise), content(CF_YJ="", CF_SY="事实写好了") | SUBMIT)
    page = recorder.get(answer["Location"])
    assert set(page.context["form"].errors) == {"CF_YJ"}
    assert "事实写好了" in page.content.decode()
    seen = {"seen": page.context["seen"]}
    edited = recorder.post(answer["Location"].split("?")[0], content(CF_SY="事实写好了") | SUBMIT | seen)
    assert edited.status_code == 302
    assert Record.objects.get().state == "SUBMITTED"


def test_a_key_in_the_way_is_named_and_the_form_kept(recorder: Client, office: Office, enterprise: Enterprise) -> None:
    make.draft(office, enterprise=enterprise)
    answer = recorder.post(new_address(enterprise), content(CF_SY="另一事实"))
    assert answer.status_code == 422
    assert "已在草稿或待审核中" in answer.content.decode()
    assert "另一事实" in answer.content.decode()


def test_a_published_key_keeps_the_draft_and_says_why_it_was_not_submitted(
    recorder: Client, office: Office, enterprise: Enterprise
) -> None:
    make.published(office, enterprise=enterprise)
    answer = recorder.post(new_address(enterprise), content() | SUBMIT, follow=True)
    page = answer.content.decode()
    assert "草稿已保存，没有提交：同一文书号" in page
    assert Record.objects.filter(state="DRAFT").count() == 1


def test_other_penalty_types_are_typed_and_come_back(recorder: Client, office: Office, enterprise: Enterprise) -> None:
    other = "CF_CFLB" + OTHER
    sent = content(CF_CFLB=["警告"], CF_NR_FK="") | {other: "其他-责令改正"}
    recorder.post(new_address(enterprise), sent)
    record = Record.objects.get()
    assert record.field_values()["CF_CFLB"] == ("警告", "其他-责令改正")
    form = recorder.get(reverse("desk:edit-record", kwargs={"pk": record.pk})).context["form"]
    assert (form["CF_CFLB"].value(), form[other].value()) == (["警告"], "其他-责令改正")


def test_optional_government_fields_are_folded_away_until_they_matter(recorder: Client, enterprise: Enterprise) -> None:
    form = recorder.get(new_address(enterprise)).context["form"]
    folded = {row.field.name for row in form.further_rows()}
    assert {"CF_XDR_GSZC", "BZ"} <= folded
    assert not form.is_further_open()
    wrong = recorder.post(new_address(enterprise), content(CF_GSJZQ="没有这一天")).context["form"]
    assert wrong.is_further_open()


@pytest.mark.parametrize("address", ["/desk/records/new/no-such-kind/{code}/", "/desk/records/new/penalty/XYZ/"])
def test_unknown_kinds_and_enterprises_are_not_found(recorder: Client, enterprise: Enterprise, address: str) -> None:
    assert recorder.get(address.format(code=enterprise.uscc)).status_code == 404


def test_what_was_submitted_is_not_edited_and_what_was_typed_stays(
    recorder: Client, office: Office, enterprise: Enterprise
) -> None:
    record = make.submitted(office, enterprise=enterprise)
    answer = recorder.post(reverse("desk:edit-record", kwargs={"pk": record.pk}), content(CF_SY="改动"))
    assert answer.status_code == 422
    assert "记录已提交或已公示，不能再修改" in answer.content.decode()
    assert ">改动</textarea>" in answer.content.decode().replace("\n", "")
    record.refresh_from_db()
    assert record.field_values()["CF_SY"] != "改动"


def test_a_form_posted_twice_leads_to_the_record(recorder: Client, enterprise: Enterprise) -> None:
    recorder.post(new_address(enterprise), content())
    record = Record.objects.get()
    address = reverse("desk:edit-record", kwargs={"pk": record.pk})
    posted = {**content(), "seen": recorder.get(address).context["seen"], "submit": "1"}
    for _ in range(2):
        answer = recorder.post(address, posted)
        assert answer["Location"] == f"/desk/records/{record.pk}/"
    assert Record.objects.get().state == "SUBMITTED"
