"""The page of a record: what it shows before publishing, and which steps it offers and takes."""

from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from enterprises.records.extensions.services import confirm_extension, request_extension
from enterprises.records.models import PublicationExtension, Record
from enterprises.records.services.drafting import edit_draft
from enterprises.register.models import Enterprise
from tests import make
from tests.desk.pages import form_of, offered, page_of, take
from tests.make import Office
from tests.support.clients import client_of


def test_class_period_and_repair_day_are_shown_before_publication(
    reviewer: Client, office: Office, enterprise: Enterprise
) -> None:
    page = page_of(reviewer, make.submitted(office, enterprise=enterprise))
    for text in ("一般", "2026-05-06", "2027-03-31", "2026-07-01", "107号", "审核通过并公示"):
        assert text in page


def test_what_may_not_be_published_says_why_and_offers_no_button(
    reviewer: Client, office: Office, enterprise: Enterprise
) -> None:
    page = page_of(reviewer, make.submitted(office, enterprise=enterprise, CF_JDRQ="2018-01-02"))
    assert "现在不能公示" in page
    assert "审核通过并公示" not in page


def test_a_minor_penalty_asks_for_the_reason(enterprise: Enterprise) -> None:
    office = make.office(domain="OTHER")
    client = client_of(office.reviewer)
    record = make.submitted(office, enterprise=enterprise, CF_SXYZCD="轻微")
    assert "原则上不公示" in page_of(client, record)
    refused = take(client, record, "publish")
    assert refused.status_code == 422
    assert take(client, record, "publish", minor_reason="公众关注").status_code == 302
    assert Record.objects.get().state == "PUBLISHED"


def test_an_ordinary_record_asks_for_no_such_reason(reviewer: Client, office: Office, enterprise: Enterprise) -> None:
    assert "轻微失信公示理由" not in page_of(reviewer, make.submitted(office, enterprise=enterprise))


def test_a_correction_of_the_number_names_and_replaces_the_record(
    recorder: Client, reviewer: Client, office: Office, enterprise: Enterprise
) -> None:
    record = make.published(office, enterprise=enterprise)
    assert take(recorder, record, "new-version").status_code == 302
    version = Record.objects.get(supersedes=record)
    raw = make.typed(CF_WSH="武市监处罚〔2026〕89号")
    edit_draft(record=version, raw=raw, by=office.recorder, at=make.AT)
    take(recorder, version, "submit", personal_data_confirmed="on")
    page = page_of(reviewer, version)
    assert f"记录 {record.pk}</a>的更正：公示后替代它" in page
    assert take(reviewer, version, "publish", personal_data_confirmed="on").status_code == 302
    assert list(Record.objects.order_by("pk").values_list("state", flat=True)) == ["SUPERSEDED", "PUBLISHED"]


STEPS = {
    "draft": {"edit", "submit", "discard", "gravity", "move"},
    "submitted": {"gravity", "call-back"},
    "returned": {"edit", "submit", "gravity", "move", "give-up"},
    "published": {"withdraw", "dispute", "new-version", "hold", "repair"},
    "withdrawn": {"confirm-withdrawal", "refuse-withdrawal", "ask-takeback"},
}


@pytest.mark.parametrize("state", STEPS)
def test_the_recorder_is_offered_the_steps_of_the_state(
    state: str, recorder: Client, office: Office, enterprise: Enterprise
) -> None:
    record = getattr(make, state)(office, enterprise=enterprise)
    answer = recorder.get(f"/desk/records/{record.pk}/")
    assert offered(answer) == STEPS[state]


def test_the_reviewer_is_offered_review_but_not_of_their_own(
    reviewer: Client, office: Office, enterprise: Enterprise
) -> None:
    record = make.submitted(office, enterprise=enterprise)
    assert offered(reviewer.get(f"/desk/records/{record.pk}/")) == {"publish", "return", "gravity"}
    both = make.officer("both", agency=office.agency, may_record=True, may_review=True)
    own = Office(agency=office.agency, recorder=both, reviewer=office.reviewer)
    record = make.submitted(own, enterprise=enterprise, CF_WSH="自己录入")
    assert offered(client_of(both).get(f"/desk/records/{record.pk}/")) == {"gravity", "call-back"}


