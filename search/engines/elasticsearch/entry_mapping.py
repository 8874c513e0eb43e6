"""What Elasticsearch keeps of an entry: the mapping, and the body of one."""

from typing import Any

from elasticsearch.dsl import Date, DateRange, Document, Integer, Keyword, Long, Text, mapped_field

from search.engines.elasticsearch.mapping import deletion_terms
from search.entry_port import ENTRY_FIELDS, SearchEntry
from search.matching.entries import name_deletions, name_keys, number_deletions, number_keys
from search.names.scripts import squash
from search.names.tokens import tokens_of, unigrams_of

# What every query reads of its hits.
ENTRY_READ = {"_source": False, "stored_fields": "_none_", "docvalue_fields": ["number"]}


class EntryFields(Document):
    """The mapping of an index of entries, without the fields of filters."""

    number: int = mapped_field(Long())
    version: int = mapped_field(Long(index=False))
    digest: str = mapped_field(Keyword(index=False, doc_values=False))
    kind: str = mapped_field(Keyword())
    public: dict[str, str] = mapped_field(DateRange())
    decided: str = mapped_field(Date(format="strict_date"))
    terms: list[str] = mapped_field(Keyword(doc_values=False))
    deletions: list[int] = mapped_field(Integer(doc_values=False))
    bigrams: str = mapped_field(Text(analyzer="whitespace", index_options="docs", norms=False))
    unigrams: str = mapped_field(Text(analyzer="whitespace", index_options="docs", norms=False))


def entry_mapping() -> dict[str, Any]:
    """Return the mapping of an index of entries; a field that it lacks is refused."""
    made = EntryFields._doc_type.mapping.to_dict()
    filters = {name: Keyword().to_dict() for name in ENTRY_FIELDS}
    return {"dynamic": "strict", "properties": made["properties"] | filters}


def entry_body(entry: SearchEntry) -> dict[str, Any]:
    """Return the body to index; that of a tombstone is found by nothing."""
    stamp = {"number": entry.id, "version": entry.version, "digest": entry.digest}
    if entry.kind is None or entry.days is None:
        return stamp
    ends = {"lt": entry.days.ends.isoformat()} if entry.days.ends else {}
    texts = [squash(text) for text in (*entry.names, *entry.words)]
    keys = [*(key for name in entry.names for key in name_keys(name)), *number_keys(entry.numbers)]
    deletions = [*(number for name in entry.names for number in name_deletions(name)), *number_deletions(entry.numbers)]
    return {
        **stamp,
        "kind": entry.kind.value,
        "public": {"gte": entry.days.starts.isoformat()} | ends,
        "decided": entry.decided_on and entry.decided_on.isoformat(),
        "terms": list(dict.fromkeys(keys)),
        "deletions": deletion_terms(list(dict.fromkeys(deletions))),
        "bigrams": " ".join(dict.fromkeys(token for text in texts for token in tokens_of(text))),
        "unigrams": " ".join(dict.fromkeys(token for text in texts for token in unigrams_of(text))),
        **{name: value for name, value in entry.values.items() if value},
    }
