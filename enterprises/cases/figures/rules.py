"""Figures of cases by authority and month of receipt; small cells are not split by outcome (docs/rules/cases.md)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enterprises.cases.kinds.types import CaseKind
from enterprises.cases.rules.clocks import Pause
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.shared.rules.workdays import Calendar

# Fewer enterprises than this in one authority and month: no split by outcome. A choice of this portal, no law gives it.
SMALLEST_SPLIT = 5
HALF, MOST = 50, 90  # percentiles that are published


class CaseEnd(StrEnum):
    """How a case ended, as far as figures go."""

    UPHELD = "UPHELD"  # decided for the applicant, in force
    REFUSED = "REFUSED"  # decided against the applicant, or not accepted
    OTHER = "OTHER"  # withdrawn, ended with its subject, or a decision that was undone
    PENDING = "PENDING"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact:
    """One case, as far as figures go.

    `agency_id` None: no authority named yet. `month` is the first day of the month of receipt. `days` are the working
    days to the answer, None without one.
    """

    agency_id: int | None
    kind: str
    enterprise_id: int
    month: date
    end: CaseEnd
    days: int | None
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSplit:
    """Outcomes of one authority and month; percentiles are working days, None for fewer than `SMALLEST_SPLIT`."""

    upheld: int
    refused: int
    other: int
    pending: int
    overdue: int
    median_days: int | None
    p90_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCell:
    """The cases that one authority received in one month; `split` None: too few enterprises."""

    agency_id: int | None
    month: date
    received: int
    split: CaseSplit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTotal:
    """The cells of one month together; `unsplit` are cases of cells without split."""

    month: date
    received: int
    upheld: int
    refused: int
    other: int
    pending: int
    unsplit: int


def end_of(
    *, kind: CaseKind, state: CaseState, outcome: str, is_effective: bool, is_ended: bool, is_undone: bool
) -> CaseEnd:
    """Return how a case ended; a decision that waits for its second person is pending.

    :raises KeyError: the kind has no such outcome.
    """
    if state is CaseState.REFUSED:
        return CaseEnd.REFUSED
    if is_undone or (is_ended and not is_effective):
        return CaseEnd.OTHER
    if not is_effective:
        return CaseEnd.PENDING
    return CaseEnd.UPHELD if kind.outcome(outcome).favours_applicant else CaseEnd.REFUSED


def days_to_answer(received_on: date, answered_on: date, *, pauses: Iterable[Pause], calendar: Calendar) -> int:
    """Return the working days after receipt up to the answer, without those in which the applicant owed papers."""
    paused = sum(
        calendar.workdays_between(max(pause.from_on, received_on), min(pause.until_on or answered_on, answered_on))
        for pause in pauses
    )
    return calendar.workdays_between(received_on, answered_on) - paused


def percentile(days: Sequence[int], share: int) -> int:
    """Return the fewest days within which `share` percent of the cases were answered (nearest rank).

    :raises ValueError: there is no case.
    """
    if not days:
        raise ValueError("no case has a percentile")
    rank = -(-share * len(days) // 100)
    return sorted(days)[max(rank, 1) - 1]


def cells_of(facts: Iterable[CaseFact], *, kind: str | None = None) -> list[CaseCell]:
    """Return the cells of all kinds, or of one, the newest month first, then by authority.

    `facts` are those of all kinds: what one kind shows depends on the others.
    """
    grouped = defaultdict[tuple[date, int | None], list[CaseFact]](list)
    for fact in facts:
        grouped[fact.month, fact.agency_id].append(fact)
    cells = (_cell(month, agency_id, found, kind=kind) for (month, agency_id), found in grouped.items())
    ordered = sorted((cell for cell in cells if cell.received), key=lambda cell: cell.agency_id or 0)
    return sorted(ordered, key=lambda cell: cell.month, reverse=True)


def unsplit_kinds(enterprises: Mapping[str, Set[int]]) -> frozenset[str]:
    """Return the kinds that one authority and month do not split, from the enterprises of each kind.

    These are the small ones, and the smallest of the others where the small ones together are too few. Otherwise the
    small kinds come out as the difference between all kinds and the kinds shown.
    """
    ordered = sorted(enterprises, key=lambda code: (len(enterprises[code]), code))
    hidden = [code for code in ordered if len(enterprises[code]) < SMALLEST_SPLIT]
    together = set[int]().union(*(enterprises[code] for code in hidden))
    if hidden and len(together) < SMALLEST_SPLIT:
        hidden = ordered[: len(hidden) + 1]
    return frozenset(hidden)


def totals_of(cells: Iterable[CaseCell]) -> list[MonthTotal]:
    """Return the sums of what the cells show, the oldest month first: nothing hidden can be worked out from them."""
    months = defaultdict[date, list[CaseCell]](list)
    for cell in cells:
        months[cell.month].append(cell)
    return [_total(month, months[month]) for month in sorted(months)]


def _cell(month: date, agency_id: int | None, facts: list[CaseFact], *, kind: str | None) -> CaseCell:
    enterprises = defaultdict[str, set[int]](set)
    for fact in facts:
        enterprises[fact.kind].add(fact.enterprise_id)
    if kind is None:
        shown, is_split = facts, len(set[int]().union(*enterprises.values())) >= SMALLEST_SPLIT
    else:
        shown, is_split = [fact for fact in facts if fact.kind == kind], kind not in unsplit_kinds(enterprises)
    split = _split(shown) if is_split and shown else None
    return CaseCell(agency_id=agency_id, month=month, received=len(shown), split=split)


def _split(facts: list[CaseFact]) -> CaseSplit:
    answered = [fact for fact in facts if fact.days is not None]
    is_enough = len({fact.enterprise_id for fact in answered}) >= SMALLEST_SPLIT
    days = [fact.days for fact in answered if fact.days is not None] if is_enough else []
    ends = [fact.end for fact in facts]
    return CaseSplit(
        upheld=ends.count(CaseEnd.UPHELD),
        refused=ends.count(CaseEnd.REFUSED),
        other=ends.count(CaseEnd.OTHER),
        pending=ends.count(CaseEnd.PENDING),
        overdue=sum(fact.is_overdue for fact in facts),
        median_days=percentile(days, HALF) if days else None,
        p90_days=percentile(days, MOST) if days else None,
    )


def _total(month: date, cells: list[CaseCell]) -> MonthTotal:
    splits = [cell.split for cell in cells if cell.split]
    return MonthTotal(
        month=month,
        received=sum(cell.received for cell in cells),
        upheld=sum(split.upheld for split in splits),
        refused=sum(split.refused for split in splits),
        other=sum(split.other for split in splits),
        pending=sum(split.pending for split in splits),
        unsplit=sum(cell.received for cell in cells if cell.split is None),
    )
