"""Periodic jobs for readiness (setting PERIODIC_JOBS): problems reach the log without a request."""

from datetime import datetime, timedelta

from creditportal.readiness.checks import take_all
from creditportal.readiness.watch import LOG

EVERY = timedelta(minutes=1)
# Its own sign of life proves nothing, and static files are the web server's.
WATCHED = ("database", "disk", "search", "index", "signing", "editions", "documents")
_last: list[datetime] = []


def watch_readiness(*, at: datetime) -> None:
    """Look once a minute, and log what has begun or ended."""
    if _last and at - _last[0] < EVERY:
        return
    _last[:] = [at]
    LOG.note(take_all(at=at, names=WATCHED))
