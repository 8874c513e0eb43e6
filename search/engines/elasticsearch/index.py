"""Elasticsearch 8.19 behind the port: the queries; writing and reaching it have modules of their own.

Uses only what a server without extra modules has (no scripts, no plugins), and never reads the
server for its version.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import orjson
from elasticsearch import Elasticsearch

from enterprises.shared.rules.uscc import LENGTH as USCC_LENGTH
from search.engines.elasticsearch import completion, queries
from search.engines.elasticsearch.builds import ElasticsearchWriter, Indices
from search.engines.elasticsearch.bulk import forget, push
from search.engines.elasticsearch.client import LINES, ElasticsearchOptions, client_of, guarded, refusal
from search.engines.elasticsearch.entries import ElasticsearchEntries
from search.engines.elasticsearch.entry_mapping import entry_mapping
from search.engines.elasticsearch.mapping import READ, features_in
from search.engines.elasticsearch.stamps import stamps_of, version_sum_of
from search.engines.staged import DayScope, Proposal, StagedIndex, bounded
from search.engines.texts import candidate_of
from search.entry_port import EngineWriter
from search.matching.completion import CompletionPlan
from search.matching.plan import Plan
from search.matching.ranking import Candidate
from search.port import WINDOW, Document, EngineState, Facets, Prepare, SearchUnavailable, SortKey, Stamp

# Of what begins like a code no more than a page: it comes in the order of the codes, so ranking would change nothing.
_FIRST_CODES = 20


class ElasticsearchIndex(StagedIndex):
    """Answers from the index behind the alias `<prefix>`; safe for threads."""

    def __init__(self, nodes: list[str], *, prefix: str, options: ElasticsearchOptions | None = None) -> None:
        options = options or ElasticsearchOptions()
        self._client = client_of(nodes, options)
        self._indices = Indices(self._client, prefix=prefix, options=options)
        self._alias = self._indices.alias
        self._entry_indices = Indices(self._client, prefix=f"{prefix}-entries", options=options, mapping=entry_mapping)
        self.entries = ElasticsearchEntries(self._client, alias=self._entry_indices.alias)

    @property
    def client(self) -> Elasticsearch:
        """Return the client, for tests and benches."""
        return self._client

    def replace(self, documents: Iterable[Document]) -> None:
        """Put documents in place of older versions."""
        push(self._client, self._alias, documents)

    def remove(self, ids: Sequence[int]) -> None:
        """Forget documents."""
        forget(self._client, self._alias, ids)

    def refresh(self) -> None:
        """Make everything written findable."""
        with guarded():
            self._client.indices.refresh(index=self._alias)

    def stamps(self) -> Iterator[Stamp]:
        """Yield what is held, by rising id, from one point in time."""
        return stamps_of(self._client, self._alias)

    def version_sum(self) -> int:
        """Return the sum of the versions of all documents; exact up to 2^53."""
        return version_sum_of(self._client, self._alias)

    @contextmanager
    def rebuild(self) -> Iterator[EngineWriter]:
        """Fill new indexes, swap their aliases, remove the old."""
        with self._entry_indices.rebuild() as entries, self._indices.rebuild() as enterprises:
            yield WriterOfBoth(enterprises, entries)

    def state(self) -> EngineState:
        """Return the state of the indexes behind the aliases."""
        with guarded():
            enterprises, entries = self._indices.state(), self._entry_indices.state()
        return replace(
            enterprises,
            entries=entries.documents,
            size_bytes=enterprises.size_bytes + entries.size_bytes,
            problem=" ".join(filter(None, (enterprises.problem, entries.problem))),
        )

    def _search(self, *bodies: queries.SearchBody) -> list[dict[str, Any]]:
        """Send some queries in one request and return the answers as they come."""
        # A part of the answer would pass for the whole when a node is lost.
        header = b'{"index":"%s","allow_partial_search_results":false}\n' % self._alias.encode()
        lines = b"".join(header + orjson.dumps(READ | body) + b"\n" for body in bodies)
        with guarded():
            answers = self._client.perform_request("POST", "/_msearch", headers=LINES, body=lines)["responses"]
        for answer in answers:
            if "error" in answer:
                raise SearchUnavailable(refusal(answer["error"]) or "Elasticsearch: search refused")
        return list(answers)

    def propose(self, plan: Plan, scope: DayScope) -> Proposal:
        """Answer the exact query, exact keys first, and the fuzzy one in the same request: most often it follows."""
        if plan.is_by_code:
            return self._propose_codes(plan, scope)
        bodies = [queries.exact(plan, scope, offset=0, limit=WINDOW)]
        if plan.has_fuzzy:
            bodies.append(queries.fuzzy(plan, scope))
        exact, *fuzzy = self._search(*bodies)
        total, is_exact = bounded(_total(exact))
        return Proposal(
            exact=_candidates(exact),
            total=total,
            total_is_exact=is_exact,
            fuzzy=partial(_candidates, fuzzy[0]) if fuzzy else None,
        )

    def _propose_codes(self, plan: Plan, scope: DayScope) -> Proposal:
        if len(plan.query.code) == USCC_LENGTH:  # nothing more begins so
            (answer,) = self._search(queries.by_key(plan, scope))
            candidates = _candidates(answer)
            return Proposal(by_key=candidates, exact=[], total=len(candidates), total_is_exact=True)
        bodies = queries.by_key(plan, scope), queries.by_code(plan, scope, offset=0, limit=_FIRST_CODES)
        by_key, exact = self._search(*bodies)
        candidates = _candidates(by_key)
        others = sum(not candidate.features.uscc.startswith(plan.query.code) for candidate in candidates)
        total, is_exact = bounded(_total(exact) + others)
        return Proposal(by_key=candidates, exact=_candidates(exact), total=total, total_is_exact=is_exact)

    def tail(
        self,
        plan: Plan,
        scope: DayScope,
        *,
        exclude_ids: Collection[int],
        offset: int,
        limit: int,
        after: SortKey = (),
    ) -> list[Candidate]:
        """Return a later slice of the exact answer."""
        if plan.is_by_code:
            bodies = queries.by_code(plan, scope, exclude_ids=exclude_ids, offset=offset, limit=limit, after=after)
        else:
            bodies = queries.exact(plan, scope, offset=offset, limit=limit, after=after)
        (answer,) = self._search(bodies)
        return _candidates(answer)

    def fuzzy(self, plan: Plan, scope: DayScope) -> list[Candidate]:
        """Answer the fuzzy query."""
        (answer,) = self._search(queries.fuzzy(plan, scope))
        return _candidates(answer)

    def fallback(self, plan: Plan, scope: DayScope) -> list[Candidate]:
        """Answer the fallback query."""
        (answer,) = self._search(queries.fallback(plan, scope))
        return _candidates(answer)

    def facets(self, plan: Plan | None, scope: DayScope) -> Facets:
        """Count values."""
        (answer,) = self._search(queries.counts(plan, scope))
        return queries.facets_of(answer)

    def browse(self, scope: DayScope, *, offset: int, limit: int, after: SortKey = ()) -> tuple[list[Candidate], int]:
        """Return a slice of all in scope by code."""
        (answer,) = self._search(queries.everything(scope, offset=offset, limit=limit, after=after))
        return _candidates(answer), 0 if after else _total(answer)

    def with_prefix(self, plan: CompletionPlan) -> list[Candidate]:
        """Return those with a key that begins so."""
        (answer,) = self._search(completion.with_prefix(plan.prefixes))
        return _candidates(answer)

    def with_fuzzy_prefix(self, plan: CompletionPlan) -> list[Candidate]:
        """Return those that sound so, or begin so but for one edit."""
        (answer,) = self._search(completion.with_fuzzy_prefix(plan))
        return _candidates(answer)


def _total(answer: dict[str, Any]) -> int:
    """Return how many fit, one more than counted where there are more."""
    total = answer["hits"]["total"]
    return int(total["value"]) + int(total["relation"] == "gte")


def _candidates(answer: dict[str, Any]) -> list[Candidate]:
    return [_candidate(hit) for hit in answer["hits"]["hits"]]


def _candidate(hit: dict[str, Any]) -> Candidate:
    fields = hit["fields"]
    return candidate_of(fields["number"][0], features_in(fields), tuple(hit.get("sort", ())))


class WriterOfBoth:
    """Fills the indexes of enterprises and of entries; that of entries answers first."""

    def __init__(self, enterprises: ElasticsearchWriter, entries: ElasticsearchWriter) -> None:
        self.enterprises = enterprises
        self.entries = entries
        self.name = enterprises.name
        self.write, self.write_prepared = enterprises.write, enterprises.write_prepared

    @property
    def prepare(self) -> Prepare:
        """Return what makes documents ready to be written."""
        return self.enterprises.prepare

    def complete(self) -> None:
        """Wait until both are written and checked."""
        self.entries.complete()
        self.enterprises.complete()

    def swap(self) -> None:
        """Let both answer."""
        self.complete()
        self.entries.swap()
        self.enterprises.swap()
