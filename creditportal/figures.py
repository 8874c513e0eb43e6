"""The numbers on the home page."""

from dataclasses import dataclass
from datetime import date, datetime

from creditportal.caching import kept
from enterprises.records.models import Record
from enterprises.register.models import Enterprise

# Counting a million rows costs more than the page; the page shows when they were counted.
KEPT_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How much the public could see at that instant."""

    enterprises: int
    records: int
    as_of: datetime


def figures(*, on: date, at: datetime) -> Figures:
    """Count what is public on that day, at most once a minute."""

    def count() -> Figures:
        return Figures(
            enterprises=Enterprise.objects.public(on=on).count(),
            records=Record.objects.public(on=on).count(),
            as_of=at,
        )

    return kept(f"portal-figures-{on:%Y%m%d}", seconds=KEPT_SECONDS, of=Figures, make=count)
