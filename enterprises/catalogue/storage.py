"""How a record keeps its values: shared ones in columns, the others in `details`."""

from collections.abc import Mapping
from dataclasses import dataclass

from enterprises.catalogue.types import RecordColumn, RecordKind
from enterprises.catalogue.validation import to_json

# Values that relations of the record give; they are not stored twice.
RELATION_COLUMNS = frozenset({RecordColumn.SUBJECT_CODE, RecordColumn.AGENCY_NAME, RecordColumn.AGENCY_CODE})
# Values that stay in `details` as given, though a relation may stand for them.
KEPT_COLUMNS = frozenset({RecordColumn.SOURCE_NAME, RecordColumn.SOURCE_CODE, RecordColumn.STATED_SEVERITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Values split for storage; `columns` are attributes of `Record`, `details` is JSON."""

    columns: dict[str, object]
    details: dict[str, object]


def split(kind: RecordKind, values: Mapping[str, object]) -> Stored:
    """Split cleaned values into the columns and the details of a record."""
    columns: dict[str, object] = {}
    kept: dict[str, object] = {}
    for field in kind.fields:
        value = values.get(field.code)
        if field.column is None or field.column in KEPT_COLUMNS:
            kept[field.code] = value
        elif field.column not in RELATION_COLUMNS:
            columns[field.column.value] = _blank(field.column, value)
    present = {code: value for code, value in kept.items() if value not in (None, "", ())}
    return Stored(columns=columns, details=to_json(kind, present))


def _blank(column: RecordColumn, value: object) -> object:
    """Return what the column stores for a missing value: "" for text, NULL otherwise."""
    if value is None and column in (RecordColumn.DOCUMENT_NUMBER, RecordColumn.SUBJECT_NAME):
        return ""
    return value
