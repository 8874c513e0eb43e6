"""Cases on paper: an officer enters them, clocks run from the day on which the paper came, the receipt is printed."""

import re
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from enterprises.agencies.permissions import NotPermitted
from enterprises.cases.models import Case
from enterprises.cases.services.decisions import decide
from enterprises.cases.services.intake import LONGEST_BACK, ApplicationInvalid, NotAdmitted
from enterprises.cases.services.steps import accept, take_up
from enterprises.records.models import Record
from enterprises.shared import clock
from enterprises.shared.clock import day_of
from tests import make
from tests.cases import make as cases
from tests.cases.forms import CODE, FORM, token_in
from tests.cases.make import noon
from tests.make import Office
from tests.shields.make import in_force
from tests.support.clients import text_of

pytestmark = pytest.mark.django_db
FRIDAY, TUESDAY = date(2026, 11, 13), date(2026, 11, 17)


@pytest.fixture
def clerk(client: Client, office: Office) -> Client:
    client.force_login(office.recorder)
    return client


def entering(about: str = "", **query: str) -> str:
    given = "&".join(f"{name}={value}" for name, value in {"about": about, **query}.items() if value)
    return f"{reverse('cases-desk:enter')}?{given}"


def entered(client: Client, record: Record, *, kind: str = "objection", **changes: Any) -> Any:
    url = entering(f"record:{record.pk}", kind=kind)
    form = {**FORM, "received_on": str(clock.today()), "token": token_in(client.get(url)), **changes}
    return client.post(url, form)


def test_clocks_run_from_the_day_on_which_the_paper_came(record: Record, office: Office) -> None:
    given = {"by": office.recorder, "channel": Case.Channel.PAPER}
    paper = cases.objection(cases.ref(record), on=TUESDAY, received_on=FRIDAY, **given).cases[0]
    online = cases.objection(cases.ref(record), on=FRIDAY).cases[0]
    assert paper.due_on == online.due_on
    assert day_of(paper.received_at) == FRIDAY
    event = paper.events.get()
    assert (day_of(event.at), event.actor, event.reason) == (TUESDAY, office.recorder, "2026-11-13收到")


