"""What is remembered of the rows of a file until its end: on disk, so that memory does not grow with the file."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

_CACHE = 8_192  # KB of pages in memory: a sheet of the desk needs no file
# Nothing outlives the process, so nothing is written against its end.
_PRAGMAS = ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE}")


@contextmanager
def temporary_database() -> Iterator[sqlite3.Connection]:
    """Give a private database; what does not fit into its cache lies in a file that has no name."""
    with closing(sqlite3.connect("", isolation_level=None)) as database:
        for pragma in _PRAGMAS:
            database.execute(f"PRAGMA {pragma}")
        database.execute("BEGIN")
        yield database


class RememberedRows:
    """Rows by key, in the order in which they came; `facts` name what is remembered of each."""

    def __init__(self, database: sqlite3.Connection, table: str, *, facts: Sequence[str]) -> None:
        self._cursor = database.cursor()
        self._cursor.execute(f"CREATE TABLE {table} (key TEXT NOT NULL UNIQUE, {', '.join(facts)})")
        marks = ", ".join("?" * (len(facts) + 1))
        self._insert = f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608 - a name of ours
        self._select = f"SELECT {', '.join(facts)} FROM {table} WHERE key = ?"  # noqa: S608
        self._all = f"SELECT * FROM {table} ORDER BY rowid"  # noqa: S608

    def remember(self, key: str, *facts: object) -> tuple[Any, ...] | None:
        """Remember a row that is the first with its key; else return the facts of the first one."""
        if self._cursor.execute(self._insert, (key, *facts)).rowcount:
            return None
        found: tuple[Any, ...] = self._cursor.execute(self._select, (key,)).fetchone()
        return found

    def chunks(self, size: int) -> Iterator[dict[str, tuple[Any, ...]]]:
        """Yield the facts by key, so many rows at a time."""
        rows = self._cursor.execute(self._all)
        while some := rows.fetchmany(size):
            yield {key: tuple(facts) for key, *facts in some}
