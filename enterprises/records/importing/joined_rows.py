"""Rows of a file that are parts of one record: a result table has one row for each item that failed."""

from dataclasses import replace

from enterprises.catalogue.types import RecordKind, Text
from enterprises.records.services.submissions import ImportedRow

BETWEEN = "；"


def joined_row(kind: RecordKind, first: ImportedRow, more: ImportedRow) -> ImportedRow | None:
    """Return the first row with what the other one adds, None where they are no parts of one record.

    Parts have the same key and differ in the fields that the kind declares as joined, and in no other. The same row
    again adds nothing and is no part.
    """
    if not kind.joined or first.key != more.key or _others(kind, first) != _others(kind, more):
        return None
    values = dict(first.values)
    for code in kind.joined:
        text = _joined(first.values.get(code), more.values.get(code))
        field_type = kind.field(code).type
        if not isinstance(field_type, Text) or len(text) > field_type.length:
            return None
        values[code] = text
    if values == first.values:
        return None
    return replace(first, values=values, typed={**more.typed, **first.typed}, contradictions=None)


def _others(kind: RecordKind, row: ImportedRow) -> dict[str, object]:
    return {code: value for code, value in row.values.items() if code not in kind.joined}


def _joined(first: object, more: object) -> str:
    parts = [part for text in (first, more) if isinstance(text, str) for part in text.split(BETWEEN)]
    return BETWEEN.join(dict.fromkeys(parts))
