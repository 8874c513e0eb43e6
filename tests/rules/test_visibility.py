"""What the public may see on a day."""

from datetime import date

import pytest

from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.visibility import is_in_period, is_public

FROM, UNTIL = date(2026, 4, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
        (date(2026, 7, 2), False),
    ],
)
def test_the_period_is_half_open(day: date, expected: bool) -> None:
    assert is_in_period(state=State.PUBLISHED, public_from=FROM, public_until=UNTIL, on=day) is expected


@pytest.mark.parametrize("state", [state for state in State if state is not State.PUBLISHED])
def test_only_published_records_are_public(state: State) -> None:
    assert not is_in_period(state=state, public_from=FROM, public_until=UNTIL, on=FROM)


def test_an_open_end_never_passes() -> None:
    assert is_in_period(state="PUBLISHED", public_from=FROM, public_until=None, on=date.max)


def test_without_a_first_day_nothing_is_public() -> None:
    assert not is_in_period(state=State.PUBLISHED, public_from=None, public_until=None, on=FROM)


@pytest.mark.parametrize(("is_shielded", "expected"), [(False, True), (True, False)])
def test_a_shield_hides_what_would_be_public(is_shielded: bool, expected: bool) -> None:
    shown = is_public(state="PUBLISHED", public_from=FROM, public_until=UNTIL, is_shielded=is_shielded, on=FROM)
    assert shown is expected


def test_no_shield_makes_public_what_is_over() -> None:
    assert not is_public(state="PUBLISHED", public_from=FROM, public_until=UNTIL, is_shielded=False, on=UNTIL)
