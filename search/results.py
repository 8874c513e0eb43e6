"""Find enterprises and show them as they are now: the index proposes, the database decides.

Whatever the index says, a hit is loaded through `.public(on=)`; filters and badges about records
and lists are asked again, and a hit that no longer fits is left out (decision 0022).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext_noop

from enterprises.catalogue.registry import KINDS
from enterprises.creditfile.types import Badge, BadgeTone
from enterprises.register.models import Enterprise
from enterprises.shared.rules.masking import public_register_number
from search.engines import index
from search.hints import Hint, with_hint
from search.hydration import Bearing, Firm, Told, bearers_of, firms_on
from search.indexing.documents import card_of_firm
from search.industries import SECTIONS, industry_path
from search.listings import list_badges
from search.matching.explain import explain
from search.matching.highlight import Piece, highlight
from search.matching.ranking import match_of
from search.names.features import Field
from search.names.queries import Kind, QueryText, read_query
from search.port import DEEPEST, FACETS, FacetCount, Filters, Hit, Match, Page, Place, Query, Rule, Stage
from search.reference import names
from search.request import SearchRequest

# Told of records and lists: withheld while a change waits for the index.
_SENSITIVE = frozenset({"has_penalty", "kind", "list"})
_STATUS_LABELS = {value: str(label) for value, label in Enterprise.Status.choices}
_FIXED_LABELS = {
    "industry": SECTIONS,
    "kind": {kind.code: kind.label for kind in KINDS.values()},
    "year": dict[str, str](),
    "status": _STATUS_LABELS,
    "has_penalty": {"true": gettext_noop("有公示中的行政处罚"), "false": gettext_noop("无公示中的行政处罚")},
}
PENALISED = Badge(code="penalty", label="有行政处罚", tone=BadgeTone.NOTICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """How many firms a filter would leave."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One firm as it is now; `match`, `explanation` and `highlight` tell why, `former_name` only where it matched.

    `renamed_on` is the first day it no longer bore that name, None if unknown; `namesakes` counts other
    public firms of the same folded name, to a bound.
    """

    uscc: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One page of results; `count` is bounded, `ends_early` says that more exist than can be paged to."""

    results: tuple[Result, ...] = ()
    count: int = 0
    count_is_exact: bool = True
    has_next: bool = False
    ends_early: bool = False
    following: Place | None = None
    hint: Hint | None = None
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)


def find(request: SearchRequest, *, on: date) -> Answer:
    """Answer a search as of a day, in at most four queries to the database.

    :raises SearchUnavailable: the engine does not answer.
    """
    if request.offset >= DEEPEST:
        return Answer(count=DEEPEST, count_is_exact=False, ends_early=True)
    bearers = bearers_of(read_query(request.text), on=on) if request.place is None else {}
    if bearers:
        return _answer_of_bearers(bearers, request, on=on)
    request, hint = with_hint(request, names())
    return replace(_answer_of_index(request, on=on), hint=hint)


def _answer_of_bearers(bearers: Mapping[int, Bearing], request: SearchRequest, *, on: date) -> Answer:
    """Show the firms that bear a document number; the index is not asked."""
    page = list(bearers.items())[request.offset : request.offset + request.page_size]
    hits = [
        Hit(
            id=pk,
            match=Match(
                rule=Rule.DOCUMENT_NUMBER,
                stage=borne.stage,
                field=Field.DOCUMENT_NUMBER,
                text=borne.number,
                score=0,
            ),
            names=(),
        )
        for pk, borne in page
    ]
    results = load(hits, read_query(request.text), filters=request.filters, on=on)
    dropped = len(hits) - len(results)
    return Answer(
        results=tuple(results),
        count=len(bearers) - dropped,
        count_is_exact=not dropped,
        has_next=request.offset + request.page_size < len(bearers),
    )


@dataclass(slots=True)
class _Seen:
    """How often the outbox had been settled when a search of this process last looked; None = no search has."""

    times_settled: int | None = None


_last_seen = _Seen()


def _answer_of_index(request: SearchRequest, *, on: date) -> Answer:
    limit = min(request.page_size, DEEPEST - request.offset)
    query = Query(
        text=request.text,
        on=on,
        filters=request.filters,
        offset=request.offset,
        limit=limit,
        place=request.place,
        facets=request.place is None,
    )
    page, told, waiting = _page_and_facts(query)
    results = _results(page.hits, told, read_query(request.text), request.filters)
    dropped = len(page.hits) - len(results)
    reached = request.offset + request.page_size
    return Answer(
        results=tuple(results),
        count=max(page.total - dropped, len(results)),
        count_is_exact=page.total_is_exact and not dropped and not (waiting and _is_sensitive(request.filters)),
        has_next=reached < page.total and reached < DEEPEST,
        following=page.following,
        ends_early=reached >= DEEPEST and not page.total_is_exact,
        facets=_labelled(page, waiting=waiting),
    )


