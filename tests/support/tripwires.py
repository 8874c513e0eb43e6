"""Faults that tests would not show by themselves, made to fail: order by luck, locks too wide, a clock not set.

* The rows of a queryset without an order come in random order, another one in each test (seed of pytest-randomly).
* `select_for_update()` over joined tables without `of=` would lock rows of all of them: it is refused.
* A cache that fails: `failing_cache`, for tests that ask for it.

Unknown template variables fail by pytest-django's `--fail-on-template-vars` (pyproject.toml).
"""

import random
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest
from django.core.cache.backends.base import BaseCache
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from pytest_django import Settings

READ_AHEAD = 50  # rows of `iterator()` that change places

_dice = random.Random()


class LocksTooMuch(AssertionError):
    """A query would lock rows of tables that it only joins."""


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


@pytest.fixture(autouse=True, scope="session")
def _tripwires() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
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
