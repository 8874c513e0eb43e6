"""The embedded engine: b-tree tables for exact keys, FTS5 over pre-cut pairs, in a file of its own."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from search.counting import facet_of
from search.engines import sqlite_store as tables
from search.engines.sqlite_completion import Completion
from search.engines.sqlite_scope import AFTER, PENALISED, Values, conditions
from search.engines.sqlite_store import Store, statement, word
from search.engines.staged import EXACT_LIMIT, Proposal, Scope, StagedIndex, bounded
from search.engines.texts import candidate_of
from search.plan import Plan
from search.port import (
    DEEPEST,
    FACETS,
    WINDOW,
    After,
    Document,
    EngineState,
    Facets,
    Prepare,
    Stamp,
    Writer,
)
from search.ranking import Candidate
from search.suggesting import Wish

_CHUNK = 1000
_MOST_SINGLES = 10
BROAD = 3000  # matches beyond which ranking them by their words costs more than it tells
_FACETS = """WITH found AS MATERIALIZED (
    SELECT d.id, d.region, d.section, d.status, d.year, $PENALISED AS penalised FROM docs_@ d
    WHERE d.id IN ($SOURCE) AND $WHERE LIMIT :most)
    SELECT 'region', region, count(*) FROM found GROUP BY 2
    UNION ALL SELECT 'industry', section, count(*) FROM found GROUP BY 2
    UNION ALL SELECT 'status', status, count(*) FROM found GROUP BY 2
    UNION ALL SELECT 'has_penalty', CASE WHEN penalised THEN 'true' ELSE 'false' END, count(*) FROM found GROUP BY 2
    UNION ALL SELECT 'year', CAST(year AS TEXT), count(*) FROM found WHERE year IS NOT NULL GROUP BY 2
    UNION ALL SELECT name, value, count(DISTINCT m.id) FROM found JOIN marks_@ m USING (id)
        WHERE name IN ('kind', 'list') AND starts <= :on AND (ends IS NULL OR ends > :on) GROUP BY 1, 2"""
_NEAR = """SELECT d.id, d.card FROM (
        SELECT k.id AS id, w.value AS weight FROM json_each(:keys) w JOIN keys_@ k ON k.key = w.key
        UNION ALL SELECT g.id, json_extract(w.value, '$[1]') FROM json_each(:gaps) w
            JOIN gaps_@ g ON g.gap = json_extract(w.value, '$[0]')
    ) f JOIN docs_@ d ON d.id = f.id WHERE $WHERE GROUP BY d.id ORDER BY max(f.weight) DESC, d.uscc LIMIT :limit"""
_BY_RANK = """SELECT d.id, d.card, min(f.rank), d.uscc FROM ($TIGHT) f JOIN docs_@ d ON d.id = f.id
    WHERE $WHERE AND d.id NOT IN (SELECT value FROM json_each(:without))
    GROUP BY d.id HAVING :rank IS NULL OR (min(f.rank), d.uscc) > (:rank, :uscc)
    ORDER BY min(f.rank), d.uscc LIMIT :limit OFFSET :offset"""
_BY_NUMBER = """SELECT d.id, d.card, f.rowid FROM words_@ f JOIN docs_@ d ON d.id = f.rowid
    WHERE words_@ MATCH :words AND f.rowid > :number AND $WHERE
        AND d.id NOT IN (SELECT value FROM json_each(:without))
    ORDER BY f.rowid LIMIT :limit OFFSET :offset"""

_BY_CODE = """SELECT d.id, d.card, d.uscc FROM docs_@ d
    WHERE d.uscc >= :front AND d.uscc < :front || :after AND d.uscc > :uscc AND $WHERE
        AND d.id NOT IN (SELECT value FROM json_each(:without))
    ORDER BY d.uscc LIMIT :limit OFFSET :offset"""


class SqliteIndex(StagedIndex):
    """Answers from one SQLite file; safe for threads and processes."""

    def __init__(self, path: Path) -> None:
        self._store = Store(path)

    def replace(self, documents: Iterable[Document]) -> None:
        """Put documents in place of older versions."""
        with self._store.writing() as (connection, build):
            for document in documents:
                tables.put(connection, build, document)

    def remove(self, ids: Sequence[int]) -> None:
        """Forget documents."""
        with self._store.writing() as (connection, build):
            for number in ids:
                query = statement("SELECT card FROM docs_@ WHERE id = ?", build)
                for (card,) in connection.execute(query, (number,)).fetchall():
                    tables.take_out(connection, build, number, card)

    def refresh(self) -> None:
        """Do nothing: what is committed is found."""

    def stamps(self) -> Iterator[Stamp]:
        """Yield what is held, by rising id."""
        last = 0
        query = "SELECT id, version, digest FROM docs_@ WHERE id > ? ORDER BY id LIMIT ?"
        while True:
            with self._store.reading() as (connection, build):
                rows = connection.execute(statement(query, build), (last, _CHUNK)).fetchall()
            for number, version, digest in rows:
                yield Stamp(id=number, version=version, digest=digest)
            if not rows:
                return
            last = rows[-1][0]

    @contextmanager
    def rebuild(self) -> Iterator[Writer]:
        """Fill the next set of tables and point to it at the end."""
        build = self._new_build()
        writer = _SqliteWriter(self._store, build)
        try:
            yield writer
            writer.swap()
        except BaseException:
            if not writer.is_swapped:
                self._drop(build)
            raise
        self._drop_others(build)

    def _new_build(self) -> int:
        with self._store.writing(any_schema=True) as (connection, _):
            held = tables.builds(connection)
            live = int(connection.execute("SELECT value FROM state WHERE name = 'current'").fetchone()[0])
            for left in held:
                if left != live:  # by a rebuild that was killed
                    tables.drop_build(connection, left)
            build = max([*held, live]) + 1
            tables.create_build(connection, build)
        return build

    def _drop_others(self, build: int) -> None:
        with self._store.writing(any_schema=True) as (connection, _):
            for old in tables.builds(connection):
                if old != build:
                    tables.drop_build(connection, old)

    def _drop(self, build: int) -> None:
        with self._store.writing(any_schema=True) as (connection, _):
            tables.drop_build(connection, build)

    def state(self) -> EngineState:
        """Look at the tables that answer, and at the file."""
        with self._store.reading() as (connection, build):
            documents = connection.execute(statement("SELECT count(*) FROM docs_@", build)).fetchone()[0]
        size = self._store.path.stat().st_size
        return EngineState(engine="SQLite", index=f"build {build}", documents=documents, size_bytes=size)

    def propose(self, plan: Plan, scope: Scope) -> Proposal:
        """Answer the exact and the tight question."""
        with self._store.reading() as (connection, build):
            look = _Look(connection, build, scope)
            count = look.count(plan)
            total, is_exact = bounded(count)
            return Proposal(
                exact=look.exact(plan),
                tight=look.tight(plan, broad=count > BROAD, offset=0, limit=WINDOW),
                total=total,
                total_is_exact=is_exact,
            )

    def tail(
        self, plan: Plan, scope: Scope, *, without: Collection[int], offset: int, limit: int, after: After = ()
    ) -> list[Candidate]:
        """Return a later slice of the tight answer; its place is a number where the answer goes by number."""
        with self._store.reading() as (connection, build):
            look = _Look(connection, build, scope)
            broad = len(after) == 1 if after else look.count(plan) > BROAD
            return look.tight(plan, broad=broad, without=without, offset=offset, limit=limit, after=after)

    def near(self, plan: Plan, scope: Scope) -> list[Candidate]:
        """Answer the near question."""
        with self._store.reading() as (connection, build):
            return _Look(connection, build, scope).near(plan)

    def widen(self, plan: Plan, scope: Scope) -> list[Candidate]:
        """Answer the wide question."""
        with self._store.reading() as (connection, build):
            return _Look(connection, build, scope).wide(plan)

    def facets(self, plan: Plan | None, scope: Scope) -> Facets:
        """Count values."""
        with self._store.reading() as (connection, build):
            return _Look(connection, build, scope).facets(plan)

    def browse(self, scope: Scope, *, offset: int, limit: int, after: After = ()) -> tuple[list[Candidate], int]:
        """Return a slice of all in scope by code."""
        with self._store.reading() as (connection, build):
            return _Look(connection, build, scope).all(offset=offset, limit=limit, after=after)

    def beginning(self, wish: Wish) -> list[Candidate]:
        """Return those with a key that begins so."""
        with self._store.reading() as (connection, build):
            return Completion(connection, build).of(wish.fronts)

    def beginning_nearly(self, wish: Wish) -> list[Candidate]:
        """Return those that sound so, or begin so but for one slip."""
        with self._store.reading() as (connection, build):
            look = Completion(connection, build)
            return look.of([*wish.near_fronts, *(front for text in wish.slipped for front in look.slips_of(text))])


class _SqliteWriter:
    def __init__(self, store: Store, build: int) -> None:
        self._store = store
        self._build = build
        self._is_complete = False
        self.is_swapped = False
        self.name = f"build {build}"

    @property
    def prepare(self) -> Prepare:
        """Return what makes documents ready to be written."""
        return tables.rows_of

    def write(self, documents: Iterable[Document]) -> None:
        self.write_prepared(tables.rows_of(list(documents)))

    def write_prepared(self, prepared: tables.Rows) -> None:
        with self._store.writing(any_schema=True) as (connection, _):
            tables.insert(connection, self._build, prepared)

    def complete(self) -> None:
        if self._is_complete:
            return
        with self._store.writing(any_schema=True) as (connection, _):
            connection.execute(statement("INSERT INTO words_@ (words_@) VALUES ('optimize')", self._build))
        self._is_complete = True

    def swap(self) -> None:
        if self.is_swapped:
            return
        self.complete()
        with self._store.writing(any_schema=True) as (connection, _):
            tables.point_to(connection, self._build)
        self.is_swapped = True


class _Look:
    """Questions to one build, within one snapshot and scope.

    In the text of a question $WHERE stands for what the scope lets through and $TIGHT for the
    tight answer; all values are parameters.
    """

    def __init__(self, connection: sqlite3.Connection, build: int, scope: Scope) -> None:
        self._connection = connection
        self._build = build
        self._where, self._values = conditions(scope)

    def _rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        query = query.replace("$TIGHT", _TIGHT).replace("$WHERE", self._where).replace("$PENALISED", PENALISED)
        return self._connection.execute(statement(query, self._build), self._values | values).fetchall()

    def exact(self, plan: Plan) -> list[Candidate]:
        """Return those with an exact key, heaviest first."""
        rows = self._rows(
            """SELECT d.id, d.card FROM json_each(:keys) w JOIN keys_@ k ON k.key = w.key JOIN docs_@ d ON d.id = k.id
            WHERE $WHERE GROUP BY d.id ORDER BY max(w.value) DESC, d.uscc LIMIT :limit""",
            keys=json.dumps(plan.keys),
            limit=EXACT_LIMIT,
        )
        return [_candidate(*row) for row in rows]

    def tight(
        self, plan: Plan, *, broad: bool, offset: int, limit: int, without: Collection[int] = (), after: After = ()
    ) -> list[Candidate]:
        """Return a slice of the tight answer: the densest names first, of a broad one by number or by code."""
        if broad and plan.fronts and not plan.required:
            (uscc,), front = after or ("",), plan.fronts[0].partition(":")[2]
            rest = {"without": json.dumps(list(without)), "limit": limit, "offset": offset}
            rows = self._rows(_BY_CODE, front=front, after=AFTER, uscc=uscc, **rest)
            return [replace(_candidate(*row[:2]), place=row[2:]) for row in rows]
        by_number = broad and bool(plan.required)
        number, rank, uscc = (after[0], None, "") if by_number and after else (-1, *(after or (None, "")))
        rows = self._rows(
            _BY_NUMBER if by_number else _BY_RANK,
            **_tight_values(plan),
            **({"number": number} if by_number else {"rank": rank, "uscc": uscc}),
            without=json.dumps(list(without)),
            limit=limit,
            offset=offset,
        )
        return [replace(_candidate(*row[:2]), place=row[2:]) for row in rows]

    def count(self, plan: Plan) -> int:
        """Count the tight answer up to one more than a person can reach."""
        query = """SELECT count(*) FROM (
            SELECT DISTINCT d.id FROM ($TIGHT) f JOIN docs_@ d ON d.id = f.id WHERE $WHERE LIMIT :most)"""
        return int(self._rows(query, **_tight_values(plan), most=DEEPEST + 1)[0][0])

    def near(self, plan: Plan) -> list[Candidate]:
        """Return those of near keys and gaps, heaviest first, then those of near fronts."""
        found = dict(
            self._rows(_NEAR, keys=json.dumps(plan.near_keys), gaps=json.dumps(list(plan.gaps.items())), limit=WINDOW)
        )
        for front in plan.near_fronts:
            found |= self._by_front(front)
        return [_candidate(number, card) for number, card in list(found.items())[:WINDOW]]

    def wide(self, plan: Plan) -> list[Candidate]:
        """Return those that lack a character, then those that share pairs."""
        found: dict[int, str] = {}
        for words in _wide_words(plan):
            if len(found) < WINDOW:
                found |= self._by_words(words)
        return [_candidate(number, card) for number, card in list(found.items())[:WINDOW]]

    def _by_front(self, front: str) -> dict[int, str]:
        query = """SELECT d.id, d.card FROM keys_@ k JOIN docs_@ d ON d.id = k.id
            WHERE k.key >= :first AND k.key < :after AND $WHERE LIMIT :limit"""
        return dict(self._rows(query, first=front, after=front + AFTER, limit=WINDOW))

    def _by_words(self, words: str) -> dict[int, str]:
        query = """SELECT d.id, d.card FROM words_@ f JOIN docs_@ d ON d.id = f.rowid
            WHERE words_@ MATCH :words AND $WHERE ORDER BY f.rank LIMIT :limit"""
        return dict(self._rows(query, words=words, limit=WINDOW))

    def facets(self, plan: Plan | None) -> Facets:
        """Count values over the tight answer, or over all in scope; over as many as can be reached."""
        source = "SELECT id FROM docs_@" if plan is None else "SELECT id FROM ($TIGHT)"
        values = {} if plan is None else _tight_values(plan)
        counts: dict[str, list[tuple[str, int]]] = {name: [] for name in FACETS}
        for name, value, count in self._rows(_FACETS.replace("$SOURCE", source), most=DEEPEST, **values):
            counts[name].append((value, count))
        return {name: facet_of(pairs) for name, pairs in counts.items()}

    def all(self, *, offset: int, limit: int, after: After = ()) -> tuple[list[Candidate], int]:
        """Return a slice of all in scope, and their bounded number, which is 0 behind a place."""
        query = """SELECT d.id, d.card FROM docs_@ d WHERE d.uscc > :code AND $WHERE
            ORDER BY d.uscc LIMIT :limit OFFSET :offset"""
        rows = self._rows(query, code=after[0] if after else "", limit=limit, offset=offset)
        if after:
            return [_candidate(*row) for row in rows], 0
        count = "SELECT count(*) FROM (SELECT 1 FROM docs_@ d WHERE $WHERE LIMIT :most)"
        return [_candidate(*row) for row in rows], int(self._rows(count, most=DEEPEST + 1)[0][0])


# Ids and ranks of the tight answer; keys count more than any rank of words.
_TIGHT = """SELECT k.id AS id, -1000.0 AS rank FROM json_each(:keys) w JOIN keys_@ k ON k.key = w.key
    UNION ALL SELECT k.id, -100.0 FROM json_each(:fronts) w
        JOIN keys_@ k ON k.key >= w.value AND k.key < w.value || :after
    UNION ALL SELECT rowid, rank FROM words_@ WHERE words_@ MATCH :words"""


def _tight_values(plan: Plan) -> Values:
    return {
        "keys": json.dumps(plan.keys),
        "fronts": json.dumps(plan.fronts),
        "after": AFTER,
        "words": _all_words(plan) or '"nothing that a name holds" AND "0"',
    }


def _quoted(tokens: Iterable[str], joint: str) -> str:
    return joint.join(f'"{word(token)}"' for token in tokens)


def _all_words(plan: Plan) -> str:
    parts = []
    if plan.required_pairs:
        parts.append(f"pairs : ({_quoted(plan.required_pairs, ' AND ')})")
    if plan.required_singles:
        parts.append(f"singles : ({_quoted(plan.required_singles, ' AND ')})")
    return " AND ".join(parts)


def _wide_words(plan: Plan) -> list[str]:
    """Return the questions for typos, the strictest first."""
    singles, questions = plan.singles, []
    if 2 < len(singles) <= _MOST_SINGLES:  # noqa: PLR2004 - of two characters either alone says nothing
        questions.append(f"singles : ({_quoted(singles, ' AND ')})")
        lacking = (_quoted((*singles[:i], *singles[i + 1 :]), " AND ") for i in range(len(singles)))
        questions.append(f"singles : ({' OR '.join(f'({group})' for group in lacking)})")
    if plan.pairs:
        questions.append(f"pairs : ({_quoted(plan.pairs, ' OR ')})")
    return questions


def _candidate(number: int, card: str) -> Candidate:
    return candidate_of(number, card)
