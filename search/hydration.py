"""Hydration: load the enterprises of index hits from the database, which decides what is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import (
    BooleanField,
    CharField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.registry import KINDS
from enterprises.catalogue.types import RecordColumn, RecordKind, Visibility
from enterprises.records.models import Record
from enterprises.register.models import Enterprise, FormerName
from enterprises.shared.rules.characters import unified
from enterprises.shared.rules.document_numbers import LONGEST, fold_document_number
from enterprises.shared.rules.masking import public_register_number, public_text
from enterprises.shared.rules.uscc import LENGTH as USCC_LENGTH
from search.fast.compiled import CompiledQuery
from search.filters import Filter, FilterKind, Filters, FilterValue
from search.indexing.documents import CONDITIONS, has_any
from search.indexing.models import OutboxEntry, OutboxState
from search.listings import (
    EXTERNAL,
    external_earlier,
    external_enterprises,
    listed_earlier,
    listed_enterprises,
    numbered_rows,
)
from search.names.queries import Kind, QueryText
from search.port import MatchType
from search.public_records import HOLDER

Found = TypeVar("Found")
MOST_NAMESAKES = 99
MOST_BEARERS = 200  # enterprises shown for one document number
FEWEST_DIGITS, SHORTEST_NUMBER = 3, 6


def has_public_number(kind: RecordKind) -> bool:
    """Return whether the public may read the document number of records of that kind."""
    numbers = [field for field in kind.fields if field.column is RecordColumn.DOCUMENT_NUMBER]
    return any(number.visibility is Visibility.PUBLIC for number in numbers)


# Kinds whose records are found by their document number.
NUMBERED = tuple(code for code, kind in KINDS.items() if has_public_number(kind))


@dataclass(slots=True, kw_only=True)
class EnterpriseRow:
    """The columns of an enterprise on a day, with former names, lists and counts from other tables."""

    id: int
    uscc: str
    register_number: str
    name: str
    status: str
    region: str
    is_penalised: bool
    namesakes: int  # other public enterprises of that folded name, at most MOST_NAMESAKES
    earlier_codes: list[str] = field(default_factory=list)
    former: dict[str, str] = field(default_factory=dict)  # name -> ISO day on which it changed, "" unknown
    lists: dict[str, str] = field(default_factory=dict)  # slug -> colour, or EXTERNAL


class _Constant(Value):
    """A number, a truth or an empty text, written into the statement: as a parameter it would be sent each time."""

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[str | int, ...]]:
        return "''" if self.value == "" else str(self.value).upper(), ()


_ENTERPRISE, _FORMER, _LISTED, _GENERATION, _WAITING, _EARLIER = range(6)  # the source of a row
# Where an enterprise has three texts more, whether it is penalised, and how many bear its name.
_NOTHING_ELSE = (*[_Constant("")] * 3, _Constant(False), _Constant(0))


def _rows(ids: Sequence[int], on: date, filters: Filters) -> QuerySet[Any, Any]:
    """Return the enterprises, former names and earlier codes, the lists they are on, and how the outbox stands."""
    others = (_former_rows(ids), _earlier_rows(ids), *_listed_rows(ids, on), *_outbox_rows())
    return _enterprise_rows(ids, on, filters).union(*others, all=True)


def _outbox_rows() -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """Return the generation of the outbox, and one row while anything waits."""
    nothing = (_Constant(""), _Constant(""), *_NOTHING_ELSE)
    generation = OutboxState.objects.order_by().values_list(_Constant(_GENERATION), "generation", *nothing)
    first = OutboxEntry.objects.order_by().values("pk")[:1]  # a limit of its own stands in no union everywhere
    waiting = OutboxEntry.objects.filter(pk__in=first).order_by()
    return generation, waiting.values_list(_Constant(_WAITING), _Constant(0), *nothing)


def _enterprise_rows(ids: Sequence[int], on: date, filters: Filters) -> QuerySet[Any, Any]:
    """Return the public ones of the enterprises that fit the filters."""
    is_penalised = has_any(Record.objects.public(on=on), kind=KindCode.PENALTY.value)
    enterprises = Enterprise.objects.public(on=on).filter(pk__in=ids, now_under__isnull=True).order_by()
    for each, value in filters:
        enterprises = enterprises.filter(_condition(each, value, on))
    columns = ("pk", "uscc", "register_number", "name", "status", "region_id")
    named = Enterprise.objects.public(on=on).filter(folded_name=OuterRef("folded_name"), now_under__isnull=True)
    namesakes = named.exclude(pk=OuterRef("pk"))
    bounded = _CountOf(namesakes.order_by().values("pk")[:MOST_NAMESAKES])
    return enterprises.values_list(
        _Constant(_ENTERPRISE), *columns, ExpressionWrapper(is_penalised, output_field=BooleanField()), bounded
    )


def _condition(each: Filter, value: FilterValue, on: date) -> Any:
    """Return the condition by which the database confirms a filter."""
    if each.kind is not FilterKind.FLAG:
        return CONDITIONS[each.field](value, on)
    condition = CONDITIONS[each.field](each.mark, on)
    return condition if value else ~condition


def _former_rows(ids: Sequence[int]) -> QuerySet[Any, Any]:
    changed = Coalesce(Cast("used_until", CharField()), _Constant(""))
    former = FormerName.objects.filter(enterprise_id__in=ids).order_by()
    return former.values_list(_Constant(_FORMER), "enterprise_id", F("name"), changed, *_NOTHING_ELSE)


def _earlier_rows(ids: Sequence[int]) -> QuerySet[Any, Any]:
    earlier = Enterprise.objects.filter(now_under_id__in=ids).order_by()
    return earlier.values_list(_Constant(_EARLIER), "now_under_id", "uscc", "name", *_NOTHING_ELSE)


def _listed_rows(ids: Sequence[int], on: date) -> list[QuerySet[Any, Any]]:
    """Return the listings of the enterprises, ours and external, and those of their earlier codes."""
    ours: tuple[str | Value, ...] = ("credit_list__slug", "color", *_NOTHING_ELSE)
    external: tuple[str | Value, ...] = ("credit_list__slug", Value(EXTERNAL), *_NOTHING_ELSE)
    own, earlier = (_Constant(_LISTED), "enterprise_id"), (_Constant(_LISTED), "enterprise__now_under_id")
    return [
        listed_enterprises(ids, on=on).values_list(*own, *ours),
        listed_earlier(ids, on=on).values_list(*earlier, *ours),
        external_enterprises(ids, on=on).values_list(*own, *external),
        external_earlier(ids, on=on).values_list(*earlier, *external),
    ]


class _CountOf(Subquery):
    """The number of rows of a subquery, which may be sliced."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True, kw_only=True)
