"""How often a list comes out: pure rules of days."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class EditionPeriod(StrEnum):
    """Of how many months a list has an edition."""

    MONTHLY = "MONTHLY"
    QUARTERLY = "QUARTERLY"
    YEARLY = "YEARLY"


PERIOD_LABELS: Mapping[EditionPeriod, str] = MappingProxyType(
    {EditionPeriod.MONTHLY: "每月", EditionPeriod.QUARTERLY: "每季度", EditionPeriod.YEARLY: "每年"}
)
_MONTHS = {EditionPeriod.MONTHLY: 1, EditionPeriod.QUARTERLY: 3, EditionPeriod.YEARLY: 12}


def due_day(period: EditionPeriod, *, on: date) -> date:
    """Return the first day of the period that holds a day: from then on its edition is due."""
    months = _MONTHS[period]
    return date(on.year, (on.month - 1) // months * months + 1, 1)


def next_due_day(period: EditionPeriod, *, on: date) -> date:
    """Return the first day of the period after the one that holds a day."""
    first = due_day(period, on=on)
    month = first.month - 1 + _MONTHS[period]
    return date(first.year + month // 12, month % 12 + 1, 1)
