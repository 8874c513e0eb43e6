"""Reads of the cases behind the figures: two queries for any range."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min, QuerySet
from django.utils.translation import gettext_noop

from enterprises.agencies.models import Agency
from enterprises.cases.figures.rules import (
    CaseCell,
    CaseEnd,
    CaseFact,
    MonthTotal,
    cells_of,
    days_to_answer,
    end_of,
    totals_of,
)
from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.models import Case, CasePause
from enterprises.cases.rules.clocks import Pause, is_late
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.shared.clock import SHANGHAI, day_of
from enterprises.shared.holidays.services import working_calendar
from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.workdays import Calendar

UNASSIGNED = "unassigned"
UNASSIGNED_LABEL = gettext_noop("尚未确定机关")
_COLUMNS = (
    "id",
    "agency_id",
    "agency__code",
    "agency__name",
    "kind",
    "enterprise_id",
    "state",
    "outcome",
    "received_at",
    "effective_at",
    "ended_at",
    "undone_at",
    "due_step",
    "due_on",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A cell with the names of its authority, empty code: none is named yet."""

    agency_code: str
    agency_name: str
    cell: CaseCell

    @property
    def month(self) -> str:
        """The month of receipt as 2026-11."""
        return f"{self.cell.month:%Y-%m}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFigures:
    """The figures of one year; `totals` are sums of what `rows` show."""

    year: int
    rows: list[FigureRow]
    totals: list[MonthTotal]


def figures_of(*, year: int, on: date, agency: str = "", kind: str | None = None) -> CaseFigures:
    """Return the figures of the cases received in one year (Shanghai), overdue as of that day.

    `agency` is a code, `UNASSIGNED`, or empty for all.
    """
    cases = _received(year=year, agency=agency)
    pauses, calendar = _pauses(cases), working_calendar()
    found = list(cases.order_by("pk").values(*_COLUMNS))
    facts = (_fact(row, pauses=pauses.get(row["id"], []), on=on, calendar=calendar) for row in found)
    cells = cells_of(facts, kind=kind)
    names = {row["agency_id"]: (row["agency__code"] or "", row["agency__name"] or UNASSIGNED_LABEL) for row in found}
    return CaseFigures(year=year, rows=[_row(cell, *names[cell.agency_id]) for cell in cells], totals=totals_of(cells))


def agencies_with_cases() -> QuerySet[Agency]:
    """Return the authorities that have a case."""
    with_cases = Case.objects.filter(agency__isnull=False).order_by().values("agency")
    return Agency.objects.filter(pk__in=with_cases).order_by("code")


def first_year(*, on: date) -> int:
    """Return the year of the oldest case, this year without one; one query."""
    first: datetime | None = Case.objects.aggregate(first=Min("received_at"))["first"]
    return day_of(first).year if first else on.year


def _received(*, year: int, agency: str) -> QuerySet[Case]:
    first, until = (datetime(number, 1, 1, tzinfo=SHANGHAI) for number in (year, year + 1))
    cases = Case.objects.filter(received_at__gte=first, received_at__lt=until)
    if agency == UNASSIGNED:
        return cases.filter(agency__isnull=True)
    return cases.filter(agency__code=agency) if agency else cases


def _pauses(cases: QuerySet[Case]) -> dict[int, list[Pause]]:
    pauses = defaultdict[int, list[Pause]](list)
    found = CasePause.objects.filter(case__in=cases.order_by().values("pk")).order_by("pk")
    for case_id, from_on, until_on in found.values_list("case_id", "from_on", "until_on"):
        pauses[case_id].append(Pause(from_on=from_on, until_on=until_on))
    return pauses


def _fact(row: dict[str, Any], *, pauses: list[Pause], on: date, calendar: Calendar) -> CaseFact:
    received_on = day_of(row["received_at"])
    end = end_of(
        kind=case_kind(row["kind"]),
        state=CaseState(row["state"]),
        outcome=row["outcome"],
        is_effective=row["effective_at"] is not None,
        is_ended=row["ended_at"] is not None,
        is_undone=row["undone_at"] is not None,
    )
    answered_at = row["effective_at"] or row["ended_at"]
    is_answered = end in (CaseEnd.UPHELD, CaseEnd.REFUSED)
    return CaseFact(
        agency_id=row["agency_id"],
        kind=row["kind"],
        enterprise_id=row["enterprise_id"],
        month=received_on.replace(day=1),
        end=end,
        days=days_to_answer(received_on, day_of(answered_at), pauses=pauses, calendar=calendar)
        if is_answered
        else None,
        is_overdue=end is CaseEnd.PENDING and is_late(step=row["due_step"], due_on=row["due_on"], on=on),
    )


def _row(cell: CaseCell, code: str, name: str) -> FigureRow:
    return FigureRow(agency_code=code, agency_name=public_text(name), cell=cell)
