"""Questions of a plan in the words of Elasticsearch."""

from collections.abc import Collection
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.aggs import Agg
from elasticsearch.dsl.document_base import InstrumentedField
from elasticsearch.dsl.query import Query
from elasticsearch.dsl.response import Response

from enterprises.catalogue.registry import KINDS
from search.engines.elasticsearch_documents import agency_day
from search.engines.staged import EXACT_LIMIT, Scope, sorted_counts
from search.plan import Plan
from search.port import DEEPEST, PENALTY, WINDOW, FacetCount, Facets

_PENALTIES = f"kinds.{PENALTY}"
NEAR_KEY_BOOST = 50.0
MOST_VALUES = 60
HELD: list[str | InstrumentedField] = ["card", "number"]


def _all(clauses: list[Query]) -> Query:
    return Q("bool", filter=clauses)


def _any(clauses: list[Query]) -> Query:
    return Q("bool", should=clauses, minimum_should_match=1)


def _day(field: str, scope: Scope) -> Query:
    return Q("term", **{field: scope.on.isoformat()})


def _listed(scope: Scope) -> Query:
    clauses = [Q("term", **{"lists.slug": scope.filters.list}), _day("lists.days", scope)]
    return Q("nested", path="lists", query=_all(clauses))


def in_scope(scope: Scope) -> list[Query]:
    """Return the filters of day and wishes."""
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
    return clauses


def exact(search: Search, plan: Plan, scope: Scope) -> Search:
    """Ask for firms with an exact key: the heaviest key gives the score, no total is counted."""
    terms = [Q("constant_score", filter=Q("term", exact=key), boost=weight) for key, weight in plan.keys.items()]
    query = Q("bool", must=[Q("dis_max", queries=terms)], filter=in_scope(scope))
    return _held(search.query(query).sort("_score", "uscc"))[:EXACT_LIMIT].extra(track_total_hits=False)


def _required(plan: Plan) -> list[Query]:
    pairs = [Q("term", pairs=token) for token in plan.required_pairs]
    return [*pairs, *(Q("term", singles=token) for token in plan.required_singles)]


def _tight(plan: Plan) -> Query:
    clauses = [Q("constant_score", filter=Q("terms", exact=list(plan.keys)), boost=100)]
    clauses += [Q("constant_score", filter=Q("prefix", exact=front), boost=90) for front in plan.fronts]
    if plan.required:
        clauses.append(Q("bool", must=_required(plan)))
    return _any(clauses)


def tight(search: Search, plan: Plan, scope: Scope, *, without: list[int], offset: int, limit: int) -> Search:
    """Ask for a slice of the tight answer, and for its bounded total."""
    query = Q(
        "bool",
        must=[_tight(plan)],
        filter=in_scope(scope),
        must_not=[Q("terms", number=without)] if without else [],
    )
    found = _held(search.query(query).sort("_score", "uscc"))
    return found[offset : offset + limit].extra(track_total_hits=DEEPEST)


def wide(search: Search, plan: Plan, scope: Scope) -> Search:
    """Ask for firms like the query; no total, so that weak ones are skipped."""
    clauses = [Q("constant_score", filter=Q("term", exact=key), boost=NEAR_KEY_BOOST) for key in plan.near_keys]
    clauses += [Q("constant_score", filter=Q("prefix", exact=front), boost=1) for front in plan.near_fronts]
    if plan.singles:
        clauses.append(Q("match", singles={"query": " ".join(plan.singles), "minimum_should_match": "60%"}))
    if plan.pairs:
        clauses.append(Q("match", pairs={"query": " ".join(plan.pairs)}))
    query = Q("bool", should=clauses, minimum_should_match=1, filter=in_scope(scope))
    return _held(search.query(query))[:WINDOW].extra(track_total_hits=False)


def everything(search: Search, scope: Scope, *, offset: int, limit: int) -> Search:
    """Ask for all in scope by code."""
    found = _held(search.query(_all(in_scope(scope))).sort("uscc"))
    return found[offset : offset + limit].extra(track_total_hits=DEEPEST + 1)


def _held(search: Search) -> Search:
    return search.source(HELD)


def counts_of(search: Search, plan: Plan, scope: Scope) -> Search:
    """Ask for the values of the facets over the tight answer."""
    return _counts(search, scope, [_tight(plan)])


def counts_among(search: Search, scope: Scope, *, ids: Collection[int] | None) -> Search:
    """Ask for the values of the facets over some ids (None = all in scope)."""
    return _counts(search, scope, [] if ids is None else [Q("terms", number=list(ids))])


def _counts(search: Search, scope: Scope, clauses: list[Query]) -> Search:
    clauses = [*in_scope(scope), *clauses]
    found = search.query(_all(clauses))[:0].extra(track_total_hits=False, terminate_after=DEEPEST)
    for field, name in (("region", "region"), ("section", "industry"), ("status", "status"), ("year", "year")):
        found.aggs.bucket(name, A("terms", field=field, size=MOST_VALUES))
    penalised, unpenalised = _day(_PENALTIES, scope).to_dict(), (~_day(_PENALTIES, scope)).to_dict()
    kinds = {code: _day(f"kinds.{code}", scope).to_dict() for code in KINDS}
    found.aggs.bucket("has_penalty", A("filters", filters={"true": penalised, "false": unpenalised}))
    found.aggs.bucket("kind", A("filters", filters=kinds))
    found.aggs.bucket("list", _lists(scope))
    return found


def _lists(scope: Scope) -> Agg[Any]:
    return A(
        "nested",
        path="lists",
        aggs={
            "today": {
                "filter": _day("lists.days", scope).to_dict(),
                "aggs": {"slug": {"terms": {"field": "lists.slug", "size": MOST_VALUES}}},
            }
        },
    )


def facets_of(response: Response) -> Facets:
    """Read the answer to questions for counts."""
    found = response.aggregations.to_dict()
    values = {name: [(str(b["key"]), b["doc_count"]) for b in found[name]["buckets"]] for name in _PLAIN}
    for name in ("has_penalty", "kind"):
        values[name] = [(key, b["doc_count"]) for key, b in found[name]["buckets"].items()]
    values["list"] = [(b["key"], b["doc_count"]) for b in found["list"]["today"]["slug"]["buckets"]]
    return {name: _facet(pairs) for name, pairs in values.items()}


_PLAIN = ("region", "industry", "status", "year")


def _facet(pairs: list[tuple[str, int]]) -> tuple[FacetCount, ...]:
    return sorted_counts(FacetCount(value=value, count=count) for value, count in pairs if value and count)
