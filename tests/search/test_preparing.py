"""A rebuild in a worker pool gives the same documents in the same order, and leaves nobody behind."""

import os
import signal
from multiprocessing import active_children

import pytest

from search.engines.elasticsearch.bulk import requests_of
from search.indexing import preparing
from search.indexing.preparing import PoolDied, prepared_chunks
from tests.search.make import stored_enterprise

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "CHUNK", 2)
    monkeypatch.setattr(preparing, "MOST_WAITING", 4)
    for number in range(1, 26):
        stored_enterprise(number, f"武汉华谊{number}号有限公司")


def test_a_pool_gives_the_same_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    here = list(prepared_chunks(requests_of))
    monkeypatch.setattr(preparing, "POOL_FROM", 1)
    assert list(prepared_chunks(requests_of)) == here
    assert sum(number for number, _ in here) == 25
    assert not active_children()


def test_a_killed_process_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "POOL_FROM", 1)
    chunks = prepared_chunks(requests_of)
    next(chunks)
    for process in active_children():
        os.kill(process.pid or 0, signal.SIGKILL)
    with pytest.raises(PoolDied, match="ended from outside"):
        list(chunks)
    assert not active_children()
