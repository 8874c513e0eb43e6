"""How long logins wait after failures, by account and by address (docs/operations/logins.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_DOUBLINGS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginLimits:
    """Failures that are free, and what follows."""

    account_failures: int
    first_delay: timedelta
    longest_delay: timedelta
    forget_after: timedelta
    address_failures: int
    address_window: timedelta


def account_delay(*, failures: int, limits: LoginLimits) -> timedelta:
    """Return the wait after so many failures of one account: none, then doubling up to the longest."""
    beyond = failures - limits.account_failures
    if beyond < 0:
        return timedelta()
    factor: int = 2 ** min(beyond, MOST_DOUBLINGS)
    return min(limits.first_delay * factor, limits.longest_delay)


def account_until(failures: Sequence[datetime], *, limits: LoginLimits) -> datetime | None:
    """Return the instant at which an account may be tried again, None if it is not delayed.

    `failures` are its counted failures, the newest first. The instant may be past.
    """
    delay = account_delay(failures=len(failures), limits=limits)
    return failures[0] + delay if delay else None


def address_until(failures: Sequence[datetime], *, limits: LoginLimits) -> datetime | None:
    """Return the instant at which an address may try again, None if it is not delayed.

    `failures` are those from the address over all accounts, the newest first. The address waits until so many of them
    have left the window that one more fits in.
    """
    if len(failures) < limits.address_failures:
        return None
    return failures[limits.address_failures - 1] + limits.address_window
