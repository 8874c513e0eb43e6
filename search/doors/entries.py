"""What is shown of a record behind a door: masked and labelled as in the credit file, free of queries."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext

from enterprises.catalogue.cells import Audience, LabelledValue
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import Meaning, RecordColumn, Role
from enterprises.creditfile.assemble import row_of
from enterprises.creditfile.related import related_of
from enterprises.creditfile.types import FileRow, RelatedRow
from enterprises.records.models import Record
from enterprises.records.texts import records_with_text
from search.doors.types import Door, DoorAdvice, Extra, Words
from search.public_records import holder_of

_NOTHING = Extra()
# Column of the document numbers of what belongs to a record: the penalty behind a check, the checks behind a penalty.
RELATED = "related"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorEntry:
    """One record behind a door.

    `values` are those of the door's columns, in their order; `marks` are sentences on what the record alone does not
    show. `batch` is the folded batch number, `link` the web address that the entry leads to; "" where there is none.
    """

    id: int
    title: str
    name: str
    uscc: str
    region: str
    decided_on: date | None
    values: tuple[LabelledValue, ...]
    row: FileRow
    is_adverse: bool
    marks: tuple[str, ...]
    advice: tuple[DoorAdvice, ...]
    batch: str
    link: str
    links: tuple[tuple[Words, str], ...] = ()


def entries_of(door: Door, records: Sequence[Record], *, on: date) -> list[DoorEntry]:
    """Return the entries of records as `public_rows` loads them."""
    extras = door.extras(records, on) if door.extras else {}
    with_text, related = records_with_text(records), related_of(records, on=on)
    return [
        _entry(
            door,
            record,
            extra=extras.get(record.pk, _NOTHING),
            has_text=record.pk in with_text,
            related=related.get(record.pk, ()),
        )
        for record in records
    ]


def in_readers_language(door: Door, entries: Iterable[DoorEntry]) -> list[DoorEntry]:
    """Translate the labels that are values, for pages; files and API keep the Chinese ones."""
    codes = {str(column.of) for column in door.columns if column.holds_labels}
    if not codes:
        return list(entries)
    return [
        replace(
            entry,
            values=_translated(entry.values, codes),
            row=replace(entry.row, cells=_translated(entry.row.cells, codes)),
        )
        for entry in entries
    ]


def _translated(cells: Iterable[LabelledValue], codes: Collection[str]) -> tuple[LabelledValue, ...]:
    return tuple(
        replace(cell, value="、".join(map(gettext, cell.value.split("、")))) if cell.code in codes else cell
        for cell in cells
    )


def in_chunks(door: Door, records: Iterator[Record], *, on: date, size: int) -> Iterator[DoorEntry]:
    """Give the entries of many records, some at a time."""
    chunk: list[Record] = []
    for record in records:
        chunk.append(record)
        if len(chunk) == size:
            yield from entries_of(door, chunk, on=on)
            chunk = []
    yield from entries_of(door, chunk, on=on)


def _entry(door: Door, record: Record, *, extra: Extra, has_text: bool, related: tuple[RelatedRow, ...]) -> DoorEntry:
    row = row_of(record, audience=Audience.PUBLIC, beside=extra.cells, has_text=has_text, related=related)
    shown = {cell.code: cell.value for cell in row.cells}
    shown[RELATED] = "、".join(each.document_number for each in related)
    values = record.field_values()
    enterprise = holder_of(record)
    return DoorEntry(
        id=record.pk,
        title=_shown(door, record, door.title_of, shown) or row.title,
        name=enterprise.public_name,
        uscc=enterprise.uscc,
        region=enterprise.region.name if enterprise.region else "",
        decided_on=record.decided_on,
        values=tuple(
            LabelledValue(code=str(column.of), label=str(column.label), value=_shown(door, record, column.of, shown))
            for column in door.columns
        ),
        row=row,
        is_adverse=kind_of(record.kind).is_adverse(values),
        marks=extra.marks,
        advice=tuple(each for each in door.advice if each.when(values)),
        batch=record.folded_batch if door.has_batches else "",
        link=_shown(door, record, door.link_of, shown) if door.link_of else "",
        links=extra.links,
    )


def _shown(door: Door, record: Record, meaning: Meaning | str, shown: Mapping[str, str]) -> str:
    """Return what is shown of a value, "" where the kind has none or it is not public."""
    if not isinstance(meaning, Role | RecordColumn):
        return shown.get(meaning, "")
    if meaning is RecordColumn.AGENCY_NAME:
        return record.agency.public_name
    field = door.fields(meaning).get(record.kind)
    return shown.get(field.code, "") if field else ""
