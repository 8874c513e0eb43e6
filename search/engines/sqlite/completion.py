"""Completion on SQLite: ranges of the b-tree of keys, and a walk along it for one slip."""

import json
import sqlite3
from collections.abc import Iterable, Iterator

from search.engines.sqlite.scope import AFTER
from search.engines.sqlite.store import statement
from search.engines.staged import SUGGEST_POOL
from search.engines.texts import candidate_of
from search.matching.ranking import Candidate

_MOST_CHILDREN = 1500  # characters tried in one place
_KIND = 2  # characters of a key that tell its kind

_BEGINNING = "SELECT DISTINCT id FROM keys_@ WHERE key >= ? AND key < ? LIMIT ?"
_ANY_BEGINNING = """SELECT DISTINCT k.id FROM json_each(?) w JOIN keys_@ k ON k.key >= w.value AND k.key < w.value || ?
    LIMIT ?"""
_CARDS = "SELECT d.id, d.card FROM json_each(?) w JOIN docs_@ d ON d.id = w.value"
# The characters that follow a beginning, each found by one step along the b-tree.
_CHILDREN = """WITH RECURSIVE child(c) AS (
    SELECT (SELECT substr(key, :length + 1, 1) FROM keys_@ WHERE key > :front AND key < :front || :after
        ORDER BY key LIMIT 1)
    UNION ALL
    SELECT (SELECT substr(key, :length + 1, 1) FROM keys_@ WHERE key >= :front || child.c || :after
        AND key < :front || :after ORDER BY key LIMIT 1) FROM child WHERE c <> '')
    SELECT c FROM child WHERE c <> '' LIMIT :most"""
_FEW = 8  # beginnings asked for one by one, so that each gets its share of the pool


class Completion:
    """Questions to one build."""

    def __init__(self, connection: sqlite3.Connection, build: int) -> None:
        self._connection = connection
        self._build = build

    def of(self, fronts: Iterable[str]) -> list[Candidate]:
        """Return the firms with a key that begins with one of `fronts`, at most two pools."""
        fronts = list(fronts)
        ids: dict[int, None] = {}
        for front in fronts[:_FEW]:
            rows = self._connection.execute(statement(_BEGINNING, self._build), (front, front + AFTER, SUGGEST_POOL))
            ids |= dict.fromkeys(number for (number,) in rows)
        if fronts[_FEW:]:
            values = (json.dumps(fronts[_FEW:]), AFTER, SUGGEST_POOL)
            ids |= dict.fromkeys(
                number for (number,) in self._connection.execute(statement(_ANY_BEGINNING, self._build), values)
            )
        return self._cards(list(ids)[: 2 * SUGGEST_POOL])

    def _cards(self, ids: list[int]) -> list[Candidate]:
        rows = self._connection.execute(statement(_CARDS, self._build), (json.dumps(ids),))
        return [candidate_of(number, card) for number, card in rows if card]

    def slips_of(self, key: str) -> Iterator[str]:
        """Yield beginnings that are one slip behind the first letter away from `key`, where keys begin so."""
        for at in range(_KIND + 1, len(key)):
            front, rest = key[:at], key[at:]
            children = self._children(front)
            if not children:
                return
            yield front + rest[1:]
            if len(rest) > 1:
                yield front + rest[1] + rest[0] + rest[2:]
            for child in children:
                yield front + child + rest
                if child != rest[0]:
                    yield front + child + rest[1:]

    def _children(self, front: str) -> list[str]:
        values = {"front": front, "length": len(front), "after": AFTER, "most": _MOST_CHILDREN}
        return [child for (child,) in self._connection.execute(statement(_CHILDREN, self._build), values)]
