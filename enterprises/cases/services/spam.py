"""Refusing several cases at once, each by the ordinary step; what may not be refused stays and is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from enterprises.agencies.models import Officer
from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.permissions import may_decide
from enterprises.cases.services.steps import refuse_acceptance
from enterprises.shared.refusals import Refused

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedTogether:
    """The numbers that were refused, and number and sentence of each that was not."""

    refused: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]


def may_be_chosen(case: Case) -> bool:
    """Return whether a case may be chosen to be refused with others, by somebody who may refuse it."""
    return case.state == CaseState.RECEIVED


def may_refuse(case: Case, *, officer: Officer, user: User) -> bool:
    """Return whether an officer may refuse a case together with others: received, and nothing of it his."""
    return may_be_chosen(case) and may_decide(officer, user, case=case)


def refuse_together(cases: Sequence[Case], *, reason: str, by: User, at: datetime) -> RefusedTogether:
    """Refuse to accept each case for one reason; each is a transaction and a letter of its own."""
    refused, kept = list[str](), list[tuple[str, str]]()
    for case in cases:
        try:
            refuse_acceptance(case=case, reason=reason, by=by, at=at)
        except Refused as refusal:
            kept.append((case.number, refusal.sentence))
        else:
            refused.append(case.number)
    return RefusedTogether(refused=tuple(refused), kept=tuple(kept))
