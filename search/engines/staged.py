"""What all engines share: stages, our ranking of the first candidates, paging, totals."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from search.filters import Filters
from search.matching.completion import ENOUGH as ENOUGH_SUGGESTED
from search.matching.completion import CompletionPlan, completion_plan_of, rank_fuzzy, rank_prefixed
from search.matching.counting import counted
from search.matching.plan import ENOUGH, Plan, plan_of
from search.matching.ranking import Candidate, Ranked, in_order, is_settled, match_of, rank, with_similarity
from search.names.queries import Kind, QueryText
from search.port import DEEPEST, WINDOW, Cursor, Facets, Hit, Page, Query, SortKey

EXACT_LIMIT = 30
SUGGEST_POOL = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DayScope:
    """The day and the filters within which an engine looks."""

    on: date
    filters: Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What an engine proposes for a plan."""

    exact: list[Candidate]  # in the engine's order; at most WINDOW
    total: int  # of the exact query, bounded by DEEPEST
    total_is_exact: bool
    by_key: list[Candidate] = field(default_factory=list)  # first by weight, where `exact` does not begin with them
    fuzzy: Callable[[], list[Candidate]] | None = None  # reads the fuzzy answer, where it came with the others


def bounded(total: int) -> tuple[int, bool]:
    """Return a bounded total, and whether it is exact."""
    return min(total, DEEPEST), total <= DEEPEST


class StagedIndex(ABC):
    """Answers a search by the queries that every engine has."""

    @abstractmethod
    def propose(self, plan: Plan, scope: DayScope) -> Proposal:
        """Answer the key query and the exact query, and the fuzzy one if that is cheaper than a request of its own."""

    @abstractmethod
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
        """Return a later slice of the exact answer, without some ids and after a sort key; each with its sort key."""

    @abstractmethod
    def fuzzy(self, plan: Plan, scope: DayScope) -> list[Candidate]:
        """Answer the fuzzy query with at most WINDOW candidates, heaviest first."""

    @abstractmethod
    def fallback(self, plan: Plan, scope: DayScope) -> list[Candidate]:
        """Answer the fallback query with at most WINDOW candidates."""

    @abstractmethod
    def facets(self, plan: Plan | None, scope: DayScope) -> Facets:
        """Count values over the exact answer, or over all in scope."""

    @abstractmethod
    def browse(self, scope: DayScope, *, offset: int, limit: int, after: SortKey = ()) -> tuple[list[Candidate], int]:
        """Return a slice of all in scope by code, and how many there are, bounded by DEEPEST + 1.

        `after` is a code; with it nothing is counted.
        """

    @abstractmethod
    def with_prefix(self, plan: CompletionPlan) -> list[Candidate]:
        """Return at most some SUGGEST_POOL candidates with a key that begins with one of `plan.prefixes`."""

    @abstractmethod
    def with_fuzzy_prefix(self, plan: CompletionPlan) -> list[Candidate]:
        """Return as many that begin with one of `fuzzy_prefixes` or, but for one edit, of `edited`."""

    def search(self, query: Query) -> Page:
        """Answer one query."""
        scope = DayScope(on=query.on, filters=query.filters)
        if query.text.kind is Kind.EMPTY:
            return self._browse(query, scope) if query.filters and not query.text.typed else Page()
        plan = plan_of(query.text)
        if query.cursor:
            return self._behind_cursor(query, query.cursor, plan, scope)
        return self._answer(query, plan, scope)

    def suggest(self, query: QueryText, *, limit: int) -> tuple[int, ...]:
        """Return ids of enterprises whose name, pinyin or initials begin with the text, best first."""
        plan = completion_plan_of(query)
        if plan is None:
            return ()
        found = rank_prefixed(plan, self.with_prefix(plan))
        if len(found) < ENOUGH_SUGGESTED and (plan.fuzzy_prefixes or plan.edited):
            found = list(dict.fromkeys([*found, *rank_fuzzy(plan, self.with_fuzzy_prefix(plan))]))
        return tuple(found[:limit])

    def _browse(self, query: Query, scope: DayScope) -> Page:
        if query.cursor:
            found, _ = self.browse(scope, offset=0, limit=query.limit + 1, after=query.cursor.after)
            return _slice([_browsed(candidate) for candidate in found[: query.limit]], found, query, query.cursor)
        found, count = self.browse(scope, offset=query.offset, limit=_reach(query))
        total, is_exact = bounded(count)
        cursor = Cursor(after=_code(found[-1]), exclude_ids=(), total=total, total_is_exact=is_exact) if found else None
        return Page(
            hits=tuple(map(_browsed, found)),
            total=total,
            total_is_exact=is_exact,
            next_cursor=cursor if query.offset + len(found) < count else None,
            facets=self.facets(None, scope) if query.facets else {},
        )

    def _behind_cursor(self, query: Query, cursor: Cursor, plan: Plan, scope: DayScope) -> Page:
        found = self.tail(
            plan, scope, exclude_ids=cursor.exclude_ids, offset=0, limit=query.limit + 1, after=cursor.after
        )
        shown = (candidate for candidate in found[: query.limit] if candidate.id not in cursor.exclude_ids)
        return _slice([_tail_hit(plan, candidate) for candidate in shown], found, query, cursor)

    def _answer(self, query: Query, plan: Plan, scope: DayScope) -> Page:
        proposal = self.propose(plan, scope)
        window = _window(proposal)
        ranked = rank(plan.typed, window)
        similar, are_all = self._similar(plan, scope, proposal, ranked)
        total = proposal.total - (len(window) - len(ranked)) + len(similar)
        answer = in_order([*ranked, *similar])
        hits = [_hit(plan, entry) for entry in answer[query.offset : query.offset + query.limit]]
        is_whole = proposal.total <= len(window)
        # What is similar may as well fit, and come behind the window.
        is_exact = (
            _is_counted(proposal, ranked=len(ranked), window=len(window)) and are_all and (is_whole or not similar)
        )
        page = Page(
            hits=tuple(hits),
            total=min(total, DEEPEST),
            total_is_exact=is_exact,
            facets=self._counted(plan, scope, answer, is_whole=is_whole) if query.facets else {},
        )
        if is_whole:
            return page
        return self._with_those_behind(page, query, plan, scope, proposal=proposal, answer=answer, similar=similar)

    def _with_those_behind(
        self,
        page: Page,
        query: Query,
        plan: Plan,
        scope: DayScope,
        *,
        proposal: Proposal,
        answer: Sequence[Ranked],
        similar: Sequence[Ranked],
    ) -> Page:
        """Return the page with the hits behind `answer` that fall on it, in the engine's order, and where it goes on.

        Of the exact answer the window has been used; what of it was found as similar came earlier.
        """
        starts, ends = max(query.offset, len(answer)), min(query.offset + query.limit, DEEPEST)
        if ends <= starts:
            return page
        window, by_key = len(_window(proposal)), {candidate.id for candidate in proposal.by_key}
        passed = starts - len(answer)
        found = self.tail(plan, scope, exclude_ids=by_key, offset=window - len(by_key) + passed, limit=ends - starts)
        known = {entry.candidate.id for entry in answer}
        hits = [_tail_hit(plan, candidate) for candidate in found if candidate.id not in known]
        goes_on = found and (window + passed + len(found) < proposal.total or not proposal.total_is_exact)
        earlier = by_key.union(entry.candidate.id for entry in similar)
        cursor = Cursor(
            after=found[-1].sort_key if found else (),
            exclude_ids=tuple(sorted(earlier)),
            total=page.total,
            total_is_exact=page.total_is_exact,
        )
        return replace(page, hits=(*page.hits, *hits), next_cursor=cursor if goes_on else None)

    def _counted(self, plan: Plan, scope: DayScope, answer: Sequence[Ranked], *, is_whole: bool) -> Facets:
        """Return the facets: of few enterprises what ranking left of them, of many what fits exactly."""
        if not is_whole:
            return self.facets(plan, scope)
        return counted((entry.candidate.facts for entry in answer), on=scope.on)

    def _similar(
        self, plan: Plan, scope: DayScope, proposal: Proposal, ranked: list[Ranked]
    ) -> tuple[list[Ranked], bool]:
        """Return similar enterprises when those that fit are few or doubtful, and whether these are all.

        None are returned when the very enterprise was found.
        """
        settled = any(entry.match.is_the_enterprise for entry in ranked[:1])
        if settled or (proposal.total >= ENOUGH and is_settled(plan.query, ranked)):
            return [], True
        known = {entry.candidate.id for entry in ranked}
        found = self._fuzzy(plan, scope, proposal) if plan.has_fuzzy else []
        similar = rank(plan.typed, (candidate for candidate in found if candidate.id not in known))
        if ranked or similar or not plan.has_fallback:
            return similar, len(found) < WINDOW
        found = self.fallback(plan, scope)
        return rank(plan.typed, found), len(found) < WINDOW

    def _fuzzy(self, plan: Plan, scope: DayScope, proposal: Proposal) -> list[Candidate]:
        return proposal.fuzzy() if proposal.fuzzy else self.fuzzy(plan, scope)


