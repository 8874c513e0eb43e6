"""Working days: weekends, and what the State Council's yearly notices change (docs/rules/working-days.md)."""

from enterprises.shared.rules.workdays.calendar import Calendar, Deadline, InvalidNotice, Notice, calendar_of
from enterprises.shared.rules.workdays.notices import NOTICES
from enterprises.shared.rules.workdays.reading import read_days, read_ranges

__all__ = [
    "NOTICES",
    "Calendar",
    "Deadline",
    "InvalidNotice",
    "Notice",
    "calendar_of",
    "read_days",
    "read_ranges",
]
