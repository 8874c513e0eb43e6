"""The working calendar of this portal: shipped notices, and those added since."""

from datetime import date, datetime

from django.contrib.auth.models import User

from enterprises.shared.clock import day_of
from enterprises.shared.holidays.models import HolidayNotice
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.workdays import NOTICES, Calendar, InvalidNotice, Notice, calendar_of
from enterprises.shared.typed_texts.services import save_unified

SOURCE_LENGTH = 200


class NoticeRefused(Refused):
    """The notice contradicts itself or names no source."""


def working_calendar() -> Calendar:
    """Return the calendar by which limits are counted; one query."""
    return calendar_of((*NOTICES, *map(_notice_of, HolidayNotice.objects.order_by("id"))))


def add_notice(
    *,
    year: int,
    source: str,
    days_off: tuple[tuple[date, date], ...],
    days_worked: tuple[date, ...],
    by: User | None,
    at: datetime,
) -> HolidayNotice:
    """Add a year's notice, or a newer one for the same year; callers check the credit office's permission.

    :raises NoticeRefused: no document number, no day off, or days that contradict each other.
    """
    source = source.strip()
    if not source or len(source) > SOURCE_LENGTH:
        raise NoticeRefused("请填写放假通知的文号，不超过{longest}字。", longest=SOURCE_LENGTH)
    if not days_off:
        raise NoticeRefused("请填写放假日期。")
    try:
        notice = Notice(year=year, source=source, days_off=days_off, days_worked=days_worked)
    except InvalidNotice as invalid:
        raise NoticeRefused(f"{invalid}。") from invalid
    row = HolidayNotice(
        year=notice.year,
        source=notice.source,
        days_off=[[first.isoformat(), last.isoformat()] for first, last in notice.days_off],
        days_worked=[day.isoformat() for day in notice.days_worked],
        added_by=by,
        added_at=at,
    )
    save_unified(row, on=day_of(at))
    return row


def _notice_of(row: HolidayNotice) -> Notice:
    return Notice(
        year=row.year,
        source=row.source,
        days_off=tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in row.days_off),
        days_worked=tuple(map(date.fromisoformat, row.days_worked)),
    )
