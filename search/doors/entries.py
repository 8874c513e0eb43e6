"""What is shown of a record behind a door: masked and labelled as in the credit file, free of queries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from enterprises.catalogue.cells import Audience, LabelledValue
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import RecordColumn, Role
from enterprises.creditfile.assemble import row_of
from enterprises.creditfile.types import FileRow
from enterprises.records.models import Record
from search.doors.types import Door, DoorAdvice, Meaning, Words
from search.public_records import holder_of


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
    marks = door.marks(records, on) if door.marks else {}
    beside = door.beside(records, on) if door.beside else {}
    links = door.links(records) if door.links else {}
    return [
        _entry(
            door,
            record,
            marks=marks,
            beside=beside.get(record.pk, ()),
            links=links.get(record.pk, ()),
        )
        for record in records
    ]


def in_chunks(door: Door, records: Iterator[Record], *, on: date, size: int) -> Iterator[DoorEntry]:
    """Give the entries of many records, some at a time."""
    chunk: list[Record] = []
    for record in records:
        chunk.append(record)
        if len(chunk) == size:
            yield from entries_of(door, chunk, on=on)
            chunk = []
    yield from entries_of(door, chunk, on=on)


def _entry(
    door: Door,
    record: Record,
    *,
    marks: Mapping[int, tuple[str, ...]],
    beside: tuple[LabelledValue, ...],
    links: tuple[tuple[Words, str], ...],
) -> DoorEntry:
    row = row_of(record, audience=Audience.PUBLIC, beside=beside)
    shown = {cell.code: cell.value for cell in row.cells}
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
        marks=marks.get(record.pk, ()),
        advice=tuple(each for each in door.advice if each.when(values)),
        batch=record.folded_batch if door.has_batches else "",
        link=_shown(door, record, door.link_of, shown) if door.link_of else "",
        links=links,
    )


def _shown(door: Door, record: Record, meaning: Meaning | str, shown: Mapping[str, str]) -> str:
    """Return what is shown of a value, "" where the kind has none or it is not public."""
    if not isinstance(meaning, Role | RecordColumn):
        return shown.get(meaning, "")
    if meaning is RecordColumn.AGENCY_NAME:
        return record.agency.public_name
    field = door.fields(meaning).get(record.kind)
    return shown.get(field.code, "") if field else ""