class HydratedHits:
    """Rows of the hits plus the outbox generation, from one query."""

    enterprises: dict[int, EnterpriseRow]
    generation: int
    is_waiting: bool


_ROWS = CompiledQuery(_rows)
_OUTBOX = CompiledQuery(lambda _: QuerySet.union(*_outbox_rows(), all=True))


def outbox_generation() -> int:
    """Return how often outbox rows have been drained; one query."""
    return outbox_state()[0]


def outbox_state() -> tuple[int, bool]:
    """Return how often outbox rows have been drained, and whether any waits; one query."""
    rows = _OUTBOX.rows_of_all()
    generation = next((row[1] for row in rows if row[0] == _GENERATION), 0)
    return generation, any(row[0] == _WAITING for row in rows)


def search_current(search: Callable[[], tuple[Found, int, bool]], *, generation: int | None) -> tuple[Found, bool]:
    """Search the index; return what was found and whether the index may have missed a change.

    `search` returns also how the outbox stands behind it, as `outbox_state` does. The index has every change if nothing
    waits and no outbox rows were drained since `generation`. If some were, the index is searched once more. Without
    `generation` it may have missed one.
    """
    found, after, is_waiting = search()
    if generation is not None and after != generation and not is_waiting:
        generation = after
        found, after, is_waiting = search()
    return found, is_waiting or after != generation


