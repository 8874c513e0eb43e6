"""Counting logins in the database, so that all processes share the limits (docs/operations/logins.md)."""

import hmac
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet

from enterprises.logins.models import LoginEvent
from enterprises.logins.rules import LoginLimits, account_until, address_until

ADDRESS_WINDOW = timedelta(hours=1)
KNOWN_FOR = timedelta(days=30)
Verb = LoginEvent.Verb

logger = logging.getLogger(__name__)


class LockScope(StrEnum):
    """What a lock is about."""

    ACCOUNT = "ACCOUNT"
    ADDRESS = "ADDRESS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A wait before the next attempt."""

    scope: LockScope
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedLogins:
    """Failures of an account since its login before."""

    count: int
    last_at: datetime
    last_address: str


class LoginLocked(Exception):
    """The attempt is refused until `lock.until`, whatever the password."""

    def __init__(self, lock: Lock) -> None:
        super().__init__(f"{lock.scope} until {lock.until}")
        self.lock = lock


def limits() -> LoginLimits:
    """Return the limits of the settings."""
    return LoginLimits(
        account_failures=settings.LOGIN_FAILURES,
        first_delay=timedelta(seconds=settings.LOGIN_FIRST_DELAY),
        longest_delay=timedelta(seconds=settings.LOGIN_LONGEST_DELAY),
        forget_after=timedelta(hours=settings.LOGIN_FORGET_HOURS),
        address_failures=settings.LOGIN_ADDRESS_FAILURES,
        address_window=ADDRESS_WINDOW,
    )


def open_attempt(*, username: str, address: str, at: datetime) -> LoginEvent:
    """Write down an attempt, as failed until its password proves right.

    Guesses that are sent at once all count that way, before any of them has its answer.

    :raises LoginLocked: account or address must wait; nothing is written down.
    """
    account = account_key(username)
    _refuse_locked(account=account, address=address, at=at)
    attempt = _write(Verb.FAILED, at=at, username=username, address=address)
    try:
        _refuse_locked(account=account, address=address, at=at, besides=attempt)
    except LoginLocked:
        attempt.delete()
        raise
    return attempt


def fail_attempt(attempt: LoginEvent, *, at: datetime) -> Lock | None:
    """Leave an attempt as failed and return the lock that it brought, if any."""
    logger.warning("Login failed: user=%s address=%s", _shown(attempt), attempt.address)
    locks = (
        account_lock(account=attempt.account, address=attempt.address, at=at),
        address_lock(address=attempt.address, at=at),
    )
    for lock in filter(None, locks):
        event = LoginEvent.objects.create(
            at=at,
            verb=Verb.LOCKED,
            account=attempt.account if lock.scope is LockScope.ACCOUNT else "",
            username=attempt.username if lock.scope is LockScope.ACCOUNT else "",
            address=attempt.address,
            until=lock.until,
        )
        logger.warning("Login locked: %s until=%s", _subject(event), lock.until.isoformat(timespec="seconds"))
    return _later(*locks)


def accept_attempt(attempt: LoginEvent | None, *, user: User, address: str, at: datetime) -> FailedLogins | None:
    """Write down a login and return the failures since the one before; the account's count begins again."""
    event = attempt or _write(Verb.FAILED, at=at, username=user.get_username(), address=address)
    failed = _failed_before(event)
    event.verb = Verb.LOGGED_IN
    event.save(update_fields=["verb"])
    logger.info("Logged in: user=%s address=%s", user.get_username(), address)
    return failed


def record_end(verb: LoginEvent.Verb, *, username: str, address: str, at: datetime) -> None:
    """Write down that a session ended, by its officer or by its time."""
    _write(verb, at=at, username=username, address=address)
    logger.info("%s: user=%s address=%s", "Logged out" if verb == Verb.LOGGED_OUT else "Expired", username, address)


def account_lock(*, account: str, address: str, at: datetime, besides: LoginEvent | None = None) -> Lock | None:
    """Return the lock of an account for attempts from an address.

    An address from which the account has logged in within KNOWN_FOR is delayed by its own failures alone. Nobody
    elsewhere can lock an officer out of the usual place.
    """
    failures = _failures_of_account(account, at=at, besides=besides)
    logins = LoginEvent.objects.filter(account=account, verb=Verb.LOGGED_IN, address=address, at__gt=at - KNOWN_FOR)
    if logins.exists():
        failures = failures.filter(address=address)
    return _lock(LockScope.ACCOUNT, account_until(list(failures.values_list("at", flat=True)), limits=limits()), at=at)