def test_the_whole_life_by_the_page(recorder: Client, reviewer: Client, office: Office, enterprise: Enterprise) -> None:
    record = make.submitted(office, enterprise=enterprise)
    assert take(reviewer, record, "return", reason="请核对").status_code == 302
    assert "请核对" in page_of(recorder, record)
    assert take(recorder, record, "submit").status_code == 302
    assert take(reviewer, record, "gravity", gravity="SERIOUS", reason="情节严重").status_code == 302
    assert take(reviewer, record, "publish").status_code == 302
    assert take(reviewer, record, "dispute", reason="当事人提出异议").status_code == 302
    assert "异议中" in page_of(recorder, record)
    assert take(recorder, record, "settle-dispute", reason="不成立").status_code == 422
    assert take(reviewer, record, "settle-dispute", reason="不成立").status_code == 302
    assert take(recorder, record, "withdraw", reason="REPAIRED", note="修复1号").status_code == 422
    assert take(recorder, record, "withdraw", reason="ANNULLED", note="复议1号").status_code == 302
    assert take(reviewer, record, "confirm-withdrawal").status_code == 302
    page = page_of(recorder, record)
    for text in ("退回", "确定失信程度", "情节严重", "取消异议标注", "无效：复议1号", "确认撤下", "shenhe1"):
        assert text in page
    assert enterprise.uscc not in str(Record.objects.public(on=make.ON))


def test_a_version_is_opened_and_names_what_it_replaces(
    recorder: Client, office: Office, enterprise: Enterprise
) -> None:
    record = make.published(office, enterprise=enterprise)
    answer = take(recorder, record, "new-version")
    version = Record.objects.get(supersedes=record)
    assert answer["Location"] == f"/desk/records/{version.pk}/"
    assert f"记录 {record.pk}</a>的更正" in page_of(recorder, version)


def test_a_repair_by_two_people_from_its_day_on(
    recorder: Client, reviewer: Client, office: Office, enterprise: Enterprise
) -> None:
    record = make.published(office, enterprise=enterprise)
    assert "最早可于2026-07-01因信用修复撤下（依据" in page_of(recorder, record)
    early = take(recorder, record, "repair", note="修复决定1号")
    assert early.status_code == 422
    assert "最早可于2026-07-01" in early.content.decode()
    Record.objects.update(repairable_from=make.ON)
    assert take(recorder, record, "repair", note="修复决定1号").status_code == 302
    assert offered(recorder.get(f"/desk/records/{record.pk}/")) >= {"turn-down-repair"}
    assert "confirm-repair" not in offered(recorder.get(f"/desk/records/{record.pk}/"))
    assert "信用修复待确认" in reviewer.get("/desk/").content.decode()
    assert "信用修复待确认" not in recorder.get("/desk/").content.decode()
    assert take(recorder, record, "confirm-repair").status_code == 422
    assert take(reviewer, record, "confirm-repair").status_code == 302
    assert "信用修复：修复决定1号" in page_of(recorder, record)
    assert not Record.objects.public(on=make.ON).exists()


def test_a_withdrawal_is_refused_and_taken_back_by_the_page(
    recorder: Client, reviewer: Client, office: Office, enterprise: Enterprise
) -> None:
    record = make.published(office, enterprise=enterprise)
    for _ in range(2):
        assert take(recorder, record, "withdraw", reason="ANNULLED", note="复议1号").status_code == 302
        assert take(recorder, record, "refuse-withdrawal", reason="撤错").status_code == 422
        assert take(reviewer, record, "refuse-withdrawal", reason="撤错").status_code == 302
        assert Record.objects.public(on=make.ON).exists()
    assert take(recorder, record, "withdraw", reason="ANNULLED", note="复议1号").status_code == 302
    assert take(reviewer, record, "confirm-withdrawal").status_code == 302
    assert take(recorder, record, "ask-takeback", reason="撤错").status_code == 302
    assert "恢复公示待确认" in reviewer.get("/desk/").content.decode()
    assert "恢复公示待另一人确认" in page_of(recorder, record)
    assert take(recorder, record, "take-back").status_code == 422
    assert take(reviewer, record, "turn-down-takeback", reason="没有撤错").status_code == 302
    assert take(reviewer, record, "ask-takeback", reason="撤错").status_code == 302
    assert take(recorder, record, "take-back").status_code == 302
    assert Record.objects.public(on=make.ON).exists()


