"""Faults that tests would not show by themselves, made to fail: order by luck, locks too wide, a clock not set.

* The rows of a queryset without an order come in random order, another one in each test (seed of pytest-randomly).
* `select_for_update()` over joined tables without `of=` would lock rows of all of them: it is refused.
* The clock stands at `MOMENT` in each test; one that moves it uses `time_machine.travel`. Outside of a
  test, as in a fixture of a wider scope, it is refused: what was made then would depend on the day. Nobody can stop
  the clock of other processes and browsers. Their tests read the real one: those with the marker `real_clock`, and
  those with a fixture of `REAL_TIME`.
* A cache that fails: `failing_cache`, for tests that ask for it.

Unknown template variables fail by pytest-django's `--fail-on-template-vars` (pyproject.toml).
"""

import random
from collections.abc import Callable, Container, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import pytest
import time_machine
from django.core.cache.backends.base import BaseCache
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from pytest_django import Settings

from enterprises.shared import clock

MOMENT = datetime(2026, 11, 22, 4, tzinfo=UTC)  # noon in Shanghai
REAL_TIME = frozenset({"browser", "browser_page", "live_server", "portal"})
READ_AHEAD = 50  # rows of `iterator()` that change places

_dice = random.Random()


class LocksTooMuch(AssertionError):
    """A query would lock rows of tables that it only joins."""


class ClockNotFrozen(AssertionError):
    """The clock was read while no test had set it."""


class CacheFailed(Exception):
    """What a cache raises whose server is away."""


class FailingCache(BaseCache):
    """A cache whose every operation fails."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def _fail(self, *_: object, **__: object) -> Any:
        raise CacheFailed

    add = get = set = touch = delete = get_many = set_many = delete_many = has_key = incr = clear = _fail


@pytest.fixture
def failing_cache(settings: Settings) -> None:
    """Let every cache of the portal fail."""
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.{FailingCache.__name__}"}}


class _Clock:
    """Stands in for the portal's clock during the run."""

    def __init__(self) -> None:
        self.moment: datetime | None = None
        self.is_real = False
        self._read = clock.now

    def now(self) -> datetime:
        """Return the moment of the test, or the day to which it has travelled.

        :raises ClockNotFrozen: no test is under way.
        """
        if self.is_real or time_machine.escape_hatch.is_travelling():
            return self._read()
        if self.moment is None:
            raise ClockNotFrozen("Set the clock (time_machine.travel), or mark the test `real_clock`.")
        return self.moment


_clock = _Clock()


def reads_real_clock(fixtures: Iterable[str], markers: Container[str]) -> bool:
    """Return whether a test of these fixtures and markers reads the real clock."""
    return "real_clock" in markers or not REAL_TIME.isdisjoint(fixtures)


@pytest.fixture(autouse=True)
def _a_fixed_moment(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    markers = {marker.name for marker in request.node.iter_markers()}
    monkeypatch.setattr(_clock, "is_real", reads_real_clock(request.fixturenames, markers))
    monkeypatch.setattr(_clock, "moment", MOMENT)


@pytest.fixture(autouse=True, scope="session")
def _tripwires() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", _clock.now)
        patch.setattr(QuerySet, "_fetch_all", _shuffled_fetch(QuerySet._fetch_all))
        patch.setattr(QuerySet, "_iterator", _shuffled_iterator(QuerySet._iterator))  # type: ignore[attr-defined]
        patch.setattr(SQLCompiler, "get_from_clause", _checked_locks(SQLCompiler.get_from_clause))
        yield


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Give each test an order of its own, the same for the same seed."""
    _dice.seed(f"{item.config.getoption('randomly_seed', 0)} {item.nodeid}")


def _shuffled_fetch(fetch: Callable[..., None]) -> Callable[..., None]:
    def fetch_all(rows: Any) -> None:
        is_fresh = rows._result_cache is None
        fetch(rows)
        if is_fresh and len(rows._result_cache) > 1 and not rows.ordered:
            _dice.shuffle(rows._result_cache)

    return fetch_all


def _shuffled_iterator(iterate: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def iterator(rows: Any, *arguments: Any, **options: Any) -> Iterator[Any]:
        found = iterate(rows, *arguments, **options)
        if rows.ordered:
            yield from found
            return
        while some := list(islice(found, READ_AHEAD)):
            _dice.shuffle(some)
            yield from some

    return iterator


def _checked_locks(from_clause: Callable[..., Any]) -> Callable[..., Any]:
    def checked(compiler: Any) -> Any:
        query = compiler.query
        read = [alias for alias, uses in query.alias_refcount.items() if uses]
        if query.select_for_update and not query.select_for_update_of and len(read) > 1:
            raise LocksTooMuch(f"select_for_update() locks {', '.join(read)}: name what is meant by of=.")
        return from_clause(compiler)

    return checked
