"""What the public may see, as pure code: the twin of `Record.objects.public(on=)`."""

from datetime import date

from enterprises.records.rules.lifecycle import State


def is_public(*, state: State | str, public_from: date | None, public_until: date | None, on: date) -> bool:
    """Return whether a record is public on that Shanghai day: published, and `public_from <= on < public_until`.

    Held to the SQL by tests/parity. An open end is None; a record without a first day is never public.
    """
    if state != State.PUBLISHED or public_from is None:
        return False
    return public_from <= on and (public_until is None or on < public_until)


def extended_end(*, unheld_until: date, extension_until: date) -> date:
    """Return the end to store while a confirmed extension runs: the later of the two."""
    return max(unheld_until, extension_until)
