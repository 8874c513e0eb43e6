"""System checks of the catalogue: a wrong declaration ends the start, not a record's life."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from enterprises.catalogue.registry import KINDS, headers_of, normalise_header
from enterprises.catalogue.types import Chapter, Code, Day, RecordColumn, RecordKind, Text, Visibility, WanYuan
from enterprises.records.models import Record
from enterprises.shared.rules.masking import Masking

_NEEDED_COLUMNS = frozenset(
    {
        RecordColumn.DOCUMENT_NUMBER,
        RecordColumn.SUBJECT_NAME,
        RecordColumn.SUBJECT_CODE,
        RecordColumn.AGENCY_NAME,
        RecordColumn.AGENCY_CODE,
    }
)
_COLUMN_TYPES: dict[RecordColumn, type] = {
    RecordColumn.DOCUMENT_NUMBER: Code,
    RecordColumn.SUBJECT_NAME: Text,
    RecordColumn.SUBJECT_CODE: Code,
    RecordColumn.AGENCY_CODE: Code,
    RecordColumn.SOURCE_CODE: Code,
    RecordColumn.DECIDED_ON: Day,
    RecordColumn.VALID_FROM: Day,
    RecordColumn.VALID_UNTIL: Day,
    RecordColumn.FINE_YUAN: WanYuan,
    RecordColumn.CONFISCATED_YUAN: WanYuan,
}
# Chapters whose rows come from elsewhere: the register, the lists, and fixed words.
_CHAPTERS_WITHOUT_KINDS = frozenset({Chapter.REGISTRATION, Chapter.SERIOUS_DISHONESTY, Chapter.ADVICE})


@register("catalogue")
def check_catalogue(**_: Any) -> list[CheckMessage]:
    """Check every kind of the catalogue."""
    return [message for kind in KINDS.values() for message in check_kind(kind)]


def check_kind(kind: RecordKind) -> list[CheckMessage]:
    """Return an error for each fault of one declaration."""
    return [
        Error(sentence, obj=kind.code, id=identity) for identity, find in _FINDERS.items() for sentence in find(kind)
    ]


def _repeated(items: Iterable[Any]) -> list[Any]:
    return [item for item, count in Counter(items).items() if count > 1]


def _repeated_codes(kind: RecordKind) -> Iterator[str]:
    for code in _repeated(field.code for field in kind.fields):
        yield f"code {code} is declared twice"


def _ambiguous_headers(kind: RecordKind) -> Iterator[str]:
    named = [header for field in kind.fields for header in {normalise_header(each) for each in headers_of(field)}]
    ignored = [normalise_header(header) for header in kind.ignored_headers]
    for header in _repeated(named + ignored):
        yield f"header {header!r} names more than one field"


def _wrong_chapter(kind: RecordKind) -> Iterator[str]:
    if not isinstance(kind.chapter, Chapter) or kind.chapter in _CHAPTERS_WITHOUT_KINDS:
        yield f"chapter {kind.chapter!r} holds no records"


def _unknown_references(kind: RecordKind) -> Iterator[str]:
    declared = {field.code: field for field in kind.fields}
    for code in (kind.title, *kind.key):
        if code not in declared or declared[code].transient:
            yield f"title or key names {code}, which is not declared or not kept"
    if not kind.key:
        yield "key is empty: two rows could never be recognised as one record"
    if kind.title in declared and declared[kind.title].visibility is not Visibility.PUBLIC:
        yield f"title {kind.title} is not public"


def _wrong_columns(kind: RecordKind) -> Iterator[str]:
    columns = [field.column for field in kind.fields if field.column is not None]
    for column in _repeated(columns):
        yield f"column {column} is filled by more than one field"
    for column in sorted(_NEEDED_COLUMNS - set(columns)):
        yield f"no field fills column {column}"
    for field in kind.fields:
        wanted = _COLUMN_TYPES.get(field.column) if field.column else None
        if wanted and not isinstance(field.type, wanted):
            yield f"{field.code} fills column {field.column} and must be {wanted.__name__}"


def _too_long_for_column(kind: RecordKind) -> Iterator[str]:
    for field in kind.fields:
        if field.column in (RecordColumn.DOCUMENT_NUMBER, RecordColumn.SUBJECT_NAME):
            room: int = getattr(Record._meta.get_field(field.column.value), "max_length", 0)
            if getattr(field.type, "length", 0) > room:
                yield f"{field.code} is longer than column {field.column} ({room})"


def _exposed_fields(kind: RecordKind) -> Iterator[str]:
    for field in kind.fields:
        if field.visibility is Visibility.NEVER and field.masking is not Masking.IDENTITY:
            yield f"{field.code} is never public and must be masked as an identity"
        if field.masking is Masking.IDENTITY and field.visibility is Visibility.PUBLIC:
            yield f"{field.code} is masked as an identity and cannot be public"
        if isinstance(field.type, Text) and field.type.multiline and field.masking is Masking.NONE:
            yield f"{field.code} is free text and must be masked as such"


def _silent_conditions(kind: RecordKind) -> Iterator[str]:
    for field in kind.fields:
        if (field.required_if is None) is not (field.required_hint == ""):
            yield f"{field.code} needs both or neither of required_if and required_hint"
        if field.required and field.required_if:
            yield f"{field.code} is required anyway, so its condition has no effect"


def _unofficial_codes(kind: RecordKind) -> Iterator[str]:
    for field in kind.fields:
        if field.code.startswith("X_") and field.official:
            yield f"{field.code} begins with X_ and cannot be official"


def _lacking_labels(kind: RecordKind) -> Iterator[str]:
    if not (kind.label and kind.label_en and all(field.label for field in kind.fields)):
        yield "a label is empty"


_FINDERS: dict[str, Callable[[RecordKind], Iterator[str]]] = {
    "enterprises.E001": _repeated_codes,
    "enterprises.E002": _ambiguous_headers,
    "enterprises.E003": _wrong_chapter,
    "enterprises.E004": _unknown_references,
    "enterprises.E005": _wrong_columns,
    "enterprises.E006": _too_long_for_column,
    "enterprises.E007": _exposed_fields,
    "enterprises.E008": _silent_conditions,
    "enterprises.E009": _unofficial_codes,
    "enterprises.E010": _lacking_labels,
}
