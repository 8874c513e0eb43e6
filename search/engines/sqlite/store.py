"""The file of the SQLite engine: tables, connections, writing.

Every build has its own set of tables, numbered; `current` names the one that answers. A rebuild
fills the next set and changes `current` in one transaction, so readers see the old or the new.
"""

import os
import re
import sqlite3
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from search.engines.sqlite.entry_tables import ENTRY_TABLE_NAMES, ENTRY_TABLES
from search.engines.texts import document_keys, dump_features, keys_of_features, load_features
from search.filters import VALUE_FIELDS
from search.names.edits import deletions_in
from search.names.features import NameFeatures, bigrams_in, unigrams_in
from search.port import SCHEMA, Days, Document, SearchUnavailable

WAIT_SECONDS = 10.0
_NO_SURE_LETTER = re.compile("[^\x00-\x7f\u4e00-\u9fcc]")

# A column for each field with values: its type, and what of a document it holds. One that is found under several
# terms has them in one text between slashes.
_COLUMNS = {
    column: kind
    for each in VALUE_FIELDS.values()
    for column, kind in (
        (each.counted_field, "INTEGER" if each.is_number else "TEXT"),
        *([(each.field, "TEXT")] if each.terms else []),
    )
}

# "@" stands for the number of the build.
_TABLES = (
    """CREATE TABLE docs_@ (
        id INTEGER PRIMARY KEY, version INTEGER NOT NULL, digest TEXT NOT NULL, public_from TEXT,
        uscc TEXT NOT NULL, features TEXT NOT NULL, $VALUES)""",
    "CREATE INDEX docs_@_uscc ON docs_@ (uscc, public_from)",  # counts the prefix of a code by itself
    "CREATE TABLE keys_@ (key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID",
    """CREATE TABLE deletions_@ (
        deletion INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (deletion, id)) WITHOUT ROWID""",
    # The days on which a kind of record, a record of an agency, or a listing is shown.
    """CREATE TABLE marks_@ (
        id INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, starts TEXT NOT NULL, ends TEXT,
        PRIMARY KEY (id, name, value, starts)) WITHOUT ROWID""",
    "CREATE INDEX marks_@_value ON marks_@ (name, value)",
    """CREATE VIRTUAL TABLE words_@ USING fts5(
        bigrams, unigrams, content='', detail=full, tokenize="unicode61 remove_diacritics 0")""",
    # Words that many enterprises bear, as counted when the build was filled.
    "CREATE TABLE common_@ (word TEXT PRIMARY KEY, enterprises INTEGER NOT NULL) WITHOUT ROWID",
)
_VALUES = ", ".join(f"{column} {kind}" for column, kind in _COLUMNS.items())
_DELETIONS = tuple(f"DELETE FROM {table}_@ WHERE id = ?" for table in ("docs", "marks"))  # noqa: S608
# By the fields of `DocumentRows`.
_INSERTIONS = (
    f"INSERT INTO docs_@ VALUES ({', '.join('?' * (6 + len(_COLUMNS)))})",  # noqa: S608
    "INSERT OR IGNORE INTO keys_@ VALUES (?, ?)",
    "INSERT OR IGNORE INTO deletions_@ VALUES (?, ?)",
    "INSERT INTO words_@ (rowid, bigrams, unigrams) VALUES (?, ?, ?)",
    "INSERT OR REPLACE INTO marks_@ VALUES (?, ?, ?, ?, ?)",
)
_DROPPED = ("docs_@", "keys_@", "deletions_@", "marks_@", "words_@", "common_@")
_COUNT_COMMON = """INSERT OR REPLACE INTO common_@
    SELECT term, doc FROM vocabulary WHERE col = 'bigrams' AND doc >= 200"""


def statement(text: str, build: int) -> str:
    """Return a statement for the tables of one build."""
    return text.replace("@", str(build))


def word(token: str) -> str:
    """Return a token in letters that FTS5 surely takes as one word; of several tokens each."""
    return _NO_SURE_LETTER.sub(lambda match: f"u{ord(match[0]):x}", token)


class Store:
    """Connections to the file, one for each thread and process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    @contextmanager
    def reading(self) -> Iterator[tuple[sqlite3.Connection, int]]:
        """Give a connection within one snapshot, and the build that answers."""
        with self._guarded() as connection:
            connection.execute("BEGIN")
            try:
                yield connection, _current(connection)
            finally:
                connection.rollback()

    @contextmanager
    def writing(self, *, any_schema: bool = False) -> Iterator[tuple[sqlite3.Connection, int]]:
        """Give a connection within one write transaction, and the build that answers (0 = none)."""
        with self._guarded() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection, 0 if any_schema else _current(connection)
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @contextmanager
    def _guarded(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._connection()
        except (sqlite3.Error, OSError) as problem:
            self.close()
            raise SearchUnavailable(f"SQLite index: {problem}") from problem

    def _connection(self) -> sqlite3.Connection:
        held = getattr(self._local, "connection", None)
        if held is not None and self._local.owner == (os.getpid(), self._inode()):
            return held  # type: ignore[no-any-return]
        self.close()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA cache_size=-32000")
        _prepare(connection)
        self._local.connection = connection
        self._local.owner = (os.getpid(), self._inode())
        return connection

    def _inode(self) -> int:
        return self.path.stat().st_ino if self.path.exists() else 0

    def close(self) -> None:
        """Close this thread's connection."""
        held = getattr(self._local, "connection", None)
        self._local.connection = None
        if held is not None:
            held.close()


