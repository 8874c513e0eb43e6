"""Days of a notice as people type them: "2027-01-01..2027-01-03", "2027年1月1日至2027年1月3日", one or more."""

import re
from datetime import date

from enterprises.shared.rules.days import UnreadableDay, parse_day
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.rules.workdays.calendar import InvalidNotice

_BETWEEN_DAYS = re.compile(r"[\s,，;；、]+")
_BETWEEN_ENDS = re.compile(r"\.\.|至|~|～")


def read_ranges(text: str) -> tuple[tuple[date, date], ...]:
    """Read days and ranges of days, separated by blanks or commas.

    :raises InvalidNotice: something is no day; the message repeats it.
    """
    return tuple(_range(part) for part in _parts(text))


def read_days(text: str) -> tuple[date, ...]:
    """Read single days, separated by blanks or commas.

    :raises InvalidNotice: something is no day; the message repeats it.
    """
    return tuple(_day(part) for part in _parts(text))


def _parts(text: str) -> list[str]:
    return [part for part in _BETWEEN_DAYS.split(text) if part]


def _range(part: str) -> tuple[date, date]:
    first, *more = [_day(end) for end in _BETWEEN_ENDS.split(part)]
    if more[1:]:
        raise InvalidNotice(sentence("“{text}”：一段日期只有起止两天", text=part[:40]))
    return first, more[0] if more else first


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except UnreadableDay as unreadable:
        raise InvalidNotice(sentence("“{text}”：{problem}", text=text[:40], problem=unreadable.args[0])) from unreadable
