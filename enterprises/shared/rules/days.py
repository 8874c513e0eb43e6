"""Calendar days as people write them, and arithmetic with months (docs/rules/catalogue.md)."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from enterprises.shared.rules.width import half_width, without_blanks

# An end day in 2099 or later means that there is no end; it is kept as this one day.
OPEN_END = date(2099, 12, 31)

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_RIGHT = "应为有效日期，如 2026-04-01 或 2026年4月1日"
_DASHES = frozenset("-—–－―─")

_SEPARATED = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?", re.ASCII)
_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
_SERIAL = re.compile(r"[0-9]{5}(?:\.0+)?", re.ASCII)
_TIME = re.compile(r"(?:(?<=[0-9日])[T\s]+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:\+08:?00)?$")

# Excel's 1900 system counts a 29 February 1900 that never was.
_SERIAL_ZERO = date(1899, 12, 30)
_PHANTOM_SERIAL = 60
_LAST_SERIAL = 2_958_465  # 9999-12-31
_FIRST_RUN, _AFTER_RUNS = 10_000_000, 100_000_000  # numbers of eight digits are YYYYMMDD
_YEAR_ALONE = range(1800, 2200)


class UnreadableDay(ValueError):
    """The value is not a calendar day; the message gives the right form in Chinese."""


def parse_day(value: object) -> date:
    """Read a day from a date, an Excel serial of the 1900 system or text in the usual Chinese forms.

    :raises UnreadableDay: no such form, or no such day.
    """
    if isinstance(value, datetime):
        return (value.astimezone(_SHANGHAI) if value.tzinfo else value).date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value)
    raise UnreadableDay(_RIGHT)


def is_dash(value: object) -> bool:
    """Return whether a cell holds only dashes, which stand for "no value"."""
    return isinstance(value, str) and bool(value.strip()) and set(without_blanks(value)) <= _DASHES


def means_no_end(day: date) -> bool:
    """Return whether an end day stands for "no end": 2099 and later."""
    return day.year >= OPEN_END.year


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later (or earlier), clamped to the month's end.

    :raises ValueError: the year would not be 1-9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{months} months from {day} is no calendar day")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_before(day: date) -> date:
    """Return the day before: what pages print as "until" of a half-open period."""
    return day - timedelta(days=1)


def _of_text(value: str) -> date:
    text = without_blanks(_TIME.sub("", half_width(value).strip()))
    if match := _SEPARATED.fullmatch(text) or _RUN.fullmatch(text):
        return _day(*map(int, match.groups()))
    if _SERIAL.fullmatch(text):
        return _of_number(float(text))
    raise UnreadableDay(_RIGHT)


def _of_number(value: float) -> date:
    if not 0 < value < _AFTER_RUNS:
        raise UnreadableDay(_RIGHT)
    number = int(value)
    if number < _FIRST_RUN:
        return _of_serial(number)
    if number != value:
        raise UnreadableDay(_RIGHT)
    return _day(number // 10_000, number // 100 % 100, number % 100)


def _of_serial(number: int) -> date:
    if number in _YEAR_ALONE:
        raise UnreadableDay(f"只有年份，{_RIGHT}")
    if not 0 < number <= _LAST_SERIAL or number == _PHANTOM_SERIAL:
        raise UnreadableDay(_RIGHT)
    return _SERIAL_ZERO + timedelta(days=number + (number < _PHANTOM_SERIAL))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableDay(f"没有这一天，{_RIGHT}") from None
