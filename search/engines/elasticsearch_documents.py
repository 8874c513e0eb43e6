"""What Elasticsearch keeps of a document: the mapping, and the body of one.

Text is cut by us and split at blanks only, so no plugin is needed and every distribution serves.
"""

from typing import Any

from elasticsearch.dsl import (
    Completion,
    DateRange,
    Document,
    InnerDoc,
    Keyword,
    Long,
    Nested,
    Text,
    mapped_field,
)

from search import port
from search.engines.texts import document_keys, dump_card
from search.industries import industry_path, section_of
from search.text.cards import characters_in, pairs_in, suggestions_of

_LONGEST_INPUT = 50
_ACTIVE_WEIGHT, _ENDED_WEIGHT = 10, 1


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
    exact: list[str] = mapped_field(Keyword(doc_values=False))
    pairs: str = mapped_field(Text(analyzer="whitespace", index_options="freqs"))
    singles: str = mapped_field(Text(analyzer="whitespace", index_options="docs"))
    uscc: str = mapped_field(Keyword())
    status: str = mapped_field(Keyword())
    region: str = mapped_field(Keyword())
    section: str = mapped_field(Keyword())
    industry: list[str] = mapped_field(Keyword(doc_values=False))
    penalties: list[dict[str, str]] = mapped_field(DateRange())
    lists: list[ListedFields] = mapped_field(Nested(ListedFields))
    card: str = mapped_field(Keyword(index=False, doc_values=False))
    suggest: dict[str, Any] = mapped_field(Completion(analyzer="keyword", max_input_length=_LONGEST_INPUT))


def _range(days: port.Days) -> dict[str, str]:
    bounds = {"gte": days.starts.isoformat()}
    return bounds | ({"lt": days.ends.isoformat()} if days.ends else {})


def body_of(document: port.Document) -> dict[str, Any]:
    """Return the body to index; that of a tombstone is found by nothing."""
    stamp = {"number": document.id, "version": document.version, "digest": document.digest}
    card = document.card
    if card is None or document.public_from is None:
        return stamp
    inputs = (*suggestions_of(card.names), card.uscc.lower())
    return stamp | {
        "public": {"gte": document.public_from.isoformat()},
        "exact": document_keys(document),
        "pairs": " ".join(pairs_in(card.names)),
        "singles": " ".join(characters_in(card.names)),
        "uscc": card.uscc,
        "status": document.status,
        "region": document.region,
        "section": section_of(document.industry) or document.industry,
        "industry": industry_path(document.industry),
        "penalties": [_range(days) for days in document.penalties],
        "lists": [{"slug": entry.slug, "days": _range(entry.days)} for entry in document.lists],
        "card": dump_card(card),
        "suggest": {
            "input": [text[:_LONGEST_INPUT] for text in inputs],
            "weight": _ENDED_WEIGHT if card.ended else _ACTIVE_WEIGHT,
        },
    }
