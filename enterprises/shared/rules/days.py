"""Calendar days as people write them, and arithmetic with months (docs/rules/catalogue.md)."""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from enterprises.shared.rules.width import half_width, without_blanks

# An end day in 2099 or later means that there is no end; it is kept as this one day.
OPEN_END = date(2099, 12, 31)

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_RIGHT = "应为有效日期，如 2026-04-01 或 2026年4月1日"
_DASHES = frozenset("-—–－―─")

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SEPARATED = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})(?:日|\.)?", re.ASCII)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})", re.ASCII)
_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)
_SERIAL = re.compile(r"[0-9]{5}(?:\.0+)?", re.ASCII)
_TIME = re.compile(
    r"(?:(?<=[0-9日])[T\s]+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?")
_HAN_DAY = re.compile(
    r"([〇零○Oo一二三四五六七八九]{4})年([正元一二三四五六七八九十]{1,2})月([初一二三四五六七八九十廿卅]{1,3})日?"
)
_HAN_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | dict.fromkeys("零○Oo", 0)

# Excel's 1900 system counts a 29 February 1900 that never was.
_SERIAL_ZERO = date(1899, 12, 30)
_PHANTOM_SERIAL = 60
_LAST_SERIAL = 2_958_465  # 9999-12-31
_FIRST_RUN, _AFTER_RUNS = 10_000_000, 100_000_000  # numbers of eight digits are YYYYMMDD
_YEAR_ALONE = range(1800, 2200)
_DAYS_TO_1904 = 1462  # from the zero of Excel's 1900 system to that of its 1904 system
_MIDNIGHT = time()


class UnreadableDay(ValueError):
    """The value is not a calendar day; the message gives the right form in Chinese."""


def parse_day(value: object) -> date:
    """Read a day from a date, an Excel serial of the 1900 system or text in the usual Chinese forms.

    An instant with a zone is read in Shanghai. A time of day is left out: `time_beside` returns it.

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


def iso_day(text: str) -> date | None:
    """Read a day written as 2026-11-30; None for anything else, other forms of ISO 8601 too."""
    try:
        return date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None


def time_beside(value: object) -> time | None:
    """Return the time of day that a value states beside its day, None for midnight or none (Shanghai, by minutes)."""
    if isinstance(value, datetime):
        found = (value.astimezone(_SHANGHAI) if value.tzinfo else value).time()
    elif isinstance(value, str) and ":" in (text := half_width(value).strip()):
        instant = _instant_of(text)
        found = instant.time() if instant else _MIDNIGHT
    elif isinstance(value, float) and 0 < value < _FIRST_RUN:
        found = (datetime.combine(date.min, time.min) + timedelta(days=value % 1)).time()
    else:
        return None
    return None if found == _MIDNIGHT else found.replace(microsecond=0)


def serial_of_1904(value: object) -> object:
    """Turn a number of days of the 1904 system into one of the 1900 system; other values come through."""
    is_serial = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < _LAST_SERIAL
    return value + _DAYS_TO_1904 if is_serial and isinstance(value, int | float) else value


def is_dash(value: object) -> bool:
    """Return whether a cell holds only dashes, which stand for "no value"."""
    if not isinstance(value, str) or value.isalnum():  # nearly every cell
        return False
    return bool(value.strip()) and set(without_blanks(value)) <= _DASHES


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


def long_day(day: date) -> str:
    """Return a day as 2026年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_before(day: date) -> date:
    """Return the day before: what pages print as "until" of a half-open period."""
    return day - timedelta(days=1)


def _of_text(value: str) -> date:
    plain = half_width(value).strip()
    if ":" in plain and (instant := _instant_of(plain)):
        return instant.date()
    text = without_blanks(plain)
    if match := _SEPARATED.fullmatch(text) or _RUN.fullmatch(text):
        return _day(*map(int, match.groups()))
    if _SERIAL.fullmatch(text):
        return _of_number(float(text))
    return _of_rare_text(text)


def _of_rare_text(text: str) -> date:
    """Read a day with a weekday, in Han digits, or with its year last."""
    if bare := _WEEKDAY.sub("", text):
        if match := _SEPARATED.fullmatch(bare):
            return _day(*map(int, match.groups()))
        if match := _HAN_DAY.fullmatch(bare):
            return _day(_han_year(match[1]), _han_number(match[2]), _han_number(match[3]))
        if match := _DAY_FIRST.fullmatch(bare):
            return _year_last(*map(int, match.groups()))
    raise UnreadableDay(_RIGHT)


def _instant_of(text: str) -> datetime | None:
    """Read a day with its time, in Shanghai; None if the text has no time or is none."""
    match = _TIME.search(text)
    if match is None or int(match[1]) > 24 or int(match[2]) > 59 or int(match[3] or 0) > 59:  # noqa: PLR2004
        return None
    day = _of_text(text[: match.start()])
    clock = timedelta(hours=int(match[1]), minutes=int(match[2]), seconds=int(match[3] or 0))
    try:
        at = datetime.combine(day, time.min) + clock  # a wall clock; its zone follows
        if not match[4]:
            return at
        zone = "+00:00" if match[4].upper() == "Z" else match[4]
        return datetime.fromisoformat(f"{at.isoformat()}{zone}").astimezone(_SHANGHAI).replace(tzinfo=None)
    except (OverflowError, ValueError):
        raise UnreadableDay(_RIGHT) from None


def _year_last(first: int, second: int, year: int) -> date:
    """Read 15/04/2026 or 04/15/2026, where only one of the two can be the month."""
    if first == second or second > 12:  # noqa: PLR2004 - months
        return _day(year, first, second)
    if first > 12:  # noqa: PLR2004
        return _day(year, second, first)
    raise UnreadableDay(f"看不出哪个是月、哪个是日，{_RIGHT}")


def _han_year(text: str) -> int:
    return int("".join(str(_HAN_DIGITS[digit]) for digit in text))


def _han_number(text: str) -> int:
    """Read a month or day: 四, 十五, 二十五, 廿五, 初五, 正 (the first month)."""
    plain = text.replace("正", "一").replace("元", "一").replace("廿", "二十").replace("卅", "三十").removeprefix("初")
    tens, ten, ones = plain.rpartition("十")
    return (_HAN_DIGITS.get(tens, 1) * 10 if ten else 0) + (_HAN_DIGITS.get(ones, 0) if ones else 0)


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
