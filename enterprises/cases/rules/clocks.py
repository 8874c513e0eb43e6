"""Which limit a step has, and on which day it ends (docs/rules/cases.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from enterprises.agencies.domains import Regulator
from enterprises.cases.kinds.types import CaseClock, CaseKind, CaseStep, Place
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.rules.workdays import Calendar

# 行政处罚法 art. 85 and the rules of cases count in working days.
BAN_YEARS = 3  # the longest ban after false papers; the figure of order 36 is lost: unconfirmed
RETENTION_YEARS = 3
UNCONFIRMED = "待核实"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Days on which the applicant owed papers: from the day of the request to the day of the papers, None if open."""

    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The last day of a step.

    `provisional`: it touches a year whose holidays are not announced. `is_own`: a limit of this portal, of no law.
    """

    step: CaseStep
    day: date
    provisional: bool
    confirmed: bool
    source: str
    is_own: bool

    @property
    def cited_source(self) -> str:
        """The source, with the mark of a figure that could not be checked; once, where the source bears it already."""
        is_marked = self.confirmed or UNCONFIRMED in self.source
        return self.source if is_marked else sentence("{source}（时限待核实）", source=self.source)


def clock_of(
    kind: CaseKind, step: CaseStep, *, regulator: Regulator | None, place: Place, on: date
) -> CaseClock | None:
    """Return the row that governs a step begun on that day, None if the kind sets no limit."""
    return next((c for c in kind.clocks if c.step is step and _fits(c, regulator=regulator, place=place, on=on)), None)


def due_of(
    clock: CaseClock, *, started_on: date, calendar: Calendar, pauses: Iterable[Pause] = (), is_extended: bool = False
) -> Due:
    """Return the last day of a step; working days of a pause do not count, its first day does.

    A pause that begins after the last day changes nothing. An open pause is left out: until papers come, nothing is
    due from the authority.
    """
    days = clock.days + (clock.extension if is_extended else 0)
    end = calendar.workdays_after(started_on, days)
    for pause in sorted((p for p in pauses if p.until_on is not None), key=lambda p: p.from_on):
        first = max(pause.from_on, started_on)
        if first <= end.day and pause.until_on is not None:
            days += calendar.workdays_between(first, pause.until_on)
            end = calendar.workdays_after(started_on, days)
    return Due(
        step=clock.step,
        day=end.day,
        provisional=end.provisional,
        confirmed=clock.confirmed,
        source=clock.source,
        is_own=clock.is_own,
    )


def is_overdue(*, due_on: date | None, on: date) -> bool:
    """Return whether the last day has passed."""
    return due_on is not None and due_on < on


def is_late(*, step: str, due_on: date | None, on: date) -> bool:
    """Return whether the authority is late: the last day has passed, and not while the applicant owes papers."""
    return step != CaseStep.PAPERS and is_overdue(due_on=due_on, on=on)


def days_left(*, due_on: date, on: date, calendar: Calendar) -> int:
    """Return the working days until the last day, negative after it."""
    if due_on >= on:
        return calendar.workdays_between(on, due_on)
    return -calendar.workdays_between(due_on, on)


def owes_papers(pauses: Sequence[Pause]) -> bool:
    """Return whether a pause is open."""
    return any(pause.until_on is None for pause in pauses)


def _fits(clock: CaseClock, *, regulator: Regulator | None, place: Place, on: date) -> bool:
    if clock.regulator not in (None, regulator) or clock.place not in (None, place):
        return False
    return clock.in_force_from <= on and (clock.in_force_until is None or on < clock.in_force_until)
