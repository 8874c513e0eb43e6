"""Completion on Elasticsearch: the first keys that begin so, and beginnings of fixed lengths for one edit.

No completion field: it would cost more than all the rest of the index together, and memory for every name.
"""

from collections.abc import Collection, Iterator

from search.engines.elasticsearch.queries import SearchBody, has_prefix, weighing
from search.engines.staged import SUGGEST_POOL
from search.matching.completion import CompletionPlan, texts_of
from search.names.prefixes import prefix_length_of, prefixes_to_search
from search.names.tokens import tokens_of

_SHORTEST_CORE = 3  # characters
# Keys of each kind, and enterprises, per prefix. Twice as many find the intended enterprise less often.
_FIRST = 30
_EQUAL, _PINYIN_BOOST, _BEHIND, _EDIT, _FIRST_EDIT = 1_000.0, 900.0, 100.0, 1.0, 0.5


def with_prefix(prefixes: Collection[str]) -> SearchBody:
    """Query enterprises with a key that begins with one of `prefixes`, equal ones first."""
    equal = [weighing({"term": {"exact": prefix}}, _EQUAL) for prefix in prefixes]
    return _body([*equal, *(has_prefix(prefix, _EDIT, most=_FIRST) for prefix in prefixes)], most=_FIRST)


def with_fuzzy_prefix(plan: CompletionPlan) -> SearchBody:
    """Query enterprises with a key that begins so, or with one that begins like `edited` but for one edit."""
    behind = (query for key in plan.edited for query in _edits_behind(key))
    return _body([*(_has_prefix(prefix, _PINYIN_BOOST) for prefix in plan.fuzzy_prefixes), *_fuzzy(plan), *behind])


def _fuzzy(plan: CompletionPlan) -> Iterator[SearchBody]:
    """Yield what finds beginnings with one edit.

    Behind a region the core alone is held against cores: all that begins with 广州 would be walked through. If the
    edit is in the first character of the core, the others are found.
    """
    query = plan.query
    if plan.edited and query.region and len(query.core) >= _SHORTEST_CORE:
        fuzzy: list[SearchBody] = [_fuzzy_prefix(prefix) for prefix in prefixes_to_search(query.core)]
        within = _bigrams(query.region)
        yield {"bool": {"must": [{"dis_max": {"queries": fuzzy}}], "filter": within}}
        yield weighing({"bool": {"filter": [*within, *_bigrams(query.core[1:])]}}, _FIRST_EDIT)
    else:
        yield from (_fuzzy_prefix(prefix) for text in texts_of(plan.edited) for prefix in prefixes_to_search(text))


def _bigrams(text: str) -> list[SearchBody]:
    return [{"term": {"bigrams": bigram}} for bigram in tokens_of(text)]


def _edits_behind(key: str) -> Iterator[SearchBody]:
    """Yield what the key begins with before an edit behind the stored prefixes, longest first."""
    kind, _, text = key.partition(":")
    for length in range(len(text) - 1, prefix_length_of(text) - 1, -1):
        yield _has_prefix(f"{kind}:{text[:length]}", _BEHIND + length)


def _has_prefix(prefix: str, weight: float) -> SearchBody:
    return has_prefix(prefix, weight, most=SUGGEST_POOL)


def _fuzzy_prefix(prefix: str) -> SearchBody:
    """Return what finds a beginning with one edit behind its first character."""
    return weighing({"fuzzy": {"prefixes": {"value": prefix, "fuzziness": 1, "prefix_length": 1}}}, _EDIT)


def _body(queries: list[SearchBody], *, most: int = SUGGEST_POOL) -> SearchBody:
    return {"query": {"dis_max": {"queries": queries}}, "size": most, "track_total_hits": False}
