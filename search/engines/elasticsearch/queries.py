"""Queries of a plan in the words of Elasticsearch: each is the body of one search."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from elasticsearch.dsl import A, Q
from elasticsearch.dsl.query import Query

from search.engines.elasticsearch.mapping import MarkStorage, deletion_terms, leading_range, mark_day, storage_of
from search.engines.staged import EXACT_LIMIT, DayScope
from search.filters import FACETS, FLAGS, MARK_FIELDS, Filter, FilterKind, FilterValue
from search.matching.counting import facet_of
from search.matching.plan import Plan
from search.port import DEEPEST, WINDOW, Facets, SortKey

SearchBody = dict[str, Any]

KEY_BOOST = 100.0  # an equal key counts more than any sum over bigrams, in the order of the weights of the plan
LONGEST_KEY = 250  # characters; the analyzer cuts at 255
MOST_VALUES = 60


def _day(field: str, scope: DayScope) -> Query:
    return Q("term", **{field: scope.on.isoformat()})


def _term(each: Filter, value: FilterValue, scope: DayScope) -> Query:
    return Q("term", **{each.field: value})


def _prefix(each: Filter, value: FilterValue, scope: DayScope) -> Query:
    return Q("prefix", **{each.field: value})


def _marked(each: Filter, value: FilterValue, scope: DayScope) -> Query:
    """Return the clause that the field has the mark that day."""
    text, storage = str(value), storage_of(MARK_FIELDS[each.field])
    if storage is MarkStorage.OBJECT:
        return _day(f"{each.field}.{text}", scope)
    if storage is MarkStorage.NUMBERS:
        return Q("term", **{each.field: mark_day(text, scope.on)})
    clauses = [Q("term", **{f"{each.field}.value": text}), _day(f"{each.field}.days", scope)]
    return Q("nested", path=each.field, query=Q("bool", filter=clauses))


def _flag(each: Filter, value: FilterValue, scope: DayScope) -> Query:
    flagged = _marked(each, each.mark, scope)
    return flagged if value else ~flagged


_CLAUSES = {
    FilterKind.TERM: _term,
    FilterKind.PREFIX: _prefix,
    FilterKind.MARK: _marked,
    FilterKind.FLAG: _flag,
}


@lru_cache(maxsize=256)
def _in_scope(scope: DayScope) -> tuple[SearchBody, ...]:
    """Return the clauses of the day and of the filters, that of the day first."""
    clauses = [_day("public", scope), *(_CLAUSES[each.kind](each, value, scope) for each, value in scope.filters)]
    return tuple(clause.to_dict() for clause in clauses)


# Clauses are plain dicts; building DSL objects is slower than the query.


def weighing(clause: SearchBody, weight: float) -> SearchBody:
    """Return a clause that counts so much, however often it holds."""
    return {"constant_score": {"filter": clause, "boost": weight}}


def _scored(clauses: list[SearchBody], scope: DayScope) -> SearchBody:
    """Return the query for any of the clauses, within the scope."""
    return {"bool": {"should": clauses, "minimum_should_match": 1, "filter": _in_scope(scope)}}


def has_prefix(prefix: str, weight: float, *, most: int = WINDOW) -> SearchBody:
    """Return what finds the first keys that begin so: a common prefix costs no more than a rare one."""
    return weighing({"match_phrase_prefix": {"exact": {"query": prefix[:LONGEST_KEY], "max_expansions": most}}}, weight)


def _keys(plan: Plan) -> SearchBody:
    return {
        "dis_max": {
            "queries": [weighing({"term": {"exact": key}}, KEY_BOOST * weight) for key, weight in plan.keys.items()]
        }
    }


def _code_prefix(plan: Plan) -> SearchBody:
    (prefix,) = plan.prefixes
    bounds = leading_range(prefix.partition(":")[2])
    if bounds is None:
        return {"prefix": {"exact": prefix}}
    return {"range": {"leading": {"gte": bounds[0], "lte": bounds[1]}}}


def _fitting(plan: Plan) -> list[SearchBody]:
    """Return what the exact answer fits: one of the keys, heaviest first, a prefix of a code, or all bigrams."""
    clauses = [_keys(plan)]
    if plan.prefixes:
        clauses.append(_code_prefix(plan))
    if plan.required:
        bigrams: list[SearchBody] = [{"term": {"bigrams": token}} for token in plan.required_bigrams]
        clauses.append(
            {"bool": {"must": [*bigrams, *({"term": {"unigrams": token}} for token in plan.required_unigrams)]}}
        )
    return clauses


def by_key(plan: Plan, scope: DayScope) -> SearchBody:
    """Query enterprises with an exact key, heaviest first."""
    return {"query": _scored([_keys(plan)], scope), "size": EXACT_LIMIT, "track_total_hits": False}


def by_code(
    plan: Plan, scope: DayScope, *, exclude_ids: Collection[int] = (), offset: int, limit: int, after: SortKey = ()
) -> SearchBody:
    """Query a slice of the codes that begin so, in their order, and for their bounded number."""
    query: SearchBody = {"filter": [_code_prefix(plan), *_in_scope(scope)]}
    if exclude_ids:
        query["must_not"] = [{"terms": {"number": list(exclude_ids)}}]
    # Numbers first: beyond what is counted a server skips by numbers, while words are compared to the end.
    return {"query": {"bool": query}, "sort": ["leading", "uscc"], "size": limit, **_start(offset, after, most=DEEPEST)}


def _not_yet(scope: DayScope) -> SearchBody:
    """Return the clause of enterprises that become public later: excluding these few is the quicker way."""
    return {"range": {"public": {"gt": scope.on.isoformat(), "relation": "within"}}}


def exact(plan: Plan, scope: DayScope, *, offset: int, limit: int, after: SortKey = ()) -> SearchBody:
    """Query a slice of the exact answer, heaviest keys first, and for its bounded total."""
    query = _scored(_fitting(plan), scope)
    return {"query": query, "sort": ["_score", "uscc"], "size": limit, **_start(offset, after, most=DEEPEST)}


def _start(offset: int, after: SortKey, *, most: int) -> SearchBody:
    """Return where a slice begins; behind a cursor nothing is counted, and what lies before costs nothing."""
    if after:
        return {"search_after": list(after), "track_total_hits": False}
    return {"from": offset, "track_total_hits": most}


def fuzzy(plan: Plan, scope: DayScope) -> SearchBody:
    """Query enterprises with a fuzzy key or one edit; no total, the heaviest first."""
    clauses = [weighing({"term": {"exact": key}}, weight) for key, weight in plan.fuzzy_keys.items()]
    clauses += [has_prefix(prefix, 1) for prefix in plan.fuzzy_prefixes]
    for weight in sorted(set(plan.deletions.values())):
        deletions = deletion_terms([deletion for deletion, weighs in plan.deletions.items() if weighs == weight])
        clauses.append(weighing({"terms": {"deletions": deletions}}, weight))
    query = {"bool": {"must": [{"dis_max": {"queries": clauses}}], "filter": _in_scope(scope)}}
    return {"query": query, "size": WINDOW, "track_total_hits": False}


def fallback(plan: Plan, scope: DayScope) -> SearchBody:
    """Query enterprises that share characters and bigrams; no total, so that weak ones are skipped."""
    clauses: list[SearchBody] = []
    if plan.unigrams:
        clauses.append({"match": {"unigrams": {"query": " ".join(plan.unigrams), "minimum_should_match": "60%"}}})
    if plan.bigrams:
        clauses.append({"match": {"bigrams": {"query": " ".join(plan.bigrams)}}})
    query: SearchBody = {"should": clauses, "minimum_should_match": 1}
    query |= {"must_not": [_not_yet(scope)], "filter": _in_scope(scope)[1:]}
    return {"query": {"bool": query}, "size": WINDOW, "track_total_hits": False}


def everything(scope: DayScope, *, offset: int, limit: int, after: SortKey = ()) -> SearchBody:
    """Query all in scope by code."""
    query = {"bool": {"filter": _in_scope(scope)}}
    return {"query": query, "sort": ["uscc"], "size": limit, **_start(offset, after, most=DEEPEST + 1)}


def counts(plan: Plan | None, scope: DayScope) -> SearchBody:
    """Query the values of the facets over the exact answer of a plan (None = over all in scope)."""
    query = {"bool": {"filter": _in_scope(scope)}} if plan is None else _scored(_fitting(plan), scope)
    # Behind a filter nothing is weighed.
    rest = {"size": 0, "track_total_hits": False, "terminate_after": DEEPEST}
    return {"query": {"bool": {"filter": [query]}}, "aggs": _buckets(scope), **rest}


@lru_cache(maxsize=256)
def _buckets(scope: DayScope) -> dict[str, Any]:
    return {each.name: _bucket(each, scope) for each in FACETS}


def _bucket(each: Filter, scope: DayScope) -> dict[str, Any]:
    """Return the aggregation that counts the values of one facet."""
    aggregation: dict[str, Any]
    if not each.is_marked:
        aggregation = A("terms", field=each.counted_field, size=MOST_VALUES).to_dict()
    elif each.kind is FilterKind.MARK and storage_of(each) is MarkStorage.NESTED:
        values = {"terms": {"field": f"{each.field}.value", "size": MOST_VALUES}}
        today = {"filter": _day(f"{each.field}.days", scope).to_dict(), "aggs": {"values": values}}
        aggregation = A("nested", path=each.field, aggs={"today": today}).to_dict()
    else:
        aggregation = A("filters", filters=_clauses_of(each, scope)).to_dict()
    return aggregation


def _clauses_of(each: Filter, scope: DayScope) -> dict[str, Any]:
    if each.kind is FilterKind.FLAG:
        return {name: _flag(each, value, scope).to_dict() for name, value in FLAGS.items()}
    return {name: _marked(each, name, scope).to_dict() for name in each.choices}


def facets_of(answer: dict[str, Any]) -> Facets:
    """Read the answer to queries for counts."""
    found = answer["aggregations"]
    return {each.name: facet_of(_counts(found[each.name])) for each in FACETS}


def _counts(found: dict[str, Any]) -> list[tuple[str, int]]:
    """Return values and counts of an aggregation of `_bucket`."""
    buckets = found["today"]["values"]["buckets"] if "today" in found else found["buckets"]
    if isinstance(buckets, dict):
        return [(value, bucket["doc_count"]) for value, bucket in buckets.items()]
    return [(str(bucket["key"]), bucket["doc_count"]) for bucket in buckets]
