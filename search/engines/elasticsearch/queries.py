"""Questions of a plan in the words of Elasticsearch: each is the body of one search."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from elasticsearch.dsl import A, Q
from elasticsearch.dsl.query import Query

from enterprises.catalogue.registry import KINDS
from search.engines.elasticsearch.documents import agency_day, gap_terms, leading_range
from search.engines.staged import EXACT_LIMIT, Scope
from search.matching.counting import facet_of
from search.matching.plan import Plan
from search.port import DEEPEST, PENALTY, WINDOW, After, Facets

_PENALTIES = f"kinds.{PENALTY}"
Body = dict[str, Any]

KEY_BOOST = 100.0  # an equal key counts more than any sum over pairs, in the order of the weights of the plan
LONGEST_KEY = 250  # characters; the analyzer cuts at 255
MOST_VALUES = 60


def _day(field: str, scope: Scope) -> Query:
    return Q("term", **{field: scope.on.isoformat()})


def _listed(scope: Scope) -> Query:
    clauses = [Q("term", **{"lists.slug": scope.filters.list}), _day("lists.days", scope)]
    return Q("nested", path="lists", query=Q("bool", filter=clauses))


@lru_cache(maxsize=256)
def _in_scope(scope: Scope) -> tuple[Body, ...]:
    """Return the filters of day and wishes, that of the day first."""
    wanted, clauses = scope.filters, [_day("public", scope)]
    if wanted.region is not None:
        clauses.append(Q("prefix", region=wanted.region))
    if wanted.industry is not None:
        clauses.append(Q("term", industry=wanted.industry))
    if wanted.status is not None:
        clauses.append(Q("term", status=wanted.status))
    if wanted.has_penalty is not None:
        penalised = _day(_PENALTIES, scope)
        clauses.append(penalised if wanted.has_penalty else ~penalised)
    if wanted.kind is not None:
        clauses.append(_day(f"kinds.{wanted.kind}", scope))
    if wanted.agency is not None:
        clauses.append(Q("term", agencies=agency_day(wanted.agency, scope.on)))
    if wanted.year is not None:
        clauses.append(Q("term", year=wanted.year))
    if wanted.list is not None:
        clauses.append(_listed(scope))
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
    plain = (("region", "region"), ("section", "industry"), ("status", "status"), ("year", "year"))
    buckets = {name: A("terms", field=field, size=MOST_VALUES).to_dict() for field, name in plain}
    penalised, unpenalised = _day(_PENALTIES, scope).to_dict(), (~_day(_PENALTIES, scope)).to_dict()
    kinds = {code: _day(f"kinds.{code}", scope).to_dict() for code in KINDS}
    buckets["has_penalty"] = A("filters", filters={"true": penalised, "false": unpenalised}).to_dict()
    buckets["kind"] = A("filters", filters=kinds).to_dict()
    buckets["list"] = _lists(scope)
    return buckets


def _lists(scope: Scope) -> dict[str, Any]:
    today = {
        "filter": _day("lists.days", scope).to_dict(),
        "aggs": {"slug": {"terms": {"field": "lists.slug", "size": MOST_VALUES}}},
    }
    return A("nested", path="lists", aggs={"today": today}).to_dict()


def facets_of(answer: dict[str, Any]) -> Facets:
    """Read the answer to questions for counts."""
    found = answer["aggregations"]
    values = {name: [(str(b["key"]), b["doc_count"]) for b in found[name]["buckets"]] for name in _PLAIN}
    for name in ("has_penalty", "kind"):
        values[name] = [(key, b["doc_count"]) for key, b in found[name]["buckets"].items()]
    values["list"] = [(b["key"], b["doc_count"]) for b in found["list"]["today"]["slug"]["buckets"]]
    return {name: facet_of(pairs) for name, pairs in values.items()}


_PLAIN = ("region", "industry", "status", "year")
