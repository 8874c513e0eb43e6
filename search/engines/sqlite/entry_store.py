"""Tables of entries in the file of the SQLite engine.

Many records bear the same name of a product or an honour. So a text is kept once, with its keys, deletions and words,
and entries refer to it. Numbers, which few records share, are kept beside their entries.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from search.engines.sqlite.store import statement, word
from search.entry_port import ENTRY_FIELDS, SearchEntry
from search.matching.entries import name_deletions, name_keys, number_deletions, number_keys
from search.names.scripts import squash
from search.names.tokens import tokens_of, unigrams_of

_INSERT_ENTRY = f"INSERT INTO entries_@ VALUES ({', '.join('?' * (7 + len(ENTRY_FIELDS)))})"  # noqa: S608
_ORPHANS = """SELECT t.id, t.text, t.is_name FROM json_each(?) w JOIN texts_@ t ON t.id = w.value
    WHERE NOT EXISTS (SELECT 1 FROM entry_texts_@ e WHERE e.text = t.id)"""


class EntryText(NamedTuple):
    """A text of an entry; its id is a digest, so that nobody has to look it up."""

    id: int
    text: str
    is_name: bool


def text_of(text: str, *, is_name: bool) -> EntryText:
    """Return a text with its id of 63 bits."""
    digest = blake2b(f"{int(is_name)}{text}".encode("utf-8", "replace"), digest_size=8).digest()
    return EntryText(int.from_bytes(digest) >> 1, text, is_name)


def texts_of(entry: SearchEntry) -> tuple[EntryText, ...]:
    """Return the texts of an entry, each once."""
    names = [text_of(name, is_name=True) for name in entry.names]
    words = [text_of(each, is_name=False) for each in entry.words]
    return tuple(dict.fromkeys(text for text in (*names, *words) if squash(text.text)))


def put_entry(connection: sqlite3.Connection, build: int, entry: SearchEntry) -> None:
    """Put an entry in place of an older version; the same content only takes the later version."""
    query = statement("SELECT version, digest FROM entries_@ WHERE id = ?", build)
    held = connection.execute(query, (entry.id,)).fetchone()
    if held is not None:
        version, digest = held
        if version > entry.version:
            return
        if version < entry.version and digest == entry.digest:
            later = statement("UPDATE entries_@ SET version = ? WHERE id = ?", build)
            connection.execute(later, (entry.version, entry.id))
            return
        take_entry_out(connection, build, entry.id)
    insert_entries(connection, build, [entry])


def take_entry_out(connection: sqlite3.Connection, build: int, number: int) -> None:
    """Remove an entry, and the texts that no other entry has."""
    query = statement("SELECT text FROM entry_texts_@ WHERE id = ?", build)
    texts = [text for (text,) in connection.execute(query, (number,))]
    for table in ("entries_@", "entry_texts_@", "entry_keys_@", "entry_deletions_@"):
        connection.execute(statement(f"DELETE FROM {table} WHERE id = ?", build), (number,))  # noqa: S608
    for orphan in connection.execute(statement(_ORPHANS, build), (json.dumps(texts),)).fetchall():
        _take_text_out(connection, build, EntryText(*orphan))


def _take_text_out(connection: sqlite3.Connection, build: int, text: EntryText) -> None:
    rows = _TextRows.of([text])
    for table, column, held in (("text_keys_@", "key", rows.keys), ("text_deletions_@", "deletion", rows.deletions)):
        connection.executemany(statement(f"DELETE FROM {table} WHERE {column} = ? AND id = ?", build), held)  # noqa: S608
    deletion = "INSERT INTO text_words_@ (text_words_@, rowid, bigrams, unigrams) VALUES ('delete', ?, ?, ?)"
    connection.executemany(statement(deletion, build), rows.words)
    connection.execute(statement("DELETE FROM texts_@ WHERE id = ?", build), (text.id,))


def insert_entries(connection: sqlite3.Connection, build: int, entries: Sequence[SearchEntry]) -> None:
    """Add entries that the build does not hold yet."""
    texts = [(text, entry.id) for entry in entries for text in texts_of(entry)]
    _insert_texts(connection, build, dict.fromkeys(text for text, _ in texts))
    keys = [(key, entry.id) for entry in entries for key in number_keys(entry.numbers)]
    deletions = [(number, entry.id) for entry in entries for number in number_deletions(entry.numbers)]
    for insertion, rows in (
        (_INSERT_ENTRY, list(map(_row, entries))),
        ("INSERT OR IGNORE INTO entry_texts_@ VALUES (?, ?)", [(text.id, number) for text, number in texts]),
        ("INSERT OR IGNORE INTO entry_keys_@ VALUES (?, ?)", keys),
        ("INSERT OR IGNORE INTO entry_deletions_@ VALUES (?, ?)", deletions),
    ):
        connection.executemany(statement(insertion, build), rows)


class _TextRows(NamedTuple):
    """The rows of some texts, by table."""

    keys: list[tuple[str, int]]
    deletions: list[tuple[int, int]]
    words: list[tuple[int, str, str]]

    @classmethod
    def of(cls, texts: Iterable[EntryText]) -> "_TextRows":
        rows = cls([], [], [])
        for text in texts:
            if text.is_name:
                rows.keys.extend((key, text.id) for key in name_keys(text.text))
                rows.deletions.extend((number, text.id) for number in name_deletions(text.text))
            squashed = squash(text.text)
            tokens, characters = tokens_of(squashed), unigrams_of(squashed)
            rows.words.append((text.id, word(" ".join(tokens)), word(" ".join(characters))))
        return rows


def _insert_texts(connection: sqlite3.Connection, build: int, texts: Iterable[EntryText]) -> None:
    by_id = {text.id: text for text in texts}
    query = statement("SELECT t.id FROM json_each(?) w JOIN texts_@ t ON t.id = w.value", build)
    known = {number for (number,) in connection.execute(query, (json.dumps(list(by_id)),))}
    new = [text for text in by_id.values() if text.id not in known]
    rows = _TextRows.of(new)
    for insertion, each in (
        ("INSERT INTO texts_@ VALUES (?, ?, ?)", new),
        ("INSERT OR IGNORE INTO text_keys_@ VALUES (?, ?)", rows.keys),
        ("INSERT OR IGNORE INTO text_deletions_@ VALUES (?, ?)", rows.deletions),
        ("INSERT INTO text_words_@ (rowid, bigrams, unigrams) VALUES (?, ?, ?)", rows.words),
    ):
        connection.executemany(statement(insertion, build), each)


def _row(entry: SearchEntry) -> tuple[object, ...]:
    return (
        entry.id,
        entry.version,
        entry.digest,
        entry.kind and entry.kind.value,
        entry.days and entry.days.starts.isoformat(),
        entry.days and entry.days.ends and entry.days.ends.isoformat(),
        entry.decided_on.isoformat() if entry.decided_on else "",
        *_values(entry),
    )


def _values(entry: SearchEntry) -> Iterator[str | None]:
    for name in ENTRY_FIELDS:
        yield entry.values.get(name) or None
