"""Entries in Elasticsearch: an index of its own beside that of enterprises."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.elasticsearch.bulk import forget, push
from search.engines.elasticsearch.client import guarded
from search.engines.elasticsearch.entry_mapping import ENTRY_READ
from search.engines.elasticsearch.mapping import deletion_terms
from search.engines.elasticsearch.queries import MOST_VALUES, SearchBody, weighing
from search.engines.elasticsearch.stamps import stamps_of, version_sum_of
from search.engines.staged_entries import StagedEntries
from search.entry_port import ENTRY_FACETS, EntryKind, EntryQuery, FoundEntries, SearchEntry
from search.filters import Filter, FilterKind, FilterValue
from search.matching.counting import facet_of
from search.matching.entries import Clause, ClauseKind, EntryStep
from search.port import DEEPEST, Stamp

_LATEST: list[SearchBody] = [{"decided": {"order": "desc", "missing": "_last"}}, {"number": {"order": "desc"}}]


class ElasticsearchEntries(StagedEntries):
    """Answers from the index behind the alias of entries."""

    def __init__(self, client: Elasticsearch, *, alias: str) -> None:
        self._client = client
        self._alias = alias

    def replace(self, entries: Iterable[SearchEntry]) -> None:
        """Put entries in place of older versions."""
        push(self._client, self._alias, entries)

    def remove(self, ids: Sequence[int]) -> None:
        """Forget entries."""
        forget(self._client, self._alias, ids)

    def refresh(self) -> None:
        """Make everything written findable."""
        with guarded():
            self._client.indices.refresh(index=self._alias)

    def stamps(self) -> Iterator[Stamp]:
        """Yield what is held, by rising id, from one point in time."""
        return stamps_of(self._client, self._alias)

    def version_sum(self) -> int:
        """Return the sum of the versions of all entries."""
        return version_sum_of(self._client, self._alias)

    def count(self) -> int:
        """Return how many entries are held."""
        with guarded():
            return int(self._client.count(index=self._alias)["count"])

    def answer(self, stage: EntryStep | None, query: EntryQuery) -> FoundEntries:
        """Answer one stage."""
        with guarded():
            answer = self._client.search(
                index=self._alias, allow_partial_search_results=False, body=ENTRY_READ | entry_search(stage, query)
            )
        return _found(answer.body, query)


def entry_search(stage: EntryStep | None, query: EntryQuery) -> SearchBody:
    """Return the body of the search; the kind filters the hits, not what is counted by kind."""
    clauses: SearchBody = {"filter": _scope(query)}
    if stage is None:
        clauses["filter"].append({"term": {"kind": query.kind}} if query.kind else {"exists": {"field": "kind"}})
    else:
        clauses["must"] = [{"dis_max": {"queries": list(map(_clause, word))}} for word in stage]
    aggregations: SearchBody = {"kinds": {"terms": {"field": "kind", "size": len(EntryKind)}}}
    if query.facets:
        aggregations["of_kind"] = {
            "filter": _of_kind(query),
            "aggs": {each.name: _values(each) for each in ENTRY_FACETS},
        }
    return {
        "query": {"bool": clauses},
        "post_filter": _of_kind(query),
        "sort": _LATEST if stage is None else [{"_score": {"order": "desc"}}, *_LATEST],
        "aggs": aggregations,
        "from": query.offset,
        "size": query.limit,
        "track_total_hits": False,
    }


def _of_kind(query: EntryQuery) -> SearchBody:
    return {"term": {"kind": query.kind.value}} if query.kind else {"match_all": {}}


def _values(each: Filter) -> SearchBody:
    return {"terms": {"field": each.field, "size": MOST_VALUES}}


def _scope(query: EntryQuery) -> list[SearchBody]:
    day: SearchBody = {"term": {"public": query.on.isoformat()}}
    return [day, *(_filter(each, value) for each, value in query.filters)]


def _filter(each: Filter, value: FilterValue) -> SearchBody:
    return {"prefix" if each.kind is FilterKind.PREFIX else "term": {each.field: value}}


def _clause(clause: Clause) -> SearchBody:
    return weighing(_CLAUSES[clause.kind](clause.terms), clause.weight)


def _prefixes(terms: Sequence[Any]) -> SearchBody:
    return {"bool": {"should": [{"prefix": {"terms": term}} for term in terms]}}


def _bigrams(terms: Sequence[Any]) -> SearchBody:
    return {"match": {"bigrams": {"query": " ".join(terms), "operator": "and"}}}


def _unigrams(terms: Sequence[Any]) -> SearchBody:
    return {"match": {"unigrams": {"query": " ".join(terms), "minimum_should_match": len(terms) - 1}}}


_CLAUSES: Mapping[ClauseKind, Callable[[Sequence[Any]], SearchBody]] = {
    ClauseKind.KEYS: lambda terms: {"terms": {"terms": list(terms)}},
    ClauseKind.PREFIXES: _prefixes,
    ClauseKind.BIGRAMS: _bigrams,
    ClauseKind.UNIGRAMS: _unigrams,
    ClauseKind.DELETIONS: lambda terms: {"terms": {"deletions": deletion_terms(terms)}},
}


def _found(answer: Mapping[str, Any], query: EntryQuery) -> FoundEntries:
    counted = {EntryKind(one["key"]): one["doc_count"] for one in answer["aggregations"]["kinds"]["buckets"]}
    total = counted.get(query.kind, 0) if query.kind else sum(counted.values())
    return FoundEntries(
        ids=tuple(hit["fields"]["number"][0] for hit in answer["hits"]["hits"]),
        total=min(total, DEEPEST),
        total_is_exact=total <= DEEPEST,
        kinds={kind: min(counted[kind], DEEPEST) for kind in EntryKind if kind in counted},
        facets=_facets(answer["aggregations"]["of_kind"]) if query.facets else {},
    )


def _facets(counted: Mapping[str, Any]) -> dict[str, Any]:
    return {
        each.name: facet_of([(str(one["key"]), one["doc_count"]) for one in counted[each.name]["buckets"]])
        for each in ENTRY_FACETS
    }
