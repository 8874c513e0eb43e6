"""Write the made-up city in bulk. Drawing enterprises and making rows takes most of the time. A large city's
rows are made by a process of their own while this one inserts them.
"""

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db import connection, transaction

from creditportal.development.demo.accounts import Staff
from creditportal.development.demo.records import Fate
from creditportal.development.demo.rows import (
    CHUNK,
    Chunk,
    Order,
    chunks,
    enterprise_rows,
    event_rows,
    former_rows,
    record_rows,
)
from enterprises.records.models import Record, RecordEvent
from enterprises.register.models import Enterprise, FormerName
from enterprises.shared.bulk import insert_rows, reserved_ids
from enterprises.shared.processes import worker_pool

PARENTS_KEPT = 4 * CHUNK
MADE_APART_FROM = 10_000  # enterprises; a process takes a second to start
CHUNKS_AHEAD = 4
# While a large city is written: a cache for the pages of its indexes (KiB), and the size of the write-ahead log. It
# collects the changes of many chunks before they are copied into the file (pages of 4 KiB).
CACHE_KIBIBYTES = 256_000
CHECKPOINT_PAGES = 50_000


class BuilderDied(Exception):
    """The process that made the rows ended before its work was done."""


@dataclass(slots=True)
class Written:
    """What has been written so far."""

    enterprises: int = 0
    records: int = 0
    published: int = 0
    by_fate: dict[Fate, int] = field(default_factory=dict)

    def add(self, chunk: Chunk) -> None:
        """Count a chunk that has been written."""
        self.enterprises += len(chunk.codes)
        self.records += len(chunk.records)
        self.published += chunk.published
        for fate, number in chunk.by_fate.items():
            self.by_fate[fate] = self.by_fate.get(fate, 0) + number


def write_city(
    *, count: int, seed: int, on: date, staff: dict[str, Staff], records_each: int | None = None
) -> Generator[Written]:
    """Write enterprises and records in chunks, one transaction each, and yield the tally after every one.

    No signal is sent: rebuild the search index afterwards.

    :raises BuilderDied: the process that made the rows was killed.
    """
    order = Order(count=count, seed=seed, on=on, staff=tuple(staff.values()), records_each=records_each)
    is_large = count >= MADE_APART_FROM
    tally = Written()
    parents: dict[str, int] = {}
    stream = chunks_apart(order) if is_large else chunks(order)
    with roomy_database() if is_large else nullcontext(), closing(stream):
        for chunk in stream:
            with transaction.atomic():
                _write(chunk, parents=parents)
            tally.add(chunk)
            yield tally


def chunks_apart(order: Order) -> Generator[Chunk]:
    """Yield what `chunks` yields, made by another process which is never more than a few chunks ahead.

    :raises BuilderDied: that process was killed.
    """
    with worker_pool(1) as pool:
        waiting = deque(pool.submit(next_chunk, order) for _ in range(CHUNKS_AHEAD))
        try:
            while chunk := waiting.popleft().result():
                yield chunk
                waiting.append(pool.submit(next_chunk, order))
        except BrokenProcessPool as broken:
            raise BuilderDied(
                "The process that makes the city's rows was ended from outside; is there enough memory?"
            ) from broken


def next_chunk(order: Order) -> Chunk | None:
    """Return the next chunk of a city, in the process that makes it; None at the end."""
    return next(_stream(order), None)


@cache
def _stream(order: Order) -> Iterator[Chunk]:
    return chunks(order)


def _write(chunk: Chunk, *, parents: dict[str, int]) -> None:
    """Insert the rows of a chunk; `parents` remembers the ids of the last heads by code."""
    ids = _write_enterprises(chunk, parents=parents)
    insert_rows(
        FormerName,
        ("enterprise_id", *former_rows().columns),
        [(ids[place], *row) for place, row in chunk.former],
    )
    records = reserved_ids(Record, count=len(chunk.records))
    insert_rows(
        Record,
        ("id", "enterprise_id", *record_rows().columns),
        [(pk, ids[place], *row) for pk, (place, row) in zip(records, chunk.records, strict=True)],
    )
    insert_rows(
        RecordEvent,
        ("record_id", *event_rows().columns),
        [(records[number], *row) for number, row in chunk.events],
    )


def _write_enterprises(chunk: Chunk, *, parents: dict[str, int]) -> Sequence[int]:
    """Insert heads, then branches; return the ids by place."""
    ids = reserved_ids(Enterprise, count=len(chunk.codes))
    parents.update(zip(chunk.codes[: len(chunk.heads)], ids, strict=False))
    rows = [(None, *row) for row in chunk.heads] + [(parents[head], *row) for head, row in chunk.branches]
    columns = ("id", "parent_id", *enterprise_rows().columns)
    insert_rows(Enterprise, columns, [(pk, *row) for pk, row in zip(ids, rows, strict=True)])
    while len(parents) > PARENTS_KEPT:
        del parents[next(iter(parents))]
    return ids


@contextmanager
def roomy_database() -> Iterator[None]:
    """Give SQLite a larger cache and a longer write-ahead log, and set both back afterwards."""
    if connection.vendor != "sqlite":
        yield
        return
    before = {name: _pragma(name) for name in ("cache_size", "wal_autocheckpoint")}
    _pragma(f"cache_size = -{CACHE_KIBIBYTES}")
    _pragma(f"wal_autocheckpoint = {CHECKPOINT_PAGES}")
    try:
        yield
    finally:
        for name, value in before.items():
            _pragma(f"{name} = {value}")
        if not connection.in_atomic_block:
            _pragma("wal_checkpoint(TRUNCATE)")


def _pragma(text: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {text}")
        found = cursor.fetchone()
        return found[0] if found else None
