"""The desk of cases: inbox, page and steps of one case, and who sees which."""

import html
import re
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from enterprises.cases.desk import case_page as desk_page
from enterprises.cases.desk import views
from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.papers import GivenPaper
from enterprises.cases.services.steps import accept, want_papers
from enterprises.records.models import Record
from enterprises.shared import clock
from enterprises.shared.attachments.models import Attachment
from enterprises.shared.attachments.types import OFD, PNG
from tests import make
from tests.cases import make as cases
from tests.make import Office
from tests.support.clients import client_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(record: Record) -> Case:
    return cases.objection(cases.ref(record), on=clock.today()).cases[0]


@pytest.fixture
def reviewer(client: Client, office: Office) -> Client:
    client.force_login(office.reviewer)
    return client


def page_of(client: Client, case: Case) -> Any:
    return client.get(reverse("cases-desk:case", args=[case.number]))


def take(client: Client, case: Case, step: str, **given: str) -> Any:
    return client.post(reverse("cases-desk:step", args=[case.number, step]), given)


def test_the_inbox_lists_what_is_due_by_deadline(reviewer: Client, record: Record, office: Office) -> None:
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
    cases.in_review(fresh, office, on=clock.today())
    of_officer = text_of(reviewer.get(reverse("cases-desk:inbox"), {"officer": office.reviewer.username}))
    assert (fresh.number in of_officer, late.number in of_officer) == (True, False)


