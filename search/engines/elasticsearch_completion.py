"""Completion on Elasticsearch: the first keys that begin so, and beginnings of fixed lengths for one slip.

No completion field: it would cost more than all the rest of the index together, and memory for every name.
"""

from collections.abc import Collection, Iterator

from search.engines.elasticsearch_questions import Body, begins, weighing
from search.engines.staged import SUGGEST_POOL
from search.suggesting import texts_of
from search.text.fronts import front_length, fronts_to_ask

_EQUAL, _SOUND, _BEHIND, _SLIP = 1_000.0, 900.0, 100.0, 1.0


def beginning(fronts: Collection[str]) -> Body:
    """Ask for firms with a key that begins with one of `fronts`, equal ones first."""
    equal = [weighing({"term": {"exact": front}}, _EQUAL) for front in fronts]
    return _body([*equal, *(_begins(front, _SLIP) for front in fronts)])


def beginning_nearly(fronts: Collection[str], slipped: Collection[str]) -> Body:
    """Ask for firms with a key that begins so, or with one that begins like `slipped` but for one slip."""
    near = (_nearly(front) for text in texts_of(slipped) for front in fronts_to_ask(text))
    behind = (query for key in slipped for query in _slips_behind(key))
    return _body([*(_begins(front, _SOUND) for front in fronts), *near, *behind])


def _slips_behind(key: str) -> Iterator[Body]:
    """Yield what the key begins with before a slip that lies behind the beginnings that are kept, the longest first."""
    kind, _, text = key.partition(":")
    for length in range(len(text) - 1, front_length(text) - 1, -1):
        yield _begins(f"{kind}:{text[:length]}", _BEHIND + length)


def _begins(front: str, weight: float) -> Body:
    return begins(front, weight, most=SUGGEST_POOL)


def _nearly(front: str) -> Body:
    """Return what finds a beginning with one slip behind its first character."""
    return weighing({"fuzzy": {"fronts": {"value": front, "fuzziness": 1, "prefix_length": 1}}}, _SLIP)


def _body(queries: list[Body]) -> Body:
    return {"query": {"dis_max": {"queries": queries}}, "size": SUGGEST_POOL, "track_total_hits": False}
