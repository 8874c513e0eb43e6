"""Completion on Elasticsearch: the first keys that begin so, and beginnings of fixed lengths for one slip.

No completion field: it would cost more than all the rest of the index together, and memory for every name.
"""

from collections.abc import Collection, Iterator
from typing import Any

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.engines.staged import SUGGEST_POOL
from search.suggesting import texts_of
from search.text.fronts import front_length, fronts_to_ask

Body = dict[str, Any]

_MOST_KEYS = SUGGEST_POOL
_LONGEST_KEY = 250  # characters; the analyzer cuts at 255
_EQUAL, _SOUND, _BEHIND, _SLIP = 1_000.0, 900.0, 100.0, 1.0


def beginning(fronts: Collection[str]) -> Body:
    """Ask for firms with a key that begins with one of `fronts`, equal ones first."""
    equal = [_constant(Q("term", exact=front), _EQUAL) for front in fronts]
    return _body([*equal, *(_begins(front, _SLIP) for front in fronts)])


def beginning_nearly(fronts: Collection[str], slipped: Collection[str]) -> Body:
    """Ask for firms with a key that begins so, or with one that begins like `slipped` but for one slip."""
    near = (_nearly(front) for text in texts_of(slipped) for front in fronts_to_ask(text))
    behind = (query for key in slipped for query in _slips_behind(key))
    return _body([*(_begins(front, _SOUND) for front in fronts), *near, *behind])


def _slips_behind(key: str) -> Iterator[Query]:
    """Yield what the key begins with before a slip that lies behind the beginnings that are kept, the longest first."""
    kind, _, text = key.partition(":")
    for length in range(len(text) - 1, front_length(text) - 1, -1):
        yield _begins(f"{kind}:{text[:length]}", _BEHIND + length)


def _begins(front: str, boost: float) -> Query:
    """Return what finds the first keys that begin so: a common beginning costs no more than a rare one."""
    words = {"query": front[:_LONGEST_KEY], "max_expansions": _MOST_KEYS}
    return _constant(Q("match_phrase_prefix", exact=words), boost)


def _nearly(front: str) -> Query:
    """Return what finds a beginning with one slip behind its first character."""
    return _constant(Q("fuzzy", fronts={"value": front, "fuzziness": 1, "prefix_length": 1}), _SLIP)


def _constant(query: Query, boost: float) -> Query:
    return Q("constant_score", filter=query, boost=boost)


def _body(queries: list[Query]) -> Body:
    return {"query": Q("dis_max", queries=queries).to_dict(), "size": SUGGEST_POOL, "track_total_hits": False}
