"""When a row of an external list is public (docs/rules/lists.md): pure rules."""

from datetime import date, timedelta

from enterprises.shared.rules.days import add_months


def own_end(*, listed_on: date, ends_on: date | None, removed_after_months: int | None) -> date | None:
    """Return the first day that a row is no longer on its list by itself, None while nothing ends it.

    `ends_on` is the last day that its file states, `removed_after_months` the deletion rule of the list. The earlier
    of both ends it.
    """
    ends = [ends_on + timedelta(days=1)] if ends_on else []
    if removed_after_months is not None:
        ends.append(add_months(listed_on, removed_after_months))
    return min(ends, default=None)


def end_when_left(*, public_from: date, public_until: date | None, as_of: date) -> date:
    """Return the end of a row that an edition as of that day lacks; never before its first day."""
    end = as_of if public_until is None else min(public_until, as_of)
    return max(end, public_from)


def is_public_row(*, public_from: date, public_until: date | None, on: date) -> bool:
    """Return whether a row is public on that day: the twin of `ExternalListing.objects.public(on=)`."""
    return public_from <= on and (public_until is None or on < public_until)
