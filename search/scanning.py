"""What a scan for personal data finds in the index, through the port: the same for every engine."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from enterprises.records.models import Record
from enterprises.scanning import Sighting, excerpts_of, texts_in
from search.entry_port import EntryIndex
from search.filters import Filters
from search.indexing.entries import entries_of_records
from search.names.queries import read_query
from search.port import Index, Query, Stamp

PAGE = 500


def index_findings(*, index: Index, on: date) -> Iterator[Sighting]:
    """Search the names that the index holds of the enterprises public on that day.

    :raises SearchUnavailable: the engine does not answer.
    """
    for has_penalty in (True, False):  # browsing needs a filter, and these two leave nobody out
        yield from _walk(index, Query(text=read_query(""), on=on, limit=PAGE, filters=Filters(has_penalty=has_penalty)))


def _walk(index: Index, query: Query) -> Iterator[Sighting]:
    while True:
        page = index.search(query)
        for hit in page.hits:
            for name in hit.names:
                for excerpt in excerpts_of(name):
                    yield Sighting(place="index", id=str(hit.id), field="name", excerpt=excerpt, is_public=True)
        if page.next_cursor is None or not page.hits:
            return
        query = replace(query, cursor=page.next_cursor)


def entry_findings(*, index: EntryIndex) -> Iterator[Sighting]:
    """Find the records by whose personal data an entry is still found.

    An engine keeps tokens, no texts, so digests are compared. A finding is an entry that today's masking would make
    otherwise, if a text of its record is masked. The worker or `sweep_index` writes it anew.

    :raises SearchUnavailable: the engine does not answer.
    """
    stamps = index.stamps()
    while some := list(islice(stamps, PAGE)):
        yield from _outdated(some)


def _outdated(stamps: Sequence[Stamp]) -> Iterator[Sighting]:
    """Compare some entries with what they should be; two queries, a third where some differ."""
    should_be = {entry.id: entry.digest for entry in entries_of_records([stamp.id for stamp in stamps])}
    differing = [stamp.id for stamp in stamps if should_be.get(stamp.id, stamp.digest) != stamp.digest]
    rows = Record.objects.filter(pk__in=differing).order_by("pk").values_list("pk", "document_number", "details")
    for pk, number, details in rows:
        for field, text in (("document_number", number), *texts_in(details)):
            for excerpt in excerpts_of(text):
                yield Sighting(place="index entry", id=str(pk), field=field, excerpt=excerpt, is_public=True)
