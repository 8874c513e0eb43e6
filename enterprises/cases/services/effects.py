"""What the outcome of a case demands, and whether its repair is undone."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User

from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import CaseOutcome, Confirming, Effect
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


def took_off(case: Case) -> bool:
    """Return whether the outcome took what the case is about off, and nobody has to confirm that any more."""
    if case.effective_at is None or not case.outcome or awaits_confirmation(case):
        return False
    return outcome_of(case).effect in (Effect.REPAIR, Effect.WITHDRAW)


def repaired(case: Case) -> bool:
    """Return whether the case granted a repair that has taken effect."""
    return took_off(case) and outcome_of(case).effect is Effect.REPAIR


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """That a decision which took something off is undone; `undone_at` None: it waits for its second person.

    `is_by_deceit`: papers were false, else the decision was a mistake. `banned_until` is the first day on which the
    enterprise may apply again, None without a ban.
    """

    is_by_deceit: bool
    reason: str
    asked_by: User | None
    asked_at: datetime
    undone_by: User | None
    undone_at: datetime | None
    banned_until: date | None


def undo_waits(case: Case) -> bool:
    """Return whether a second person still has to confirm that the decision is undone."""
    return case.undo_asked_at is not None and case.undone_at is None


def undoing_of(case: Case) -> Undoing | None:
    """Return how the decision of a case is undone, None where nobody requested it or a second person declined."""
    if case.undo_asked_at is None:
        return None
    asked = case.events.filter(verb__in=("ask-undo", "ask-revoke")).order_by("pk").last()
    ban = case.bans.first()
    return Undoing(
        is_by_deceit=case.undo_ground == Case.UndoGround.FALSE_PAPERS,
        reason=asked.reason if asked else "",
        asked_by=case.undo_asked_by,
        asked_at=case.undo_asked_at,
        undone_by=case.undone_by,
        undone_at=case.undone_at,
        banned_until=ban.until_on if ban else None,
    )
