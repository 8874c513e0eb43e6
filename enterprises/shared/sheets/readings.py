"""Rows of a file with their readings, in the order of the file.

A large file is read by a process beside this one, which stores meanwhile.
"""

import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from itertools import chain, islice
from typing import Any, Protocol, TypeVar

from enterprises.shared.processes import worker_pool
from enterprises.shared.refusals import Refused
from enterprises.shared.sheets.table import Table, TableRow

ALONE = 5_000  # rows that are read here before a process is started: it takes seconds to begin
CHUNK = 500
CHUNKS_AHEAD = 4
ReadingT = TypeVar("ReadingT")
ReadingT_co = TypeVar("ReadingT_co", covariant=True)


class RowReader(Protocol[ReadingT_co]):
    """Reads the rows of one file."""

    def read(self, row: TableRow) -> ReadingT_co:
        """Clean one row; no write."""
        ...


class ReaderSpec(Protocol[ReadingT_co]):
    """What a reader is made from: codes, ids and days, so that another process can make the same one.

    It is a frozen dataclass; `read` of two readers of one spec gives the same.
    """

    def __hash__(self) -> int: ...

    def reader(self) -> RowReader[ReadingT_co]:
        """Make the reader; it may look rows up."""
        ...


class ReaderDied(Refused):
    """The process that reads rows was ended from outside; what was stored stays."""

    def __init__(self) -> None:
        super().__init__("读取表格的进程被系统结束，可能是内存不足。已导入的行仍然有效，再次导入同一文件即可续传。")


def readings(table: Table, reader: RowReader[ReadingT]) -> Iterator[tuple[TableRow, ReadingT]]:
    """Yield all rows with their readings, one after another in this process."""
    return _read_here(table.rows(), reader)


def readings_apart(
    table: Table, reader: RowReader[ReadingT], *, spec: ReaderSpec[ReadingT]
) -> Generator[tuple[TableRow, ReadingT]]:
    """Yield what `readings` yields; behind the first rows another process reads, never more than a few chunks ahead.

    `spec` is what `reader` was made from. The process reads on a connection of its own: call it outside a transaction
    whose writes decide what a row means.

    :raises ReaderDied: that process was killed.
    """
    rows = table.rows()
    yield from _read_here(islice(rows, ALONE), reader)
    first = next(rows, None)
    if first is None:
        return
    rest = chain((first,), rows)
    if os.cpu_count() == 1:
        yield from _read_here(rest, reader)
    else:
        yield from _read_apart(rest, spec)


def _read_here(rows: Iterable[TableRow], reader: RowReader[ReadingT]) -> Iterator[tuple[TableRow, ReadingT]]:
    return ((row, reader.read(row)) for row in rows)


def _read_apart(rows: Iterator[TableRow], spec: ReaderSpec[ReadingT]) -> Generator[tuple[TableRow, ReadingT]]:
    with worker_pool(1) as pool:
        waiting: deque[tuple[list[TableRow], Future[list[ReadingT]]]] = deque()
        try:
            for chunk in _chunks(rows):
                waiting.append((chunk, pool.submit(read_chunk, spec, chunk)))
                if len(waiting) >= CHUNKS_AHEAD:
                    yield from _done(*waiting.popleft())
            while waiting:
                yield from _done(*waiting.popleft())
        except BrokenProcessPool as broken:
            raise ReaderDied from broken


def _chunks(rows: Iterator[TableRow]) -> Iterator[list[TableRow]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _done(rows: Sequence[TableRow], future: Future[list[ReadingT]]) -> Iterable[tuple[TableRow, ReadingT]]:
    return zip(rows, future.result(), strict=True)


def read_chunk(spec: ReaderSpec[ReadingT], rows: Sequence[TableRow]) -> list[ReadingT]:
    """Read some rows, in the process that reads."""
    reader = _reader_of(spec)
    return [reader.read(row) for row in rows]


@lru_cache(maxsize=1)
def _reader_of(spec: ReaderSpec[Any]) -> RowReader[Any]:
    return spec.reader()
