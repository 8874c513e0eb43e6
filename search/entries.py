"""Find public records and show them as they are now: the second index proposes, the database decides.

Every hit is loaded through `Record.objects.public(on=)`, its enterprise through `Enterprise.objects.public(on=)`. A hit
that no longer fits its kind or its filters is left out (decision 0052).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from enterprises.catalogue.cells import Audience, LabelledValue
from enterprises.catalogue.display import cells_of
from enterprises.catalogue.registry import KINDS
from enterprises.catalogue.types import RecordColumn, RecordKind
from enterprises.catalogue.validation import from_json
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from search.engines import index
from search.entry_kinds import BY_KIND
from search.entry_port import EntryFilters, EntryKind, EntryQuery, FoundEntries
from search.filters import FilterKind
from search.hydration import outbox_generation, outbox_state, search_current
from search.indexing.entries import SEARCHED_ROLES, EntryFacts, record_facts
from search.labels import FacetValue, facet_values
from search.names.queries import NOTHING_TYPED, TypedWords
from search.port import DEEPEST
from search.public_records import holder_of, public_records

PAGE_SIZE = 20
NO_FILTERS = EntryFilters()
DoorAddress = Callable[[Record], str]
_DOORS: dict[EntryKind, DoorAddress] = {}


def register_door(kind: EntryKind, address: DoorAddress) -> None:
    """Let entries of a kind link to a page of their own instead of the credit file; a door calls it once."""
    _DOORS[kind] = address


def door_address(record: Record, kind: EntryKind) -> str:
    """Return the address of a record: the page of its door, else its place in the credit file."""
    if kind in _DOORS:
        return _DOORS[kind](record)
    file = reverse("enterprises:file", args=[holder_of(record).uscc])
    return f"{file}#record-{record.pk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryResult:
    """A record as it is now, what it is, and of whom.

    `title` is what it is about; `cells` are the other fields by which it is found. Both are as the public reads them.
    """

    record: Record
    kind: EntryKind
    facts: EntryFacts
    address: str
    title: str
    cells: tuple[LabelledValue, ...]

    @property
    def enterprise(self) -> Enterprise:
        """Return the enterprise under the code in use."""
        return holder_of(self.record)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryAnswer:
    """One page of results.

    Facets and `kinds` (how many of each kind fit the text) are empty while a change waits for the index.
    """

    results: tuple[EntryResult, ...] = ()
    count: int = 0
    count_is_exact: bool = True
    has_next: bool = False
    kinds: Mapping[EntryKind, int] = field(default_factory=dict)
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)


def find_entries(
    *,
    kind: EntryKind | None = None,
    text: TypedWords = NOTHING_TYPED,
    filters: EntryFilters = NO_FILTERS,
    on: date,
    page: int = 1,
    page_size: int = PAGE_SIZE,
    facets: bool = True,
) -> EntryAnswer:
    """Find records of a kind, or of all kinds, that fit a typed text and filters as of a day.

    Without text the latest come first. At most four queries to the database, and three more if outbox rows were
    drained meanwhile.

    :raises SearchUnavailable: the engine does not answer.
    """
    offset = (page - 1) * page_size
    limit = max(0, min(page_size, DEEPEST - offset))
    query = EntryQuery(text=text, on=on, kind=kind, filters=filters, offset=offset, limit=limit, facets=facets)
    (found, results), is_waiting = search_current(lambda: _search_and_load(query), generation=outbox_generation())
    dropped = len(found.ids) - len(results)
    return EntryAnswer(
        results=results,
        count=max(found.total - dropped, len(results)),
        count_is_exact=found.total_is_exact and not dropped and not is_waiting,
        has_next=offset + limit < min(found.total, DEEPEST),
        kinds={} if is_waiting else found.kinds,
        facets={} if is_waiting else _labelled(found),
    )


def count_kinds(
    text: TypedWords, *, on: date, generation: int | None = None, is_exact: bool = False
) -> Mapping[EntryKind, int]:
    """Return how many records of each kind fit a text; empty while a change waits for the index.

    `generation` of the outbox, where it has just been read, saves a query. `is_exact` forgives no typo and is quick.

    :raises SearchUnavailable: the engine does not answer.
    """
    if text.is_empty:
        return {}
    query = EntryQuery(text=text, on=on, limit=0, is_exact=is_exact)
    before = outbox_generation() if generation is None else generation
    (found, _), is_waiting = search_current(lambda: _search_and_load(query), generation=before)
    return {} if is_waiting else found.kinds


def _search_and_load(query: EntryQuery) -> tuple[tuple[FoundEntries, tuple[EntryResult, ...]], int, bool]:
    found = index().entries.search(query)
    return (found, _load(found.ids, query)), *outbox_state()


def _load(ids: Sequence[int], query: EntryQuery) -> tuple[EntryResult, ...]:
    """Load the records as they are now, in the order of the hits; those that no longer fit are left out."""
    if not ids:
        return ()
    rows = public_records(on=query.on).filter(pk__in=ids).select_related("agency", "enterprise__now_under")
    records = {record.pk: record for record in rows}
    results = (_result(records[pk]) for pk in ids if pk in records)
    return tuple(result for result in results if _fits(result, query))


def _result(record: Record) -> EntryResult:
    kind = KINDS[record.kind]
    facts = record_facts(
        kind,
        record.details,
        document_number=record.document_number,
        region=holder_of(record).region_id or "",
        agency=record.agency.code,
        decided_on=record.decided_on,
    )
    cells = _searched_cells(kind, record)
    title = next((cells[code] for code in _title_codes(kind, facts.kind) if code in cells), None)
    return EntryResult(
        record=record,
        kind=facts.kind,
        facts=facts,
        address=door_address(record, facts.kind),
        title=title.value if title else kind.label,
        cells=tuple(cell for cell in cells.values() if cell is not title),
    )


def _title_codes(kind: RecordKind, entry_kind: EntryKind) -> list[str]:
    """Return the codes of the fields that may name a record, the best first."""
    by_role = [kind.role(role).code for role in BY_KIND[entry_kind].titles if kind.has_role(role)]
    return [*by_role, kind.title, kind.column(RecordColumn.DOCUMENT_NUMBER).code]


def _searched_cells(kind: RecordKind, record: Record) -> dict[str, LabelledValue]:
    """Return the public fields by which a record is found, those with a value, by code."""
    number = kind.column(RecordColumn.DOCUMENT_NUMBER).code
    values = {**from_json(kind, record.details), number: record.document_number or None}
    searched = {field.code for field in kind.fields if field.role in SEARCHED_ROLES} | {kind.title, number}
    cells = cells_of(kind, values, audience=Audience.PUBLIC)
    return {cell.code: cell for cell in cells if cell.code in searched and cell.value}


def _fits(result: EntryResult, query: EntryQuery) -> bool:
    """Return whether kind and filters hold now."""
    if query.kind is not None and result.kind is not query.kind:
        return False
    values = result.facts.values
    return all(
        values.get(each.field, "").startswith(str(value))
        if each.kind is FilterKind.PREFIX
        else values.get(each.field) == value
        for each, value in query.filters
    )


def _labelled(found: FoundEntries) -> dict[str, tuple[FacetValue, ...]]:
    return {name: facet_values(EntryFilters.table[name], facets) for name, facets in found.facets.items()}
