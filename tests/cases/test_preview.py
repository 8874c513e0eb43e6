"""The answer of a case before it is decided: shown to who may decide, and nothing is kept."""

from datetime import date

import pytest
from django.urls import reverse

from enterprises.cases.kinds.registry import case_kinds
from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.documents.letters import printing
from enterprises.documents.letters.models import Letter
from enterprises.documents.render import RenderingFailed
from enterprises.records.models import Record
from enterprises.shared import clock
from tests import make
from tests.cases import make as cases
from tests.cases.make import noon
from tests.make import Office
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 18)
GIVEN = {"outcome": "REFUSED", "reason": "与原决定一致"}


@pytest.fixture(autouse=True)
def _at_noon(printed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock, and print nothing."""
    monkeypatch.setattr(clock, "now", lambda: noon(ON))


@pytest.fixture
def case(record: Record, office: Office) -> Case:
    return cases.in_review(cases.objection(cases.ref(record), on=ON).cases[0], office, on=ON)


def address(case: Case) -> str:
    return reverse("cases-desk:preview", args=[case.number])


def test_the_letter_is_shown_and_nothing_is_decided(case: Case, office: Office, printed: list[str]) -> None:
    answer = client_of(office.reviewer).post(address(case), GIVEN)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    (html,) = printed
    for each in ("异议答复书", "与原决定一致", "异议不成立", "申请行政复议", "预览：没有编号和电子签名"):
        assert each in html
    case.refresh_from_db()
    assert (case.state, case.outcome, case.decided_at) == (CaseState.UNDER_REVIEW, "", None)
    assert not Letter.objects.exists()


def test_what_is_missing_comes_back_on_the_page_of_the_case(case: Case, office: Office, printed: list[str]) -> None:
    answer = client_of(office.reviewer).post(address(case), {"outcome": "REFUSED", "reason": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'formaction="' in page
    assert "：该字段是必填项。" in page.partition("<h2")[0]
    assert printed == []


def test_a_letter_that_cannot_be_laid_out_is_a_sentence(
    case: Case, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(html: str, **_: object) -> bytes:
        raise RenderingFailed

    monkeypatch.setattr(printing, "render", fail)
    answer = client_of(office.reviewer).post(address(case), GIVEN)
    assert answer.status_code == 422
    assert "答复书无法排版" in answer.content.decode()


def test_who_wrote_the_record_sees_no_decision_and_no_preview(case: Case, office: Office) -> None:
    assert client_of(office.recorder).post(address(case), GIVEN).status_code == 404


def test_another_authority_sees_nothing(case: Case) -> None:
    other = make.office(9, name="武汉市水务局", domain="OTHER")
    assert client_of(other.reviewer).post(address(case), GIVEN).status_code == 404


def test_a_case_that_is_decided_has_no_preview(case: Case, office: Office, record: Record) -> None:
    other = cases.decided(cases.objection(cases.ref(record), on=ON).cases[0], office, outcome="REFUSED", on=ON)
    assert client_of(office.reviewer).post(address(other), GIVEN).status_code == 404


def test_the_law_stands_beside_the_decision(case: Case, office: Office) -> None:
    html = client_of(office.reviewer).get(reverse("cases-desk:case", args=[case.number])).content.decode()
    for passage in case_kinds()["objection"].law:
        assert passage in html
    assert "预览异议答复书" in html


@pytest.mark.parametrize("kind", sorted(case_kinds()))
def test_every_kind_quotes_its_law_with_a_source(kind: str) -> None:
    passages = case_kinds()[kind].law
    assert passages
    assert all("（" in each and "摘要" in each for each in passages)
