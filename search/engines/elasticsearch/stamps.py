"""What an index holds, whichever documents it is of."""

from collections.abc import Iterator
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.elasticsearch.client import guarded
from search.port import Stamp

_PAGE = 1000


def stamps_of(client: Elasticsearch, alias: str) -> Iterator[Stamp]:
    """Yield the stamps of the index behind an alias, by rising id, from one point in time."""
    with guarded():
        point = client.open_point_in_time(index=alias, keep_alive="2m")["id"]
        after: list[Any] | None = None
        try:
            while hits := _stamps_after(client, point, after):
                yield from (_stamp(hit["_source"]) for hit in hits)
                after = hits[-1]["sort"]
        finally:
            client.close_point_in_time(id=point)


def _stamps_after(client: Elasticsearch, point: str, after: list[Any] | None) -> list[Any]:
    response = client.search(
        pit={"id": point, "keep_alive": "2m"},
        sort=[{"number": "asc"}],
        source_includes=["number", "version", "digest"],
        size=_PAGE,
        search_after=after,
        track_total_hits=False,
    )
    return list(response["hits"]["hits"])


def _stamp(source: dict[str, Any]) -> Stamp:
    return Stamp(id=source["number"], version=source["version"], digest=source["digest"])


def version_sum_of(client: Elasticsearch, alias: str) -> int:
    """Return the sum of the versions of all documents behind an alias; exact up to 2^53."""
    with guarded():
        answer = client.search(
            index=alias,
            size=0,
            aggregations={"versions": {"sum": {"field": "version"}}},
            allow_partial_search_results=False,
        )
    return int(answer["aggregations"]["versions"]["value"])
