"""Holds: keeping an adverse record public past its end, for a cited reason (docs/rules/holds.md)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.visibility import is_public
from enterprises.shared.rules.days import add_months

LONGEST_HOLD_MONTHS = 12


class HoldCode(StrEnum):
    """Why a hold is refused."""

    NOT_ADVERSE = "NOT_ADVERSE"
    NOT_PUBLIC = "NOT_PUBLIC"
    NO_END = "NO_END"
    NO_BASIS = "NO_BASIS"
    NOT_LATER = "NOT_LATER"
    TOO_LONG = "TOO_LONG"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRefusal:
    """One reason against a hold, with a Chinese sentence on which an officer can act."""

    code: HoldCode
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldFacts:
    """What is known of the record, and the requested hold or renewal.

    `public_until` is the stored end, a running hold included; `until` the first day the new hold
    no longer keeps the record public.
    """

    state: State | str
    adverse: bool
    public_from: date | None
    public_until: date | None
    until: date
    legal_basis: str


def refusals_of(facts: HoldFacts, *, on: date) -> tuple[HoldRefusal, ...]:
    """List the reasons against placing, renewing or confirming a hold on that day; empty = it may be done.

    It is placed while the record is still public, by its own period or by a running hold, and
    for at most a year from `on` (order 36 on duties not fulfilled; decisions, 4). That two
    people are needed is checked where people are known: the service and a database constraint.
    """
    if not facts.adverse:
        return (HoldRefusal(code=HoldCode.NOT_ADVERSE, reason="只有失信信息可以延长公示。"),)
    if not is_public(state=facts.state, public_from=facts.public_from, public_until=facts.public_until, on=on):
        return (HoldRefusal(code=HoldCode.NOT_PUBLIC, reason="记录已不在公示期内，不得再延长公示。"),)
    if facts.public_until is None:
        return (HoldRefusal(code=HoldCode.NO_END, reason="记录没有公示截止日，无须延长。"),)
    return tuple(_wrong_terms(facts, public_until=facts.public_until, on=on))


def held_end(*, unheld_until: date, hold_until: date) -> date:
    """Return the end to store while a confirmed hold runs: the later of the two."""
    return max(unheld_until, hold_until)


def lifted_end(*, public_until: date, unheld_until: date, other_hold_until: date | None, on: date) -> date:
    """Return the end to store when a hold is lifted on that day.

    It falls back to the unheld end or another running hold; if those have passed, publication ends
    at once, on `on`. It is never later than the end that was stored.
    """
    remaining = max(unheld_until, other_hold_until or unheld_until)
    return min(public_until, max(remaining, on))


def _wrong_terms(facts: HoldFacts, *, public_until: date, on: date) -> list[HoldRefusal]:
    refusals = []
    if not facts.legal_basis.strip():
        refusals.append(HoldRefusal(code=HoldCode.NO_BASIS, reason="请填写延长公示的法律依据。"))
    if facts.until <= public_until:
        refusals.append(HoldRefusal(code=HoldCode.NOT_LATER, reason=f"延长后的截止日须晚于现有截止日 {public_until}。"))
    latest = add_months(on, LONGEST_HOLD_MONTHS)
    if facts.until > latest:
        refusals.append(HoldRefusal(code=HoldCode.TOO_LONG, reason=f"一次最多延长一年，截止日不得晚于 {latest}。"))
    return refusals
