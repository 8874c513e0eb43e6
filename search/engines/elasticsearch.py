"""Elasticsearch 8.19 behind the port: the one module that knows its time-outs and exceptions.

Uses only what a server without extra modules has (no scripts, no plugins), and never asks the
server for its version: `cluster.health` tells whether it is there.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import gmtime, strftime
from typing import Any

import orjson
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, SerializationError
from elasticsearch.helpers import BulkIndexError, streaming_bulk

from search.engines import elasticsearch_questions as questions
from search.engines.elasticsearch_documents import EnterpriseFields, body_of
from search.engines.staged import Proposal, Scope, StagedIndex, bounded
from search.engines.texts import load_card
from search.plan import Plan
from search.port import SCHEMA, WINDOW, Document, Facets, SearchUnavailable, Stamp, Writer
from search.ranking import Candidate

TIMEOUT_SECONDS = 5.0
BULK_TIMEOUT_SECONDS = 60.0
_CHUNK = 1000
_CONFLICT = 409  # the index holds a newer version
# What the client itself sends with many searches in one request.
_LINES = {
    "accept": "application/vnd.elasticsearch+json; compatible-with=8",
    "content-type": "application/vnd.elasticsearch+x-ndjson; compatible-with=8",
}
_LIVE = {"refresh_interval": "1s"}
_LOADING = {"refresh_interval": "-1"}


@contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    except BulkIndexError as problem:
        raise SearchUnavailable(f"Elasticsearch refused documents: {_reasons(problem)}") from problem
    except (ApiError, TransportError, SerializationError) as problem:
        raise SearchUnavailable(_sentence(problem)) from problem


def _sentence(problem: Exception) -> str:
    """Return what failed, without anything of a query or document."""
    body = problem.body if isinstance(problem, ApiError) else None
    error = body.get("error") if isinstance(body, dict) else None
    return _said(error, by=type(problem).__name__)


def _said(error: Any, *, by: str = "search refused") -> str:
    """Return what the engine's own account of a failure says, its kind alone."""
    kind = error.get("type", "") if isinstance(error, dict) else ""
    if kind == "index_not_found_exception":
        return "Elasticsearch has no index of this portal: run rebuild_index."
    return f"Elasticsearch: {by} {kind}".rstrip()


def _reasons(problem: BulkIndexError) -> str:
    """Return the kinds of refusals, without any value of a document."""
    errors = (next(iter(item.values())).get("error", {}) for item in problem.errors)
    kinds = {error.get("type", "") if isinstance(error, dict) else "error" for error in errors}
    return ", ".join(sorted(kinds))