def _prepare(connection: sqlite3.Connection) -> None:
    """Make an empty index in a file that has none."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'state'").fetchone():
        return
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value INTEGER NOT NULL)")
    if connection.execute("SELECT 1 FROM state").fetchone() is None:
        create_build(connection, 1)
        point_to(connection, 1)
    connection.execute("COMMIT")


def _current(connection: sqlite3.Connection) -> int:
    state = dict(connection.execute("SELECT name, value FROM state"))
    if state.get("schema") != SCHEMA:
        raise SearchUnavailable("The SQLite index is of another version: run rebuild_index.")
    return int(state["current"])


def builds(connection: sqlite3.Connection) -> list[int]:
    """Return the numbers of all builds in the file, finished or not."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'docs_[0-9]*'")
    return sorted(int(name.removeprefix("docs_")) for (name,) in rows)


def create_build(connection: sqlite3.Connection, build: int) -> None:
    """Create the tables of a build."""
    for table in (*_TABLES, *ENTRY_TABLES):
        connection.execute(statement(table.replace("$VALUES", _VALUES), build))


def finish(connection: sqlite3.Connection, build: int) -> None:
    """Put the words of a filled build in order, and count those that many enterprises bear."""
    for step in (
        "INSERT INTO words_@ (words_@) VALUES ('optimize')",
        "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words_@, col)",
        _COUNT_COMMON,
        "DROP TABLE temp.vocabulary",
        "INSERT INTO text_words_@ (text_words_@) VALUES ('optimize')",
    ):
        connection.execute(statement(step, build))


def drop_build(connection: sqlite3.Connection, build: int) -> None:
    """Drop the tables of a build."""
    for table in (*_DROPPED, *ENTRY_TABLE_NAMES):
        connection.execute(statement("DROP TABLE IF EXISTS " + table, build))


def point_to(connection: sqlite3.Connection, build: int) -> None:
    """Make a build the one that answers."""
    rows = [("current", build), ("schema", SCHEMA)]
    connection.executemany("INSERT OR REPLACE INTO state (name, value) VALUES (?, ?)", rows)


def put(connection: sqlite3.Connection, build: int, document: Document) -> None:
    """Put a document in place of an older version."""
    held = connection.execute(
        statement("SELECT version, features FROM docs_@ WHERE id = ?", build), (document.id,)
    ).fetchone()
    if held is not None:
        if held[0] > document.version:
            return
        take_out(connection, build, document.id, held[1])
    insert(connection, build, rows_of([document]))


def take_out(connection: sqlite3.Connection, build: int, number: int, features: str) -> None:
    """Remove a document whose stored features is `features`."""
    if features:
        held = load_features(features)
        connection.executemany(
            statement("DELETE FROM keys_@ WHERE key = ? AND id = ?", build),
            [(key, number) for key in keys_of_features(held)],
        )
        connection.executemany(
            statement("DELETE FROM deletions_@ WHERE deletion = ? AND id = ?", build),
            [(deletion, number) for deletion in deletions_in(held.names)],
        )
        connection.execute(
            statement("INSERT INTO words_@ (words_@, rowid, bigrams, unigrams) VALUES ('delete', ?, ?, ?)", build),
            (number, *_words_of(held.names)),
        )
    for deletion in _DELETIONS:
        connection.execute(statement(deletion, build), (number,))


class DocumentRows(NamedTuple):
    """The rows of some documents, by table."""

    docs: list[tuple[object, ...]]
    keys: list[tuple[object, ...]]
    deletions: list[tuple[object, ...]]
    words: list[tuple[object, ...]]
    marks: list[tuple[object, ...]]


def rows_of(documents: Collection[Document]) -> DocumentRows:
    """Return the rows of documents; needs no connection."""
    return DocumentRows(
        docs=list(map(_row, documents)),
        keys=[(key, document.id) for document in documents for key in document_keys(document)],
        deletions=[(deletion, document.id) for document in documents for deletion in deletions_in(document.names)],
        words=[(document.id, *_words_of(document.names)) for document in documents if document.features],
        marks=[mark for document in documents for mark in _marks(document)],
    )


def insert(connection: sqlite3.Connection, build: int, rows: DocumentRows) -> None:
    """Add the rows of documents that the build does not hold yet."""
    for insertion, each in zip(_INSERTIONS, rows, strict=True):
        connection.executemany(statement(insertion, build), each)


def _marks(document: Document) -> Iterator[tuple[object, ...]]:
    for name, groups in document.marks.items():
        for value, ranges in groups.items():
            yield from (_mark(document, name, value, days) for days in ranges)


def _mark(document: Document, name: str, value: str, days: Days) -> tuple[object, ...]:
    return document.id, name, value, days.starts.isoformat(), days.ends and days.ends.isoformat()


def _words_of(names: tuple[NameFeatures, ...]) -> tuple[str, str]:
    return word(" ".join(bigrams_in(names))), word(" ".join(unigrams_in(names)))


def _row(document: Document) -> tuple[object, ...]:
    return (
        document.id,
        document.version,
        document.digest,
        document.public_from.isoformat() if document.public_from and document.features else None,
        document.features.uscc if document.features else "",
        dump_features(document),
        *_values(document),
    )


def _values(document: Document) -> Iterator[object]:
    """Yield the values of the columns of `_COLUMNS`, NULL where there is none."""
    for each in VALUE_FIELDS.values():
        value = document.values.get(each.field)
        yield value if value is None or each.is_number else each.to_facet(str(value))
        if each.terms:
            yield "/" + "".join(term + "/" for term in each.terms(str(value or "")))
