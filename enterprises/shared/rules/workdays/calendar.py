"""Counting in working days over dated notices.

行政处罚法 art. 85: limits of two, three, five and seven days are working days, without statutory holidays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from enterprises.shared.rules.sentences import sentence

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
LONGEST_COUNT = 1_000


class InvalidNotice(ValueError):
    """A notice contradicts itself; the message names the contradiction in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the State Council's notice of one year arranges.

    `days_off` are (first, last) days inclusive; `days_worked` are weekend days on which people work. A notice may
    begin at the end of the year before.
    """

    year: int
    source: str
    days_off: tuple[tuple[date, date], ...]
    days_worked: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no notice can hold.

        :raises InvalidNotice: a range is reversed or too long, or a day is of another year, both off and worked, or
            no weekend day.
        """
        for first, last in self.days_off:
            if not first <= last < first + timedelta(days=31):
                raise InvalidNotice(
                    sentence(
                        "放假日期{first}至{last}：截止日应不早于起始日，且一次不超过一个月", first=first, last=last
                    )
                )
        off = self.all_days_off()
        for day in sorted(off | set(self.days_worked)):
            if not date(self.year - 1, 12, 25) <= day <= date(self.year, 12, 31):
                raise InvalidNotice(sentence("{day}不属于{year}年的安排", day=day, year=self.year))
        for day in self.days_worked:
            if day in off:
                raise InvalidNotice(sentence("{day}既是放假日又是上班日", day=day))
            if day.weekday() < _SATURDAY:
                raise InvalidNotice(sentence("{day}不是周末，不需要列为调休上班日", day=day))

    def all_days_off(self) -> frozenset[date]:
        """Return every day of the ranges."""
        return frozenset(
            first + timedelta(days=number) for first, last in self.days_off for number in range((last - first).days + 1)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last day of a limit; `provisional` if the limit touches a year that no notice covers yet."""

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Days off and days worked of the announced years; other years count weekends alone."""

    years: frozenset[int] = frozenset()
    days_off: frozenset[date] = frozenset()
    days_worked: frozenset[date] = frozenset()
    sources: dict[int, str] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        """Return whether people work on that day."""
        if day in self.days_worked:
            return True
        return day not in self.days_off and day.weekday() < _SATURDAY

    def is_announced(self, day: date) -> bool:
        """Return whether a notice covers the day's year."""
        return day.year in self.years

    def workdays_after(self, day: date, number: int) -> Deadline:
        """Return the last day of a limit of so many working days; the day it starts from does not count.

        :raises ValueError: fewer than 0 or more than 1,000 days.
        """
        if not 0 <= number <= LONGEST_COUNT:
            raise ValueError(f"{number} working days cannot be counted")
        end, left = day, number
        while left:
            end += _ONE_DAY
            left -= self.is_workday(end)
        return Deadline(day=end, provisional=not (self.is_announced(day) and self.is_announced(end)))

    def workdays_between(self, first: date, until: date) -> int:
        """Count the working days after `first` up to and including `until`; 0 if `until` is not later."""
        days = (first + timedelta(days=number + 1) for number in range((until - first).days))
        return sum(map(self.is_workday, days))


def calendar_of(notices: Iterable[Notice]) -> Calendar:
    """Build the calendar that notices give; of several for one year the last holds."""
    by_year = {notice.year: notice for notice in notices}
    off = frozenset(day for notice in by_year.values() for day in notice.all_days_off())
    worked = frozenset(day for notice in by_year.values() for day in notice.days_worked)
    return Calendar(
        years=frozenset(by_year),
        days_off=off - worked,
        days_worked=worked,
        sources={year: notice.source for year, notice in sorted(by_year.items())},
    )
