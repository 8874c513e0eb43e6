"""Completion on SQLite: ranges of the b-tree of keys, and a walk along it for one edit."""

import json
import sqlite3
from collections.abc import Iterable, Iterator

from search.engines.sqlite.scope import AFTER
from search.engines.sqlite.store import statement
from search.engines.staged import SUGGEST_POOL
from search.engines.texts import candidate_of
from search.matching.ranking import Candidate

_MOST_CHILDREN = 1500  # characters tried at one position
_KIND = 2  # characters of a key of its kind

_PREFIXED = "SELECT DISTINCT id FROM keys_@ WHERE key >= ? AND key < ? LIMIT ?"
_ANY_PREFIXED = """SELECT DISTINCT k.id FROM json_each(?) w JOIN keys_@ k ON k.key >= w.value AND k.key < w.value || ?
    LIMIT ?"""
_FEATURES = "SELECT d.id, d.features FROM json_each(?) w JOIN docs_@ d ON d.id = w.value"
# The characters that follow a beginning, each found by one step along the b-tree.
_CHILDREN = """WITH RECURSIVE child(c) AS (
    SELECT (SELECT substr(key, :length + 1, 1) FROM keys_@ WHERE key > :prefix AND key < :prefix || :after
        ORDER BY key LIMIT 1)
    UNION ALL
    SELECT (SELECT substr(key, :length + 1, 1) FROM keys_@ WHERE key >= :prefix || child.c || :after
        AND key < :prefix || :after ORDER BY key LIMIT 1) FROM child WHERE c <> '')
    SELECT c FROM child WHERE c <> '' LIMIT :most"""
_FEW = 8  # beginnings requested one by one, so that each gets its share of the pool


class Completion:
    """Queries to one build."""

    def __init__(self, connection: sqlite3.Connection, build: int) -> None:
        self._connection = connection
        self._build = build

    def of(self, prefixes: Iterable[str]) -> list[Candidate]:
        """Return the enterprises with a key that begins with one of `prefixes`, at most two pools."""
        prefixes = list(prefixes)
        ids: dict[int, None] = {}
        for prefix in prefixes[:_FEW]:
            rows = self._connection.execute(statement(_PREFIXED, self._build), (prefix, prefix + AFTER, SUGGEST_POOL))
            ids |= dict.fromkeys(number for (number,) in rows)
        if prefixes[_FEW:]:
            values = (json.dumps(prefixes[_FEW:]), AFTER, SUGGEST_POOL)
            ids |= dict.fromkeys(
                number for (number,) in self._connection.execute(statement(_ANY_PREFIXED, self._build), values)
            )
        return self._candidates(list(ids)[: 2 * SUGGEST_POOL])

    def _candidates(self, ids: list[int]) -> list[Candidate]:
        rows = self._connection.execute(statement(_FEATURES, self._build), (json.dumps(ids),))
        return [candidate_of(number, features) for number, features in rows if features]

    def edits_of(self, key: str) -> Iterator[str]:
        """Yield beginnings that are one edit behind the first letter away from `key`, where keys begin so."""
        for at in range(_KIND + 1, len(key)):
            prefix, rest = key[:at], key[at:]
            children = self._children(prefix)
            if not children:
                return
            yield prefix + rest[1:]
            if len(rest) > 1:
                yield prefix + rest[1] + rest[0] + rest[2:]
            for child in children:
                yield prefix + child + rest
                if child != rest[0]:
                    yield prefix + child + rest[1:]

    def _children(self, prefix: str) -> list[str]:
        values = {"prefix": prefix, "length": len(prefix), "after": AFTER, "most": _MOST_CHILDREN}
        return [child for (child,) in self._connection.execute(statement(_CHILDREN, self._build), values)]