def _page_and_facts(query: Query) -> tuple[Page, Told, bool]:
    """Ask the index, then the database; tell whether the index may have missed a change.

    It has not if nothing waits now and nothing has been settled since before it was asked. What had been settled then,
    an earlier search has seen; the first search after a change has settled asks once more.
    """
    seen = _last_seen.times_settled
    page, told = _once(query)
    if told.times_settled != seen and not told.is_waiting and (query.facets or _is_sensitive(query.filters)):
        seen = told.times_settled
        page, told = _once(query)
    _last_seen.times_settled = told.times_settled
    return page, told, told.is_waiting or told.times_settled != seen


def _once(query: Query) -> tuple[Page, Told]:
    page = index().search(query)
    return page, firms_on([hit.id for hit in page.hits], filters=query.filters, on=query.on)


def _is_sensitive(filters: Filters) -> bool:
    return any(wish is not None for wish in (filters.has_penalty, filters.kind, filters.agency, filters.list))


def find_by_code(request: SearchRequest, *, on: date) -> Answer | None:
    """Look a full code up in the database alone; None when the text is not a code."""
    query = read_query(request.text)
    if query.kind is not Kind.CODE:
        return None
    firms = Enterprise.objects.public(on=on).order_by()
    found = firms.filter(uscc=query.code)
    if public_register_number(query.code) == query.code:
        found = found.union(firms.filter(register_number=query.code))
    hits = [
        Hit(
            id=firm.pk,
            match=Match(rule=Rule.CODE, stage=Stage.CODE, field=Field.USCC, text=firm.uscc, score=0),
            names=(),
        )
        for firm in found[:2]
    ]
    results = load(hits, query, filters=request.filters, on=on)
    return Answer(results=tuple(results), count=len(results))


def load(hits: Sequence[Hit], query: QueryText, *, filters: Filters, on: date) -> list[Result]:
    """Load the hits as they are now, in their order; those that no longer fit are left out."""
    return _results(hits, firms_on([hit.id for hit in hits], filters=filters, on=on), query, filters)


def _results(hits: Sequence[Hit], told: Told, query: QueryText, filters: Filters) -> list[Result]:
    firms, regions = told.firms, labels_of("region")
    results = (_result(hit, firms[hit.id], query, filters, regions) for hit in hits if hit.id in firms)
    return [result for result in results if result]


def _fits(firm: Firm, filters: Filters) -> bool:
    """Tell whether a firm as it is now fits the filters."""
    return (
        (filters.region is None or firm.region.startswith(filters.region))
        and (filters.industry is None or filters.industry in industry_path(firm.industry))
        and (filters.status is None or firm.status == filters.status)
        and (filters.has_penalty is None or firm.is_penalised is filters.has_penalty)
        and (filters.list is None or filters.list in firm.lists)
    )


def _result(hit: Hit, firm: Firm, query: QueryText, filters: Filters, regions: Mapping[str, str]) -> Result | None:
    if not _fits(firm, filters):
        return None
    match = _match_now(hit, firm, query)
    if hit.match and not match:
        return None
    former_name = match.text if match and match.field is Field.FORMER_NAME else None
    badges = [*list_badges(firm.lists.values()), *([PENALISED] if firm.is_penalised else [])]
    return Result(
        uscc=firm.uscc,
        name=firm.name,
        former_name=former_name,
        renamed_on=firm.former.get(former_name or "") or None,
        namesakes=firm.namesakes,
        status=firm.status,
        status_label=_STATUS_LABELS[firm.status],
        region=firm.region,
        region_name=regions.get(firm.region, firm.region),
        match=match,
        explanation=explain(query, match).sentence if match else "",
        highlight=tuple(highlight(query, match)) if match else ((firm.name, False),),
        badges=tuple(badges),
    )


def _match_now(hit: Hit, firm: Firm, query: QueryText) -> Match | None:
    """Return the match as of now: that of the index while the names are still the same."""
    if hit.match is None or hit.match.field is Field.DOCUMENT_NUMBER:
        return hit.match
    if hit.names[:1] == (firm.name,) and set(hit.names[1:]) == set(firm.former):
        return hit.match
    card = card_of_firm(
        uscc=firm.uscc, register_number=firm.register_number, status=firm.status, name=firm.name, former=firm.former
    )
    return match_of(query, card)


def _labelled(page: Page, *, waiting: bool) -> dict[str, tuple[FacetValue, ...]]:
    """Return the facets with labels, without those about records and lists while a change waits."""
    shown = {name: page.facets[name] for name in FACETS if name in page.facets and not (waiting and name in _SENSITIVE)}
    return {name: _with_labels(labels_of(name), facets) for name, facets in shown.items()}


def _with_labels(labels: Mapping[str, str], facets: Iterable[FacetCount]) -> tuple[FacetValue, ...]:
    return tuple(
        [
            FacetValue(value=facet.value, label=labels.get(facet.value, facet.value), count=facet.count)
            for facet in facets
        ]
    )


def labels_of(name: str) -> Mapping[str, str]:
    """Return what people call the values of a filter."""
    if name in _FIXED_LABELS:
        return _FIXED_LABELS[name]
    held = names()
    return {"region": held.regions, "list": held.lists, "agency": held.agencies}[name]


def label_of(name: str, value: str) -> str:
    """Return what people call a value of a filter, the value itself if nobody calls it anything."""
    return labels_of(name).get(value, value)
