"""What the outcome of a case demands."""

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