def address_lock(*, address: str, at: datetime, besides: LoginEvent | None = None) -> Lock | None:
    """Return the lock of an address over all accounts."""
    unlocked = LoginEvent.objects.filter(address=address, account="", verb=Verb.UNLOCKED)
    failures = LoginEvent.objects.filter(
        address=address, verb=Verb.FAILED, at__gt=at - ADDRESS_WINDOW, pk__gt=_last(unlocked)
    ).order_by("-at", "-pk")
    if besides:
        failures = failures.exclude(pk=besides.pk)
    counted = list(failures.values_list("at", flat=True)[: limits().address_failures])
    return _lock(LockScope.ADDRESS, address_until(counted, limits=limits()), at=at)


def unlock_account(*, username: str, at: datetime) -> Lock | None:
    """Lift the lock of an account and forget its failures; return the lock, None if there was none."""
    failures = list(_failures_of_account(account_key(username), at=at).values_list("at", flat=True))
    lock = _lock(LockScope.ACCOUNT, account_until(failures, limits=limits()), at=at)
    if lock:
        event = _write(Verb.UNLOCKED, at=at, username=username, address="")
        logger.warning("Login unlocked: %s", _subject(event))
    return lock


def unlock_address(*, address: str, at: datetime) -> Lock | None:
    """Lift the lock of an address and forget its failures; return the lock, None if there was none."""
    lock = address_lock(address=address, at=at)
    if lock:
        event = LoginEvent.objects.create(at=at, verb=Verb.UNLOCKED, address=address)
        logger.warning("Login unlocked: %s", _subject(event))
    return lock


def account_key(username: str) -> str:
    """Return the keyed digest by which attempts on a name are counted."""
    return hmac.new(settings.SECRET_KEY.encode(), f"login {username}".encode(), sha256).hexdigest()


def _refuse_locked(*, account: str, address: str, at: datetime, besides: LoginEvent | None = None) -> None:
    by_account = account_lock(account=account, address=address, at=at, besides=besides)
    lock = _later(by_account, address_lock(address=address, at=at, besides=besides))
    if lock:
        raise LoginLocked(lock)


def _failures_of_account(account: str, *, at: datetime, besides: LoginEvent | None = None) -> QuerySet[LoginEvent]:
    """Return the failures that count, the newest first: not forgotten, after the last login or unlock."""
    resets = LoginEvent.objects.filter(account=account, verb__in=[Verb.LOGGED_IN, Verb.UNLOCKED])
    failures = LoginEvent.objects.filter(
        account=account, verb=Verb.FAILED, at__gt=at - limits().forget_after, pk__gt=_last(resets)
    ).order_by("-at", "-pk")
    return failures.exclude(pk=besides.pk) if besides else failures


def _failed_before(event: LoginEvent) -> FailedLogins | None:
    """Return the failures between the login before and this attempt."""
    earlier = LoginEvent.objects.filter(account=event.account, pk__lt=event.pk)
    since = _last(earlier.filter(verb=Verb.LOGGED_IN))
    failures = earlier.filter(verb=Verb.FAILED, pk__gt=since)
    last = failures.order_by("-pk").first()
    if last is None:
        return None
    return FailedLogins(count=failures.count(), last_at=last.at, last_address=last.address)


def _last(events: QuerySet[LoginEvent]) -> int:
    return events.order_by("-pk").values_list("pk", flat=True).first() or 0


def _lock(scope: LockScope, until: datetime | None, *, at: datetime) -> Lock | None:
    return Lock(scope=scope, until=until) if until and until > at else None


def _later(*locks: Lock | None) -> Lock | None:
    return max(filter(None, locks), key=lambda lock: lock.until, default=None)


def _write(verb: LoginEvent.Verb, *, at: datetime, username: str, address: str) -> LoginEvent:
    is_known = User.objects.filter(username=username).exists()
    return LoginEvent.objects.create(
        at=at, verb=verb, account=account_key(username), username=username if is_known else "", address=address
    )


def _subject(event: LoginEvent) -> str:
    """Name account and address of an event as log lines do."""
    user = f"user={_shown(event)} " if event.account else ""
    return f"{user}address={event.address or '(any)'}"


def _shown(event: LoginEvent) -> str:
    return event.username or "(unknown)"
