"""Find enterprises and show them as they are now: the index proposes, the database decides.

Every hit of the index is loaded through `.public(on=)`. The database confirms each filter and gives the badges;
a hit that no longer fits is left out (decision 0022).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext, pgettext

from enterprises.catalogue.codes import KindCode
from enterprises.creditfile.types import Badge, BadgeTone
from enterprises.register.models import Enterprise
from enterprises.shared.rules.masking import public_register_number
from enterprises.shared.rules.register_codes import code_kind
from search.agency_names import agency_names
from search.engines import index
from search.filters import BY_NAME, Filters
from search.hints import Hint, may_name_agency, with_hint
from search.hydration import (
    EnterpriseRow,
    HydratedHits,
    NumberHit,
    bearers_of,
    hydrate,
    outbox_generation,
    search_current,
)
from search.indexing.documents import enterprise_features
from search.labels import FacetValue, facet_values, labels_of
from search.listings import ExternalMention, external_mentions, list_badges
from search.matching.explain import explain
from search.matching.highlight import Piece, highlight
from search.matching.ranking import match_of
from search.names.features import MatchedField
from search.names.queries import Kind, QueryText
from search.names.similarity import QueryFeatures
from search.port import DEEPEST, Cursor, Hit, Match, MatchGroup, MatchType, Page, Query
from search.request import SearchRequest

PENALISED = Badge(code=KindCode.PENALTY.value, label="有行政处罚", tone=BadgeTone.NOTICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """One enterprise as it is now; `match`, `explanation` and `highlight` are the reason.

    `former_name` is given only where it matched.

    `renamed_on` is the first day it no longer bore that name, None if unknown. `namesakes` counts other public
    enterprises of the same folded name, to a bound.
    """

    uscc: str
    code_kind: str
    earlier_codes: tuple[str, ...]
    name: str
    former_name: str | None
    renamed_on: str | None
    namesakes: int
    status: str
    status_label: str
    region: str
    region_name: str
    match: Match | None
    explanation: str
    highlight: tuple[Piece, ...]
    badges: tuple[Badge, ...]
    external_lists: tuple[ExternalMention, ...] = ()

    @property
    def needs_explanation(self) -> bool:
        """Return whether it is not clear from the hit alone why it was found."""
        if self.match is None:
            return False
        return not self.match.is_the_enterprise or self.match.type is MatchType.EARLIER_CODE


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One page of results; `count` is bounded, `ends_early`: more exist than can be paged to."""

    results: tuple[SearchResult, ...] = ()
    count: int = 0
    count_is_exact: bool = True
    has_next: bool = False
    ends_early: bool = False
    next_cursor: Cursor | None = None
    hint: Hint | None = None
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    generation: int | None = None  # of the outbox after the index was searched; None where it was not


def find(request: SearchRequest, *, on: date) -> Answer:
    """Answer a search as of a day, in at most five queries to the database.

    :raises SearchUnavailable: the engine does not answer.
    """
    if request.offset >= DEEPEST:
        return Answer(count=DEEPEST, count_is_exact=False, ends_early=True)
    bearers = bearers_of(request.query, on=on) if request.cursor is None else {}
    if bearers:
        return _answer_of_bearers(bearers, request, on=on)
    if not may_name_agency(request):
        return _answer_of_index(request, on=on)
    agencies, generation = agency_names()
    request, hint = with_hint(request, agencies)
    return replace(_answer_of_index(request, on=on, generation=generation), hint=hint)


def _answer_of_bearers(bearers: Mapping[int, NumberHit], request: SearchRequest, *, on: date) -> Answer:
    """Show the enterprises that bear a document number; without the index."""
    page = list(bearers.items())[request.offset : request.offset + request.page_size]
    hits = [
        Hit(
            id=pk,
            match=Match(
                group=MatchGroup.DOCUMENT_NUMBER,
                type=number_hit.type,
                field=MatchedField.DOCUMENT_NUMBER,
                text=number_hit.number,
                score=0,
            ),
            names=(),
        )
        for pk, number_hit in page
    ]
    results = load(hits, request.query, filters=request.filters, on=on)
    dropped = len(hits) - len(results)
    return Answer(
        results=tuple(results),
        count=len(bearers) - dropped,
        count_is_exact=not dropped,
        has_next=request.offset + request.page_size < len(bearers),
    )


def _answer_of_index(request: SearchRequest, *, on: date, generation: int | None = None) -> Answer:
    """Answer from the index; `generation` of the outbox, where it has just been read, saves a query."""
    limit = min(request.page_size, DEEPEST - request.offset)
    query = Query(
        text=request.query,
        on=on,
        filters=request.filters,
        offset=request.offset,
        limit=limit,
        cursor=request.cursor,
        facets=request.cursor is None,
    )
    page, hydrated, waiting = _current_page(query, generation=generation)
    results = _results(page.hits, hydrated, request.query)
    dropped = len(page.hits) - len(results)
    reached = request.offset + request.page_size
    return Answer(
        results=tuple(results),
        count=max(page.total - dropped, len(results)),
        count_is_exact=page.total_is_exact and not dropped and not (waiting and request.filters.is_marked),
        has_next=reached < page.total and reached < DEEPEST,
        next_cursor=page.next_cursor,
        ends_early=reached >= DEEPEST and not page.total_is_exact,
        facets=_labelled(page, waiting=waiting),
        generation=hydrated.generation,
    )


