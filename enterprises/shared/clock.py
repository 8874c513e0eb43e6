"""The only place that reads the clock; called by views, commands and workers, never by the domain."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present instant, aware."""
    return timezone.now()  # noqa: TID251


def today() -> date:
    """Return the present Shanghai calendar day."""
    return day_of(now())


def day_of(at: datetime) -> date:
    """Return the Shanghai calendar day of an instant."""
    return at.astimezone(SHANGHAI).date()
