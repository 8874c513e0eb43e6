"""What an index on Elasticsearch costs: disk, heap, time and work of a document, beside `parallel_bulk` alone.

`docs/operations/sizing.md` multiplies these figures. Documents are ready before the clock runs:
what it takes to make them from the database is measured elsewhere.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import orjson
from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk

from creditportal.development.servers.elasticsearch import Elasticsearch as Server
from search.engines.elasticsearch.client import mapping
from search.engines.elasticsearch.index import ElasticsearchIndex
from search.engines.elasticsearch.mapping import body_of
from search.port import Document
from tests.bench.figures import Figure, Target, scaled
from tests.bench.search.enterprises import document_of, enterprise_at
from tests.bench.search.waiting import wait_until_joined

DOCUMENTS = 100_000
MILLION = 1_000_000
HEAP_MB = 1024
THREADS = 2
PREFIX = "bench-cost"
BARE = f"{PREFIX}-bare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What filling an index took: seconds by the clock, of our processor time, of the server's."""

    seconds: float
    own: float
    server: float


def cost_of(client: Elasticsearch, work: Callable[[], object]) -> Cost:
    """Do it and return what it took."""
    before = (time.perf_counter(), time.process_time(), _server_seconds(client))
    work()
    after = (time.perf_counter(), time.process_time(), _server_seconds(client))
    seconds, own, other = (end - start for start, end in zip(before, after, strict=True))
    return Cost(seconds=seconds, own=own, server=other)


def _server_seconds(client: Elasticsearch) -> float:
    nodes = client.nodes.stats(metric="process")["nodes"].values()
    return sum(float(node["process"]["cpu"]["total_in_millis"]) for node in nodes) / 1000


def _push_bare(client: Elasticsearch, actions: list[dict[str, Any]]) -> None:
    deque(parallel_bulk(client, actions, thread_count=THREADS, chunk_size=500), maxlen=0)
    client.indices.refresh(index=BARE)


def _rebuild(index: ElasticsearchIndex, documents: list[Document]) -> int:
    """Return how many bytes the index takes as it is built, before the server joins its segments."""
    with index.rebuild() as writer:
        writer.write(documents)
        writer.complete()
        index.client.indices.flush(index=writer.name)
        return _stored(index.client, writer.name)


def _stored(client: Elasticsearch, name: str) -> int:
    return int(client.indices.stats(index=name, metric="store")["_all"]["primaries"]["store"]["size_in_bytes"])


def _bare(client: Elasticsearch, documents: list[Document]) -> Cost:
    client.options(ignore_status=404).indices.delete(index=BARE)
    settings = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
    client.indices.create(index=BARE, mappings=mapping(), settings=settings)
    actions = [{"_index": BARE, "_id": str(each.id), "_source": body_of(each)} for each in documents]
    try:
        return cost_of(client, lambda: _push_bare(client, actions))
    finally:
        client.indices.delete(index=BARE)


def _heap_mb(client: Elasticsearch) -> tuple[float, float]:
    """Return the least heap in use within a few seconds, and the most there is, in MB."""
    used = []
    for _ in range(10):
        nodes = client.nodes.stats(metric="jvm")["nodes"].values()
        memory = next(iter(nodes))["jvm"]["mem"]
        used.append(memory["heap_used_in_bytes"] / 1e6)
        time.sleep(0.2)
    return min(used), memory["heap_max_in_bytes"] / 1e6


def measure() -> Iterator[Figure]:
    """Measure on a server of its own, or that of ES_URL."""
    documents = [document_of(enterprise_at(number)) for number in range(scaled(DOCUMENTS))]
    with ExitStack() as servers:
        url = os.environ.get("ES_URL") or servers.enter_context(Server(heap_mb=HEAP_MB)).url
        index = ElasticsearchIndex([url], prefix=PREFIX)
        client = index.client.options(request_timeout=300)
        _bare(client, documents)  # the first minute of a server is half as fast
        bare = _bare(client, documents)
        built: list[int] = []
        ours = cost_of(client, lambda: built.append(_rebuild(index, documents)))
        joined = cost_of(client, lambda: wait_until_joined(url))
        yield from _speed(len(documents), ours, joined, bare)
        yield from _size(client, index.state().index, documents, built=built[0])
        client.indices.delete(index=index.state().index)
        index.client.close()


def _speed(count: int, ours: Cost, joined: Cost, bare: Cost) -> Iterator[Figure]:
    yield Figure(
        name="rebuild from ready documents",
        ours=count / ours.seconds,
        unit="documents/s",
        reference=count / bare.seconds,
        reference_name="parallel_bulk alone, two threads, bodies ready",
        target=Target(ratio_at_least=0.6),
    )
    for name, spent, reference in (
        ("server", ours.server, bare.server),
        ("server to join segments afterwards", joined.server, bare.server),
        ("portal", ours.own, bare.own),
    ):
        yield Figure(
            name=f"processor time of the {name}, a million documents",
            ours=spent / count * MILLION,
            unit="s",
            reference=max(reference, 0.01) / count * MILLION,
            reference_name="parallel_bulk alone",
            target=Target(),
        )


def _size(client: Elasticsearch, name: str, documents: list[Document], *, built: int) -> Iterator[Figure]:
    client.indices.flush(index=name)
    source = sum(len(orjson.dumps(body_of(each))) for each in documents)
    for state, held in (("as built", built), ("joined", _stored(client, name))):
        yield Figure(
            name=f"disk of a document, {state}",
            ours=held / len(documents),
            unit="bytes",
            reference=source / len(documents),
            reference_name="its JSON",
            target=Target(),
        )
    used, most = _heap_mb(client)
    yield Figure(
        name=f"heap in use with {len(documents)} documents",
        ours=used,
        unit="MB",
        reference=most,
        reference_name="heap",
        target=Target(),
    )
