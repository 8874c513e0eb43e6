"""Completion on Elasticsearch: the first keys that begin so, and beginnings of fixed lengths for one slip.

No completion field: it would cost more than all the rest of the index together, and memory for every name.
"""

from collections.abc import Collection, Iterator

from search.engines.elasticsearch.queries import Body, begins, weighing
from search.engines.staged import SUGGEST_POOL
from search.matching.completion import Wish, texts_of
from search.names.prefixes import front_length, fronts_to_ask
from search.names.tokens import tokens_of

_SHORTEST_CORE = 3  # characters
# Keys of each kind, and firms, of what begins so: with twice as many the firm that is meant was found less often.
_FIRST = 30
_EQUAL, _SOUND, _BEHIND, _SLIP, _FIRST_SLIP = 1_000.0, 900.0, 100.0, 1.0, 0.5


def beginning(fronts: Collection[str]) -> Body:
    """Ask for firms with a key that begins with one of `fronts`, equal ones first."""
    equal = [weighing({"term": {"exact": front}}, _EQUAL) for front in fronts]
    return _body([*equal, *(begins(front, _SLIP, most=_FIRST) for front in fronts)], most=_FIRST)


def beginning_nearly(wish: Wish) -> Body:
    """Ask for firms with a key that begins so, or with one that begins like `slipped` but for one slip."""
    behind = (query for key in wish.slipped for query in _slips_behind(key))
    return _body([*(_begins(front, _SOUND) for front in wish.near_fronts), *_near(wish), *behind])


def _near(wish: Wish) -> Iterator[Body]:
    """Yield what finds beginnings with one slip.

    Behind a region the core alone is held against cores: all that begins with 广州 would be walked through. If the
    slip is in the first character of the core, the others are found.
    """
    query = wish.query
    if wish.slipped and query.region and len(query.core) >= _SHORTEST_CORE:
        near: list[Body] = [_nearly(front) for front in fronts_to_ask(query.core)]
        within = _pairs(query.region)
        yield {"bool": {"must": [{"dis_max": {"queries": near}}], "filter": within}}
        yield weighing({"bool": {"filter": [*within, *_pairs(query.core[1:])]}}, _FIRST_SLIP)
    else:
        yield from (_nearly(front) for text in texts_of(wish.slipped) for front in fronts_to_ask(text))


def _pairs(text: str) -> list[Body]:
    return [{"term": {"pairs": pair}} for pair in tokens_of(text)]


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


def _body(queries: list[Body], *, most: int = SUGGEST_POOL) -> Body:
    return {"query": {"dis_max": {"queries": queries}}, "size": most, "track_total_hits": False}
