"""How a record keeps its values: shared ones in columns, the others in `details`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from enterprises.catalogue.types import Field, RecordColumn, RecordKind
from enterprises.catalogue.validation import to_json

# Values that relations of the record give, with the lookup of each; they are not stored twice.
_RELATIONS = MappingProxyType(
    {
        RecordColumn.SUBJECT_CODE: "enterprise__uscc",
        RecordColumn.AGENCY_NAME: "agency__name",
        RecordColumn.AGENCY_CODE: "agency__code",
    }
)
RELATION_COLUMNS = frozenset(_RELATIONS)
# Values that stay in `details` as given, though a relation may stand for them.
KEPT_COLUMNS = frozenset({RecordColumn.SOURCE_NAME, RecordColumn.SOURCE_CODE, RecordColumn.STATED_SEVERITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Values split for storage; `columns` are attributes of `Record`, `details` is JSON."""

    columns: dict[str, object]
    details: dict[str, object]


def split(kind: RecordKind, values: Mapping[str, object]) -> Stored:
    """Split cleaned values into the columns and the details of a record."""
    places = _places(kind)
    columns = {name: blank if (value := values.get(code)) is None else value for name, code, blank in places.columns}
    present = {code: values[code] for code in places.details if values.get(code) not in (None, "", ())}
    return Stored(columns=columns, details=to_json(kind, present))


@cache
def columns_of(kind: RecordKind) -> tuple[tuple[str, RecordColumn], ...]:
    """Return the codes of the fields whose values columns or relations of a record hold, each with the column."""
    return tuple(
        (each.code, each.column) for each in kind.fields if each.column is not None and each.column not in KEPT_COLUMNS
    )


def column_of(kind: RecordKind, code: str) -> RecordColumn | None:
    """Return the column or relation that holds a field's value, None for what `details` hold."""
    return _columns_by_code(kind).get(code)


@cache
def _columns_by_code(kind: RecordKind) -> Mapping[str, RecordColumn]:
    return dict(columns_of(kind))


def lookup_of(field: Field) -> str:
    """Return the lookup of a field in queries of records: a column, a relation, or a key of `details`."""
    if field.column is None or field.column in KEPT_COLUMNS:
        return f"details__{field.code}"
    return _RELATIONS.get(field.column, field.column.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Where the values of a kind are kept.

    `columns` holds name, field code and what stands for a missing value: "" for text, NULL otherwise.
    """

    columns: tuple[tuple[str, str, str | None], ...]
    details: tuple[str, ...]


@cache
def _places(kind: RecordKind) -> _Places:
    texts = (RecordColumn.DOCUMENT_NUMBER, RecordColumn.SUBJECT_NAME)
    return _Places(
        columns=tuple(
            (each.column.value, each.code, "" if each.column in texts else None)
            for each in kind.fields
            if each.column is not None and each.column not in KEPT_COLUMNS | RELATION_COLUMNS
        ),
        details=tuple(each.code for each in kind.fields if each.column is None or each.column in KEPT_COLUMNS),
    )
