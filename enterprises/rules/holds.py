"""Holds: keeping an adverse record public past its end, for a cited reason (docs/rules/holds.md)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enterprises.rules.days import add_months
from enterprises.rules.lifecycle import State
from enterprises.rules.visibility import is_public

LONGEST_HOLD_MONTHS = 12


class HoldCode(StrEnum):
    """Why a hold is refused."""

    NOT_ADVERSE = "NOT_ADVERSE"
    NOT_PUBLIC = "NOT_PUBLIC"
    NO_END = "NO_END"
    NO_BASIS = "NO_BASIS"
    NOT_LATER = "NOT_LATER"
    TOO_LONG = "TOO_LONG"
    SAME_PERSON = "SAME_PERSON"
    NOT_HELD = "NOT_HELD"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldProblem:
    """One reason against a hold, with a Chinese sentence on which an officer can act."""

    code: HoldCode
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldFacts:
    """What is known of the record; `public_until` is the stored end, `unheld_until` the one beside it if held."""

    state: State
    adverse: bool
    public_from: date | None
    public_until: date | None
    unheld_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEnd:
    """The two ends to store: the one that governs and the one without the hold (None = not held)."""

    public_until: date
    unheld_until: date | None


def request_problems(facts: HoldFacts, *, until: date, legal_basis: str, on: date) -> tuple[HoldProblem, ...]:
    """List what speaks against placing or renewing a hold until that day (the first day no longer held).

    It is placed while the record is still public, by its own period or by a running hold, for at
    most a year from `on` (order 36 on duties not fulfilled; decisions, 4).
    """
    if not facts.adverse:
        return (HoldProblem(code=HoldCode.NOT_ADVERSE, reason="只有失信信息可以延长公示"),)
    if not is_public(state=facts.state, public_from=facts.public_from, public_until=facts.public_until, on=on):
        return (HoldProblem(code=HoldCode.NOT_PUBLIC, reason="记录已不在公示期内,不得再延长公示"),)
    if facts.public_until is None:
        return (HoldProblem(code=HoldCode.NO_END, reason="记录没有公示截止日,无须延长"),)
    return tuple(_wrong_terms(public_until=facts.public_until, until=until, legal_basis=legal_basis, on=on))


def confirmation_problems(
    facts: HoldFacts, *, until: date, legal_basis: str, on: date, requested_by: int, confirmed_by: int
) -> tuple[HoldProblem, ...]:
    """List what speaks against confirming a requested hold: all of a request, and a second person is needed."""
    problems = request_problems(facts, until=until, legal_basis=legal_basis, on=on)
    if requested_by != confirmed_by:
        return problems
    return (*problems, HoldProblem(code=HoldCode.SAME_PERSON, reason="延长公示须由另一人确认"))


def lift_problems(facts: HoldFacts, *, on: date) -> tuple[HoldProblem, ...]:
    """List what speaks against lifting: there is no hold, or the record is no longer public anyway."""
    if facts.unheld_until is None:
        return (HoldProblem(code=HoldCode.NOT_HELD, reason="记录没有延长公示,无可解除"),)
    if not is_public(state=facts.state, public_from=facts.public_from, public_until=facts.public_until, on=on):
        return (HoldProblem(code=HoldCode.NOT_PUBLIC, reason="记录已不在公示期内,无须解除"),)
    return ()


def held_end(facts: HoldFacts, *, until: date) -> HeldEnd:
    """Return the ends to store for a confirmed hold; renewing keeps the end that no hold has touched.

    :raises ValueError: the record has no end, so nothing can be held.
    """
    if facts.public_until is None:
        raise ValueError("a record without an end cannot be held")
    return HeldEnd(public_until=max(until, facts.public_until), unheld_until=facts.unheld_until or facts.public_until)


def lifted_end(facts: HoldFacts, *, on: date) -> HeldEnd:
    """Return the ends to store when a hold is lifted: the unheld end, or `on` if that has passed.

    :raises ValueError: the record is not held.
    """
    if facts.unheld_until is None:
        raise ValueError("the record is not held")
    return HeldEnd(public_until=max(facts.unheld_until, on), unheld_until=None)


def _wrong_terms(*, public_until: date, until: date, legal_basis: str, on: date) -> list[HoldProblem]:
    problems = []
    if not legal_basis.strip():
        problems.append(HoldProblem(code=HoldCode.NO_BASIS, reason="请填写延长公示的法律依据"))
    if until <= public_until:
        problems.append(HoldProblem(code=HoldCode.NOT_LATER, reason=f"延长后的截止日须晚于现有截止日{public_until}"))
    latest = add_months(on, LONGEST_HOLD_MONTHS)
    if until > latest:
        problems.append(HoldProblem(code=HoldCode.TOO_LONG, reason=f"一次最多延长一年,截止日不得晚于{latest}"))
    return problems
