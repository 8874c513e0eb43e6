"""What the public may see, as pure code: the twin of `Record.objects.public(on=)`."""

from datetime import date

from enterprises.records.rules.lifecycle import State


def is_public(
    *, state: State | str, public_from: date | None, public_until: date | None, is_shielded: bool, on: date
) -> bool:
    """Return whether a record is public on that Shanghai day: its period runs, and no shield hides it.

    Held to the SQL by tests/parity. `is_shielded`: it is adverse, and a shield of its enterprise covers it that day.
    """
    return not is_shielded and is_in_period(state=state, public_from=public_from, public_until=public_until, on=on)


def is_in_period(*, state: State | str, public_from: date | None, public_until: date | None, on: date) -> bool:
    """Return whether a record is published and its period runs that day: `public_from <= on < public_until`.

    The twin of `Record.objects.in_period(on=)`. An open end is None; a record without a first day never is.
    """
    if state != State.PUBLISHED or public_from is None:
        return False
    return public_from <= on and (public_until is None or on < public_until)


def extended_end(*, unheld_until: date, extension_until: date) -> date:
    """Return the end to store while a confirmed extension runs: the later of the two."""
    return max(unheld_until, extension_until)