def _tail_hit(plan: Plan, candidate: Candidate) -> Hit:
    return Hit(id=candidate.id, match=match_of(plan.typed, candidate.features), names=_names(candidate))


def _browsed(candidate: Candidate) -> Hit:
    return Hit(id=candidate.id, match=None, names=_names(candidate))


def _code(candidate: Candidate) -> SortKey:
    return (candidate.features.uscc,)


def _slice(hits: list[Hit], found: list[Candidate], query: Query, cursor: Cursor) -> Page:
    """Return a page behind a cursor from one hit more than it shows."""
    goes_on = len(found) > query.limit
    last = found[query.limit - 1] if goes_on else None
    return Page(
        hits=tuple(hits),
        total=cursor.total,
        total_is_exact=cursor.total_is_exact,
        next_cursor=replace(cursor, after=last.sort_key or _code(last)) if last else None,
    )


def _window(proposal: Proposal) -> list[Candidate]:
    """Return the candidates that we rank: exact ones first, each once."""
    by_key = {candidate.id for candidate in proposal.by_key}
    return [*proposal.by_key, *(c for c in proposal.exact if c.id not in by_key)][:WINDOW]


def _is_counted(proposal: Proposal, *, ranked: int, window: int) -> bool:
    """Return whether the total is the number of hits: of those behind the window ranking may drop some as well."""
    return proposal.total_is_exact and (proposal.total <= window or ranked == window)


def _reach(query: Query) -> int:
    return max(0, min(query.limit, DEEPEST - query.offset))


def _names(candidate: Candidate) -> tuple[str, ...]:
    return tuple(name.text for name in candidate.features.names)


def _hit(plan: Plan, ranked: Ranked) -> Hit:
    match = with_similarity(plan.typed, ranked.match)
    return Hit(id=ranked.candidate.id, match=match, names=_names(ranked.candidate))
