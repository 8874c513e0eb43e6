"""The pure rules of cases: transitions, clocks, admission."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from enterprises.agencies.domains import Regulator
from enterprises.cases.kinds.registry import case_kind, case_kinds
from enterprises.cases.kinds.types import BLACK_LISTING, NOTICE, CaseClock, CaseStep, Place
from enterprises.cases.rules.admission import AdmissionCode, AdmissionFacts, Standing, may_apply
from enterprises.cases.rules.clocks import Pause, clock_of, days_left, due_of, is_late, is_overdue, owes_papers
from enterprises.cases.rules.lifecycle import (
    CASE_LIFECYCLE,
    CASE_STATE_LABELS,
    NOTES,
    STEP_VERBS,
    UNDECIDED,
    CaseState,
)
from enterprises.shared.rules.workdays import NOTICES, calendar_of

CALENDAR = calendar_of(NOTICES)
R, P, F, A, U, D, C, W = (
    CaseState.RECEIVED,
    CaseState.PAPERS_WANTED,
    CaseState.REFUSED,
    CaseState.ACCEPTED,
    CaseState.UNDER_REVIEW,
    CaseState.DECIDED,
    CaseState.CLOSED,
    CaseState.WITHDRAWN,
)
# Before, after: every way that there is.
WAYS = {
    (R, A),
    (R, F),
    (R, P),
    (R, W),
    (R, C),
    (P, F),
    (P, R),
    (P, U),
    (P, D),
    (P, W),
    (P, C),
    (A, P),
    (A, U),
    (A, D),
    (A, W),
    (A, C),
    (U, P),
    (U, D),
    (U, W),
    (U, C),
    (D, U),
    (D, C),
}


@pytest.mark.parametrize(("before", "after"), list(product(CaseState, CaseState)))
def test_every_pair_of_states_is_a_way_or_none(before: CaseState, after: CaseState) -> None:
    assert CASE_LIFECYCLE.allows(before=before, after=after) is ((before, after) in WAYS)


def test_states_and_steps_have_names_and_the_ends_are_ends() -> None:
    assert set(CASE_STATE_LABELS) == set(CaseState)
    assert CASE_LIFECYCLE.ends_in() == {F, C, W}
    assert {R, P, A, U} == UNDECIDED
    verbs = {each.verb for each in CASE_LIFECYCLE.transitions} | set(CASE_LIFECYCLE.starts)
    assert set(STEP_VERBS) == verbs | set(NOTES)


def clock(days: int, extension: int = 0, step: CaseStep = CaseStep.DECIDE) -> CaseClock:
    return CaseClock(step=step, days=days, extension=extension, source="某规定", confirmed=True)


def day_of(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("started", "days", "end"),
    [
        ("2026-11-23", 1, "2026-11-24"),  # Monday to Tuesday
        ("2026-11-20", 1, "2026-11-23"),  # over a weekend
        ("2026-11-21", 1, "2026-11-23"),  # begun on a Saturday
        ("2026-09-30", 2, "2026-10-09"),  # over the National Day of 2026: 1 to 7 October off
        ("2026-02-13", 1, "2026-02-14"),  # a Saturday that is worked
        ("2026-02-14", 3, "2026-02-26"),  # over the Spring Festival
        ("2025-12-30", 3, "2026-01-05"),  # over a year's end: 1 to 3 January off, Sunday the 4th is worked
    ],
)
def test_limits_are_counted_in_working_days(started: str, days: int, end: str) -> None:
    due = due_of(clock(days), started_on=day_of(started), calendar=CALENDAR)
    assert due.day == CALENDAR.workdays_after(day_of(started), days).day
    assert due.day == day_of(end)
    assert not due.provisional


def test_a_figure_that_could_not_be_checked_stays_marked() -> None:
    for confirmed in (True, False):
        row = replace(clock(1), confirmed=confirmed)
        due = due_of(row, started_on=date(2026, 11, 23), calendar=CALENDAR)
        assert (due.confirmed, due.source, due.step) == (confirmed, "某规定", CaseStep.DECIDE)


def test_a_limit_into_a_year_without_notice_is_provisional() -> None:
    assert due_of(clock(5), started_on=date(2026, 12, 29), calendar=CALENDAR).provisional


@pytest.mark.parametrize(
    ("pauses", "end"),
    [
        ([], "2026-11-25"),
        ([("2026-11-23", "2026-11-23")], "2026-11-25"),  # papers on the day of the request
        ([("2026-11-23", "2026-11-25")], "2026-11-27"),
        ([("2026-11-20", "2026-11-23")], "2026-11-25"),  # from before the clock began
        ([("2026-11-24", "2026-11-30")], "2026-12-01"),  # over a weekend: four working days
        ([("2026-11-26", "2026-11-30")], "2026-11-25"),  # after the last day: it stays late
        ([("2026-11-23", "2026-11-24"), ("2026-11-26", "2026-11-30")], "2026-11-30"),
        ([("2026-11-23", None)], "2026-11-25"),
    ],
)
def test_only_working_days_of_a_pause_do_not_count(pauses: list[tuple[str, str | None]], end: str) -> None:
    given = [Pause(from_on=day_of(a), until_on=None if b is None else day_of(b)) for a, b in pauses]
    due = due_of(clock(2), started_on=date(2026, 11, 23), calendar=CALENDAR, pauses=reversed(given))
    assert due.day == day_of(end)
    assert owes_papers(given) is any(until is None for _, until in pauses)


def test_an_extension_adds_its_days_once() -> None:
    started = date(2026, 11, 23)
    assert due_of(clock(2, 3), started_on=started, calendar=CALENDAR).day == date(2026, 11, 25)
    assert due_of(clock(2, 3), started_on=started, calendar=CALENDAR, is_extended=True).day == date(2026, 11, 30)


def test_overdue_begins_on_the_day_after_the_last() -> None:
    assert not is_overdue(due_on=None, on=date(2026, 11, 25))
    assert not is_overdue(due_on=date(2026, 11, 25), on=date(2026, 11, 25))
    assert is_overdue(due_on=date(2026, 11, 25), on=date(2026, 11, 26))
    assert [is_late(step=step, due_on=date(2026, 11, 25), on=date(2026, 11, 26)) for step in ("ANSWER", "PAPERS")] == [
        True,
        False,
    ]
    assert days_left(due_on=date(2026, 11, 25), on=date(2026, 11, 20), calendar=CALENDAR) == 3
    assert days_left(due_on=date(2026, 11, 20), on=date(2026, 11, 23), calendar=CALENDAR) == -1


@pytest.mark.parametrize(
    ("kind", "step", "regulator", "place", "limit"),
    [
        ("objection", CaseStep.ACCEPT, None, Place.SHENZHEN, (1, 0)),
        ("objection", CaseStep.DECIDE, None, Place.SHENZHEN, (2, 3)),
        ("objection", CaseStep.DECIDE, None, Place.SHANGHAI, (5, 0)),
        ("objection", CaseStep.PASS_ON, None, Place.SHANGHAI, (2, 0)),
        ("repair", CaseStep.PASS_ON, None, Place.SHENZHEN, (1, 0)),
        ("repair", CaseStep.ACCEPT, Regulator.NDRC, Place.SHENZHEN, (3, 0)),
        ("repair", CaseStep.DECIDE, Regulator.SAMR, Place.SHENZHEN, (7, 7)),
        ("repair", CaseStep.DECIDE, Regulator.NDRC, Place.SHANGHAI, (10, 10)),
    ],
)
def test_each_step_has_its_limit(
    kind: str, step: CaseStep, regulator: Regulator | None, place: Place, limit: tuple[int, int]
) -> None:
    found = clock_of(case_kind(kind), step, regulator=regulator, place=place, on=date(2026, 11, 23))
    assert found is not None
    assert (found.days, found.extension) == limit
    assert found.source


def test_a_limit_holds_from_its_first_day_until_its_last() -> None:
    old = replace(clock(15), in_force_until=date(2026, 1, 1))
    new = replace(clock(7), in_force_from=date(2026, 1, 1))
    kind = replace(case_kind("repair"), clocks=(old, new))
    found = [
        clock_of(kind, CaseStep.DECIDE, regulator=None, place=Place.SHENZHEN, on=day)
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    ]
    assert found == [old, new]
    nothing = clock_of(kind, CaseStep.ACCEPT, regulator=None, place=Place.SHENZHEN, on=date(2026, 1, 1))
    assert nothing is None


def test_every_kind_has_a_limit_for_every_step_and_cites_it() -> None:
    for kind, place, regulator, step in product(case_kinds().values(), Place, Regulator, CaseStep):
        if step is CaseStep.UNDO and not kind.repairs:
            continue
        found = clock_of(kind, step, regulator=regulator, place=place, on=date(2026, 11, 23))
        assert found is not None, (kind.code, step)
        assert found.days > 0 and found.source


ON = date(2026, 11, 28)
FACTS = AdmissionFacts(
    category="penalty",
    standing=Standing.PUBLIC,
    adverse=True,
    has_field=True,
    public_until=date(2028, 4, 1),
    has_minimum=True,
    repairable_from=date(2026, 4, 1),
    repair_basis="第36号令",
)
ADMISSION: Iterable[tuple[str, dict[str, object], AdmissionCode, str]] = [
    ("repair", {}, AdmissionCode.OPEN, "可以申请信用修复"),
    ("repair", {"repairable_from": ON}, AdmissionCode.OPEN, "可以申请"),
    (
        "repair",
        {"repairable_from": date(2026, 12, 15)},
        AdmissionCode.TOO_EARLY,
        "2026-12-15申请（还有17天）（依据第36号令）",
    ),
    ("repair", {"repairable_from": None}, AdmissionCode.ENDS_BY_ITSELF, "公示至2028-03-31届满后自动停止"),
    ("repair", {"repairable_from": date(2028, 4, 1)}, AdmissionCode.ENDS_BY_ITSELF, "自动停止"),
    ("repair", {"repairable_from": None, "public_until": None}, AdmissionCode.NEVER, "没有规定可以提前修复"),
    ("repair", {"repairable_from": None, "has_minimum": False, "category": "inspection"}, AdmissionCode.OPEN, "可以"),
    ("repair", {"again_from": date(2026, 12, 1)}, AdmissionCode.TOO_EARLY, "此前的申请未获准，最早可于2026-12-01"),
    (
        "repair",
        {"decided_elsewhere": "武汉市市场监督管理局", "through": "公示系统"},
        AdmissionCode.ELSEWHERE,
        "由武汉市市场监督管理局通过公示系统",
    ),
    ("repair", {"banned_until": date(2027, 1, 1)}, AdmissionCode.BANNED, "最早可于2027-01-01"),
    ("repair", {"banned_until": ON}, AdmissionCode.OPEN, "可以"),
    ("repair", {"open_case": "XF-2026-000001"}, AdmissionCode.CASE_OPEN, "XF-2026-000001"),
    ("repair", {"category": "licence"}, AdmissionCode.NOT_FOR_THIS, "不适用信用修复"),
    ("repair", {"category": "red-listing"}, AdmissionCode.NOT_FOR_THIS, "不适用信用修复"),
    ("repair", {"category": BLACK_LISTING}, AdmissionCode.OPEN, "可以"),
    ("repair", {"adverse": False}, AdmissionCode.NOT_ADVERSE, "不是失信信息"),
    ("repair", {"standing": Standing.OVER}, AdmissionCode.OVER, "已不再公示"),
    ("objection", {"repairable_from": None, "banned_until": date(2027, 1, 1)}, AdmissionCode.OPEN, "可以申请异议"),
    ("objection", {"decided_elsewhere": "某局"}, AdmissionCode.OPEN, "可以"),
    ("objection", {"standing": Standing.OVER}, AdmissionCode.OVER, "已不再公示"),
    (
        "objection",
        {"category": NOTICE, "standing": Standing.NOTICE, "window_until": date(2026, 11, 29)},
        AdmissionCode.OPEN,
        "可以",
    ),
    (
        "objection",
        {"category": NOTICE, "standing": Standing.NOTICE, "window_until": ON},
        AdmissionCode.WINDOW_CLOSED,
        "截至2026-11-27",
    ),
    ("objection", {"category": NOTICE, "standing": Standing.NOTICE}, AdmissionCode.WINDOW_CLOSED, "异议期已过。"),
    ("error-report", {}, AdmissionCode.OPEN, "可以申请纠错"),
    ("error-report", {"has_field": False}, AdmissionCode.FIELD_MISSING, "请指明有误的栏目"),
    ("error-report", {"adverse": False, "category": "register"}, AdmissionCode.OPEN, "可以"),
    ("error-report", {"has_fields": False, "has_field": False}, AdmissionCode.NOT_FOR_THIS, "不适用纠错"),
    ("objection", {"has_fields": False, "has_field": False}, AdmissionCode.OPEN, "可以"),
]


@pytest.mark.parametrize(("kind", "changes", "verdict", "words"), ADMISSION)
def test_admission(kind: str, changes: dict[str, object], verdict: AdmissionCode, words: str) -> None:
    answer = may_apply(case_kind(kind), replace(FACTS, **changes), ON)  # type: ignore[arg-type]
    assert (answer.code, answer.is_open) == (verdict, verdict is AdmissionCode.OPEN)
    assert words in answer.sentence


def test_what_comes_later_names_its_first_day_and_the_days_until_then() -> None:
    answer = may_apply(case_kind("repair"), replace(FACTS, repairable_from=date(2026, 12, 15)), ON)
    assert (answer.from_on, answer.days) == (date(2026, 12, 15), 17)
    by_itself = may_apply(case_kind("repair"), replace(FACTS, repairable_from=None), ON)
    assert by_itself.from_on == date(2028, 4, 1)
