from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.shared.rules.days import OPEN_END, UnreadableDay, add_months, is_dash, iso_day, means_no_end, parse_day

DAY = date(2018, 7, 5)


@pytest.mark.parametrize(
    "written",
    [
        DAY,
        datetime(2018, 7, 5, 14, 30),  # noqa: DTZ001 - spreadsheets hold naive times
        datetime(2018, 7, 4, 16, 0, tzinfo=UTC),
        43286,
        43286.0,
        43286.75,
        20180705,
        20180705.0,
        "43286",
        "43286.0",
        "20180705",
        "2018.7.5",
        "2018/07/05",
        "2018-7-5",
        "2018年7月5日",
        "2018 年 7 月 5 日",
        " 2018年07月05 ",
        "２０１８－０７－０５",
        "２０１８年７月５日",
        "2018-07-05 00:00:00",
        "2018/7/5 0:00",
        "2018-07-05T00:00:00",
        "2018-07-05T00:00:00.000+08:00",
        "2018年7月5日 09:30",
        "20180705 00:00:00",
    ],
)
def test_one_day_in_many_forms(written: object) -> None:
    assert parse_day(written) == DAY


@pytest.mark.parametrize(
    "written",
    [
        "", " ", "—", "无", "2018", "2018-07", "2018年7月", "18-7-5", "05/07/2018", "2018-7-5-1", "2018-07-05 25",
        "2018070", "180705", "2018年7月5日至今", "2018-07-05Z", "1e4", None, True, False, b"20180705", [],
        0, -1, 60, 0.5, 2018, 2018.0, 2_958_466, 20180705.5, float("nan"), float("inf"), 10**400,
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_what_would_be_right(written: object) -> None:
    with pytest.raises(UnreadableDay, match="2026-04-01"):
        parse_day(written)


@pytest.mark.parametrize("written", ["2019-02-29", "20190229", 20190229, "2018.13.1", "2018年4月31日", "2018-00-10"])
def test_a_day_that_never_was_says_so(written: object) -> None:
    with pytest.raises(UnreadableDay, match="没有这一天"):
        parse_day(written)


@pytest.mark.parametrize(
    ("serial", "day"),
    [(1, date(1900, 1, 1)), (59, date(1900, 2, 28)), (61, date(1900, 3, 1)), (73050, date(2099, 12, 31))],
)
def test_serials_count_as_excel_does(serial: int, day: date) -> None:
    assert parse_day(serial) == day


@given(st.dates())
def test_what_is_written_is_read_back(day: date) -> None:
    year, month, number = f"{day.year:04}", day.month, day.day
    for written in (
        day.isoformat(),
        f"{year}.{month}.{number}",
        f"{year}年{month}月{number}日",
        f"{year}/{month}/{number}",
    ):
        assert parse_day(written) == day


@given(st.one_of(st.text(), st.integers(), st.floats(), st.binary(), st.none(), st.booleans()))
def test_anything_else_is_refused_and_never_breaks(value: object) -> None:
    try:
        assert isinstance(parse_day(value), date)
    except UnreadableDay as refusal:
        assert "应为" in str(refusal)


@pytest.mark.parametrize("written", ["—", "——", "-", " － ", "—\u3000—"])
def test_dashes(written: str) -> None:
    assert is_dash(written)


@pytest.mark.parametrize("written", ["", " ", "2018-7-5", "无", None, 5])
def test_no_dashes(written: object) -> None:
    assert not is_dash(written)


def test_2099_means_no_end() -> None:
    assert means_no_end(date(2099, 1, 31))
    assert means_no_end(OPEN_END)
    assert means_no_end(date(9999, 12, 31))
    assert not means_no_end(date(2098, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 4, 1), 36, date(2029, 4, 1)),
        (date(2026, 4, 1), 0, date(2026, 4, 1)),
    ],
)
def test_months_are_clamped(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 600))
def test_adding_months_lands_in_the_right_month_and_never_after_the_same_day(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_months_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(ValueError, match="no calendar day"):
        add_months(date(9999, 12, 1), 1)
    with pytest.raises(ValueError, match="no calendar day"):
        add_months(date(1, 1, 1), -1)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2018-07-05", DAY),
        ("2018-W27-4", None),
        ("20180705", None),
        ("2018-7-5", None),
        ("2018-02-30", None),
        ("２０１８-07-05", None),
        ("", None),
    ],
)
def test_only_one_form_is_an_iso_day(written: str, day: date | None) -> None:
    assert iso_day(written) == day
