"""No letter waits without somebody who can issue it: every kind, step and outcome, with an authority and without."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from enterprises.cases.kinds.registry import case_kinds
from enterprises.cases.models import Case, CaseEvent, CaseLetter
from enterprises.cases.periodic_jobs import issue_letters
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.bans import ask_undo_repair, undo_repair
from enterprises.cases.services.decisions import confirm_decision, decide
from enterprises.cases.services.effects import awaits_confirmation
from enterprises.cases.services.letters import stands, waiting_of
from enterprises.cases.services.steps import accept, extend, forward, refuse_acceptance, want_papers
from enterprises.documents.letters.models import Letter
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from enterprises.shared import clock
from tests import make
from tests.cases import make as cases
from tests.cases.make import APPLICANT, noon
from tests.documents.letters import print_nothing
from tests.make import Office
from tests.support.clients import client_of, text_of

pytestmark = pytest.mark.django_db
KINDS = case_kinds()
# Of each regulator one authority: limits, and with them what a letter needs, depend on it.
DOMAINS = {"NDRC": "ENVIRONMENT", "SAMR": "MARKET_REGULATION"}
Way = Callable[[Case, Office, date], object]


@pytest.fixture(autouse=True)
def _no_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    print_nothing(monkeypatch)


@pytest.fixture
def spammer() -> User:
    """Give somebody of the credit office, which refuses what no authority has."""
    return make.officer("xinyongban", credit_office=True)


def _reviewed(case: Case, office: Office, on: date) -> Case:
    return cases.in_review(case, office, on=on)


def _decided(outcome: str) -> Way:
    def way(case: Case, office: Office, on: date) -> None:
        case = decide(
            case=_reviewed(case, office, on), outcome=outcome, reason="经核查", by=office.reviewer, at=noon(on)
        )
        if awaits_confirmation(case):
            confirm_decision(case=case, by=office.recorder, at=noon(on))

    return way


def _undone(case: Case, office: Office, on: date) -> None:
    case = cases.granted(case, office, on=on)
    until = on + timedelta(days=100)
    case = ask_undo_repair(case=case, reason="证明系伪造", banned_until=until, by=office.recorder, at=noon(on))
    undo_repair(case=case, by=office.reviewer, at=noon(on))


WAYS: dict[str, Way] = {
    "accept": lambda case, office, on: accept(case=case, by=office.recorder, at=noon(on)),
    "refuse": lambda case, office, on: refuse_acceptance(case=case, reason="不属于", by=office.reviewer, at=noon(on)),
    "want-papers": lambda case, office, on: want_papers(case=case, papers="凭证", by=office.recorder, at=noon(on)),
    "want-more-papers": lambda case, office, on: want_papers(
        case=_reviewed(case, office, on), papers="凭证", by=office.recorder, at=noon(on)
    ),
    "extend": lambda case, office, on: extend(
        case=_reviewed(case, office, on), reason="需外调", by=office.reviewer, at=noon(on)
    ),
    "undo": _undone,
}


def _ways() -> Iterator[Any]:
    """Yield each kind with each of its steps that has a letter, and with each of its outcomes."""
    for code, kind in KINDS.items():
        verbs = [verb for verb in kind.letters if verb != "extend" or any(clock.extension for clock in kind.clocks)]
        yield from ((code, verb, WAYS[verb], kind.letters[verb]) for verb in verbs)
        yield from ((code, each.code, _decided(each.code), each.letter) for each in kind.outcomes)


EVERY_WAY = [pytest.param(code, way, letter, id=f"{code}-{name}") for code, name, way, letter in _ways()]


def handed_in(kind: str, record: Record, *, on: date, paper: Path) -> Case:
    about = cases.ref(record)
    if kind == "repair":
        return cases.repair(about, on=on, paper=paper).cases[0]
    declared = KINDS[kind]
    given = {"ground": declared.grounds[0].code, "applicant": APPLICANT, "statement": "与决定书不一致"}
    if declared.needs_field:
        given["field_code"] = "CF_NR_FK"
    return cases.handed_in(kind, about, on=on, **given).cases[0]


@pytest.fixture(params=DOMAINS)
def office(request: pytest.FixtureRequest, settings: Any) -> Office:
    """Give an authority of each regulator; market regulation takes repairs here."""
    settings.MARKET_REGULATION_REPAIRS = True
    return make.office(7, name="武汉市某局", domain=DOMAINS[request.param])


@pytest.mark.parametrize(("kind", "way", "letter"), EVERY_WAY)
def test_every_ordered_letter_is_issued(  # noqa: PLR0917 - pytest names them
    kind: str, way: Way, letter: str, office: Office, record: Record, paper: Path
) -> None:
    assert record.repairable_from is not None
    case = handed_in(kind, record, on=record.repairable_from, paper=paper)
    way(case, office, record.repairable_from)
    ordered = CaseEvent.objects.exclude(letter="")
    assert letter in ordered.values_list("letter", flat=True)
    assert [(event.verb, obstacle) for event, obstacle in waiting_of(case) if obstacle] == []
    issue_letters(at=noon(record.repairable_from))
    assert list(waiting_of(case)) == []
    left = [event for event in ordered if not CaseLetter.objects.filter(event=event).exists()]
    assert [event.verb for event in left if stands(event)] == []
    assert letter in Letter.objects.values_list("kind", flat=True)


def _about_the_register(enterprise: Enterprise, on: date) -> Case:
    """Report an error of the register: no authority has the case until the credit office names one."""
    about = Ref(kind=RefKind.ENTERPRISE, id=enterprise.pk)
    case = cases.report(about, on=on, field_code="address").cases[0]
    assert case.agency is None
    return case


def test_what_no_authority_has_is_refused_without_a_letter(enterprise: Enterprise, spammer: User) -> None:
    on = clock.today()
    case = refuse_acceptance(case=_about_the_register(enterprise, on), reason="广告", by=spammer, at=noon(on))
    assert set(case.events.values_list("letter", flat=True)) == {""}
    issue_letters(at=noon(on))
    assert list(waiting_of(case)) == []
    assert not Letter.objects.exists()


def test_once_an_authority_has_it_its_letters_are_signed(enterprise: Enterprise, office: Office, spammer: User) -> None:
    on = clock.today()
    case = _about_the_register(enterprise, on)
    case = forward(case=case, agency=office.agency, reason="由登记机关办理", by=spammer, at=noon(on))
    refuse_acceptance(case=case, reason="内容不明", by=office.reviewer, at=noon(on))
    issue_letters(at=noon(on))
    assert list(Letter.objects.values_list("kind", "agency")) == [("REFUSED_ACCEPTANCE", office.agency.pk)]


@pytest.mark.parametrize("has_agency", [True, False])
def test_both_forms_of_refusal_promise_a_letter_only_where_somebody_signs_it(
    has_agency: bool, enterprise: Enterprise, record: Record, office: Office, spammer: User
) -> None:
    on = clock.today()
    case = cases.report(cases.ref(record), on=on).cases[0] if has_agency else _about_the_register(enterprise, on)
    desk = client_of(office.reviewer if has_agency else spammer)
    one = text_of(desk.get(reverse("cases-desk:case", args=[case.number])))
    several = text_of(desk.post(reverse("cases-desk:refuse-several"), {"case": [case.number]}))
    for page in (one, several):
        assert ("写入通知书" in page) == has_agency
        assert ("不出具通知书；申请人在申请页面看到这段理由" in page) == (not has_agency)
    assert ("出具通知书，不能撤回" in several) == has_agency


def test_the_applicant_reads_the_reason_where_no_letter_comes(
    enterprise: Enterprise, spammer: User, client: Client
) -> None:
    on = clock.today()
    about = Ref(kind=RefKind.ENTERPRISE, id=enterprise.pk)
    receipt = cases.report(about, on=on, field_code="address")
    refuse_acceptance(case=receipt.cases[0], reason="内容与本企业无关", by=spammer, at=noon(on))
    client.post(reverse("cases:open"), {"number": receipt.number, "code": receipt.code})
    page = text_of(client.get(reverse("cases:case", args=[receipt.number])))
    assert "内容与本企业无关" in page
    assert "申请没有转交承办机关，不出具函件" in page
    assert "还没有函件" not in page


def test_an_order_of_before_that_nobody_can_sign_waits_no_longer(
    enterprise: Enterprise, record: Record, office: Office, spammer: User
) -> None:
    on = clock.today()
    signed = cases.report(cases.ref(record), on=on).cases[0]
    refuse_acceptance(case=signed, reason="不属于", by=office.reviewer, at=noon(on))
    nobodys = refuse_acceptance(case=_about_the_register(enterprise, on), reason="广告", by=spammer, at=noon(on))
    nobodys.events.filter(verb="refuse").update(letter="REFUSED_ACCEPTANCE")
    assert list(waiting_of(nobodys)) == []
    assert [event.letter for event, _ in waiting_of(signed)] == ["REFUSED_ACCEPTANCE"]
    assert nobodys.state == CaseState.REFUSED
