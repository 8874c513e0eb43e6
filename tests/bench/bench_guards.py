"""Pages a second through admission control, and through the buffering front, beside the same application without."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from creditportal.servers import process
from creditportal.servers.archive import PROJECT
from creditportal.servers.ports import free_port
from tests.bench.figures import Figure, Target, scaled
from tests.bench.search.asking import Connection
from tests.bench.search.waiting import wait_for
from tests.support.front import Front

ENTERPRISES = 2000
ROUNDS, REQUESTS, CLIENTS = 10, 200, 4
WARM = 50
OWN = (sys.executable, "-m", "creditportal.web")
PLAIN = (sys.executable, "-m", "tests.bench.plain_server")
PATHS = {"home page": "/", "search page": "/search/?q=%E6%AD%A6%E6%B1%89", "list page": "/lists/"}


def measure() -> Iterator[Figure]:
    """Ask the same pages of each server in turns, on the same data."""
    with ExitStack() as stack:
        _fill()
        plain, own = (_server(name, command, stack) for name, command in (("plain", PLAIN), ("own", OWN)))
        front = stack.enter_context(Front(upstream=own)).address
        for name, path in PATHS.items():
            rates = _rates({"plain": plain, "own": own, "front": front}, path)
            for ours, label in (("own", "behind admission control"), ("front", "behind nginx and admission control")):
                yield Figure(
                    name=f"{name}, {label}",
                    ours=median(rates[ours]),
                    unit="requests/s",
                    reference=median(rates["plain"]),
                    reference_name="granian's WSGI threads alone",
                    target=Target(ratio_at_least=0.95),
                )


def _fill() -> None:
    from django.core.management import call_command

    call_command("prepare_demo", enterprises=scaled(ENTERPRISES))


def _server(name: str, command: tuple[str, ...], stack: ExitStack) -> str:
    port = free_port()
    variables = {"BIND": f"127.0.0.1:{port}", "WEB_PROCESSES": "2", "WEB_THREADS": "8", "RATE_LIMITS": "false"}
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="creditportal-bench-guards-")))
    child = process.start(
        command, name=name, log=folder / "server.log", environment={**os.environ, **variables}, folder=PROJECT
    )
    stack.callback(child.stop)
    address = f"http://127.0.0.1:{port}"
    wait_for(f"{address}/healthz", child)
    return address


def _rates(addresses: dict[str, str], path: str) -> dict[str, list[float]]:
    """Return requests a second of each server, one value a round; the servers take turns."""
    rates: dict[str, list[float]] = {name: [] for name in addresses}
    askers = {name: [Connection(address) for _ in range(CLIENTS)] for name, address in addresses.items()}
    for connections in askers.values():
        _ask(connections, path, WARM)
    for _ in range(scaled(ROUNDS)):
        for name, connections in askers.items():
            rates[name].append(_ask(connections, path, REQUESTS))
    return rates


def _ask(connections: list[Connection], path: str, count: int) -> float:
    """Ask with all clients at once; return requests a second."""
    each = count // len(connections)
    asking: Callable[[Connection], None] = lambda connection: _several(connection, path, each)  # noqa: E731
    began = time.perf_counter()
    with ThreadPoolExecutor(len(connections)) as pool:
        list(pool.map(asking, connections))
    return each * len(connections) / (time.perf_counter() - began)


def _several(connection: Connection, path: str, count: int) -> None:
    for _ in range(count):
        connection.fetch(path)