def test_a_record_of_the_wrong_enterprise_is_called_back_moved_and_given_up(
    recorder: Client, reviewer: Client, office: Office, enterprise: Enterprise
) -> None:
    right = make.new_enterprise(2, name="武汉光谷贸易有限公司")
    record = make.submitted(office, enterprise=enterprise)
    assert take(reviewer, record, "call-back", reason="录错").status_code == 422
    assert take(recorder, record, "call-back", reason="录错").status_code == 302
    wrong = take(recorder, record, "move", uscc=make.uscc(3), reason="看错代码")
    assert wrong.status_code == 422
    assert "没有这个统一社会信用代码的企业" in wrong.content.decode()
    assert take(recorder, record, "move", uscc=f" {right.uscc.lower()} ", reason="看错代码").status_code == 302
    assert right.name in page_of(recorder, record)
    assert take(recorder, record, "give-up", reason="重复").status_code == 302
    assert "已作废" in page_of(recorder, record)
    assert offered(recorder.get(f"/desk/records/{record.pk}/")) == set()


def test_what_may_never_be_public_is_kept(reviewer: Client, office: Office, enterprise: Enterprise) -> None:
    record = make.submitted(office, enterprise=enterprise, CF_CFLB="警告", CF_NR_FK="")
    assert "keep" in offered(reviewer.get(f"/desk/records/{record.pk}/"))
    assert take(reviewer, record, "keep").status_code == 302
    assert "留存，不公示" in page_of(reviewer, record)
    public = make.submitted(office, enterprise=enterprise, CF_WSH="另一文书")
    assert "keep" not in offered(reviewer.get(f"/desk/records/{public.pk}/"))
    assert take(reviewer, public, "keep").status_code == 422


def test_a_version_names_the_extension_that_it_takes_over(
    recorder: Client, office: Office, enterprise: Enterprise
) -> None:
    record = make.published(office, enterprise=enterprise)
    Record.objects.update(public_until=date(2026, 9, 1), unheld_until=date(2026, 9, 1))
    asked = request_extension(record=record, legal_basis="办法", until=date(2027, 4, 1), by=office.recorder, at=make.AT)
    confirm_extension(extension=asked, by=office.reviewer, at=make.AT)
    take(recorder, record, "new-version")
    page = page_of(recorder, Record.objects.get(supersedes=record))
    assert "沿用的延长公示" in page
    assert "2027-03-31" in page


def test_a_draft_is_dropped(recorder: Client, office: Office, enterprise: Enterprise) -> None:
    answer = take(recorder, make.draft(office, enterprise=enterprise), "discard")
    assert (answer["Location"], Record.objects.count()) == ("/desk/", 0)


def test_an_exit_is_written(recorder: Client, office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise, kind="abnormal-operation")
    given = {"exit_reason": "已补报年报", "exit_authority": "某局"}
    wrong = take(recorder, record, "exit", exit_on="2099-01-01", **given)
    assert wrong.status_code == 422
    assert "移出日期：不得晚于" in wrong.content.decode()
    assert "已补报年报" in wrong.content.decode()
    assert take(recorder, record, "exit", exit_on="2026.5.1", **given).status_code == 302
    assert "exit" not in offered(recorder.get(f"/desk/records/{record.pk}/"))


