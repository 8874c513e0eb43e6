"""What an outcome does to the thing that the case is about; every change goes through its owner."""

from datetime import datetime

from django.contrib.auth.models import User

from enterprises.cases.kinds.types import Effect
from enterprises.cases.models import Case
from enterprises.cases.services.commitments import end_of_promise, publish_promise, wants_promise
from enterprises.cases.services.effects import outcome_of
from enterprises.cases.services.marks import take_mark_off
from enterprises.cases.subjects.registry import owner_of
from enterprises.documents.refs import RefKind
from enterprises.shared.clock import day_of


def prepare(case: Case, *, by: User, at: datetime) -> None:
    """Prepare what takes effect when a second person confirms; refuses early what would be refused then."""
    if outcome_of(case).effect is Effect.REPAIR:
        owner_of(case.ref.kind).propose_repair(pk=case.about_id, note=note_of(case), by=by, at=at)


def take_preparation_back(case: Case, *, reason: str, by: User, at: datetime) -> None:
    """Drop what was prepared."""
    if outcome_of(case).effect is Effect.REPAIR:
        owner_of(case.ref.kind).turn_down_repair(pk=case.about_id, reason=reason, by=by, at=at)


def take_effect(case: Case, *, by: User, at: datetime) -> None:
    """Do what the outcome demands; `by` decided, or confirmed what waited for that."""
    owner, effect, note = owner_of(case.ref.kind), outcome_of(case).effect, note_of(case)
    if effect is Effect.CORRECT:
        case.correction = owner.correct(pk=case.about_id, note=note, by=by, at=at)
        case.save(update_fields=["correction"])
    if case.correction is None:
        take_mark_off(case, outcome=outcome_of(case).label, by=case.decided_by, at=at)
    if effect is Effect.WITHDRAW:
        owner.withdraw(pk=case.about_id, note=note, by=by, at=at)
    elif effect is Effect.REPAIR:
        _repair(case, note=note, by=by, at=at)


def confirm_effect(case: Case, *, by: User, at: datetime) -> None:
    """Confirm, as the second person, what took effect with the decision."""
    if outcome_of(case).effect is Effect.WITHDRAW:
        owner_of(case.ref.kind).confirm_withdrawal(pk=case.about_id, by=by, at=at)


def undo_effect(case: Case, *, reason: str, by: User, at: datetime) -> None:
    """Undo, as the second person, what took effect with the decision."""
    if outcome_of(case).effect is Effect.WITHDRAW:
        owner_of(case.ref.kind).refuse_withdrawal(pk=case.about_id, reason=reason, by=by, at=at)


def note_of(case: Case) -> str:
    """Return the words with which the thing's own history names the case, short enough for any."""
    return f"{case.number} {outcome_of(case).label}：{case.outcome_reason}"[:400]


def _repair(case: Case, *, note: str, by: User, at: datetime) -> None:
    """End publication by repair, and that of the spot checks behind a penalty (SAMR order 107); publish the promise."""
    if case.decided_by is None:
        raise ValueError("a repair was decided by somebody")
    promised_until = end_of_promise(case, on=day_of(at)) if wants_promise(case) else None
    owner_of(case.ref.kind).repair(pk=case.about_id, note=note, first=case.decided_by, by=by, at=at)
    records = owner_of(RefKind.RECORD)
    for record_id in case.also_record_ids:
        records.repair(pk=record_id, note=note, first=case.decided_by, by=by, at=at)
    if promised_until is not None:
        publish_promise(case, until=promised_until, by=by, at=at)
