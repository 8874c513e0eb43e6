"""Questions of a plan in the words of Elasticsearch: each is the body of one search."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from elasticsearch.dsl import A, Q
from elasticsearch.dsl.query import Query

from enterprises.catalogue.registry import KINDS
from search.engines.elasticsearch_documents import agency_day, gap_term
from search.engines.staged import Scope, sorted_counts
from search.plan import Plan
from search.port import DEEPEST, PENALTY, WINDOW, After, FacetCount, Facets

_PENALTIES = f"kinds.{PENALTY}"
Body = dict[str, Any]

# An equal key counts more than any sum over pairs, in the order of the weights of the plan.
KEY_BOOST, FRONT_BOOST = 100.0, 1_000.0
MOST_VALUES = 60


def _all(clauses: list[Query]) -> Query:
    return Q("bool", filter=clauses)


def _any(clauses: list[Query]) -> Query:
    return Q("bool", should=clauses, minimum_should_match=1)


def _day(field: str, scope: Scope) -> Query:
    return Q("term", **{field: scope.on.isoformat()})


def _listed(scope: Scope) -> Query:
    clauses = [Q("term", **{"lists.slug": scope.filters.list}), _day("lists.days", scope)]
    return Q("nested", path="lists", query=_all(clauses))


@lru_cache(maxsize=256)
def _in_scope(scope: Scope) -> tuple[Query, ...]:
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
    return tuple(clauses)


def in_scope(scope: Scope) -> list[Query]:
    """Return the filters of day and wishes."""
    return list(_in_scope(scope))


def _required(plan: Plan) -> list[Query]:
    pairs = [Q("term", pairs=token) for token in plan.required_pairs]
    return [*pairs, *(Q("term", singles=token) for token in plan.required_singles)]


def _body(query: Query, **rest: Any) -> Body:
    return {"query": query.to_dict(), **rest}


def fitting(plan: Plan) -> Query:
    """Return what the tight answer fits: one of the keys, heaviest first, a front, or all pairs."""
    keys = [
        Q("constant_score", filter=Q("term", exact=key), boost=KEY_BOOST * weight) for key, weight in plan.keys.items()
    ]
    clauses = [Q("dis_max", queries=keys)]
    clauses += [Q("constant_score", filter=Q("prefix", exact=front), boost=FRONT_BOOST) for front in plan.fronts]
    if plan.required:
        clauses.append(Q("bool", must=_required(plan)))
    return _any(clauses)


def tight(fits: Query, scope: Scope, *, offset: int, limit: int, after: After = ()) -> Body:
    """Ask for a slice of the tight answer, heaviest keys first, and for its bounded total."""
    query = Q("bool", must=[fits], filter=in_scope(scope))
    return _body(query, sort=["_score", "uscc"], size=limit, **_start(offset, after, most=DEEPEST))


def _start(offset: int, after: After, *, most: int) -> Body:
    """Return where a slice begins; behind a place nothing is counted, and what lies before costs nothing."""
    if after:
        return {"search_after": list(after), "track_total_hits": False}
    return {"from": offset, "track_total_hits": most}


def near(plan: Plan, scope: Scope) -> Body:
    """Ask for firms with a near key or one slip; no total, the heaviest first."""
    clauses = [Q("constant_score", filter=Q("term", exact=key), boost=weight) for key, weight in plan.near_keys.items()]
    clauses += [Q("constant_score", filter=Q("prefix", exact=front), boost=1) for front in plan.near_fronts]
    for weight in sorted(set(plan.gaps.values())):
        gaps = [gap_term(gap) for gap, weighs in plan.gaps.items() if weighs == weight]
        clauses.append(Q("constant_score", filter=Q("terms", gaps=gaps), boost=weight))
    query = Q("bool", must=[Q("dis_max", queries=clauses)], filter=in_scope(scope))
    return _body(query, size=WINDOW, track_total_hits=False)


def wide(plan: Plan, scope: Scope) -> Body:
    """Ask for firms that share characters and pairs; no total, so that weak ones are skipped."""
    clauses = []
    if plan.singles:
        clauses.append(Q("match", singles={"query": " ".join(plan.singles), "minimum_should_match": "60%"}))
    if plan.pairs:
        clauses.append(Q("match", pairs={"query": " ".join(plan.pairs)}))
    query = Q("bool", should=clauses, minimum_should_match=1, filter=in_scope(scope))
    return _body(query, size=WINDOW, track_total_hits=False)


def everything(scope: Scope, *, offset: int, limit: int, after: After = ()) -> Body:
    """Ask for all in scope by code."""
    return _body(_all(in_scope(scope)), sort=["uscc"], size=limit, **_start(offset, after, most=DEEPEST + 1))


def counts_of(fits: Query, scope: Scope) -> Body:
    """Ask for the values of the facets over the tight answer."""
    return _counts(scope, [fits])


def counts_among(scope: Scope, *, ids: Collection[int] | None) -> Body:
    """Ask for the values of the facets over some ids (None = all in scope)."""
    return _counts(scope, [] if ids is None else [Q("terms", number=list(ids))])


def _counts(scope: Scope, clauses: list[Query]) -> Body:
    rest = {"size": 0, "track_total_hits": False, "terminate_after": DEEPEST}
    return _body(_all([*in_scope(scope), *clauses]), aggs=_buckets(scope), **rest)


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
    return {name: _facet(pairs) for name, pairs in values.items()}


_PLAIN = ("region", "industry", "status", "year")


def _facet(pairs: list[tuple[str, int]]) -> tuple[FacetCount, ...]:
    return sorted_counts(FacetCount(value=value, count=count) for value, count in pairs if value and count)