def _current_page(query: Query, *, generation: int | None = None) -> tuple[Page, HydratedHits, bool]:
    """Search the index, then hydrate; return also whether the index may have missed a change.

    Only facets and filters about records and lists depend on it.
    """
    if not (query.facets or query.filters.is_marked):
        generation = None
    elif generation is None:
        generation = outbox_generation()
    (page, hydrated), is_waiting = search_current(lambda: _search_and_hydrate(query), generation=generation)
    return page, hydrated, is_waiting


def _search_and_hydrate(query: Query) -> tuple[tuple[Page, HydratedHits], int, bool]:
    page = index().search(query)
    hydrated = hydrate([hit.id for hit in page.hits], filters=query.filters, on=query.on)
    return (page, hydrated), hydrated.generation, hydrated.is_waiting


def find_by_code(request: SearchRequest, *, on: date) -> Answer | None:
    """Look a full code up in the database alone; None when the text is not a code."""
    query = request.query
    if query.kind is not Kind.CODE:
        return None
    enterprises = Enterprise.objects.public(on=on).order_by()
    in_use = enterprises.filter(now_under__isnull=True)
    found = in_use.filter(uscc=query.code).union(enterprises.filter(earlier_codes__uscc=query.code))
    if public_register_number(query.code) == query.code:
        found = found.union(in_use.filter(register_number=query.code))
    hits = [
        Hit(
            id=enterprise.pk,
            match=Match(
                group=MatchGroup.CODE, type=MatchType.CODE, field=MatchedField.USCC, text=enterprise.uscc, score=0
            ),
            names=(),
        )
        for enterprise in found[:2]
    ]
    results = load(hits, query, filters=request.filters, on=on)
    return Answer(results=tuple(results), count=len(results))


def load(hits: Sequence[Hit], query: QueryText, *, filters: Filters, on: date) -> list[SearchResult]:
    """Load the hits as they are now, in their order; those that no longer fit are left out."""
    return _results(hits, hydrate([hit.id for hit in hits], filters=filters, on=on), query)


def _results(hits: Sequence[Hit], hydrated: HydratedHits, query: QueryText) -> list[SearchResult]:
    enterprises, regions = hydrated.enterprises, labels_of(BY_NAME["region"])
    results = (_result(hit, enterprises[hit.id], query, regions) for hit in hits if hit.id in enterprises)
    return [result for result in results if result]


def _result(hit: Hit, enterprise: EnterpriseRow, query: QueryText, regions: Mapping[str, str]) -> SearchResult | None:
    match = _match_now(hit, enterprise, query)
    if hit.match and not match:
        return None
    former_name = match.text if match and match.field is MatchedField.FORMER_NAME else None
    badges = [*list_badges(enterprise.lists.values()), *([PENALISED] if enterprise.is_penalised else [])]
    return SearchResult(
        uscc=enterprise.uscc,
        code_kind=code_kind(enterprise.uscc).value,
        earlier_codes=tuple(enterprise.earlier_codes),
        name=enterprise.name,
        former_name=former_name,
        renamed_on=enterprise.former.get(former_name or "") or None,
        namesakes=enterprise.namesakes,
        status=enterprise.status,
        status_label=BY_NAME["status"].choices[enterprise.status],
        region=enterprise.region,
        region_name=regions.get(enterprise.region, enterprise.region),
        match=match,
        explanation=_explained(query, match) if match else "",
        highlight=tuple(highlight(query, match)) if match else ((enterprise.name, False),),
        badges=tuple(badges),
        external_lists=external_mentions(enterprise.lists),
    )


def _explained(query: QueryText, match: Match) -> str:
    """Return why an enterprise was found, in the reader's language; the API has Chinese readers alone."""
    why = explain(query, match)
    kind = pgettext("matched", why.kind) if why.kind else ""
    return "".join(map(gettext, why.words)).format(kind=kind, typed=why.typed, registered=why.registered)


def _match_now(hit: Hit, enterprise: EnterpriseRow, query: QueryText) -> Match | None:
    """Return the match as of now: that of the index while the names are still the same."""
    if hit.match is None or hit.match.field is MatchedField.DOCUMENT_NUMBER:
        return hit.match
    if hit.names[:1] == (enterprise.name,) and set(hit.names[1:]) == set(enterprise.former):
        return hit.match
    features = enterprise_features(
        uscc=enterprise.uscc,
        register_number=enterprise.register_number,
        status=enterprise.status,
        name=enterprise.name,
        former=enterprise.former,
        earlier_codes=enterprise.earlier_codes,
    )
    return match_of(QueryFeatures(query), features)


def _labelled(page: Page, *, waiting: bool) -> dict[str, tuple[FacetValue, ...]]:
    """Return the facets with labels, without those about records and lists while a change waits."""
    shown = {name: facets for name, facets in page.facets.items() if not (waiting and BY_NAME[name].is_marked)}
    return {name: facet_values(BY_NAME[name], facets) for name, facets in shown.items()}
