"""What Elasticsearch keeps of a document: the mapping, and the body of one.

Text is cut by us and split at blanks only, so no plugin is needed and every distribution serves.
"""

from array import array
from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from elasticsearch.dsl import (
    Binary,
    DateRange,
    Document,
    InnerDoc,
    Integer,
    Keyword,
    Long,
    LongRange,
    Nested,
    Object,
    Text,
    mapped_field,
)

from enterprises.catalogue.registry import KINDS
from search import port
from search.engines.texts import document_keys, dump_card
from search.industries import industry_path, section_of
from search.matching.ranking import squash_code
from search.names.edits import gaps_in
from search.names.features import characters_in, pairs_in
from search.names.prefixes import fronts_in

_AGENCY_BYTES = 5
_AGENCIES_REMEMBERED = 4096
LEADING, _SIGNS = 12, 36  # signs of a code in one number of 63 bits; letters and digits
_DAY_BITS = 17  # 358 years
_FIRST_DAY = date(1950, 1, 1)
# What every question reads of its hits, from columns: the source would be unpacked and read through for each.
READ = {"_source": False, "stored_fields": "_none_", "docvalue_fields": ["number", "card"]}


class ListedFields(InnerDoc):
    """The days on one list."""

    slug: str = mapped_field(Keyword())
    days: dict[str, str] = mapped_field(DateRange())


class EnterpriseFields(Document):
    """The mapping of an index."""

    number: int = mapped_field(Long())
    version: int = mapped_field(Long(index=False))
    digest: str = mapped_field(Keyword(index=False, doc_values=False))
    public: dict[str, str] = mapped_field(DateRange())
    # Text, because only of text the first few words that begin so can be asked for.
    exact: str = mapped_field(Text(analyzer="whitespace", index_options="docs", norms=False))
    fronts: list[str] = mapped_field(Keyword(doc_values=False))
    gaps: list[int] = mapped_field(Integer(doc_values=False))
    pairs: str = mapped_field(Text(analyzer="whitespace", index_options="freqs"))
    singles: str = mapped_field(Text(analyzer="whitespace", index_options="docs"))
    uscc: str = mapped_field(Keyword())
    leading: int = mapped_field(Long())
    status: str = mapped_field(Keyword())
    region: str = mapped_field(Keyword())
    section: str = mapped_field(Keyword())
    industry: list[str] = mapped_field(Keyword(doc_values=False))
    year: int = mapped_field(Integer())
    kinds: dict[str, list[dict[str, str]]] = mapped_field(Object(properties={code: DateRange() for code in KINDS}))
    agencies: list[dict[str, int]] = mapped_field(LongRange())
    lists: list[ListedFields] = mapped_field(Nested(ListedFields))
    card: str = mapped_field(Binary(doc_values=True))


def card_in(fields: Mapping[str, list[Any]]) -> bytes:
    """Return what `dump_card` wrote of a hit that was asked for `READ`."""
    return a2b_base64(fields["card"][0])


def gap_terms(gaps: Collection[int]) -> list[int]:
    """Return the numbers that stand for keys of `search.names.edits`: their 32 bits with a sign."""
    return memoryview(array("I", gaps)).cast("B").cast("i").tolist()


def leading_number(code: str) -> int | None:
    """Return the number that stands for the first signs of a unified code; None where they are no letters and digits.

    All codes with one front are then one range of numbers, found at once; words would be read one by one.
    """
    signs = code[:LEADING].ljust(LEADING, "0")
    return int(signs, _SIGNS) if signs.isascii() and signs.isalnum() else None


def leading_range(front: str) -> tuple[int, int] | None:
    """Return the first and the last number of codes that begin so; None where numbers do not tell it."""
    first = leading_number(front)
    if first is None or not front or len(front) > LEADING:
        return None
    return first, first + _SIGNS ** (LEADING - len(front)) - 1


def _range(days: port.Days) -> dict[str, str]:
    bounds = {"gte": days.starts.isoformat()}
    return bounds | ({"lt": days.ends.isoformat()} if days.ends else {})


@lru_cache(_AGENCIES_REMEMBERED)
def _agency_number(code: str) -> int:
    agency = int.from_bytes(blake2b(code.encode(), digest_size=_AGENCY_BYTES).digest())
    return agency << _DAY_BITS


def agency_day(code: str, day: date | None) -> int:
    """Return the number that stands for an agency on a day; None = its last day.

    So one range tells whose record is shown when, without nested documents. Two agencies may meet
    in a number once in 2**40; the database is asked again about every hit.
    """
    last = (1 << _DAY_BITS) - 1
    return _agency_number(code) + (last if day is None else min(max((day - _FIRST_DAY).days, 0), last))


def _agency_range(code: str, days: port.Days) -> dict[str, int]:
    ends = {"lte": agency_day(code, None)} if days.ends is None else {"lt": agency_day(code, days.ends)}
    return {"gte": agency_day(code, days.starts)} | ends


def body_of(document: port.Document) -> dict[str, Any]:
    """Return the body to index; that of a tombstone is found by nothing."""
    card = document.card
    if card is None or document.public_from is None:
        return {"number": document.id, "version": document.version, "digest": document.digest}
    return {
        "number": document.id,
        "version": document.version,
        "digest": document.digest,
        "public": {"gte": document.public_from.isoformat()},
        "exact": " ".join(document_keys(document)),
        "fronts": fronts_in(card.names),
        "gaps": gap_terms(gaps_in(card.names)),
        "pairs": " ".join(pairs_in(card.names)),
        "singles": " ".join(characters_in(card.names)),
        "uscc": card.uscc,
        "leading": leading_number(squash_code(card.uscc)),
        "status": document.status,
        "region": document.region,
        "section": section_of(document.industry) or document.industry,
        "industry": industry_path(document.industry),
        "year": document.year,
        "kinds": {kind: [_range(days) for days in ranges] for kind, ranges in document.kinds.items()},
        "agencies": [_agency_range(code, days) for code, ranges in document.agencies.items() for days in ranges],
        "lists": [{"slug": entry.slug, "days": _range(entry.days)} for entry in document.lists],
        "card": b64encode(dump_card(document).encode()).decode(),
    }
