"""What Elasticsearch keeps of a document: the mapping, and the body of one.

Text is cut by us and split at blanks only, so no plugin is needed and every distribution serves.
"""

from array import array
from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from elasticsearch.dsl import (
    Binary,
    DateRange,
    Document,
    Integer,
    Keyword,
    Long,
    LongRange,
    Nested,
    Object,
    Text,
    mapped_field,
)

from search import port
from search.engines.texts import document_keys, dump_features
from search.filters import MARK_FIELDS, VALUE_FIELDS, Filter
from search.matching.ranking import squash_code
from search.names.edits import deletions_in
from search.names.features import bigrams_in, unigrams_in
from search.names.prefixes import prefixes_in

_MARK_BYTES = 5
_MARKS_REMEMBERED = 4096
LEADING, _SIGNS = 12, 36  # signs of a code in one number of 63 bits; letters and digits
_DAY_BITS = 17  # 358 years
_FIRST_DAY = date(1950, 1, 1)
# What every query reads of its hits, from columns: the source would be unpacked and read through for each.
READ = {"_source": False, "stored_fields": "_none_", "docvalue_fields": ["number", "features"]}


class EnterpriseFields(Document):
    """The mapping of an index, without the fields of filters."""

    number: int = mapped_field(Long())
    version: int = mapped_field(Long(index=False))
    digest: str = mapped_field(Keyword(index=False, doc_values=False))
    public: dict[str, str] = mapped_field(DateRange())
    # Text, because only of text the first few words that begin so can be requested.
    exact: str = mapped_field(Text(analyzer="whitespace", index_options="docs", norms=False))
    prefixes: list[str] = mapped_field(Keyword(doc_values=False))
    deletions: list[int] = mapped_field(Integer(doc_values=False))
    bigrams: str = mapped_field(Text(analyzer="whitespace", index_options="freqs"))
    unigrams: str = mapped_field(Text(analyzer="whitespace", index_options="docs"))
    uscc: str = mapped_field(Keyword())
    leading: int = mapped_field(Long())
    features: str = mapped_field(Binary(doc_values=True))


def filter_mapping() -> dict[str, Any]:
    """Return the mapping of the fields of filters."""
    fields: dict[str, Any] = {}
    for each in VALUE_FIELDS.values():
        if each.terms:
            fields[each.field] = Keyword(doc_values=False)
        fields[each.counted_field] = Integer() if each.is_number else Keyword()
    fields |= {each.field: _MARKS[storage_of(each)][0](each) for each in MARK_FIELDS.values()}
    return {name: field.to_dict() for name, field in fields.items()}


class MarkStorage(StrEnum):
    """How the marks of a field are stored."""

    OBJECT = "object"  # a range of days for each value; values are known in advance
    NESTED = "nested"  # pairs of value and range; values are counted
    NUMBERS = "numbers"  # ranges of numbers that stand for value and day; nothing is counted


def storage_of(each: Filter) -> MarkStorage:
    """Return how the marks of the field of a filter are stored."""
    if each.is_closed:
        return MarkStorage.OBJECT
    return MarkStorage.NESTED if each.is_facet else MarkStorage.NUMBERS


def features_in(fields: Mapping[str, list[Any]]) -> bytes:
    """Return what `dump_features` wrote of a hit that was requested `READ`."""
    return a2b_base64(fields["features"][0])


def deletion_terms(deletions: Collection[int]) -> list[int]:
    """Return the numbers that stand for keys of `search.names.edits`: their 32 bits with a sign."""
    return memoryview(array("I", deletions)).cast("B").cast("i").tolist()


def leading_number(code: str) -> int | None:
    """Return the number that stands for the first signs of a unified code; None where they are no letters and digits.

    All codes with one prefix are then one range of numbers, found at once; words would be read one by one.
    """
    signs = code[:LEADING].ljust(LEADING, "0")
    return int(signs, _SIGNS) if signs.isascii() and signs.isalnum() else None


def leading_range(prefix: str) -> tuple[int, int] | None:
    """Return the first and the last number of codes that begin so; None where no range of numbers holds them."""
    first = leading_number(prefix)
    if first is None or not prefix or len(prefix) > LEADING:
        return None
    return first, first + _SIGNS ** (LEADING - len(prefix)) - 1


def _range(days: port.Days) -> dict[str, str]:
    bounds = {"gte": days.starts.isoformat()}
    return bounds | ({"lt": days.ends.isoformat()} if days.ends else {})


@lru_cache(_MARKS_REMEMBERED)
def _mark_number(value: str) -> int:
    mark = int.from_bytes(blake2b(value.encode(), digest_size=_MARK_BYTES).digest())
    return mark << _DAY_BITS


def mark_day(value: str, day: date | None) -> int:
    """Return the number that stands for the value of a mark on a day; None = its last day.

    So one range holds which value is marked when, without nested documents. Two values may meet
    in a number once in 2**40; the database confirms every hit.
    """
    last = (1 << _DAY_BITS) - 1
    return _mark_number(value) + (last if day is None else min(max((day - _FIRST_DAY).days, 0), last))


def _numbers(value: str, days: port.Days) -> dict[str, int]:
    ends = {"lte": mark_day(value, None)} if days.ends is None else {"lt": mark_day(value, days.ends)}
    return {"gte": mark_day(value, days.starts)} | ends


def _object(marks: port.Marks) -> dict[str, Any]:
    return {value: [_range(days) for days in ranges] for value, ranges in marks.items()}


def _nested(marks: port.Marks) -> list[dict[str, Any]]:
    return [{"value": value, "days": _range(days)} for value, ranges in marks.items() for days in ranges]


def _ranges(marks: port.Marks) -> list[dict[str, int]]:
    return [_numbers(value, days) for value, ranges in marks.items() for days in ranges]


# The field of each storage, and what it holds of a document.
_MARKS: dict[MarkStorage, tuple[Callable[[Filter], Any], Callable[[port.Marks], Any]]] = {
    MarkStorage.OBJECT: (lambda each: Object(properties={code: DateRange() for code in each.choices}), _object),
    MarkStorage.NESTED: (lambda each: Nested(properties={"value": Keyword(), "days": DateRange()}), _nested),
    MarkStorage.NUMBERS: (lambda each: LongRange(), _ranges),
}


def _filter_fields(document: port.Document) -> Iterator[tuple[str, Any]]:
    """Yield the fields of filters and what they hold of a document."""
    for each in VALUE_FIELDS.values():
        value = document.values.get(each.field)
        if each.terms:
            yield each.field, each.terms(str(value or ""))
        yield each.counted_field, value if value is None or each.is_number else each.to_facet(str(value))
    for each in MARK_FIELDS.values():
        yield each.field, _MARKS[storage_of(each)][1](document.marks.get(each.field, {}))


def body_of(document: port.Document) -> dict[str, Any]:
    """Return the body to index; that of a tombstone is found by nothing."""
    features = document.features
    if features is None or document.public_from is None:
        return {"number": document.id, "version": document.version, "digest": document.digest}
    return {
        "number": document.id,
        "version": document.version,
        "digest": document.digest,
        "public": {"gte": document.public_from.isoformat()},
        "exact": " ".join(document_keys(document)),
        "prefixes": prefixes_in(features.names),
        "deletions": deletion_terms(deletions_in(features.names)),
        "bigrams": " ".join(bigrams_in(features.names)),
        "unigrams": " ".join(unigrams_in(features.names)),
        "uscc": features.uscc,
        "leading": leading_number(squash_code(features.uscc)),
        "features": b64encode(dump_features(document).encode()).decode(),
        **dict(_filter_fields(document)),
    }
