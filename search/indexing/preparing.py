"""Make the documents of a rebuild ready for the engine, in a worker pool where that is quicker.

To make a document takes more of a processor than to index it, and to send it takes next to none. So a
large register is read and prepared by other processes and by this one; memory holds a few chunks.
"""

import os
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import QuerySet

from enterprises.register.models import Enterprise
from enterprises.shared.processes import worker_pool
from search.indexing.documents import documents_between
from search.port import Prepare

CHUNK = 1000
POOL_FROM = 20_000  # enterprises; a process of the pool takes a second to start
MOST_IN_POOL = 4
AHEAD = 2  # chunks for each process of the pool
MOST_WAITING = 16  # chunks, each some two megabytes

Prepared: TypeAlias = tuple[int, Any]  # how many documents, and what `prepare` made of them


class PoolDied(Exception):
    """A process that made documents was ended from outside."""


def prepared_chunks(prepare: Prepare) -> Generator[Prepared]:
    """Yield all documents by rising id, prepared, a thousand at a time.

    `prepare` is a function of a module, so that another process can import it.

    :raises PoolDied: a process of the pool was killed.
    """
    # What an open transaction has written is seen by nobody else.
    is_apart = not connection.in_atomic_block and Enterprise.objects.count() >= POOL_FROM
    if is_apart:
        yield from _prepared_apart(prepare, processes=max(1, min(MOST_IN_POOL, (os.cpu_count() or 1) - 1)))
    else:
        for first, last in spans():
            yield prepared_between(prepare, first, last)


def spans(rows: QuerySet[Any] | None = None) -> Iterator[tuple[int, int]]:
    """Yield the first and last id of every thousand rows, enterprises by default."""
    last, rows = 0, Enterprise.objects.all() if rows is None else rows
    while ids := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        last = ids[-1]
        yield ids[0], last


def prepared_between(prepare: Prepare, first: int, last: int) -> Prepared:
    """Return the prepared documents of the enterprises with ids from `first` to `last`."""
    documents = documents_between(first, last)
    return len(documents), prepare(documents)


def _prepared_apart(prepare: Prepare, *, processes: int) -> Generator[Prepared]:
    """Yield what a worker pool prepares; while it has enough to do, and while it starts, this process does the same."""
    with worker_pool(processes) as pool:
        waiting: deque[Future[Prepared]] = deque()
        try:
            for first, last in spans():
                if sum(not future.done() for future in waiting) < processes * AHEAD:
                    waiting.append(pool.submit(prepared_between, prepare, first, last))
                else:
                    waiting.append(_done(prepared_between(prepare, first, last)))
                while waiting and (waiting[0].done() or len(waiting) >= MOST_WAITING):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as broken:
            raise PoolDied("A process that makes documents was ended from outside; is there enough memory?") from broken


def _done(prepared: Prepared) -> Future[Prepared]:
    future: Future[Prepared] = Future()
    future.set_result(prepared)
    return future
