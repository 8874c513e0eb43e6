"""Plain functions that make what the tests of cases are about."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User

from enterprises.cases.models import Case, CaseParty
from enterprises.cases.services.decisions import confirm_decision, decide
from enterprises.cases.services.intake import Applicant, Application, Receipt, hand_in
from enterprises.cases.services.papers import GivenPaper
from enterprises.cases.services.steps import accept, take_up
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record
from enterprises.shared.clock import SHANGHAI
from tests.make import Office, officer

APPLICANT = Applicant(
    name="王小明",
    capacity=CaseParty.Capacity.LEGAL_REPRESENTATIVE,
    telephone="13800000000",
    mail="xiaoming@example.com",
)
REPAIR_PAPERS = ("performance", "promise")
REASON = "证明材料属实，义务已经履行"  # for which a repair is granted
FALSE = "缴款凭证系伪造"  # for which one is undone


def noon(day: date) -> datetime:
    """Make the instant of noon in Shanghai."""
    return datetime.combine(day, time(12), tzinfo=SHANGHAI).astimezone(UTC)


def ref(record: Record) -> Ref:
    """Name a record."""
    return Ref(kind=RefKind.RECORD, id=record.pk)


def handed_in(kind: str, about: Ref, *, on: date, **given: Any) -> Receipt:
    """Hand in what is given of an `Application`, and else to `hand_in`, at noon of that day."""
    typed = {name: given.pop(name) for name in Application.__slots__ if name in given}
    return hand_in(Application(kind=kind, about=about, **typed), at=noon(on), **given)


def objection(about: Ref, *, on: date, **changes: Any) -> Receipt:
    """Hand an objection in at noon of that day."""
    given: dict[str, Any] = {"ground": "content", "applicant": APPLICANT, "statement": "罚款金额有误"} | changes
    return handed_in("objection", about, on=on, **given)


def report(about: Ref, *, on: date, field_code: str = "CF_NR_FK", **changes: Any) -> Receipt:
    """Report an error in a field."""
    given: dict[str, Any] = {"ground": "wrong", "applicant": APPLICANT} | changes
    return handed_in("error-report", about, on=on, field_code=field_code, **given)


def repair(about: Ref, *, on: date, paper: Path, **changes: Any) -> Receipt:
    """Apply for repair with the two papers."""
    papers = [GivenPaper(code=code, path=paper) for code in REPAIR_PAPERS]
    given: dict[str, Any] = {"ground": "performed", "applicant": APPLICANT, "papers": papers} | changes
    return handed_in("repair", about, on=on, **given)


def in_review(case: Case, office: Office, *, on: date) -> Case:
    """Accept a case and take it up."""
    accepted = accept(case=case, by=office.recorder, at=noon(on))
    return take_up(case=accepted, by=office.reviewer, at=noon(on))


def colleague(office: Office) -> User:
    """Make an officer of the agency who neither recorded nor decided anything."""
    return officer("fuhe", agency=office.agency, may_review=True)


def decided(case: Case, office: Office, *, outcome: str, on: date, **changes: Any) -> Case:
    """Decide a case in review, by the reviewer."""
    given: dict[str, Any] = {"reason": "经核查属实"} | changes
    return decide(case=in_review(case, office, on=on), outcome=outcome, by=office.reviewer, at=noon(on), **given)


def granted(case: Case, office: Office, *, on: date, **changes: Any) -> Case:
    """Grant a repair by two people."""
    case = decided(case, office, outcome="GRANTED", on=on, **changes)
    return confirm_decision(case=case, by=office.recorder, at=noon(on))
