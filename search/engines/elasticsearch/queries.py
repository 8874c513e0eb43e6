"""Questions of a plan in the words of Elasticsearch: each is the body of one search."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from elasticsearch.dsl import A, Q
from elasticsearch.dsl.query import Query

from search.engines.elasticsearch.documents import MarkStorage, gap_terms, leading_range, mark_day, storage_of
from search.engines.staged import EXACT_LIMIT, Scope
from search.filters import FACETS, FLAGS, MARK_FIELDS, Filter, FilterKind, Value
from search.matching.counting import facet_of
from search.matching.plan import Plan
from search.port import DEEPEST, WINDOW, After, Facets

Body = dict[str, Any]

KEY_BOOST = 100.0  # an equal key counts more than any sum over pairs, in the order of the weights of the plan
LONGEST_KEY = 250  # characters; the analyzer cuts at 255
MOST_VALUES = 60


def _day(field: str, scope: Scope) -> Query:
    return Q("term", **{field: scope.on.isoformat()})


def _term(each: Filter, value: Value, scope: Scope) -> Query:
    return Q("term", **{each.field: value})


def _prefix(each: Filter, value: Value, scope: Scope) -> Query:
    return Q("prefix", **{each.field: value})


def _marked(each: Filter, value: Value, scope: Scope) -> Query:
    """Return the clause that the field has the mark that day."""
    text, storage = str(value), storage_of(MARK_FIELDS[each.field])
    if storage is MarkStorage.OBJECT:
        return _day(f"{each.field}.{text}", scope)
    if storage is MarkStorage.NUMBERS:
        return Q("term", **{each.field: mark_day(text, scope.on)})
    clauses = [Q("term", **{f"{each.field}.value": text}), _day(f"{each.field}.days", scope)]
    return Q("nested", path=each.field, query=Q("bool", filter=clauses))


def _flag(each: Filter, value: Value, scope: Scope) -> Query:
    flagged = _marked(each, each.mark, scope)
    return flagged if value else ~flagged


_CLAUSES = {
    FilterKind.TERM: _term,
    FilterKind.PREFIX: _prefix,
    FilterKind.MARK: _marked,
    FilterKind.FLAG: _flag,
}


@lru_cache(maxsize=256)
def _in_scope(scope: Scope) -> tuple[Body, ...]:
    """Return the clauses of the day and of the filters, that of the day first."""
    clauses = [_day("public", scope), *(_CLAUSES[each.kind](each, value, scope) for each, value in scope.filters)]
    return tuple(clause.to_dict() for clause in clauses)


# What is asked by is written as it is sent: objects for a dozen keys would take longer than the answer.


def weighing(clause: Body, weight: float) -> Body:
    """Return a clause that counts so much, however often it holds."""
    return {"constant_score": {"filter": clause, "boost": weight}}


def _scored(clauses: list[Body], scope: Scope) -> Body:
    """Return the question for any of the clauses, within the scope."""
    return {"bool": {"should": clauses, "minimum_should_match": 1, "filter": _in_scope(scope)}}


def begins(front: str, weight: float, *, most: int = WINDOW) -> Body:
    """Return what finds the first keys that begin so: a common front costs no more than a rare one."""
    return weighing({"match_phrase_prefix": {"exact": {"query": front[:LONGEST_KEY], "max_expansions": most}}}, weight)


def _keys(plan: Plan) -> Body:
    return {
        "dis_max": {
            "queries": [weighing({"term": {"exact": key}}, KEY_BOOST * weight) for key, weight in plan.keys.items()]
        }
    }


def _code_front(plan: Plan) -> Body:
    (front,) = plan.fronts
    bounds = leading_range(front.partition(":")[2])
    if bounds is None:
        return {"prefix": {"exact": front}}
    return {"range": {"leading": {"gte": bounds[0], "lte": bounds[1]}}}


def _fitting(plan: Plan) -> list[Body]:
    """Return what the tight answer fits: one of the keys, heaviest first, a front of a code, or all pairs."""
    clauses = [_keys(plan)]
    if plan.fronts:
        clauses.append(_code_front(plan))
    if plan.required:
        pairs: list[Body] = [{"term": {"pairs": token}} for token in plan.required_pairs]
        clauses.append({"bool": {"must": [*pairs, *({"term": {"singles": token}} for token in plan.required_singles)]}})
    return clauses


def exact(plan: Plan, scope: Scope) -> Body:
    """Ask for firms with an exact key, heaviest first."""
    return {"query": _scored([_keys(plan)], scope), "size": EXACT_LIMIT, "track_total_hits": False}


def by_code(
    plan: Plan, scope: Scope, *, without: Collection[int] = (), offset: int, limit: int, after: After = ()
) -> Body:
    """Ask for a slice of the codes that begin so, in their order, and for their bounded number."""
    query: Body = {"filter": [_code_front(plan), *_in_scope(scope)]}
    if without:
        query["must_not"] = [{"terms": {"number": list(without)}}]
    # Numbers first: beyond what is counted a server skips by numbers, while words are compared to the end.
    return {"query": {"bool": query}, "sort": ["leading", "uscc"], "size": limit, **_start(offset, after, most=DEEPEST)}


def _not_yet(scope: Scope) -> Body:
    """Return what holds of firms that become public later: to leave out these few is quicker than to keep the rest."""
    return {"range": {"public": {"gt": scope.on.isoformat(), "relation": "within"}}}


def tight(plan: Plan, scope: Scope, *, offset: int, limit: int, after: After = ()) -> Body:
    """Ask for a slice of the tight answer, heaviest keys first, and for its bounded total."""
    query = _scored(_fitting(plan), scope)
    return {"query": query, "sort": ["_score", "uscc"], "size": limit, **_start(offset, after, most=DEEPEST)}


def _start(offset: int, after: After, *, most: int) -> Body:
    """Return where a slice begins; behind a place nothing is counted, and what lies before costs nothing."""
    if after:
        return {"search_after": list(after), "track_total_hits": False}
    return {"from": offset, "track_total_hits": most}


def near(plan: Plan, scope: Scope) -> Body:
    """Ask for firms with a near key or one slip; no total, the heaviest first."""
    clauses = [weighing({"term": {"exact": key}}, weight) for key, weight in plan.near_keys.items()]
    clauses += [begins(front, 1) for front in plan.near_fronts]
    for weight in sorted(set(plan.gaps.values())):
        gaps = gap_terms([gap for gap, weighs in plan.gaps.items() if weighs == weight])
        clauses.append(weighing({"terms": {"gaps": gaps}}, weight))
    query = {"bool": {"must": [{"dis_max": {"queries": clauses}}], "filter": _in_scope(scope)}}
    return {"query": query, "size": WINDOW, "track_total_hits": False}


def wide(plan: Plan, scope: Scope) -> Body:
    """Ask for firms that share characters and pairs; no total, so that weak ones are skipped."""
    clauses: list[Body] = []
    if plan.singles:
        clauses.append({"match": {"singles": {"query": " ".join(plan.singles), "minimum_should_match": "60%"}}})
    if plan.pairs:
        clauses.append({"match": {"pairs": {"query": " ".join(plan.pairs)}}})
    query: Body = {"should": clauses, "minimum_should_match": 1}
    query |= {"must_not": [_not_yet(scope)], "filter": _in_scope(scope)[1:]}
    return {"query": {"bool": query}, "size": WINDOW, "track_total_hits": False}


def everything(scope: Scope, *, offset: int, limit: int, after: After = ()) -> Body:
    """Ask for all in scope by code."""
    query = {"bool": {"filter": _in_scope(scope)}}
    return {"query": query, "sort": ["uscc"], "size": limit, **_start(offset, after, most=DEEPEST + 1)}


def counts(plan: Plan | None, scope: Scope) -> Body:
    """Ask for the values of the facets over the tight answer of a plan (None = over all in scope)."""
    query = {"bool": {"filter": _in_scope(scope)}} if plan is None else _scored(_fitting(plan), scope)
    # Behind a filter nothing is weighed.
    rest = {"size": 0, "track_total_hits": False, "terminate_after": DEEPEST}
    return {"query": {"bool": {"filter": [query]}}, "aggs": _buckets(scope), **rest}


@lru_cache(maxsize=256)
def _buckets(scope: Scope) -> dict[str, Any]:
    return {each.name: _bucket(each, scope) for each in FACETS}


def _bucket(each: Filter, scope: Scope) -> dict[str, Any]:
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


def _clauses_of(each: Filter, scope: Scope) -> dict[str, Any]:
    if each.kind is FilterKind.FLAG:
        return {name: _flag(each, value, scope).to_dict() for name, value in FLAGS.items()}
    return {name: _marked(each, name, scope).to_dict() for name in each.choices}


def facets_of(answer: dict[str, Any]) -> Facets:
    """Read the answer to questions for counts."""
    found = answer["aggregations"]
    return {each.name: facet_of(_counts(found[each.name])) for each in FACETS}


def _counts(found: dict[str, Any]) -> list[tuple[str, int]]:
    """Return values and counts of an aggregation of `_bucket`."""
    buckets = found["today"]["values"]["buckets"] if "today" in found else found["buckets"]
    if isinstance(buckets, dict):
        return [(value, bucket["doc_count"]) for value, bucket in buckets.items()]
    return [(str(bucket["key"]), bucket["doc_count"]) for bucket in buckets]
