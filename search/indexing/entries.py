"""`entries_of` is the only knowledge of what can be found about a record.

Texts come from fields by their role in the catalogue, as the public reads them. Nothing is indexed that is masked where
it is shown, or that the public may not see.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import orjson
from django.db.models import Case, F, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from enterprises.catalogue.display import shown_value
from enterprises.catalogue.registry import KINDS
from enterprises.catalogue.types import Field, RecordColumn, RecordKind, Role, Visibility
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.register.models import Enterprise
from enterprises.shared.rules.characters import unified
from enterprises.shared.rules.masking import public_text
from enterprises.shields.rules import ShieldDays, shown_spans
from enterprises.shields.selectors import shield_days
from search.entry_kinds import ENTRY_KINDS, EntryKindRow
from search.entry_port import ENTRY_FILTERS, EntryKind, FiledRecord, SearchEntry
from search.names.numbers import numbers_in
from search.port import Days

# States of a record that is or has been public. Whatever else is written of it, it stays a tombstone.
ONCE_PUBLIC = (State.PUBLISHED, State.WITHDRAWN, State.SUPERSEDED)

# Roles of the texts by which an entry is found.
_NAMES = (
    Role.PRODUCT,
    Role.BRAND,
    Role.STANDARD_NAME,
    Role.HONOUR_TITLE,
    Role.HONOUR_CATEGORY,
    Role.CERTIFICATE,
    Role.LICENSED_PROJECT,
    Role.INSTITUTION,
)
_WORDS = (
    *(Role.MAKER, Role.SELLER, Role.RESULT, Role.HONOUR_LEVEL),
    *(Role.STANDARD_TYPE, Role.LICENCE_CATEGORY, Role.EVALUATION_TYPE, Role.GRADE),
)
_NUMBERS = (Role.BATCH, Role.MODEL, Role.TEST_STANDARD, Role.CERTIFICATE_NUMBER)
SEARCHED_ROLES = frozenset((*_NAMES, *_WORDS, *_NUMBERS))
_OPEN_PREFIX = "其他-"
# Digests of entries depend on the order of values: that of indexes that are there.
_FIRST_DIGESTED = ("result", "level", "category", "region", "year", "agency")


class _EntryColumns(NamedTuple):
    """Columns of a record, of its enterprise and of that of the code in use."""

    pk: int
    kind: str
    enterprise_id: int
    state: str
    public_from: date | None
    public_until: date | None
    decided_on: date | None
    document_number: str
    details: Mapping[str, Any]
    agency__code: str
    enterprise__revision: int
    enterprise__now_under_id: int | None
    holder_name: str
    holder_region: str | None
    holder_from: date | None


class EntryFacts(NamedTuple):
    """What of a record is found; `values` are by field of `ENTRY_FILTERS`."""

    kind: EntryKind
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    values: dict[str, str]


def entries_of(enterprise_ids: Collection[int]) -> list[SearchEntry]:
    """Return the entries of all records of some enterprises, under the code in use or an earlier one; three queries."""
    earlier = Enterprise.objects.filter(now_under_id__in=enterprise_ids).values_list("pk", flat=True)
    # Two queries, for a condition on either table would have the database read all records.
    return _entries(Record.objects.filter(enterprise_id__in=[*enterprise_ids, *earlier]))


def entries_between(first: int, last: int) -> list[SearchEntry]:
    """Return the entries of the records whose ids lie between these two, them included; two queries."""
    return _entries(Record.objects.filter(pk__gte=first, pk__lte=last))


def entries_of_records(ids: Collection[int]) -> list[SearchEntry]:
    """Return the entries of some records; two queries."""
    return _entries(Record.objects.filter(pk__in=ids))


def once_public() -> QuerySet[Record]:
    """Return the records that have an entry, by id."""
    return Record.objects.filter(state__in=ONCE_PUBLIC).order_by("pk")


def version_sum_of_records() -> int:
    """Return the sum of the versions that the entries of all records must have."""
    total = once_public().order_by().aggregate(total=Sum("enterprise__revision"))["total"]
    return int(total or 0)


def _entries(records: QuerySet[Record]) -> list[SearchEntry]:
    holder = {
        "holder_name": Coalesce(F("enterprise__now_under__name"), F("enterprise__name")),
        "holder_region": Coalesce(F("enterprise__now_under__region_id"), F("enterprise__region_id")),
        "holder_from": Case(
            When(enterprise__now_under__isnull=True, then=F("enterprise__public_from")),
            default=F("enterprise__now_under__public_from"),
        ),
    }
    rows = records.filter(state__in=ONCE_PUBLIC).order_by("pk").annotate(**holder)
    found = [_EntryColumns(*row) for row in rows.values_list(*_EntryColumns._fields)]
    shields = shield_days({row.enterprise_id for row in found})
    return [_entry(row, shields=shields.get(row.enterprise_id, ())) for row in found]


def _entry(row: _EntryColumns, *, shields: Sequence[ShieldDays]) -> SearchEntry:
    """Return the entry of a record; a tombstone if no day shows it."""
    days = _days(row, shields=shields)
    content: dict[str, Any] = {}
    if days is not None and row.kind in KINDS:
        facts = record_facts(
            KINDS[row.kind],
            row.details,
            document_number=row.document_number,
            region=row.holder_region or "",
            agency=row.agency__code,
            decided_on=row.decided_on,
        )
        content = {
            "enterprise": row.enterprise__now_under_id or row.enterprise_id,
            "kind": facts.kind,
            "days": days,
            "decided_on": row.decided_on,
            "names": facts.names,
            "numbers": facts.numbers,
            "words": (public_text(row.holder_name), *facts.words),
            "values": facts.values,
        }
    return SearchEntry(id=row.pk, version=row.enterprise__revision, digest=_digest(row.pk, content), **content)


def _days(row: _EntryColumns, *, shields: Sequence[ShieldDays]) -> Days | None:
    """Return the days on which record and enterprise are both public.

    An entry has one range: beside a shield that behind it, for a shield begins on the day that it is confirmed.
    """
    if row.state != State.PUBLISHED or row.public_from is None or row.holder_from is None:
        return None
    starts = max(row.public_from, row.holder_from)
    if row.public_until is not None and row.public_until <= starts:
        return None
    covering = shields if row.kind in KINDS and KINDS[row.kind].is_adverse(row.details) else ()
    shown = shown_spans(covering, decided_on=row.decided_on, starts=starts, ends=row.public_until)
    return Days(starts=shown[-1][0], ends=shown[-1][1]) if shown else None


def record_facts(
    kind: RecordKind,
    details: Mapping[str, Any],
    *,
    document_number: str,
    region: str,
    agency: str,
    decided_on: date | None,
) -> EntryFacts:
    """Return what of a record is found, from its values in `details`, its columns and the region of its enterprise."""

    def texts(*roles: Role) -> list[str]:
        return [text for role in roles for text in _texts(kind, role, details)]

    def text_of(*roles: Role) -> str:
        return next(iter(texts(*roles)), "").removeprefix(_OPEN_PREFIX)

    filed = FiledRecord(region=region, agency=agency, decided_on=decided_on, text_of=text_of)
    values = {each.field: value for each in ENTRY_FILTERS if (value := each.value(filed))}
    names = texts(*_NAMES)
    brands, products = texts(Role.BRAND), texts(Role.PRODUCT)
    title = _public(kind.field(kind.title), details.get(kind.title))
    together = [brand + product for brand in brands for product in products]
    numbers = [number for text in texts(*_NUMBERS) for number in numbers_in(text)]
    printed = _public(kind.column(RecordColumn.DOCUMENT_NUMBER), document_number)
    return EntryFacts(
        kind=entry_kind_of(kind, details),
        names=tuple(dict.fromkeys(filter(None, (*names, *together, title)))),
        numbers=tuple(dict.fromkeys(filter(None, (*numbers, printed)))),
        words=tuple(dict.fromkeys(texts(*_WORDS))),
        values={name: values[name] for name in dict.fromkeys((*_FIRST_DIGESTED, *values)) if name in values},
    )


def entry_kind_of(kind: RecordKind, details: Mapping[str, Any]) -> EntryKind:
    """Return what a record is to people who look for it."""
    return next(row.kind for row in ENTRY_KINDS if _is_of(row, kind, details))


def _is_of(row: EntryKindRow, kind: RecordKind, details: Mapping[str, Any]) -> bool:
    if row.marker is not None and not kind.has_role(row.marker):
        return False
    return row.needs is None or bool(_texts(kind, row.needs, details))


def _texts(kind: RecordKind, role: Role, details: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the public texts of the field of a role; several of a list."""
    if not kind.has_role(role):
        return ()
    field = kind.role(role)
    held = details.get(field.code)
    values = held if isinstance(held, list) else [held]
    return tuple([text for value in values if (text := _public(field, value))])


def _public(field: Field, value: object) -> str:
    """Return a value as the public reads it; "" if it may not, or if a part is masked."""
    if not value or field.visibility is not Visibility.PUBLIC:
        return ""
    shown = shown_value(field, str(value))
    return shown if shown == unified(str(value)) else ""


def _digest(number: int, content: dict[str, Any]) -> str:
    """Return a digest of what can be found, whatever the version."""
    return hashlib.sha256(orjson.dumps([number, content], default=tuple)).hexdigest()[:24]
