"""Several Elasticsearch nodes on loopback that are one cluster."""

from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from creditportal.development.servers.elasticsearch import Elasticsearch
from creditportal.development.servers.ports import free_port

NODE_HEAP_MB = 256
QUICK_START = "-XX:TieredStopAtLevel=1"  # halves the work of a start, and is slower after the first minutes
FEWEST_VOTERS = 3  # of fewer, losing one loses the majority


class Cluster:
    """Two or three nodes with the ports they keep when started again.

    Any one of three may be lost. Of two only the first elects (two voters cannot spare one), so
    the second may be lost and the first not.
    """

    def __init__(
        self,
        *,
        size: int,
        heap_mb: int = NODE_HEAP_MB,
        settings: Mapping[str, str] | None = None,
        files: Mapping[str, str] | None = None,
        node: type[Elasticsearch] = Elasticsearch,
    ) -> None:
        transports = [free_port() for _ in range(size)]
        voters = size if size >= FEWEST_VOTERS else 1
        shared = {
            "discovery.type": "multi-node",
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in transports),
            "cluster.initial_master_nodes": ",".join(f"node-{number}" for number in range(voters)),
            **(settings or {}),
        }
        self.nodes = [
            node(
                port=free_port(),
                heap_mb=heap_mb,
                java_options=QUICK_START,
                files=files,
                settings={
                    **shared,
                    "node.name": f"node-{number}",
                    "node.roles": "master,data" if number < voters else "data",
                    "transport.port": str(port),
                },
            )
            for number, port in enumerate(transports)
        ]

    @property
    def url(self) -> str:
        """Give the addresses for `SEARCH_URL`."""
        return ",".join(node.url for node in self.nodes)

    def __enter__(self) -> Self:
        with ExitStack() as started:
            for node in self.nodes:
                started.callback(node.stop)
                node.launch()
            for node in self.nodes:
                node.wait()
            self.nodes[0].answer(f"/_cluster/health?wait_for_nodes={len(self.nodes)}&timeout=120s")
            started.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for node in self.nodes:
            node.stop()
