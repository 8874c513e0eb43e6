"""Questions of a plan in the words of SQLite: b-trees for exact keys, FTS5 over pre-cut pairs."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from typing import Any

from search.engines.sqlite.scope import AFTER, Values, conditions, flag_condition
from search.engines.sqlite.store import statement, word
from search.engines.staged import EXACT_LIMIT, Scope
from search.engines.texts import candidate_of
from search.filters import FACETS, FLAGGED, Filter, FilterKind
from search.matching.counting import facet_of
from search.matching.plan import Plan
from search.matching.ranking import Candidate
from search.port import DEEPEST, WINDOW, After, Facets

_MOST_SINGLES = 10
BROAD = 3000  # matches beyond which ranking them by their words costs more than it tells


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

# How many codes begin so, without a look at the firms if nothing else is asked; and other firms with an equal key.
_CODES = """SELECT (SELECT count(*) FROM (SELECT 1 FROM docs_@ d
        WHERE d.uscc >= :front AND d.uscc < :front || :after AND $WHERE LIMIT :most)) +
    (SELECT count(DISTINCT d.id) FROM json_each(:keys) w JOIN keys_@ k ON k.key = w.key JOIN docs_@ d ON d.id = k.id
        WHERE NOT (d.uscc >= :front AND d.uscc < :front || :after) AND $WHERE)"""
# No more than are counted, and those of an equal key.
_CODES_AMONG = """d.id IN (
    SELECT id FROM (SELECT d.id FROM docs_@ d
        WHERE d.uscc >= :front AND d.uscc < :front || :after AND $WHERE LIMIT :most)
    UNION SELECT k.id FROM json_each(:keys) w JOIN keys_@ k ON k.key = w.key)"""
_BY_CODE = """SELECT d.id, d.card, d.uscc FROM docs_@ d
    WHERE d.uscc >= :front AND d.uscc < :front || :after AND d.uscc > :uscc AND $WHERE
        AND d.id NOT IN (SELECT value FROM json_each(:without))
    ORDER BY d.uscc LIMIT :limit OFFSET :offset"""


class Look:
    """Questions to one build, within one snapshot and scope.

    In the text of a question $WHERE stands for what the scope lets through and $TIGHT for the
    tight answer; all values are parameters.
    """

    def __init__(self, connection: sqlite3.Connection, build: int, scope: Scope) -> None:
        self._connection = connection
        self._build = build
        self._where, self._values = conditions(scope)

    def _rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        query = query.replace("$TIGHT", _TIGHT).replace("$WHERE", self._where)
        return self._connection.execute(statement(query, self._build), self._values | values).fetchall()

    def exact(self, plan: Plan) -> list[Candidate]:
        """Return those with an exact key, heaviest first."""
        rows = self._rows(
            """SELECT d.id, d.card FROM json_each(:keys) w JOIN keys_@ k ON k.key = w.key JOIN docs_@ d ON d.id = k.id
            WHERE $WHERE GROUP BY d.id ORDER BY max(w.value) DESC, d.uscc LIMIT :limit""",
            keys=json.dumps(plan.keys),
            limit=EXACT_LIMIT,
        )
        return [candidate_of(*row) for row in rows]

    def tight(
        self, plan: Plan, *, broad: bool, offset: int, limit: int, without: Collection[int] = (), after: After = ()
    ) -> list[Candidate]:
        """Return a slice of the tight answer: the densest names first, of a broad one by number or by code."""
        if plan.is_by_code:
            (uscc,), front = after or ("",), _code_front(plan)
            rest = {"without": json.dumps(list(without)), "limit": limit, "offset": offset}
            rows = self._rows(_BY_CODE, front=front, after=AFTER, uscc=uscc, **rest)
            return [candidate_of(number, card, tuple(place)) for number, card, *place in rows]
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
        return [candidate_of(number, card, tuple(place)) for number, card, *place in rows]

    def count(self, plan: Plan) -> int:
        """Count the tight answer up to one more than a person can reach."""
        if plan.is_by_code:
            values = {"keys": json.dumps(plan.keys), "front": _code_front(plan), "after": AFTER}
            return int(self._rows(_CODES, **values, most=DEEPEST + 1)[0][0])
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
        return [candidate_of(number, card) for number, card in list(found.items())[:WINDOW]]

    def wide(self, plan: Plan) -> list[Candidate]:
        """Return those that share the rarest pairs, then those that share most of the characters."""
        found: dict[int, str] = {}
        for words in _wide_words(plan, self._rare(plan.pairs)):
            if len(found) < WINDOW:
                found |= self._by_words(words)
        return [candidate_of(number, card) for number, card in list(found.items())[:WINDOW]]

    def _rare(self, pairs: Collection[str]) -> list[str]:
        """Return the rarest of the pairs: so many that not many more than BROAD firms bear one, and one at least."""
        words = {word(pair): pair for pair in pairs}
        query = "SELECT word, firms FROM common_@ WHERE word IN (SELECT value FROM json_each(:words))"
        common = dict(self._rows(query, words=json.dumps(list(words))))
        chosen, firms = list[str](), 0
        for spelt, pair in sorted(words.items(), key=lambda entry: common.get(entry[0], 0)):
            firms += common.get(spelt, 0)
            if chosen and firms > BROAD:
                break
            chosen.append(pair)
        return chosen

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
        among, values = _among(plan)
        counts: dict[str, list[tuple[str, int]]] = {each.name: [] for each in FACETS}
        for name, value, count in self._rows(_FACETS.replace("$AMONG", among), most=DEEPEST, **values):
            counts[_COUNTED[name]].append((value, count))
        return {name: facet_of(pairs) for name, pairs in counts.items()}

    def all(self, *, offset: int, limit: int, after: After = ()) -> tuple[list[Candidate], int]:
        """Return a slice of all in scope, and their bounded number, which is 0 behind a place."""
        query = """SELECT d.id, d.card FROM docs_@ d WHERE d.uscc > :code AND $WHERE
            ORDER BY d.uscc LIMIT :limit OFFSET :offset"""
        rows = self._rows(query, code=after[0] if after else "", limit=limit, offset=offset)
        if after:
            return [candidate_of(*row) for row in rows], 0
        count = "SELECT count(*) FROM (SELECT 1 FROM docs_@ d WHERE $WHERE LIMIT :most)"
        return [candidate_of(*row) for row in rows], int(self._rows(count, most=DEEPEST + 1)[0][0])


# Ids and ranks of the tight answer; keys count more than any rank of words.
_TIGHT = """SELECT k.id AS id, -1000.0 AS rank FROM json_each(:keys) w JOIN keys_@ k ON k.key = w.key
    UNION ALL SELECT k.id, -100.0 FROM json_each(:fronts) w
        JOIN keys_@ k ON k.key >= w.value AND k.key < w.value || :after
    UNION ALL SELECT rowid, rank FROM words_@ WHERE words_@ MATCH :words"""


def _among(plan: Plan | None) -> tuple[str, Values]:
    """Return the condition on `d` that keeps the tight answer of a plan (None = all)."""
    if plan is None:
        return "1", {}
    if plan.is_by_code:
        return _CODES_AMONG, {"keys": json.dumps(plan.keys), "front": _code_front(plan), "after": AFTER}
    return "d.id IN (SELECT id FROM ($TIGHT))", _tight_values(plan)


def _code_front(plan: Plan) -> str:
    return plan.fronts[0].partition(":")[2]


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


def _wide_words(plan: Plan, pairs: Collection[str]) -> list[str]:
    """Return the questions for several slips: a pair is left, or all characters but one."""
    singles, questions = plan.singles, []
    if pairs:
        questions.append(f"pairs : ({_quoted(pairs, ' OR ')})")
    if 2 < len(singles) <= _MOST_SINGLES:  # noqa: PLR2004 - of two characters either alone says nothing
        lacking = (_quoted((*singles[:i], *singles[i + 1 :]), " AND ") for i in range(len(singles)))
        questions.append(f"singles : ({' OR '.join(f'({group})' for group in lacking)})")
    return questions