def hydrate(ids: Sequence[int], *, filters: Filters, on: date) -> HydratedHits:
    """Read those of the enterprises that are public that day and fit the filters: one query."""
    rows = _ROWS.rows(ids, on, filters) if ids else _OUTBOX.rows_of_all()
    enterprises = {row[1]: _enterprise_row(row) for row in rows if row[0] == _ENTERPRISE}
    generation, is_waiting, earlier = 0, False, []
    for source, pk, text, more, *_ in rows:
        if source == _FORMER and pk in enterprises:
            enterprises[pk].former[public_text(text)] = more
        elif source == _EARLIER and pk in enterprises:
            earlier.append((pk, text, public_text(more)))
        elif source == _LISTED and pk in enterprises:
            enterprises[pk].lists[text] = more
        elif source == _GENERATION:
            generation = pk
        elif source == _WAITING:
            is_waiting = True
    for pk, code, name in sorted(earlier):
        enterprises[pk].earlier_codes.append(code)
        if name != enterprises[pk].name:
            enterprises[pk].former.setdefault(name, "")
    return HydratedHits(enterprises=enterprises, generation=generation, is_waiting=is_waiting)


_FIELDS = (
    *("id", "uscc", "register_number", "name", "status"),
    *("region", "is_penalised", "namesakes"),
)


def _enterprise_row(row: tuple[Any, ...]) -> EnterpriseRow:
    facts: dict[str, Any] = {name: "" if value is None else value for name, value in zip(_FIELDS, row[1:], strict=True)}
    facts["is_penalised"] = bool(facts["is_penalised"])
    facts["name"] = public_text(facts["name"])
    facts["register_number"] = public_register_number(facts["register_number"])
    return EnterpriseRow(**facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberHit:
    """That an enterprise bears a document number: of what, and as the public reads it."""

    type: MatchType
    number: str


def _bearer_rows(keys: Sequence[str], on: date) -> QuerySet[Any, Any]:
    """Return rows (enterprise, match type, number) of public records and listings of these numbers."""
    records = Record.objects.public(on=on).filter(folded_document_number__in=keys, kind__in=NUMBERED).order_by()
    of_records = records.values_list(HOLDER, Value(MatchType.DOCUMENT_NUMBER.value), "document_number")
    return of_records.union(numbered_rows(keys, on=on), all=True)[:MOST_BEARERS]


_BEARERS = CompiledQuery(_bearer_rows, of_text=True)


def bearers_of(query: QueryText, *, on: date) -> dict[int, NumberHit]:
    """Return the enterprises with a public record or listing of the typed number, by id; at most one query.

    A record goes before a listing.
    """
    key = _document_key(query)
    if key is None:
        return {}
    bearers: dict[int, NumberHit] = {}
    # Of a record (`MatchType.DOCUMENT_NUMBER`) before of a listing (`MatchType.LISTING_NUMBER`).
    for pk, match_type, number in sorted(_BEARERS.rows([key], on)):
        shown = public_text(number)
        if shown == unified(number):  # nobody is found by what is masked
            bearers.setdefault(pk, NumberHit(type=MatchType(match_type), number=shown))
    return bearers


def _document_key(query: QueryText) -> str | None:
    """Return the folded number if the text may be one: short, with some digits, and no code of an enterprise."""
    text = query.typed
    if len(text) > LONGEST or sum(map(str.isdecimal, text)) < FEWEST_DIGITS:
        return None
    if query.kind is Kind.CODE and len(query.code) == USCC_LENGTH:
        return None
    key = fold_document_number(text)
    return key if len(key) >= SHORTEST_NUMBER else None
