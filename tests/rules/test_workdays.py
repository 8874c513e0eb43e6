"""Working days: the notices of the State Council, years not announced, and how limits are counted."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from enterprises.shared.rules.workdays import (
    NOTICES,
    Calendar,
    InvalidNotice,
    Notice,
    calendar_of,
    read_days,
    read_ranges,
)

CALENDAR = calendar_of(NOTICES)
D = date


def test_every_day_of_seven_years_agrees_with_an_independent_calendar() -> None:
    days = [D(2020, 1, 1) + timedelta(days=number) for number in range((D(2027, 1, 1) - D(2020, 1, 1)).days)]
    assert len(days) == 2557
    assert [day for day in days if chinese_calendar.is_workday(day) != CALENDAR.is_workday(day)] == []


def test_notices_follow_each_other_and_name_their_source() -> None:
    assert [notice.year for notice in NOTICES] == list(range(2020, 2027))
    assert all("国办发明电" in notice.source for notice in NOTICES)
    assert len({notice.source for notice in NOTICES}) == len(NOTICES)


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (D(2026, 11, 27), 1, D(2026, 11, 30)),  # Friday: the weekend does not count
        (D(2026, 9, 30), 1, D(2026, 10, 8)),  # the National Day week does not count
        (D(2026, 9, 30), 3, D(2026, 10, 10)),  # and the Saturday that makes up for it does
        (D(2026, 2, 13), 2, D(2026, 2, 24)),  # Saturday 14 February is worked
        (D(2026, 9, 20), 10, D(2026, 10, 10)),
        (D(2026, 11, 28), 0, D(2026, 11, 28)),
        (D(2022, 12, 30), 1, D(2023, 1, 3)),  # days off that a notice counts from the year before
    ],
)
def test_the_first_day_does_not_count_and_the_end_is_a_working_day(start: date, number: int, end: date) -> None:
    found = CALENDAR.workdays_after(start, number)
    assert (found.day, found.provisional) == (end, False)
    assert CALENDAR.workdays_between(start, end) == number


def test_a_year_without_notice_counts_weekends_alone_and_is_provisional() -> None:
    found = CALENDAR.workdays_after(D(2026, 12, 31), 1)
    assert (found.day, found.provisional) == (D(2027, 1, 1), True)
    assert CALENDAR.workdays_after(D(2027, 10, 1), 5).provisional
    assert not CALENDAR.workdays_after(D(2026, 12, 30), 1).provisional


def test_a_newer_notice_of_a_year_replaces_the_older_one() -> None:
    moved = Notice(year=2026, source="更正", days_off=((D(2026, 1, 1), D(2026, 1, 1)),))
    calendar = calendar_of((*NOTICES, moved))
    assert calendar.is_workday(D(2026, 10, 1))
    assert calendar.sources[2026] == "更正"
    assert not calendar.is_workday(D(2025, 10, 1))


@pytest.mark.parametrize(
    ("off", "worked", "word"),
    [
        ("2027-01-03..2027-01-01", "", "截止日"),
        ("2027-01-01..2027-03-01", "", "一个月"),
        ("2026-05-01", "", "不属于2027年"),
        ("2027-01-01..2027-01-03", "2027-01-02", "既是放假日又是上班日"),
        ("2027-01-01", "2027-01-04", "不是周末"),
        ("2027-01-01..2027-01-02..2027-01-03", "", "起止两天"),
        ("元旦", "", "元旦"),
        ("2027-02-30", "", "2027-02-30"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(off: str, worked: str, word: str) -> None:
    with pytest.raises(InvalidNotice, match=word):
        Notice(year=2027, source="x", days_off=read_ranges(off), days_worked=read_days(worked))


def test_days_are_read_as_people_write_them() -> None:
    expected = ((D(2027, 1, 1), D(2027, 1, 3)), (D(2027, 4, 5), D(2027, 4, 5)))
    for text in ("2027-01-01..2027-01-03 2027-04-05", "2027年1月1日至2027年1月3日、\n2027年4月5日"):
        assert read_ranges(text) == expected


def test_a_count_out_of_range_is_refused() -> None:
    for number in (-1, 1_001):
        with pytest.raises(ValueError, match="cannot be counted"):
            Calendar().workdays_after(D(2026, 1, 1), number)
