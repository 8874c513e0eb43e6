"""What a table of documents or of entries holds."""

from collections.abc import Iterator

from search.engines.sqlite.store import Store, statement
from search.port import Stamp

_CHUNK = 1000


def stamps_of(store: Store, table: str) -> Iterator[Stamp]:
    """Yield the stamps of a table, by rising id, each chunk from a snapshot of its own."""
    last = -1
    query = f"SELECT id, version, digest FROM {table} WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608
    while True:
        with store.reading() as (connection, build):
            rows = connection.execute(statement(query, build), (last, _CHUNK)).fetchall()
        for number, version, digest in rows:
            yield Stamp(id=number, version=version, digest=digest)
        if not rows:
            return
        last = rows[-1][0]


def version_sum_of(store: Store, table: str) -> int:
    """Return the sum of the versions of a table."""
    return _number(store, f"SELECT coalesce(sum(version), 0) FROM {table}")  # noqa: S608


def count_of(store: Store, table: str) -> int:
    """Return how many rows a table has."""
    return _number(store, f"SELECT count(*) FROM {table}")  # noqa: S608


def _number(store: Store, query: str) -> int:
    with store.reading() as (connection, build):
        return int(connection.execute(statement(query, build)).fetchone()[0])
