"""What the outcome of a case demands, and whether its repair is undone."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import CaseOutcome, Confirming
from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import CaseState


def outcome_of(case: Case) -> CaseOutcome:
    """Return the outcome of a decided case.

    :raises KeyError: it has none.
    """
    return case_kind(case.kind).outcome(case.outcome)


def awaits_confirmation(case: Case) -> bool:
    """Return whether a second person still has to confirm the outcome."""
    if case.state != CaseState.DECIDED or case.confirmed_by_id is not None:
        return False
    return outcome_of(case).confirming is not Confirming.NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """That a repair got by false papers is undone; `undone_at` None: it waits for its second person.

    `banned_until` is the first day on which the enterprise may apply again, None where no ban is known.
    """

    reason: str
    asked_by: User | None
    asked_at: datetime
    undone_by: User | None
    undone_at: datetime | None
    banned_until: date | None


def undo_waits(case: Case) -> bool:
    """Return whether a second person still has to confirm that the repair is undone."""
    return case.undo_asked_at is not None and case.undone_at is None


def undoing_of(case: Case) -> Undoing | None:
    """Return how the repair of a case is undone, None where nobody requested it or a second person declined."""
    if case.undo_asked_at is None:
        return None
    asked, ban = case.events.filter(verb="ask-undo").order_by("pk").last(), case.bans.first()
    return Undoing(
        reason=asked.reason if asked else "",
        asked_by=case.undo_asked_by,
        asked_at=case.undo_asked_at,
        undone_by=case.undone_by,
        undone_at=case.undone_at,
        banned_until=ban.until_on if ban else None,
    )