def test_one_may_apply_by_the_day_on_which_the_paper_came(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    given: dict[str, Any] = {"by": office.recorder, "paper": paper, "on": day + timedelta(days=3)}
    with pytest.raises(NotAdmitted, match="还有1天"):
        cases.repair(cases.ref(record), received_on=day - timedelta(days=1), **given)
    case = cases.repair(cases.ref(record), received_on=day, **given).cases[0]
    assert day_of(case.received_at) == day


@pytest.mark.parametrize(
    ("received_on", "words"),
    [(TUESDAY + timedelta(days=1), "不能晚于今天"), (TUESDAY - LONGEST_BACK - timedelta(days=1), "核对年份")],
)
def test_a_day_that_cannot_be_is_refused(record: Record, office: Office, received_on: date, words: str) -> None:
    with pytest.raises(ApplicationInvalid, match=words):
        cases.objection(cases.ref(record), on=TUESDAY, received_on=received_on, by=office.recorder)
    assert not Case.objects.exists()


def test_who_entered_it_may_accept_and_decide(record: Record, office: Office) -> None:
    entered = cases.objection(cases.ref(record), on=FRIDAY, by=office.reviewer, channel=Case.Channel.PAPER).cases[0]
    case = accept(case=entered, by=office.reviewer, at=noon(FRIDAY))
    case = take_up(case=case, by=office.reviewer, at=noon(FRIDAY))
    case = decide(case=case, outcome="REFUSED", reason="属实", by=office.reviewer, at=noon(FRIDAY))
    assert case.handed_in_by == case.decided_by == office.reviewer


def test_an_officer_enters_a_paper_and_prints_the_receipt(clerk: Client, record: Record, office: Office) -> None:
    found = clerk.get(entering(), {"uscc": record.enterprise.uscc.lower()})
    assert f"about=record%3A{record.pk}" in text_of(found)
    chosen = text_of(clerk.get(entering(f"record:{record.pk}")))
    assert "录入异议" in chosen
    assert "最早可于" in chosen
    answer = entered(clerk, record, received_on=str(clock.today() - timedelta(days=2)))
    case = Case.objects.get()
    assert answer.status_code == HTTPStatus.OK
    assert (case.channel, case.handed_in_by) == (Case.Channel.PAPER, office.recorder)
    assert case.party.name == FORM["name"]
    code = CODE.search(text_of(answer))
    assert code is not None
    assert reverse("cases-desk:case", args=[case.number]) in text_of(answer)
    assert "no-store" in answer["Cache-Control"]
    receipt = clerk.post(reverse("cases:receipt"), {"number": case.number, "code": code.group()})
    assert receipt["Content-Type"] == "application/pdf"


def test_papers_are_scanned_in_and_required(
    client: Client, record: Record, office: Office, day: date, time_machine: Any
) -> None:
    time_machine.move_to(noon(day))
    client.force_login(office.recorder)
    missing = entered(client, record, kind="repair", ground="performed")
    assert missing.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Case.objects.exists()
    files = {
        f"paper-{code}": SimpleUploadedFile(f"{code}.pdf", b"%PDF-1.7 made up", content_type="application/pdf")
        for code in cases.REPAIR_PAPERS
    }
    answer = entered(client, record, kind="repair", ground="performed", **files)
    assert answer.status_code == HTTPStatus.OK
    papers = Case.objects.get().papers.select_related("attachment")
    assert [paper.code for paper in papers] == list(cases.REPAIR_PAPERS)
    assert {paper.attachment.added_by for paper in papers} == {Case.objects.get().handed_in_by}


def test_a_form_is_received_once_and_mistakes_get_sentences(clerk: Client, record: Record) -> None:
    url = entering(f"record:{record.pk}", kind="objection")
    form = {**FORM, "received_on": str(clock.today()), "token": token_in(clerk.get(url))}
    assert clerk.post(url, form).status_code == HTTPStatus.OK
    again = clerk.post(url, form)
    assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "已经提交过" in text_of(again)
    for changes, words in (
        ({"received_on": ""}, "收到日期"),
        ({"received_on": "2099-01-01"}, "不能晚于今天"),
        ({"token": "x"}, "打开得太久"),
        ({"name": ""}, "姓名"),
    ):
        answer = entered(clerk, record, **changes)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert words in text_of(answer)
    assert Case.objects.count() == 1


def test_a_paper_of_another_authority_goes_there_and_out_of_sight(client: Client, record: Record) -> None:
    other = make.office(8, name="武汉市交通运输局", domain="TRANSPORT")
    client.force_login(other.recorder)
    answer = entered(client, record)
    case = Case.objects.get()
    assert answer.status_code == HTTPStatus.OK
    assert case.agency == record.agency
    assert reverse("cases-desk:case", args=[case.number]) not in text_of(answer)
    assert case.number in text_of(answer)


def test_the_authority_alone_enters_what_a_shield_hides(
    client: Client, clerk: Client, record: Record, office: Office
) -> None:
    in_force(record.enterprise)
    found = text_of(clerk.get(entering(), {"uscc": record.enterprise.uscc}))
    assert f"{record.document_number}（临时屏蔽中）" in found
    assert entered(clerk, record).status_code == HTTPStatus.OK
    case = Case.objects.get()
    assert (case.agency, case.about_label) == (office.agency, "行政处罚")
    assert record.document_number in text_of(clerk.get(reverse("cases-desk:case", args=[case.number])))
    other = make.office(8, name="武汉市交通运输局", domain="TRANSPORT")
    client.force_login(other.recorder)
    refused = client.get(entering(f"record:{record.pk}", kind="objection"))
    assert (refused.status_code, "不提供查询" in text_of(refused)) == (HTTPStatus.NOT_FOUND, True)
    assert record.document_number not in text_of(client.get(entering(), {"uscc": record.enterprise.uscc}))
    for by in (None, other.recorder):
        with pytest.raises(NotAdmitted, match="不提供查询"):
            cases.objection(cases.ref(record), on=clock.today(), by=by)
    assert Case.objects.get() == case


def test_what_is_not_there_gets_a_sentence(clerk: Client) -> None:
    assert clerk.get(entering("record:999999")).status_code == HTTPStatus.NOT_FOUND
    assert "没有这个代码的企业" in text_of(clerk.get(entering(), {"uscc": "91420100MA4KBBB2XX"}))


def test_one_entry_offers_what_a_shield_hides_to_its_authority_alone(
    client: Client, record: Record, office: Office, day: date, time_machine: Any
) -> None:
    time_machine.move_to(noon(day))
    client.force_login(office.recorder)
    enterprise, stranger = record.enterprise, make.office(8, name="武汉市水务局", domain="ENVIRONMENT")
    own = make.published(office, enterprise=enterprise, kind="abnormal-operation")
    other = make.published(stranger, enterprise=enterprise, kind="abnormal-operation")
    in_force(enterprise, at=noon(day), ruled_on=day, until=day + timedelta(days=60))
    page = text_of(client.get(entering(f"record:{record.pk}", kind="repair")))
    assert f'value="record:{own.pk}"' in page
    assert "（临时屏蔽中）" in page
    assert f'value="record:{other.pk}"' not in page
    papers = {f"paper-{code}": SimpleUploadedFile(f"{code}.pdf", b"%PDF-1.7") for code in cases.REPAIR_PAPERS}
    answer = entered(client, record, kind="repair", ground="performed", together=[f"record:{own.pk}"], **papers)
    assert answer.status_code == HTTPStatus.OK
    assert set(Case.objects.values_list("about_id", flat=True)) == {record.pk, own.pk}


def test_whoever_is_no_officer_enters_nothing(client: Client, record: Record) -> None:
    nobody = User.objects.create_user("nobody")
    with pytest.raises(NotPermitted):
        cases.objection(cases.ref(record), on=TUESDAY, by=nobody)
    client.force_login(nobody)
    assert client.get(entering(f"record:{record.pk}", kind="objection")).status_code == HTTPStatus.FORBIDDEN


def test_the_inbox_leads_to_the_form(clerk: Client) -> None:
    assert re.search(rf'href="{reverse("cases-desk:enter")}"', text_of(clerk.get(reverse("cases-desk:inbox"))))