class ElasticsearchIndex(StagedIndex):
    """Answers from the index behind the alias `<prefix>`; safe for threads."""

    def __init__(self, hosts: list[str], *, prefix: str) -> None:
        self._client = Elasticsearch(
            hosts, request_timeout=TIMEOUT_SECONDS, max_retries=1, retry_on_timeout=True, http_compress=False
        )
        self._alias = f"{prefix}-v{SCHEMA}"
        self._own = f"{prefix}-v*"

    @property
    def client(self) -> Elasticsearch:
        """Return the client, for health and tests."""
        return self._client

    def replace(self, documents: Iterable[Document]) -> None:
        """Put documents in place of older versions."""
        with _guarded():
            self._ensure()
            self._push(self._alias, documents)

    def remove(self, ids: Sequence[int]) -> None:
        """Forget documents."""
        actions = [{"_op_type": "delete", "_index": self._alias, "_id": str(number)} for number in ids]
        with _guarded():
            for _ in streaming_bulk(self._client, actions, raise_on_error=False):
                pass

    def refresh(self) -> None:
        """Make everything written findable."""
        with _guarded():
            self._client.indices.refresh(index=self._alias)

    def stamps(self) -> Iterator[Stamp]:
        """Yield what is held, by rising id, from one point in time."""
        with _guarded():
            point = self._client.open_point_in_time(index=self._alias, keep_alive="2m")["id"]
            after: list[Any] | None = None
            try:
                while hits := self._stamps_after(point, after):
                    yield from (_stamp(hit["_source"]) for hit in hits)
                    after = hits[-1]["sort"]
            finally:
                self._client.close_point_in_time(id=point)

    def _stamps_after(self, point: str, after: list[Any] | None) -> list[Any]:
        response = self._client.search(
            pit={"id": point, "keep_alive": "2m"},
            sort=[{"number": "asc"}],
            source_includes=["number", "version", "digest"],
            size=_CHUNK,
            search_after=after,
            track_total_hits=False,
        )
        return list(response["hits"]["hits"])

    @contextmanager
    def rebuild(self) -> Iterator[Writer]:
        """Fill a new index, swap the alias in one call, remove the old."""
        name = f"{self._alias}-{strftime('%Y%m%d%H%M%S', gmtime())}-{secrets.token_hex(3)}"
        with _guarded():
            self._create(name, settings=_LOADING)
        try:
            yield _ElasticsearchWriter(self, name)
            with _guarded():
                self._finish(name)
        except BaseException:
            with _guarded():
                self._client.options(ignore_status=404).indices.delete(index=name)
            raise

    def _finish(self, name: str) -> None:
        patient = self._client.options(request_timeout=BULK_TIMEOUT_SECONDS)
        patient.indices.refresh(index=name)
        patient.indices.put_settings(index=name, settings=_LIVE)
        old = [index for index in self._indices() if index != name]
        held = [index for index, entry in self._aliased().items() if index != name and entry]
        removals = [{"remove": {"index": index, "alias": self._alias}} for index in held]
        patient.indices.update_aliases(actions=[*removals, {"add": {"index": name, "alias": self._alias}}])
        if old:
            patient.options(ignore_status=404).indices.delete(index=",".join(old))

    def _aliased(self) -> dict[str, Any]:
        response = self._client.options(ignore_status=404).indices.get_alias(name=self._alias)
        return {name: entry for name, entry in response.body.items() if isinstance(entry, dict) and "aliases" in entry}

    def _indices(self) -> list[str]:
        return list(self._client.indices.get(index=self._own, features="settings").body)

    def _ensure(self) -> None:
        """Make an empty index when there is none yet."""
        if not self._client.indices.exists_alias(name=self._alias):
            self._create(f"{self._alias}-first", settings=_LIVE, aliases={self._alias: {}})

    def _create(self, name: str, *, settings: dict[str, Any], aliases: dict[str, Any] | None = None) -> None:
        mappings = {"dynamic": "strict", **EnterpriseFields._doc_type.mapping.to_dict()}
        shape = {"number_of_shards": 1, "number_of_replicas": 0}
        self._client.indices.create(index=name, mappings=mappings, settings=shape | settings, aliases=aliases)

    def _push(self, name: str, documents: Iterable[Document]) -> None:
        actions = (
            {
                "_index": name,
                "_id": str(document.id),
                "version": document.version,
                "version_type": "external_gte",
                "_source": body_of(document),
            }
            for document in documents
        )
        refused = []
        patient = self._client.options(request_timeout=BULK_TIMEOUT_SECONDS)
        for ok, item in streaming_bulk(patient, actions, chunk_size=_CHUNK, raise_on_error=False, max_retries=3):
            if not ok and next(iter(item.values())).get("status") != _CONFLICT:
                refused.append(item)
        if refused:
            raise BulkIndexError("documents were refused", refused)

    def push_to(self, name: str, documents: Iterable[Document]) -> None:
        """Write documents to a named index."""
        with _guarded():
            self._push(name, documents)

    def _ask(self, *bodies: questions.Body) -> list[dict[str, Any]]:
        """Ask some questions in one request and return the answers as they come."""
        header = b'{"index":"%s"}\n' % self._alias.encode()
        lines = b"".join(header + orjson.dumps(body) + b"\n" for body in bodies)
        with _guarded():
            answers = self._client.perform_request("POST", "/_msearch", headers=_LINES, body=lines)["responses"]
        for answer in answers:
            if "error" in answer:
                raise SearchUnavailable(_said(answer["error"]))
        return list(answers)

    def propose(self, plan: Plan, scope: Scope, *, facets: bool) -> Proposal:
        """Answer the tight question, exact keys first, and count, in one request."""
        counts = [questions.counts_of(plan, scope)] if facets else []
        tight, *counted = self._ask(questions.tight(plan, scope, offset=0, limit=WINDOW), *counts)
        total, is_exact = bounded(_total(tight))
        return Proposal(
            tight=_candidates(tight),
            total=total,
            total_is_exact=is_exact,
            facets=questions.facets_of(counted[0]) if counted else {},
        )

    def tail(self, plan: Plan, scope: Scope, *, without: Collection[int], offset: int, limit: int) -> list[Candidate]:
        """Return a later slice of the tight answer."""
        (answer,) = self._ask(questions.tight(plan, scope, offset=offset, limit=limit))
        return _candidates(answer)

    def widen(self, plan: Plan, scope: Scope) -> list[Candidate]:
        """Answer the wide question."""
        (answer,) = self._ask(questions.wide(plan, scope))
        return _candidates(answer)

    def facets(self, scope: Scope, *, among: Collection[int] | None = None) -> Facets:
        """Count values."""
        (answer,) = self._ask(questions.counts_among(scope, ids=among))
        return questions.facets_of(answer)

    def browse(self, scope: Scope, *, offset: int, limit: int) -> tuple[list[Candidate], int]:
        """Return a slice of all in scope by code."""
        (answer,) = self._ask(questions.everything(scope, offset=offset, limit=limit))
        return _candidates(answer), _total(answer)

    def beginning(self, plan: Plan, fronts: Iterable[str]) -> list[Candidate]:
        """Return what the completion proposes for the typed text."""
        (answer,) = self._ask(questions.beginning(plan.query.squashed))
        return [_candidate(option) for option in answer["suggest"]["names"][0]["options"]]


class _ElasticsearchWriter:
    def __init__(self, index: ElasticsearchIndex, name: str) -> None:
        self._index = index
        self._name = name

    def write(self, documents: Iterable[Document]) -> None:
        self._index.push_to(self._name, documents)


def _total(answer: dict[str, Any]) -> int:
    """Return how many fit, one more than counted where there are more."""
    total = answer["hits"]["total"]
    return int(total["value"]) + int(total["relation"] == "gte")


def _candidates(answer: dict[str, Any]) -> list[Candidate]:
    return [_candidate(hit) for hit in answer["hits"]["hits"]]


def _candidate(hit: dict[str, Any]) -> Candidate:
    source = hit["_source"]
    return Candidate(id=source["number"], card=load_card(source["card"]))


def _stamp(source: dict[str, Any]) -> Stamp:
    return Stamp(id=source["number"], version=source["version"], digest=source["digest"])
