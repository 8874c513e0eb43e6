"""What a scan for personal data finds in the index, through the port: the same for every engine."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from enterprises.scanning import Sighting, excerpts_of
from search.filters import Filters
from search.names.queries import read_query
from search.port import Index, Query

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