def test_each_case_is_on_one_page_of_the_inbox_and_the_filter_goes_along(
    reviewer: Client, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    numbers = [cases.report(cases.ref(record), on=clock.today()).number for _ in range(5)]
    cases.objection(cases.ref(record), on=clock.today())
    query, shown = "?kind=error-report", list[str]()
    for _ in range(3):
        page = text_of(reviewer.get(f"{reverse('cases-desk:inbox')}{query}"))
        shown += re.findall(r"JC-\d{4}-\d{6}(?=</a>)", page)
        following = re.search(r'rel="next"\s+href="([^"]+)"', page)
        query = html.unescape(following[1]) if following else ""
    assert (sorted(shown), query) == (sorted(numbers), "")


def test_the_credit_office_lists_the_cases_of_every_authority_and_opens_none(case: Case, office: Office) -> None:
    elsewhere = make.office(8, name="武汉市应急管理局", domain="WORK_SAFETY")
    other = make.published(elsewhere, enterprise=case.enterprise, CF_WSH="武应急罚〔2026〕8号")
    late = cases.report(cases.ref(other), on=clock.today() - timedelta(days=20)).cases[0]
    keeper = client_of(make.officer("xinyongban", credit_office=True))
    url = reverse("cases-desk:inbox")

    def listed(**chosen: str) -> list[str]:
        page = text_of(keeper.get(url, chosen))
        assert reverse("cases-desk:case", args=[case.number]) not in page
        assert case.party.name not in page
        return [each.number for each in (case, late) if each.number in page]

    assert listed() == []
    assert listed(agency="all") == [case.number, late.number]
    assert listed(agency="all", due="overdue") == [late.number]
    assert listed(agency=office.agency.code) == [case.number]
    assert "武汉市应急管理局" in text_of(keeper.get(url, {"agency": elsewhere.agency.code}))
    assert page_of(keeper, case).status_code == HTTPStatus.NOT_FOUND


def test_an_officer_has_no_filter_by_agency_and_lists_his_own(reviewer: Client, case: Case) -> None:
    elsewhere = make.office(8, name="武汉市应急管理局", domain="WORK_SAFETY")
    other = make.published(elsewhere, enterprise=case.enterprise, CF_WSH="武应急罚〔2026〕8号")
    late = cases.report(cases.ref(other), on=clock.today()).cases[0]
    page = text_of(reviewer.get(reverse("cases-desk:inbox"), {"agency": "all"}))
    assert 'name="agency"' not in page
    assert case.number in page
    assert late.number not in page


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


def test_the_page_names_other_cases_of_the_enterprise_and_leads_to_all(
    reviewer: Client, record: Record, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "同一企业的其他申请" not in text_of(page_of(reviewer, case))
    monkeypatch.setattr(desk_page, "OTHERS_SHOWN", 1)
    first, second = (cases.report(cases.ref(record), on=clock.today()).number for _ in range(2))
    page = text_of(page_of(reviewer, case))
    assert (first in page, second in page) == (False, True)
    everything = f"{reverse('cases-desk:inbox')}?q={case.enterprise.uscc}"
    assert f'href="{everything}"' in page
    listed = text_of(reviewer.get(everything))
    assert all(number in listed for number in (case.number, first, second))


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


def test_what_is_missing_is_named_above_the_case(reviewer: Client, case: Case) -> None:
    answer = take(reviewer, case, "forward", agency="", reason="")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    above = text_of(answer).partition("<h2")[0]
    assert "没有办理" in above
    assert "转交给：该字段是必填项。理由：该字段是必填项。" in above


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
    assert answer["X-Frame-Options"] == "DENY"


def test_papers_are_shown_inside_the_page_of_the_case_alone(
    client: Client, reviewer: Client, record: Record, paper: Path
) -> None:
    given = [GivenPaper(code="evidence", path=paper)]
    case = cases.objection(cases.ref(record), on=clock.today(), papers=given).cases[0]
    kept = case.papers.get()
    url = reverse("cases-desk:shown-paper", args=[case.number, kept.pk])
    assert f'<iframe class="paper paper--pages" src="{url}"' in text_of(page_of(reviewer, case))
    answer = reviewer.get(url)
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    Attachment.objects.update(media_type=PNG)
    assert f'<img class="paper" src="{url}"' in text_of(page_of(reviewer, case))
    Attachment.objects.update(media_type=OFD)
    assert url not in text_of(page_of(reviewer, case))
    assert reviewer.get(url).status_code == HTTPStatus.NOT_FOUND
    client.force_login(make.office(8, name="武汉市交通运输局", domain="TRANSPORT").reviewer)
    assert client.get(url).status_code == HTTPStatus.NOT_FOUND


def test_an_officer_enters_papers_that_the_applicant_brings(reviewer: Client, case: Case, office: Office) -> None:
    url = reverse("cases-desk:add-papers", args=[case.number])
    want_papers(case=case, papers="付款凭证", by=office.reviewer, at=clock.now())
    assert reviewer.post(url, {}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert reviewer.post(url, {"papers": uploaded()}).status_code == HTTPStatus.FOUND
    case.refresh_from_db()
    assert (case.state, case.papers.get().attachment.added_by) == (CaseState.RECEIVED, office.reviewer)
    take(reviewer, case, "withdraw", reason="来信撤回")
    late = reviewer.post(url, {"papers": uploaded()})
    assert (late.status_code, "不能再补充材料" in text_of(late)) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)
    assert case.papers.count() == 1


def uploaded() -> SimpleUploadedFile:
    return SimpleUploadedFile("paper.pdf", b"%PDF-1.7 made up", content_type="application/pdf")


def offered(client: Client, case: Case, step: str) -> bool:
    return f'action="{reverse("cases-desk:step", args=[case.number, step])}"' in text_of(page_of(client, case))


def test_papers_that_never_came_let_one_refuse_or_after_acceptance_decide(
    reviewer: Client, case: Case, record: Record, office: Office, time_machine: Any
) -> None:
    accepted = cases.report(cases.ref(record), on=clock.today()).cases[0]
    accept(case=accepted, by=office.reviewer, at=clock.now())
    for each in (case, accepted):
        want_papers(case=each, papers="付款凭证", by=office.reviewer, at=clock.now())
        assert not offered(reviewer, each, "refuse")
        assert not offered(reviewer, each, "decide")
    accepted.refresh_from_db()
    assert accepted.due_on is not None
    time_machine.move_to(cases.noon(accepted.due_on + timedelta(days=1)))
    reviewer.force_login(office.reviewer)
    assert [offered(reviewer, case, step) for step in ("refuse", "decide")] == [True, False]
    assert [offered(reviewer, accepted, step) for step in ("refuse", "decide")] == [False, True]


def test_the_steps_offered_are_those_that_the_services_take(client: Client, case: Case, office: Office) -> None:
    client.force_login(office.recorder)  # who wrote the record
    assert [offered(client, case, step) for step in ("accept", "refuse")] == [True, False]
    cases.decided(case, office, outcome="UPHELD", on=clock.today())
    assert [offered(client, case, step) for step in ("confirm", "reconsider")] == [True, False]
    client.force_login(office.reviewer)
    assert not offered(client, case, "confirm")
