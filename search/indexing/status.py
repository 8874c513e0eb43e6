"""How far the index is behind the database, for operators."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Min

from search.indexing.models import IndexBuild, OutboxEntry
from search.port import EngineState, Index, SearchUnavailable

# The worker drains every half second; a longer wait means that it stands still.
STALE_AFTER = timedelta(minutes=5)
LAST_BUILDS = 5


class Currency(StrEnum):
    """Whether the index holds what the database holds."""

    CURRENT = "current"
    REBUILDING = "rebuilding"
    STALE = "stale"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is known of search at an instant; `problem` is for the operator and names no secret."""

    currency: Currency
    lag: timedelta  # how long the oldest change has been waiting
    engine: EngineState | None = None
    problem: str = ""

    @property
    def is_ok(self) -> bool:
        """Return whether nobody has to do anything about staleness."""
        return self.currency in {Currency.CURRENT, Currency.REBUILDING}


def status_of(*, index: Index, at: datetime) -> Status:
    """Return the status of engine, builds and outbox; a running rebuild is no fault."""
    lag = _lag(at=at)
    try:
        state = index.state()
    except SearchUnavailable as problem:
        return Status(currency=Currency.UNAVAILABLE, lag=lag, problem=str(problem))
    if IndexBuild.objects.leased(at=at).exists():
        currency = Currency.REBUILDING
    else:
        currency = Currency.STALE if lag > STALE_AFTER else Currency.CURRENT
    return Status(currency=currency, lag=lag, engine=state, problem=state.problem)


def _lag(*, at: datetime) -> timedelta:
    oldest = OutboxEntry.objects.aggregate(oldest=Min("created_at"))["oldest"]
    return max(at - oldest, timedelta(0)) if oldest else timedelta(0)