def test_an_extension_by_two_people(recorder: Client, reviewer: Client, office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    Record.objects.update(public_until=date(2026, 9, 1), unheld_until=date(2026, 9, 1))
    given = {"until": "2027-03-01", "legal_basis": "办法第十二条"}
    refused = take(recorder, record, "hold", **given | {"until": "2026-06-01"})
    assert refused.status_code == 422
    assert "办法第十二条" in refused.content.decode()
    assert take(recorder, record, "hold", **given).status_code == 302
    extension = PublicationExtension.objects.get()
    assert "确认延长" not in page_of(recorder, record)
    assert recorder.post(f"/desk/holds/{extension.pk}/confirm/").status_code == 422
    assert "确认延长" in page_of(reviewer, record)
    assert reviewer.post(f"/desk/holds/{extension.pk}/confirm/").status_code == 302
    assert "2027-02-28" in page_of(reviewer, record)
    assert reviewer.post(f"/desk/holds/{extension.pk}/lift/", {"reason": ""}).status_code == 422
    assert reviewer.post(f"/desk/holds/{extension.pk}/lift/", {"reason": "已缴纳"}).status_code == 302
    assert reviewer.post(f"/desk/holds/{extension.pk}/no-such/").status_code == 404
    record.refresh_from_db()
    assert record.public_until == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("step", "given", "label"),
    [
        ("return", {"reason": ""}, "理由："),
        ("gravity", {"gravity": "GRAVE", "reason": "原因写好了"}, "失信程度："),
        ("gravity", {"gravity": "SERIOUS", "reason": "长" * 401}, "理由："),
    ],
)
def test_wrong_input_names_the_field_and_keeps_the_rest(
    step: str, given: dict[str, str], label: str, office: Office, enterprise: Enterprise
) -> None:
    record = make.submitted(office, enterprise=enterprise)
    answer = take(client_of(office.reviewer), record, step, **given)
    page = answer.content.decode()
    assert answer.status_code == 422
    for text in (label, given["reason"], '<details class="fieldset" open>'):
        assert text in page
    record.refresh_from_db()
    assert (record.state, record.gravity_by_hand) == ("SUBMITTED", False)


def test_withdrawal_asks_for_class_and_basis(reviewer: Client, office: Office, enterprise: Enterprise) -> None:
    page = take(reviewer, make.published(office, enterprise=enterprise), "withdraw").content.decode()
    assert "撤下原因：" in page
    assert "依据（文书号或事实）：" in page


def test_what_changed_since_the_page_was_opened_is_read_again_first(
    reviewer: Client, office: Office, enterprise: Enterprise
) -> None:
    record = make.submitted(office, enterprise=enterprise)
    seen = form_of(reviewer.get(f"/desk/records/{record.pk}/"), "publish")["seen"].value()
    take(reviewer, record, "gravity", gravity="SERIOUS", reason="情节严重")
    answer = take(reviewer, record, "publish", seen=seen)
    assert answer.status_code == 422
    assert "又有变动" in answer.content.decode()
    fresh = form_of(answer, "publish")["seen"].value()
    assert int(fresh) != int(seen)
    assert take(reviewer, record, "publish", seen=fresh).status_code == 302


def test_an_unknown_step_is_not_found(reviewer: Client, office: Office, enterprise: Enterprise) -> None:
    assert take(reviewer, make.submitted(office, enterprise=enterprise), "no-such-step").status_code == 404


def test_ids_on_the_page_are_unique(reviewer: Client, office: Office, enterprise: Enterprise) -> None:
    page = page_of(reviewer, make.published(office, enterprise=enterprise))
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert sorted(ids) == sorted(set(ids))


def test_numbers_of_people_are_masked_for_reviewers_too(
    reviewer: Client, office: Office, enterprise: Enterprise
) -> None:
    page = page_of(reviewer, make.submitted(office, enterprise=enterprise, CF_SY="联系人电话13800138000"))
    assert "13800138000" not in page


@pytest.mark.parametrize("state", ["draft", "submitted", "published", "withdrawn"])
def test_few_queries_however_long_the_history(
    state: str,
    recorder: Client,
    office: Office,
    enterprise: Enterprise,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    record = getattr(make, state)(office, enterprise=enterprise)
    # session, user, officer, record, history, shields or same key, extensions, repair notice, letters, failed letters,
    # papers, full texts, linked checks, cases that keep steps
    with django_assert_max_num_queries(14):
        recorder.get(f"/desk/records/{record.pk}/")
