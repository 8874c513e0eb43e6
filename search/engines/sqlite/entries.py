"""Entries on SQLite: the clauses of a stage as common table expressions, counted and paged in one statement."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from search.engines.sqlite import entry_store as tables
from search.engines.sqlite.scope import AFTER, Values
from search.engines.sqlite.stamps import count_of, stamps_of, version_sum_of
from search.engines.sqlite.store import Store, statement, word
from search.engines.staged_entries import StagedEntries
from search.entry_port import ENTRY_FACETS, EntryKind, EntryQuery, FoundEntries, SearchEntry
from search.filters import Filter, FilterKind
from search.matching.counting import facet_of
from search.matching.entries import NUMBER, Clause, ClauseKind, EntryStep, Word
from search.port import DEEPEST, Stamp

# What a clause finds: texts, or for numbers entries themselves. $TERMS is a parameter.
_TEXTS = {
    ClauseKind.KEYS: "SELECT k.id FROM json_each($TERMS) w JOIN text_keys_@ k ON k.key = w.value",
    ClauseKind.PREFIXES: """SELECT k.id FROM json_each($TERMS) w
        JOIN text_keys_@ k ON k.key >= w.value AND k.key < w.value || :after""",
    ClauseKind.DELETIONS: "SELECT k.id FROM json_each($TERMS) w JOIN text_deletions_@ k ON k.deletion = w.value",
    ClauseKind.BIGRAMS: "SELECT rowid AS id FROM text_words_@ WHERE text_words_@ MATCH $TERMS",
    ClauseKind.UNIGRAMS: "SELECT rowid AS id FROM text_words_@ WHERE text_words_@ MATCH $TERMS",
}
_ENTRIES = {
    ClauseKind.KEYS: "SELECT k.id FROM json_each($TERMS) w JOIN entry_keys_@ k ON k.key = w.value",
    ClauseKind.PREFIXES: """SELECT k.id FROM json_each($TERMS) w
        JOIN entry_keys_@ k ON k.key >= w.value AND k.key < w.value || :after""",
    ClauseKind.DELETIONS: "SELECT k.id FROM json_each($TERMS) w JOIN entry_deletions_@ k ON k.deletion = w.value",
}
_ORDER = "weight DESC, decided DESC, id DESC"
_PAGE = f"""SELECT * FROM (
    SELECT 'hit' AS name, CAST(id AS TEXT) AS value, row_number() OVER (ORDER BY {_ORDER}) AS number
    FROM found WHERE :kind IS NULL OR kind = :kind ORDER BY {_ORDER} LIMIT :limit OFFSET :offset)"""  # noqa: S608


class SqliteEntries(StagedEntries):
    """Answers from the file of the engine."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def replace(self, entries: Iterable[SearchEntry]) -> None:
        """Put entries in place of older versions."""
        with self._store.writing() as (connection, build):
            for entry in entries:
                tables.put_entry(connection, build, entry)

    def remove(self, ids: Sequence[int]) -> None:
        """Forget entries."""
        with self._store.writing() as (connection, build):
            for number in ids:
                tables.take_entry_out(connection, build, number)

    def refresh(self) -> None:
        """Do nothing: what is committed is found."""

    def stamps(self) -> Iterator[Stamp]:
        """Yield what is held, by rising id."""
        return stamps_of(self._store, "entries_@")

    def version_sum(self) -> int:
        """Return the sum of the versions of all entries."""
        return version_sum_of(self._store, "entries_@")

    def count(self) -> int:
        """Return how many entries are held."""
        return count_of(self._store, "entries_@")

    def answer(self, stage: EntryStep | None, query: EntryQuery) -> FoundEntries:
        """Answer one stage."""
        text, values = _all(query) if stage is None else _fitting(stage, query)
        facets = ENTRY_FACETS if query.facets else ()
        parts = [
            _PAGE,
            "SELECT 'kind', kind, count(*) FROM found GROUP BY kind",
            *map(_counting, facets),
        ]
        values |= {"kind": query.kind and query.kind.value, "limit": query.limit, "offset": query.offset}
        with self._store.reading() as (connection, build):
            rows = connection.execute(statement(f"{text} {' UNION ALL '.join(parts)}", build), values).fetchall()
        return _found(rows, query)


class SqliteEntryWriter:
    """Fills the entries of one build."""

    def __init__(self, store: Store, build: int) -> None:
        self._store = store
        self._build = build

    def write(self, entries: Sequence[SearchEntry]) -> None:
        """Add entries; each once."""
        with self._store.writing(any_schema=True) as (connection, _):
            tables.insert_entries(connection, self._build, entries)


def _counting(each: Filter) -> str:
    return f"""SELECT '{each.name}', {each.field}, count(*) FROM found
        WHERE {each.field} IS NOT NULL AND (:kind IS NULL OR kind = :kind) GROUP BY {each.field}"""  # noqa: S608


