"""Rules of the public figures: how cases end, days, percentiles, small cells, the chart."""

from collections.abc import Iterable
from datetime import date
from itertools import combinations, pairwise
from typing import Any

import pytest

from enterprises.cases.figures.chart import BASE, PARTS, PLOT, chart_of
from enterprises.cases.figures.rules import (
    SMALLEST_SPLIT,
    CaseCell,
    CaseEnd,
    CaseFact,
    cells_of,
    days_to_answer,
    end_of,
    percentile,
    totals_of,
    unsplit_kinds,
)
from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.rules.clocks import Pause
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.shared.rules.workdays import NOTICES, calendar_of

MONTH = date(2026, 11, 1)
CALENDAR = calendar_of(NOTICES)


def fact(enterprise: int, **changes: Any) -> CaseFact:
    given: dict[str, Any] = {
        "agency_id": 1,
        "kind": "objection",
        "enterprise_id": enterprise,
        "month": MONTH,
        "end": CaseEnd.UPHELD,
        "days": 3,
        "is_overdue": False,
    }
    return CaseFact(**given | changes)


def facts(enterprises: Iterable[int], **changes: Any) -> list[CaseFact]:
    return [fact(each, **changes) for each in enterprises]


def cell_of(given: list[CaseFact], *, kind: str | None = None) -> CaseCell:
    (cell,) = cells_of(given, kind=kind)
    return cell


@pytest.mark.parametrize(
    ("enterprises", "is_split"),
    [
        (range(5), True),
        (range(4), False),
        ([1, 1, 1, 1, 1, 1], False),
        ([1, 1, 2, 3, 4], False),
        ([1, 2, 3, 4, 5, 5], True),
    ],
)
def test_a_cell_is_split_from_five_enterprises_not_from_five_cases(enterprises: Iterable[int], is_split: bool) -> None:
    given = facts(enterprises)
    cell = cell_of(given)
    assert cell.received == len(given)
    assert (cell.split is not None) is is_split


def test_a_cell_counts_each_end_once_and_what_is_overdue() -> None:
    ends = [CaseEnd.UPHELD] * 3 + [CaseEnd.REFUSED] * 2 + [CaseEnd.OTHER] + [CaseEnd.PENDING] * 4
    given = [fact(n, end=end, days=None, is_overdue=n >= 7) for n, end in enumerate(ends)]
    split = cell_of(given).split
    assert split
    assert (split.upheld, split.refused, split.other, split.pending, split.overdue) == (3, 2, 1, 4, 3)
    assert split.upheld + split.refused + split.other + split.pending == cell_of(given).received


def test_days_need_answers_to_five_enterprises() -> None:
    pending = facts(range(10, 20), end=CaseEnd.PENDING, days=None)
    few, enough = cell_of([*facts(range(4)), *pending]).split, cell_of([*facts(range(5)), *pending]).split
    assert few
    assert (few.median_days, few.p90_days) == (None, None)
    assert enough
    assert (enough.median_days, enough.p90_days) == (3, 3)


@pytest.mark.parametrize(
    ("days", "half", "most"),
    [
        ([4], 4, 4),
        ([1, 9], 1, 9),
        ([3, 1, 2], 2, 3),
        ([0, 0, 0, 0, 7], 0, 7),
        (range(1, 11), 5, 9),
        (range(1, 12), 6, 10),
        (range(100, 0, -1), 50, 90),
    ],
)
def test_a_percentile_is_the_fewest_days_that_suffice_for_that_share(days: Iterable[int], half: int, most: int) -> None:
    given = list(days)
    assert (percentile(given, 50), percentile(given, 90)) == (half, most)
    for share in (50, 90):
        within = percentile(given, share)
        assert sum(each <= within for each in given) * 100 >= share * len(given)
        assert sum(each < within for each in given) * 100 < share * len(given)


def test_no_case_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="no case"):
        percentile([], 50)


@pytest.mark.parametrize(
    ("received", "answered", "pauses", "days"),
    [
        (date(2026, 11, 18), date(2026, 11, 18), [], 0),
        (date(2026, 11, 20), date(2026, 11, 23), [], 1),  # over a weekend
        (date(2026, 9, 30), date(2026, 10, 8), [], 1),  # over the national holiday
        (date(2026, 10, 9), date(2026, 10, 10), [], 1),  # a Saturday that is worked
        (date(2026, 11, 16), date(2026, 11, 27), [(date(2026, 11, 18), date(2026, 11, 24))], 5),
        (date(2026, 11, 16), date(2026, 11, 20), [(date(2026, 11, 18), None)], 2),
        (
            date(2026, 11, 16),
            date(2026, 11, 20),
            [(date(2026, 11, 16), date(2026, 11, 17)), (date(2026, 11, 18), date(2026, 11, 19))],
            2,
        ),
        (date(2026, 11, 16), date(2026, 11, 18), [(date(2026, 11, 17), date(2026, 11, 25))], 1),
    ],
)
def test_days_are_working_days_without_those_the_applicant_took(
    received: date, answered: date, pauses: list[tuple[date, date | None]], days: int
) -> None:
    given = [Pause(from_on=first, until_on=until) for first, until in pauses]
    assert days_to_answer(received, answered, pauses=given, calendar=CALENDAR) == days


