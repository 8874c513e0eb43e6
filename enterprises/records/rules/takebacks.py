"""Until when a mistaken withdrawal or exit is undone (docs/rules/lifecycle.md)."""

from datetime import date, timedelta

from enterprises.shared.rules.sentences import sentence

TAKEBACK_DAYS = 30  # calendar days; a choice of the portal's, no rule gives a figure


def last_takeback_day(acted_on: date) -> date:
    """Return the last day on which what was done on `acted_on` may be undone."""
    return acted_on + timedelta(days=TAKEBACK_DAYS)


def takeback_refusal(*, acted_on: date, on: date) -> str | None:
    """Return why a withdrawal or exit of that day may not be undone on another, None if it may."""
    last = last_takeback_day(acted_on)
    if on <= last:
        return None
    return sentence(
        "已过{takeback_days}日（最迟{last}），不能再恢复；确需公示的，请在工作台重新录入。",
        takeback_days=TAKEBACK_DAYS,
        last=last,
    )