def _scope(query: EntryQuery) -> tuple[str, Values]:
    """Return the condition on `e` that keeps what is public that day and fits the filters."""
    parts = ["e.starts <= :on AND (e.ends IS NULL OR e.ends > :on)"]
    values: Values = {"on": query.on.isoformat(), "after": AFTER, "most": DEEPEST + 1}
    for each, value in query.filters:
        is_prefix = each.kind is FilterKind.PREFIX
        end = f" AND e.{each.field} < :{each.name} || :after" if is_prefix else ""
        parts.append(f"e.{each.field} {'>=' if is_prefix else '='} :{each.name}{end}")
        values[each.name] = value
    return " AND ".join(parts), values


def _all(query: EntryQuery) -> tuple[str, Values]:
    """Return the expression for all entries of the kind; those of all kinds without one."""
    where, values = _scope(query)
    kind = "e.kind = :kind" if query.kind else "e.kind IS NOT NULL"
    return (
        f"""WITH found AS MATERIALIZED (SELECT e.*, 0 AS weight FROM entries_@ e WHERE {kind} AND {where}
            ORDER BY e.decided DESC, e.id DESC LIMIT :most)""",  # noqa: S608
        values,
    )


def _fitting(stage: EntryStep, query: EntryQuery) -> tuple[str, Values]:
    """Return the expression for the entries that fit every word."""
    where, values = _scope(query)
    expressions = []
    for number, clauses in enumerate(stage):
        expression, terms = _word(clauses, f"w{number}")
        expressions.append(f"w{number} AS ({expression})")
        values |= terms
    joins = " ".join(f"JOIN w{number} USING (id)" for number in range(1, len(stage)))
    weight = " + ".join(f"w{number}.weight" for number in range(len(stage)))
    found = f"""found AS MATERIALIZED (SELECT e.*, {weight} AS weight
        FROM w0 {joins} JOIN entries_@ e USING (id) WHERE {where} ORDER BY {_ORDER} LIMIT :most)"""  # noqa: S608
    return f"WITH {', '.join([*expressions, found])}", values


def _word(clauses: Word, name: str) -> tuple[str, Values]:
    """Return the entries that fit a word with the weight of their best clause, and its parameters."""
    texts, entries, values = [], [], Values()
    for number, clause in enumerate(clauses):
        parameter = f"{name}_{number}"
        values[parameter] = _terms(clause)
        is_number = clause.terms and str(clause.terms[0]).startswith(NUMBER)
        if not is_number:
            texts.append(_select(_TEXTS[clause.kind], parameter, clause.weight))
        if is_number or clause.kind is ClauseKind.DELETIONS:
            entries.append(_select(_ENTRIES[clause.kind], parameter, clause.weight))
    joined = f"SELECT e.id, t.weight FROM ({' UNION ALL '.join(texts)}) t JOIN entry_texts_@ e ON e.text = t.id"  # noqa: S608
    both = " UNION ALL ".join([joined, *entries])
    return f"SELECT id, max(weight) AS weight FROM ({both}) GROUP BY id", values  # noqa: S608


def _select(query: str, parameter: str, weight: int) -> str:
    return f"SELECT id, {weight} AS weight FROM ({query.replace('$TERMS', ':' + parameter)})"  # noqa: S608


def _terms(clause: Clause) -> str:
    if clause.kind is ClauseKind.BIGRAMS:
        return f"bigrams : ({_quoted(clause.terms, ' AND ')})"
    if clause.kind is ClauseKind.UNIGRAMS:
        terms = clause.terms
        lacking = (_quoted((*terms[:at], *terms[at + 1 :]), " AND ") for at in range(len(terms)))
        return f"unigrams : ({' OR '.join(f'({group})' for group in lacking)})"
    return json.dumps(clause.terms)


def _quoted(terms: Iterable[object], joint: str) -> str:
    return joint.join(f'"{word(str(term))}"' for term in terms)


def _found(rows: Sequence[tuple[Any, ...]], query: EntryQuery) -> FoundEntries:
    """Read the rows of the statement."""
    hits = sorted((number, int(value)) for name, value, number in rows if name == "hit")
    kinds = {EntryKind(value): min(number, DEEPEST) for name, value, number in rows if name == "kind"}
    total = kinds.get(query.kind, 0) if query.kind else min(sum(kinds.values()), DEEPEST)
    facets = {
        each.name: facet_of([(value, number) for held, value, number in rows if held == each.name])
        for each in (ENTRY_FACETS if query.facets else ())
    }
    is_exact = sum(number for name, _, number in rows if name == "kind") <= DEEPEST
    return FoundEntries(
        ids=tuple(number for _, number in hits),
        total=total,
        total_is_exact=is_exact,
        kinds={kind: kinds[kind] for kind in EntryKind if kind in kinds},
        facets=facets,
    )
