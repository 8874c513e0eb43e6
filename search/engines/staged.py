"""What all engines share: stages, our ranking of the first candidates, paging, totals."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from search.filters import Filters
from search.matching.completion import ENOUGH as ENOUGH_SUGGESTED
from search.matching.completion import Wish, begin_nearly_so, begin_so, wish_of
from search.matching.counting import counted
from search.matching.plan import ENOUGH, Plan, plan_of
from search.matching.ranking import Candidate, Ranked, in_order, is_settled, match_of, rank, with_nearness
from search.names.queries import Kind, QueryText
from search.port import DEEPEST, WINDOW, After, Facets, Hit, Page, Place, Query

EXACT_LIMIT = 30
SUGGEST_POOL = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The day and the filters within which an engine looks."""

    on: date
    filters: Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What an engine proposes for a plan."""

    tight: list[Candidate]  # in the engine's order; at most WINDOW
    total: int  # of the tight question, bounded by DEEPEST
    total_is_exact: bool
    exact: list[Candidate] = field(default_factory=list)  # first by weight, where `tight` does not begin with them
    near: Callable[[], list[Candidate]] | None = None  # reads the near answer, where it came in the same breath


def bounded(total: int) -> tuple[int, bool]:
    """Return a total as pages say it, and whether it is exact."""
    return min(total, DEEPEST), total <= DEEPEST


class StagedIndex(ABC):
    """Answers queries by the questions that an engine knows how to answer."""

    @abstractmethod
    def propose(self, plan: Plan, scope: Scope) -> Proposal:
        """Answer the exact and the tight question, and the near one if that costs less than to ask it later."""

    @abstractmethod
    def tail(
        self, plan: Plan, scope: Scope, *, without: Collection[int], offset: int, limit: int, after: After = ()
    ) -> list[Candidate]:
        """Return a later slice of the tight answer, without some ids and behind a place; each with its place."""

    @abstractmethod
    def near(self, plan: Plan, scope: Scope) -> list[Candidate]:
        """Answer the near question with at most WINDOW candidates, heaviest first."""

    @abstractmethod
    def widen(self, plan: Plan, scope: Scope) -> list[Candidate]:
        """Answer the wide question with at most WINDOW candidates."""

    @abstractmethod
    def facets(self, plan: Plan | None, scope: Scope) -> Facets:
        """Count values over the tight answer, or over all in scope."""

    @abstractmethod
    def browse(self, scope: Scope, *, offset: int, limit: int, after: After = ()) -> tuple[list[Candidate], int]:
        """Return a slice of all in scope by code, and how many there are, bounded by DEEPEST + 1.

        `after` is a code; with it nothing is counted.
        """

    @abstractmethod
    def beginning(self, wish: Wish) -> list[Candidate]:
        """Return at most some SUGGEST_POOL candidates with a key that begins with one of `wish.fronts`."""

    @abstractmethod
    def beginning_nearly(self, wish: Wish) -> list[Candidate]:
        """Return as many that begin with one of `near_fronts` or, but for one slip, of `slipped`."""

    def search(self, query: Query) -> Page:
        """Answer one question."""
        scope = Scope(on=query.on, filters=query.filters)
        if query.text.kind is Kind.EMPTY:
            return self._browse(query, scope) if query.filters and not query.text.typed else Page()
        plan = plan_of(query.text)
        if query.place:
            return self._following(query, query.place, plan, scope)
        return self._answer(query, plan, scope)

    def suggest(self, query: QueryText, *, limit: int) -> tuple[int, ...]:
        """Return ids of firms whose name, pinyin or initials begin with the text, best first."""
        wish = wish_of(query)
        if wish is None:
            return ()
        found = begin_so(wish, self.beginning(wish))
        if len(found) < ENOUGH_SUGGESTED and (wish.near_fronts or wish.slipped):
            found = list(dict.fromkeys([*found, *begin_nearly_so(wish, self.beginning_nearly(wish))]))
        return tuple(found[:limit])

    def _browse(self, query: Query, scope: Scope) -> Page:
        if query.place:
            found, _ = self.browse(scope, offset=0, limit=query.limit + 1, after=query.place.after)
            return _slice([_browsed(candidate) for candidate in found[: query.limit]], found, query, query.place)
        found, count = self.browse(scope, offset=query.offset, limit=_reach(query))
        total, is_exact = bounded(count)
        place = Place(after=_code(found[-1]), without=(), total=total, total_is_exact=is_exact) if found else None
        return Page(
            hits=tuple(map(_browsed, found)),
            total=total,
            total_is_exact=is_exact,
            following=place if query.offset + len(found) < count else None,
            facets=self.facets(None, scope) if query.facets else {},
        )

    def _following(self, query: Query, place: Place, plan: Plan, scope: Scope) -> Page:
        found = self.tail(plan, scope, without=place.without, offset=0, limit=query.limit + 1, after=place.after)
        shown = (candidate for candidate in found[: query.limit] if candidate.id not in place.without)
        return _slice([_tail_hit(plan, candidate) for candidate in shown], found, query, place)

    def _answer(self, query: Query, plan: Plan, scope: Scope) -> Page:
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
        scope: Scope,
        *,
        proposal: Proposal,
        answer: Sequence[Ranked],
        similar: Sequence[Ranked],
    ) -> Page:
        """Return the page with the hits behind `answer` that fall on it, in the engine's order, and where it goes on.

        Of the tight answer the window has been used; what of it was found as similar came earlier.
        """
        starts, ends = max(query.offset, len(answer)), min(query.offset + query.limit, DEEPEST)
        if ends <= starts:
            return page
        window, exact = len(_window(proposal)), {candidate.id for candidate in proposal.exact}
        passed = starts - len(answer)
        found = self.tail(plan, scope, without=exact, offset=window - len(exact) + passed, limit=ends - starts)
        known = {entry.candidate.id for entry in answer}
        hits = [_tail_hit(plan, candidate) for candidate in found if candidate.id not in known]
        goes_on = found and (window + passed + len(found) < proposal.total or not proposal.total_is_exact)
        earlier = exact.union(entry.candidate.id for entry in similar)
        place = Place(
            after=found[-1].place if found else (),
            without=tuple(sorted(earlier)),
            total=page.total,
            total_is_exact=page.total_is_exact,
        )
        return replace(page, hits=(*page.hits, *hits), following=place if goes_on else None)

    def _counted(self, plan: Plan, scope: Scope, answer: Sequence[Ranked], *, is_whole: bool) -> Facets:
        """Return the facets: of few firms what ranking left of them, of many what fits tightly."""
        if not is_whole:
            return self.facets(plan, scope)
        return counted((entry.candidate.facts for entry in answer), on=scope.on)

    def _similar(self, plan: Plan, scope: Scope, proposal: Proposal, ranked: list[Ranked]) -> tuple[list[Ranked], bool]:
        """Return firms that are like the query, when those that fit are few or doubtful and none is the very firm.

        Tell besides whether they are all of them.
        """
        settled = any(entry.match.is_the_firm for entry in ranked[:1])
        if settled or (proposal.total >= ENOUGH and is_settled(plan.query, ranked)):
            return [], True
        known = {entry.candidate.id for entry in ranked}
        found = self._near(plan, scope, proposal) if plan.has_near else []
        similar = rank(plan.typed, (candidate for candidate in found if candidate.id not in known))
        if ranked or similar or not plan.can_widen:
            return similar, len(found) < WINDOW
        found = self.widen(plan, scope)
        return rank(plan.typed, found), len(found) < WINDOW

    def _near(self, plan: Plan, scope: Scope, proposal: Proposal) -> list[Candidate]:
        return proposal.near() if proposal.near else self.near(plan, scope)


def _tail_hit(plan: Plan, candidate: Candidate) -> Hit:
    return Hit(id=candidate.id, match=match_of(plan.typed, candidate.card), names=_names(candidate))


def _browsed(candidate: Candidate) -> Hit:
    return Hit(id=candidate.id, match=None, names=_names(candidate))


def _code(candidate: Candidate) -> After:
    return (candidate.card.uscc,)


def _slice(hits: list[Hit], found: list[Candidate], query: Query, place: Place) -> Page:
    """Return a page behind a place from one hit more than it shows."""
    goes_on = len(found) > query.limit
    last = found[query.limit - 1] if goes_on else None
    return Page(
        hits=tuple(hits),
        total=place.total,
        total_is_exact=place.total_is_exact,
        following=replace(place, after=last.place or _code(last)) if last else None,
    )


def _window(proposal: Proposal) -> list[Candidate]:
    """Return the candidates that we rank: exact ones first, each once."""
    exact = {candidate.id for candidate in proposal.exact}
    return [*proposal.exact, *(c for c in proposal.tight if c.id not in exact)][:WINDOW]


def _is_counted(proposal: Proposal, *, ranked: int, window: int) -> bool:
    """Tell whether the total is the number of hits: of those behind the window ranking may drop some as well."""
    return proposal.total_is_exact and (proposal.total <= window or ranked == window)


def _reach(query: Query) -> int:
    return max(0, min(query.limit, DEEPEST - query.offset))


def _names(candidate: Candidate) -> tuple[str, ...]:
    return tuple(name.text for name in candidate.card.names)


def _hit(plan: Plan, ranked: Ranked) -> Hit:
    match = with_nearness(plan.typed, ranked.match)
    return Hit(id=ranked.candidate.id, match=match, names=_names(ranked.candidate))
