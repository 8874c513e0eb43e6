"""The desk of cases: inbox, page and steps of one case, and who sees which."""

from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.papers import GivenPaper
from enterprises.cases.services.steps import accept
from enterprises.records.models import Record
from enterprises.shared import clock
from tests import make
from tests.cases import make as cases
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(record: Record) -> Case:
    return cases.objection(cases.ref(record), on=clock.today()).cases[0]


@pytest.fixture
def reviewer(client: Client, office: Office) -> Client:
    client.force_login(office.reviewer)
    return client


def text_of(answer: Any) -> str:
    return str(answer.content, "utf-8")


def page_of(client: Client, case: Case) -> Any:
    return client.get(reverse("cases-desk:case", args=[case.number]))


def take(client: Client, case: Case, step: str, **given: str) -> Any:
    return client.post(reverse("cases-desk:step", args=[case.number, step]), given)


def test_the_inbox_lists_what_is_due_by_deadline(reviewer: Client, record: Record) -> None:
    late = cases.objection(cases.ref(record), on=clock.today() - timedelta(days=20)).cases[0]
    fresh = cases.report(cases.ref(record), on=clock.today()).cases[0]
    page = text_of(reviewer.get(reverse("cases-desk:inbox")))
    assert page.index(late.number) < page.index(fresh.number)
    assert page.count("已超期</span>") == 1
    overdue = text_of(reviewer.get(reverse("cases-desk:inbox"), {"due": "overdue"}))
    assert late.number in overdue
    assert fresh.number not in overdue
    found = text_of(reviewer.get(reverse("cases-desk:inbox"), {"q": fresh.number.lower()}))
    assert late.number not in found
    assert fresh.number in found


def test_the_inbox_hides_who_applied(reviewer: Client, case: Case) -> None:
    assert case.party.name not in text_of(reviewer.get(reverse("cases-desk:inbox")))
    assert case.party.name in text_of(page_of(reviewer, case))


def test_a_page_shows_claim_rule_and_steps(reviewer: Client, case: Case) -> None:
    page = text_of(page_of(reviewer, case))
    for part in ("罚款金额有误", "内容与事实不符", "深圳经济特区社会信用条例", "受理", "不予受理"):
        assert part in page


def test_what_is_disputed_stands_on_the_page_as_published_while_it_is_public(
    reviewer: Client, case: Case, record: Record
) -> None:
    fine = "罚款金额(万元)"
    page = text_of(page_of(reviewer, case))
    assert fine in page
    assert reverse("desk:record", args=[record.pk]) in page
    Record.objects.filter(pk=record.pk).update(public_from=clock.today() + timedelta(days=1))
    assert fine not in text_of(page_of(reviewer, case))


def test_another_authority_finds_no_case(client: Client, case: Case) -> None:
    client.force_login(make.office(8, name="武汉市交通运输局", domain="TRANSPORT").reviewer)
    assert page_of(client, case).status_code == HTTPStatus.NOT_FOUND
    assert take(client, case, "accept").status_code == HTTPStatus.NOT_FOUND
    assert case.number not in text_of(client.get(reverse("cases-desk:inbox")))


def test_nobody_without_a_login_finds_anything(client: Client, case: Case) -> None:
    for url in (
        reverse("cases-desk:inbox"),
        reverse("cases-desk:case", args=[case.number]),
        reverse("cases-desk:paper", args=[case.number, 1]),
    ):
        assert client.get(url)["Location"].startswith(reverse("desk:login"))


def test_an_objection_goes_through_the_desk_to_its_end(reviewer: Client, case: Case, record: Record) -> None:
    assert take(reviewer, case, "accept").status_code == HTTPStatus.FOUND
    take(reviewer, case, "take-up")
    refused = take(reviewer, case, "decide", outcome="REFUSED", reason="")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert take(reviewer, case, "decide", outcome="REFUSED", reason="核实无误").status_code == HTTPStatus.FOUND
    take(reviewer, case, "close")
    case.refresh_from_db()
    record.refresh_from_db()
    assert case.state == CaseState.CLOSED
    assert record.disputed_at is None


def test_whoever_recorded_is_offered_no_decision(client: Client, case: Case, office: Office) -> None:
    client.force_login(office.recorder)
    accept(case=case, by=office.reviewer, at=clock.now())
    url = reverse("cases-desk:step", args=[case.number, "decide"])
    assert f'action="{url}"' not in text_of(page_of(client, case))
    answer = take(client, case, "decide", outcome="REFUSED", reason="核实无误")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "没有办理" in text_of(answer)


def test_a_case_that_was_passed_on_leaves_the_desk(reviewer: Client, case: Case) -> None:
    other = make.office(8, name="武汉市交通运输局", domain="TRANSPORT").agency
    answer = take(reviewer, case, "forward", agency=other.code, reason="处罚由交通运输局作出")
    assert answer["Location"] == reverse("cases-desk:inbox")
    assert page_of(reviewer, case).status_code == HTTPStatus.NOT_FOUND


def test_an_unknown_step_is_not_found(reviewer: Client, case: Case) -> None:
    assert take(reviewer, case, "explode").status_code == HTTPStatus.NOT_FOUND


def test_a_paper_is_a_download_of_the_authority(reviewer: Client, record: Record, paper: Path) -> None:
    given = [GivenPaper(code="evidence", path=paper)]
    case = cases.objection(cases.ref(record), on=clock.today(), papers=given).cases[0]
    url = reverse("cases-desk:paper", args=[case.number, case.papers.get().pk])
    answer = reviewer.get(url)
    assert answer.content == paper.read_bytes()
    assert answer["Content-Disposition"].startswith("attachment")
