"""Rebuild the index of 100,000 enterprises with two records each, beside pushing the same documents ready-made."""

from collections import deque
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import count as numbers
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import call_command
from elasticsearch.helpers import parallel_bulk

from creditportal.development.demo.accounts import create_staff
from creditportal.development.demo.writing import write_city
from creditportal.development.servers.elasticsearch import HEAP_MB
from enterprises.shared import clock
from search.engines.elasticsearch.bulk import CHUNK
from search.engines.elasticsearch.client import ElasticsearchOptions, mapping
from search.engines.elasticsearch.index import ElasticsearchIndex
from search.engines.elasticsearch.mapping import body_of
from search.engines.sqlite.index import SqliteIndex
from search.engines.sqlite.store import DocumentRows, Store, create_build, insert, rows_of
from search.entry_port import Engine
from search.indexing.builds import all_documents, rebuild
from search.port import Document
from tests.bench.figures import Figure, Target, scaled, seconds
from tests.bench.search.engines import server
from tests.bench.search.waiting import wait_until_joined

ENTERPRISES, WARM_UP = 100_000, 10_000
PREFIX = "bench-rebuild"
ON = date(2026, 11, 1)
LOADING = {"refresh_interval": "-1", "number_of_replicas": 0, "number_of_shards": 1}


def measure() -> Iterator[Figure]:
    """Measure both engines, each beside the least that its server or file needs."""
    call_command("load_reference", verbosity=0)
    deque(write_city(count=scaled(ENTERPRISES), seed=1, on=ON, staff=create_staff(), records_each=2), maxlen=0)
    documents = [document for chunk in all_documents() for document in chunk]
    yield _on_elasticsearch(documents)
    yield _on_sqlite(documents)


def rebuilt(index: Engine) -> float:
    """Return how long a rebuild takes."""
    return seconds(lambda: rebuild(index=index, now=clock.now, holder="bench"))


def _on_elasticsearch(documents: list[Document]) -> Figure:
    options = ElasticsearchOptions()
    bodies = [body_of(document) for document in documents]
    with TemporaryDirectory() as folder, server(Path(folder), heap_mb=HEAP_MB) as url:
        index = ElasticsearchIndex([url], prefix=PREFIX, options=options)
        with closing(index.client):
            pushed(index, bodies[:WARM_UP], threads=options.bulk_threads)  # a fresh server is half as quick
            pairs = []
            for _ in range(2):  # alternately, the better of each
                took = rebuilt(index)
                wait_until_joined(url)
                pairs.append((took, pushed(index, bodies, threads=options.bulk_threads)))
            index.client.indices.delete(index=index.state().index)  # the server may outlive this run
    ours, bare = (len(documents) / min(times) for times in zip(*pairs, strict=True))
    return Figure(
        name=f"rebuild of {len(documents)} enterprises on Elasticsearch",
        ours=ours,
        unit="documents/s",
        reference=bare,
        reference_name="parallel_bulk of the ready documents",
        target=Target(ratio_at_least=0.6),
    )


_names = numbers(1)


def pushed(index: ElasticsearchIndex, bodies: list[dict[str, Any]], *, threads: int) -> float:
    """Return how long `parallel_bulk` takes to push ready documents into a fresh index and make them findable."""
    name = f"{PREFIX}-bare-{next(_names)}"
    client = index.client.options(request_timeout=60)
    client.indices.create(index=name, mappings=mapping(), settings=LOADING)
    actions = ({"_id": str(body["number"]), "_source": body} for body in bodies)

    def push() -> None:
        deque(parallel_bulk(client, actions, index=name, thread_count=threads, chunk_size=CHUNK), maxlen=0)
        client.indices.refresh(index=name)

    took = seconds(push)
    client.indices.delete(index=name)
    return took


def _on_sqlite(documents: list[Document]) -> Figure:
    rows = [rows_of(documents[start : start + CHUNK]) for start in range(0, len(documents), CHUNK)]
    with TemporaryDirectory() as folder:
        ours = len(documents) / rebuilt(SqliteIndex(Path(folder) / "ours.sqlite3"))
        bare = len(documents) / seconds(lambda: inserted(Path(folder) / "bare.sqlite3", rows))
    return Figure(
        name=f"rebuild of {len(documents)} enterprises on SQLite",
        ours=ours,
        unit="documents/s",
        reference=bare,
        reference_name="inserts of the ready rows",
        target=Target(),
    )


def inserted(path: Path, chunks: list[DocumentRows]) -> None:
    """Insert ready rows into the tables of a build."""
    store = Store(path)
    for number, rows in enumerate(chunks):
        with store.writing(any_schema=True) as (connection, _):
            if number == 0:
                create_build(connection, 2)
            insert(connection, 2, rows)
    store.close()
