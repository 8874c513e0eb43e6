"""The promise of a repair as a record of the credit file, where the law wants it public (docs/rules/cases.md).

Its content is the standard text: who signed, telephone and what was put right stay in the paper.
"""

from datetime import date, datetime

from django.contrib.auth.models import User

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.models import Case
from enterprises.cases.subjects.registry import owner_of
from enterprises.catalogue.kinds.commitment import promise_of_repair
from enterprises.documents.letters.promise import STATEMENTS
from enterprises.records.services.commitments import break_commitment, publish_commitment, withdraw_commitment
from enterprises.shared.clock import day_of
from enterprises.shared.rules.days import add_months, day_before

# Without an end of what was repaired; our own choice, unconfirmed.
_MONTHS_WITHOUT_END = 12


def end_of_promise(case: Case, *, on: date) -> date:
    """Return the last day on which the promise is public: that of what it took off, so read it before the repair."""
    subject = owner_of(case.ref.kind).subject(pk=case.about_id, on=on)
    end = subject.public_until if subject else None
    return day_before(end if end is not None and end > on else add_months(on, _MONTHS_WITHOUT_END))


def wants_promise(case: Case) -> bool:
    """Return whether the law of the authority wants the promise of a granted repair public."""
    if case.agency is None:
        raise ValueError("a repair is decided by an authority")
    return case.agency.governing_regulator in case_kind(case.kind).public_promise


def publish_promise(case: Case, *, until: date, by: User, at: datetime) -> None:
    """Publish the promise of a granted repair until that day, included, where `wants_promise` holds.

    It names the case, never what was repaired, whose publication has ended.
    """
    agency = case.agency
    if agency is None or case.decided_by is None:
        raise ValueError("a repair is decided by somebody of an authority")
    publish_commitment(
        enterprise=case.enterprise,
        agency=agency,
        raw=promise_of_repair(
            case_number=case.number, statements=STATEMENTS, made_on=day_of(case.received_at), until=until
        ),
        reason=f"{case.number} 准予信用修复，公开信用承诺",
        first=case.decided_by,
        by=by,
        at=at,
    )


def mark_broken(case: Case, *, by: User, at: datetime) -> None:
    """State in the published promise that it was not kept: the papers of its repair were false."""
    if case.undo_asked_by is None:
        raise ValueError("a repair is undone at somebody's request")
    break_commitment(
        enterprise=case.enterprise,
        number=case.number,
        reason=f"{case.number} 材料不实，信用修复已撤销",
        first=case.undo_asked_by,
        by=by,
        at=at,
    )


def withdraw_promise(case: Case, *, by: User, at: datetime) -> None:
    """Withdraw the published promise of a repair that was granted by mistake: its ground is gone."""
    if case.undo_asked_by is None:
        raise ValueError("a decision is revoked at somebody's request")
    withdraw_commitment(
        enterprise=case.enterprise,
        number=case.number,
        reason=f"{case.number} 准予信用修复的决定已撤销",
        first=case.undo_asked_by,
        by=by,
        at=at,
    )
