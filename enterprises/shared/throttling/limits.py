"""How many requests of a scope one address may make: setting RATE_LIMITS."""

import hmac
import logging
import math
import time
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from limits import parse
from limits.errors import StorageError
from limits.strategies import FixedWindowRateLimiter

from enterprises.shared.throttling.storage import SharedStorage

logger = logging.getLogger(__name__)


class Scope(StrEnum):
    """What is counted together."""

    SEARCH = "search"
    SUGGEST = "suggest"
    VERIFY = "verify"
    FILES = "files"
    READINESS = "readiness"
    LOGIN = "login"
    REPORT = "report"
    CASE = "case"  # cases that come in
    CASE_FORM = "case-form"  # forms that are sent, mistakes included
    CASE_ABOUT = "case-about"  # counted by what a case is about, not by address
    CASE_CODE = "case-code"
    API_KEY = "api-key"  # counted by key; wrong keys by address


def seconds_to_wait(scope: Scope, *, address: str) -> int:
    """Count one use by an address; return 0 if it is within the limit, else the seconds until the next one is.

    A counter that cannot be written lets everybody through: a full disk must not close the portal.
    """
    limit = settings.RATE_LIMITS.get(scope)
    if not limit:
        return 0
    item, caller, counters = parse(limit), _digest(address), _limiter(Path(settings.DATA_DIR) / "rates.sqlite3")
    try:
        if counters.hit(item, scope, caller):
            return 0
        ends_at = counters.get_window_stats(item, scope, caller).reset_time
    except StorageError as problem:
        logger.warning("Counters of requests cannot be written: %s", problem, extra={"group": "no limits by address"})
        return 0
    return max(1, math.ceil(ends_at - time.time()))


@cache
def _limiter(path: Path) -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(SharedStorage(path))


def _digest(address: str) -> str:
    """Return a digest of the address that nobody without our key can try addresses against."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), sha256).hexdigest()
