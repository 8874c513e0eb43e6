"""How long logins wait after failures."""

from datetime import UTC, datetime, timedelta

import pytest

from enterprises.logins.rules import LoginLimits, account_delay, account_until, address_until

LIMITS = LoginLimits(
    account_failures=5,
    first_delay=timedelta(minutes=1),
    longest_delay=timedelta(minutes=30),
    forget_after=timedelta(hours=24),
    address_failures=3,
    address_window=timedelta(hours=1),
)
AT = datetime(2026, 5, 6, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 16), (10, 30), (11, 30), (10_000, 30)],
)
def test_the_delay_doubles_up_to_the_longest(failures: int, minutes: int) -> None:
    assert account_delay(failures=failures, limits=LIMITS) == timedelta(minutes=minutes)


def test_an_account_waits_from_its_last_failure_on() -> None:
    failures = [AT - timedelta(minutes=minutes) for minutes in range(5)]
    assert account_until(failures, limits=LIMITS) == AT + timedelta(minutes=1)
    assert account_until(failures[:4], limits=LIMITS) is None
    assert account_until([], limits=LIMITS) is None


def test_an_address_waits_until_one_more_fits_into_the_window() -> None:
    failures = [AT, AT - timedelta(minutes=10), AT - timedelta(minutes=40), AT - timedelta(minutes=50)]
    assert address_until(failures, limits=LIMITS) == AT + timedelta(minutes=20)
    assert address_until(failures[:2], limits=LIMITS) is None
