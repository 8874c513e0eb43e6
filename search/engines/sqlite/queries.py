"""Queries of a plan in the words of SQLite: b-trees for exact keys, FTS5 over pre-cut bigrams."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from typing import Any

from search.engines.sqlite.scope import AFTER, Values, conditions, flag_condition
from search.engines.sqlite.store import statement, word
from search.engines.staged import EXACT_LIMIT, DayScope
from search.engines.texts import candidate_of
from search.filters import FACETS, FLAGGED, Filter, FilterKind
from search.matching.counting import facet_of
from search.matching.plan import Plan
from search.matching.ranking import Candidate
from search.port import DEEPEST, WINDOW, Facets, SortKey

_MOST_UNIGRAMS = 10
BROAD = 3000  # matches beyond which ranking them by their words costs more than it gains


def _facets() -> str:
    """Return the statement that counts the values of all facets."""
    columns = dict.fromkeys(each.counted_field for each in FACETS if not each.is_marked)
    flags = [f"{flag_condition(each)} AS {each.name}" for each in FLAGGED]
    found = ", ".join(["d.id", *(f"d.{column}" for column in columns), *flags])
    marked = ", ".join(f"'{each.field}'" for each in FACETS if each.kind is FilterKind.MARK)
    # Names of fields and columns are ours.
    return f"""WITH found AS MATERIALIZED (SELECT {found} FROM docs_@ d WHERE $AMONG AND $WHERE LIMIT :most)
    {" UNION ALL ".join(_counting(each) for each in FACETS if each.kind is not FilterKind.MARK)}
    UNION ALL SELECT name, value, count(DISTINCT m.id) FROM found JOIN marks_@ m USING (id)
        WHERE name IN ({marked}) AND starts <= :on AND (ends IS NULL OR ends > :on) GROUP BY 1, 2"""  # noqa: S608


def _counting(each: Filter) -> str:
    """Return the statement that counts the values of one column of `found`, which is called like its field."""
    if each.kind is FilterKind.FLAG:
        flag = f"CASE WHEN {each.name} THEN 'true' ELSE 'false' END"
        return f"SELECT '{each.name}', {flag}, count(*) FROM found GROUP BY 2"  # noqa: S608
    column = each.counted_field
    return f"SELECT '{each.field}', CAST({column} AS TEXT), count(*) FROM found WHERE {column} IS NOT NULL GROUP BY 2"  # noqa: S608


_FACETS = _facets()
# How the rows of that statement are called, and the facet that counts them.
_COUNTED = {each.name if each.kind is FilterKind.FLAG else each.field: each.name for each in FACETS}
_FUZZY = """SELECT d.id, d.features FROM (
        SELECT k.id AS id, w.value AS weight FROM json_each(:keys) w JOIN keys_@ k ON k.key = w.key
        UNION ALL SELECT g.id, json_extract(w.value, '$[1]') FROM json_each(:deletions) w
            JOIN deletions_@ g ON g.deletion = json_extract(w.value, '$[0]')
    ) f JOIN docs_@ d ON d.id = f.id WHERE $WHERE GROUP BY d.id ORDER BY max(f.weight) DESC, d.uscc LIMIT :limit"""
_BY_RANK = """SELECT d.id, d.features, min(f.rank), d.uscc FROM ($EXACT) f JOIN docs_@ d ON d.id = f.id
    WHERE $WHERE AND d.id NOT IN (SELECT value FROM json_each(:exclude_ids))
    GROUP BY d.id HAVING :rank IS NULL OR (min(f.rank), d.uscc) > (:rank, :uscc)
    ORDER BY min(f.rank), d.uscc LIMIT :limit OFFSET :offset"""
_BY_NUMBER = """SELECT d.id, d.features, f.rowid FROM words_@ f JOIN docs_@ d ON d.id = f.rowid
    WHERE words_@ MATCH :words AND f.rowid > :number AND $WHERE
        AND d.id NOT IN (SELECT value FROM json_each(:exclude_ids))
    ORDER BY f.rowid LIMIT :limit OFFSET :offset"""

# The number of codes with the prefix, from the index alone if there is no filter; and of others with an equal key.
_CODES = """SELECT (SELECT count(*) FROM (SELECT 1 FROM docs_@ d
        WHERE d.uscc >= :prefix AND d.uscc < :prefix || :after AND $WHERE LIMIT :most)) +
    (SELECT count(DISTINCT d.id) FROM json_each(:keys) w JOIN keys_@ k ON k.key = w.key JOIN docs_@ d ON d.id = k.id
        WHERE NOT (d.uscc >= :prefix AND d.uscc < :prefix || :after) AND $WHERE)"""
# No more than are counted, and those of an equal key.
_CODES_AMONG = """d.id IN (
    SELECT id FROM (SELECT d.id FROM docs_@ d
        WHERE d.uscc >= :prefix AND d.uscc < :prefix || :after AND $WHERE LIMIT :most)
    UNION SELECT k.id FROM json_each(:keys) w JOIN keys_@ k ON k.key = w.key)"""
_BY_CODE = """SELECT d.id, d.features, d.uscc FROM docs_@ d
    WHERE d.uscc >= :prefix AND d.uscc < :prefix || :after AND d.uscc > :uscc AND $WHERE
        AND d.id NOT IN (SELECT value FROM json_each(:exclude_ids))
    ORDER BY d.uscc LIMIT :limit OFFSET :offset"""


class BuildQueries:
    """Queries to one build, within one snapshot and scope.

    In the text of a query $WHERE stands for what the scope lets through and $EXACT for the
    exact answer; all values are parameters.
    """

    def __init__(self, connection: sqlite3.Connection, build: int, scope: DayScope) -> None:
        self._connection = connection
        self._build = build
        self._where, self._values = conditions(scope)

    def _rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        query = query.replace("$EXACT", _EXACT).replace("$WHERE", self._where)
        return self._connection.execute(statement(query, self._build), self._values | values).fetchall()

    def by_key(self, plan: Plan) -> list[Candidate]:
        """Return those with an exact key, heaviest first."""
        rows = self._rows(
            """SELECT d.id, d.features FROM json_each(:keys) w
                JOIN keys_@ k ON k.key = w.key JOIN docs_@ d ON d.id = k.id
            WHERE $WHERE GROUP BY d.id ORDER BY max(w.value) DESC, d.uscc LIMIT :limit""",
            keys=json.dumps(plan.keys),
            limit=EXACT_LIMIT,
        )
        return [candidate_of(*row) for row in rows]

    def exact(
        self,
        plan: Plan,
        *,
        broad: bool,
        offset: int,
        limit: int,
        exclude_ids: Collection[int] = (),
        after: SortKey = (),
    ) -> list[Candidate]:
        """Return a slice of the exact answer: the densest names first, of a broad one by number or by code."""
        if plan.is_by_code:
            (uscc,), prefix = after or ("",), _code_prefix(plan)
            rest = {"exclude_ids": json.dumps(list(exclude_ids)), "limit": limit, "offset": offset}
            rows = self._rows(_BY_CODE, prefix=prefix, after=AFTER, uscc=uscc, **rest)
            return [candidate_of(number, features, tuple(sort_key)) for number, features, *sort_key in rows]
        by_number = broad and bool(plan.required)
        number, rank, uscc = (after[0], None, "") if by_number and after else (-1, *(after or (None, "")))
        rows = self._rows(
            _BY_NUMBER if by_number else _BY_RANK,
            **_exact_values(plan),
            **({"number": number} if by_number else {"rank": rank, "uscc": uscc}),
            exclude_ids=json.dumps(list(exclude_ids)),
            limit=limit,
            offset=offset,
        )
        return [candidate_of(number, features, tuple(sort_key)) for number, features, *sort_key in rows]

    def count(self, plan: Plan) -> int:
        """Count the exact answer up to one more than a person can reach."""
        if plan.is_by_code:
            values = {"keys": json.dumps(plan.keys), "prefix": _code_prefix(plan), "after": AFTER}
            return int(self._rows(_CODES, **values, most=DEEPEST + 1)[0][0])
        query = """SELECT count(*) FROM (
            SELECT DISTINCT d.id FROM ($EXACT) f JOIN docs_@ d ON d.id = f.id WHERE $WHERE LIMIT :most)"""
        return int(self._rows(query, **_exact_values(plan), most=DEEPEST + 1)[0][0])

    def fuzzy(self, plan: Plan) -> list[Candidate]:
        """Return those of fuzzy keys and deletions, heaviest first, then those of fuzzy prefixes."""
        found = dict(
            self._rows(
                _FUZZY,
                keys=json.dumps(plan.fuzzy_keys),
                deletions=json.dumps(list(plan.deletions.items())),
                limit=WINDOW,
            )
        )
        for prefix in plan.fuzzy_prefixes:
            found |= self._by_prefix(prefix)
        return [candidate_of(number, features) for number, features in list(found.items())[:WINDOW]]

    def fallback(self, plan: Plan) -> list[Candidate]:
        """Return those that share the rarest bigrams, then those that share most of the characters."""
        found: dict[int, str] = {}
        for words in _fallback_words(plan, self._rare(plan.bigrams)):
            if len(found) < WINDOW:
                found |= self._by_words(words)
        return [candidate_of(number, features) for number, features in list(found.items())[:WINDOW]]

    def _rare(self, bigrams: Collection[str]) -> list[str]:
        """Return the rarest bigrams, at least one: as many as about BROAD enterprises have."""
        words = {word(bigram): bigram for bigram in bigrams}
        query = "SELECT word, enterprises FROM common_@ WHERE word IN (SELECT value FROM json_each(:words))"
        common = dict(self._rows(query, words=json.dumps(list(words))))
        chosen, enterprises = list[str](), 0
        for spelt, bigram in sorted(words.items(), key=lambda entry: common.get(entry[0], 0)):
            enterprises += common.get(spelt, 0)
            if chosen and enterprises > BROAD:
                break
            chosen.append(bigram)
        return chosen

    def _by_prefix(self, prefix: str) -> dict[int, str]:
        query = """SELECT d.id, d.features FROM keys_@ k JOIN docs_@ d ON d.id = k.id
            WHERE k.key >= :first AND k.key < :after AND $WHERE LIMIT :limit"""
        return dict(self._rows(query, first=prefix, after=prefix + AFTER, limit=WINDOW))

    def _by_words(self, words: str) -> dict[int, str]:
        query = """SELECT d.id, d.features FROM words_@ f JOIN docs_@ d ON d.id = f.rowid
            WHERE words_@ MATCH :words AND $WHERE ORDER BY f.rank LIMIT :limit"""
        return dict(self._rows(query, words=words, limit=WINDOW))

    def facets(self, plan: Plan | None) -> Facets:
        """Count values over the exact answer, or over all in scope; over as many as can be reached."""
        among, values = _among(plan)
        counts: dict[str, list[tuple[str, int]]] = {each.name: [] for each in FACETS}
        for name, value, count in self._rows(_FACETS.replace("$AMONG", among), most=DEEPEST, **values):
            counts[_COUNTED[name]].append((value, count))
        return {name: facet_of(bigrams) for name, bigrams in counts.items()}

    def all(self, *, offset: int, limit: int, after: SortKey = ()) -> tuple[list[Candidate], int]:
        """Return a slice of all in scope, and their bounded number, which is 0 behind a cursor."""
        query = """SELECT d.id, d.features FROM docs_@ d WHERE d.uscc > :code AND $WHERE
            ORDER BY d.uscc LIMIT :limit OFFSET :offset"""
        rows = self._rows(query, code=after[0] if after else "", limit=limit, offset=offset)
        if after:
            return [candidate_of(*row) for row in rows], 0
        count = "SELECT count(*) FROM (SELECT 1 FROM docs_@ d WHERE $WHERE LIMIT :most)"
        return [candidate_of(*row) for row in rows], int(self._rows(count, most=DEEPEST + 1)[0][0])


# Ids and ranks of the exact answer; keys count more than any rank of words.
_EXACT = """SELECT k.id AS id, -1000.0 AS rank FROM json_each(:keys) w JOIN keys_@ k ON k.key = w.key
    UNION ALL SELECT k.id, -100.0 FROM json_each(:prefixes) w
        JOIN keys_@ k ON k.key >= w.value AND k.key < w.value || :after
    UNION ALL SELECT rowid, rank FROM words_@ WHERE words_@ MATCH :words"""


def _among(plan: Plan | None) -> tuple[str, Values]:
    """Return the condition on `d` that keeps the exact answer of a plan (None = all)."""
    if plan is None:
        return "1", {}
    if plan.is_by_code:
        return _CODES_AMONG, {"keys": json.dumps(plan.keys), "prefix": _code_prefix(plan), "after": AFTER}
    return "d.id IN (SELECT id FROM ($EXACT))", _exact_values(plan)


def _code_prefix(plan: Plan) -> str:
    return plan.prefixes[0].partition(":")[2]


def _exact_values(plan: Plan) -> Values:
    return {
        "keys": json.dumps(plan.keys),
        "prefixes": json.dumps(plan.prefixes),
        "after": AFTER,
        "words": _all_words(plan) or '"nothing that a name holds" AND "0"',
    }


def _quoted(tokens: Iterable[str], joint: str) -> str:
    return joint.join(f'"{word(token)}"' for token in tokens)


def _all_words(plan: Plan) -> str:
    parts = []
    if plan.required_bigrams:
        parts.append(f"bigrams : ({_quoted(plan.required_bigrams, ' AND ')})")
    if plan.required_unigrams:
        parts.append(f"unigrams : ({_quoted(plan.required_unigrams, ' AND ')})")
    return " AND ".join(parts)


def _fallback_words(plan: Plan, bigrams: Collection[str]) -> list[str]:
    """Return the queries for several edits: a bigram is left, or all characters but one."""
    unigrams, questions = plan.unigrams, []
    if bigrams:
        questions.append(f"bigrams : ({_quoted(bigrams, ' OR ')})")
    if 2 < len(unigrams) <= _MOST_UNIGRAMS:  # noqa: PLR2004 - of two characters neither alone is specific
        lacking = (_quoted((*unigrams[:i], *unigrams[i + 1 :]), " AND ") for i in range(len(unigrams)))
        questions.append(f"unigrams : ({' OR '.join(f'({group})' for group in lacking)})")
    return questions