@pytest.mark.parametrize(
    ("kind", "state", "outcome", "facts_of_it", "end"),
    [
        ("objection", "RECEIVED", "", "", "PENDING"),
        ("objection", "UNDER_REVIEW", "UPHELD", "", "PENDING"),
        ("objection", "DECIDED", "UPHELD", "effective ended", "UPHELD"),
        ("objection", "CLOSED", "CORRECTED", "effective ended", "UPHELD"),
        ("objection", "DECIDED", "REFUSED", "effective ended", "REFUSED"),
        ("objection", "REFUSED", "", "ended", "REFUSED"),
        ("objection", "WITHDRAWN", "", "ended", "OTHER"),
        ("objection", "CLOSED", "", "ended", "OTHER"),
        ("repair", "DECIDED", "GRANTED", "", "PENDING"),
        ("repair", "DECIDED", "GRANTED", "effective ended", "UPHELD"),
        ("repair", "CLOSED", "GRANTED", "ended", "OTHER"),
        ("repair", "CLOSED", "GRANTED", "effective ended undone", "OTHER"),
    ],
)
def test_how_a_case_ends(kind: str, state: str, outcome: str, facts_of_it: str, end: str) -> None:
    found = end_of(
        kind=case_kind(kind),
        state=CaseState(state),
        outcome=outcome,
        is_effective="effective" in facts_of_it,
        is_ended="ended" in facts_of_it,
        is_undone="undone" in facts_of_it,
    )
    assert found == end


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"a": 20, "b": 30}, ""),
        ({"a": 20, "b": 30, "c": 1}, "ac"),
        ({"a": 5, "b": 4}, "ab"),
        ({"a": 9, "b": 4, "c": 3}, "bc"),
        ({"a": 2, "b": 2}, "ab"),
        ({"a": 9}, ""),
    ],
)
def test_small_kinds_hide_behind_the_smallest_other(sizes: dict[str, int], hidden: str) -> None:
    start, enterprises = 0, {}
    for code, size in sizes.items():
        enterprises[code] = set(range(start, start + size))
        start += size
    assert "".join(sorted(unsplit_kinds(enterprises))) == hidden


def test_the_same_enterprises_in_two_small_kinds_count_once() -> None:
    assert unsplit_kinds({"a": {1, 2, 3}, "b": {1, 2, 3}, "c": set(range(10, 20))}) == {"a", "b", "c"}


def test_no_difference_of_what_is_shown_is_about_fewer_than_five_enterprises() -> None:
    """Over all small sizes of three kinds: all kinds less those shown leave nothing, or five enterprises."""
    kinds = ("error-report", "objection", "repair")
    for sizes in ((a, b, c) for a in range(8) for b in range(8) for c in range(8)):
        given = [
            fact(100 * number + each, kind=kind)
            for number, (kind, size) in enumerate(zip(kinds, sizes, strict=True))
            for each in range(size)
        ]
        shown = {kind for kind in kinds for cell in cells_of(given, kind=kind) if cell.split}
        if not given or cell_of(given).split is None:
            assert not shown
            continue
        for size in range(len(shown) + 1):
            for subtracted in combinations(sorted(shown), size):
                rest = {each.enterprise_id for each in given if each.kind not in subtracted}
                assert not rest or len(rest) >= SMALLEST_SPLIT, (sizes, subtracted)


def test_cells_are_by_authority_and_month_the_newest_first() -> None:
    earlier = date(2026, 10, 1)
    given = [fact(1, month=earlier), fact(1, agency_id=None), fact(1), fact(2), fact(1, agency_id=2, month=earlier)]
    found = [(cell.month, cell.agency_id, cell.received) for cell in cells_of(given)]
    assert found == [(MONTH, None, 1), (MONTH, 1, 2), (earlier, 1, 1), (earlier, 2, 1)]


def test_a_kind_counts_its_own_cases() -> None:
    given = [*facts(range(5)), *facts(range(6), kind="repair", end=CaseEnd.REFUSED)]
    cell = cell_of(given, kind="repair")
    assert cell.split
    assert (cell.received, cell.split.upheld, cell.split.refused) == (6, 0, 6)
    assert cells_of(given, kind="error-report") == []


def test_totals_hold_nothing_of_unsplit_cells_but_their_number() -> None:
    small = facts(range(2), agency_id=2, end=CaseEnd.REFUSED)
    (total,) = totals_of(cells_of([*facts(range(5)), *small]))
    assert (total.received, total.upheld, total.refused, total.unsplit) == (7, 5, 0, 2)


def test_bars_are_as_high_as_their_months_and_their_parts_meet() -> None:
    ends = [CaseEnd.UPHELD, CaseEnd.REFUSED, CaseEnd.OTHER, CaseEnd.PENDING]
    most = [fact(n, end=ends[n % 4]) for n in range(7)] + facts(range(2), agency_id=2)
    chart = chart_of(totals_of(cells_of([*most, *facts(range(3), month=date(2026, 2, 1))])))
    february, november = chart.bars
    assert (chart.highest, february.month, november.month) == (9, 2, 11)
    assert [part.name for part in november.parts] == list(PARTS)
    assert sum(part.height for part in november.parts) == PLOT
    assert sum(part.height for part in february.parts) == round(PLOT / 3)
    edges = [(part.y, part.y + part.height) for part in november.parts]
    assert edges[0][1] == BASE
    assert all(upper == lower for (upper, _), (_, lower) in pairwise(edges))


def test_no_months_draw_nothing() -> None:
    assert chart_of([]).bars == ()
