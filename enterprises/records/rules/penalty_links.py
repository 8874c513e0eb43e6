"""The end of a failed spot check behind which a penalty stands (docs/rules/penalty-links.md).

Source: SAMR order 107: a negative spot check behind a penalty stops being published together with it.
"""

from datetime import date

from enterprises.records.rules.lifecycle import State, WithdrawalReason

IN_FORCE_FROM = date(2025, 12, 25)


def end_of_penalty(
    *, state: State | str, public_until: date | None, withdrawn_reason: str, withdrawn_on: date | None
) -> date | None:
    """Return the first day on which a penalty is public no more, None where it sets no end.

    A repair ends it on its day. A penalty that was annulled or recorded by mistake stands behind nothing.
    """
    if state == State.PUBLISHED:
        return public_until
    if state == State.WITHDRAWN and withdrawn_reason == WithdrawalReason.REPAIRED:
        return min((day for day in (public_until, withdrawn_on) if day is not None), default=None)
    return None


def bounded_end(own_end: date | None, *, penalty_end: date | None) -> date | None:
    """Return the end of a check: its own, or that of its penalty where it is earlier.

    The penalty's counts from the day on which the order is in force.
    """
    if penalty_end is None:
        return own_end
    bound = max(penalty_end, IN_FORCE_FROM)
    return bound if own_end is None else min(own_end, bound)


def followed_end(*, stored: date | None, wanted: date | None, on: date, reopens: bool) -> date | None:
    """Return the end to store when the penalty behind a check changes on that day.

    A running publication ends on `on` at the earliest. One that has ended stays ended, unless the step undoes what
    ended it (`reopens`).
    """
    if stored is None or stored > on:
        return None if wanted is None else max(wanted, on)
    if not reopens or wanted is None:
        return stored
    return max(stored, wanted)
