"""What the guards cost: pages through admission control and the buffering front, a desk check through a confined child.

Each is measured beside the same application without, in one run and in turns.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from unittest import mock

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from creditportal.development.servers import process
from creditportal.development.servers.archive import PROJECT
from creditportal.development.servers.ports import free_port
from enterprises.agencies.models import Officer
from enterprises.register.models import Enterprise
from enterprises.shared.sheets import csv_source, table
from enterprises.shared.sheets.confined_source import SheetFile, keep_spare_child
from tests.bench.figures import Figure, Target, scaled
from tests.bench.search.asking import Connection
from tests.bench.search.waiting import wait_for
from tests.support.front import Front

ENTERPRISES, FEWEST = 2000, 300
PROCESSES = 2
ROUNDS, REQUESTS, CLIENTS = 10, 320, 16  # so many connections meet both processes
WARM = 50
CHECKED_ROWS, CHECKS, WARM_CHECKS = 300, 15, 2
RECORDER = "gsj-luru"
HEADER = (
    "CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_FRDB,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_JDRQ,CF_YXQ,"
    "CF_CFJG,CF_CFJGDM,CF_SJLY,CF_SJLYDM"
)
OWN = (sys.executable, "-m", "creditportal.web")
PLAIN = (sys.executable, "-m", "tests.bench.plain_server")
PATHS = {"home page": "/", "search page": "/search/?q=%E6%AD%A6%E6%B1%89", "list page": "/lists/"}


def measure() -> Iterator[Figure]:
    """Measure pages, then a check."""
    _fill()
    yield from _pages()
    yield from _checks()


def _pages() -> Iterator[Figure]:
    """Ask the same pages of each server in turns, on the same data."""
    with ExitStack() as stack:
        plain, own = (_server(name, command, stack) for name, command in (("plain", PLAIN), ("own", OWN)))
        front = stack.enter_context(Front(upstream=own, rate="rate=100000r/s")).address
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

    call_command("prepare_demo", enterprises=max(FEWEST, scaled(ENTERPRISES)))


def _server(name: str, command: tuple[str, ...], stack: ExitStack) -> str:
    port = free_port()
    variables = {
        "BIND": f"127.0.0.1:{port}",
        "WEB_PROCESSES": str(scaled(PROCESSES)),
        "WEB_THREADS": "8",
        "RATE_LIMITS": "false",
    }
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
        _ask(connections, path, max(CLIENTS, scaled(WARM)))
    for _ in range(scaled(ROUNDS)):
        for name, connections in askers.items():
            rates[name].append(_ask(connections, path, max(CLIENTS, scaled(REQUESTS))))
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


def _checks() -> Iterator[Figure]:
    """Check a sheet at the desk, its file read in a child and in this process."""
    client, sheet = Client(), _sheet()
    client.force_login(User.objects.get(username=RECORDER))
    keep_spare_child()
    in_child: list[float] = []
    in_process: list[float] = []
    for _ in range(WARM_CHECKS):
        _check(client, sheet)
    for _ in range(scaled(CHECKS)):
        in_child.append(_check(client, sheet))
        with mock.patch.object(table, "opened_file", _opened_here):
            in_process.append(_check(client, sheet))
    yield Figure(
        name=f"desk check of {CHECKED_ROWS} rows, the file read in a confined child",
        ours=median(in_child) * 1000,
        unit="ms",
        reference=median(in_process) * 1000,
        reference_name="the same check, the file read in this process",
        target=Target(ratio_at_most=1.3),
    )


def _sheet() -> bytes:
    """Return a sheet of penalties by the recorder's agency."""
    agency = Officer.objects.select_related("agency").get(user__username=RECORDER).agency
    assert agency is not None
    lines = [HEADER]
    for number, enterprise in enumerate(Enterprise.objects.order_by("pk")[:CHECKED_ROWS], start=1):
        subject = "个体工商户" if enterprise.uscc.startswith("92") else "法人及非法人组织"
        values = [enterprise.name, subject, enterprise.uscc, "李明", f"鄂市监处罚〔2026〕{number}号", "虚假宣传"]
        values += ["使用绝对化用语宣传其商品"]
        values += ["《中华人民共和国广告法》第二十八条", "罚款", "罚款2万元", "2", "2026-06-01", "2099/12/31"]
        lines.append(",".join([*values, *[agency.name, agency.code] * 2]))
    return "\n".join(lines).encode()


def _check(client: Client, sheet: bytes) -> float:
    """Return the seconds of one check of the whole sheet, the page included."""
    given = {"kind": "penalty", "file": SimpleUploadedFile("penalties.csv", sheet), "do": "check"}
    began = time.perf_counter()
    answer = client.post("/desk/batches/new/", given)
    took = time.perf_counter() - began
    assert answer.status_code == 200, answer.content.decode()
    assert f"可以接受 {CHECKED_ROWS} 行，无变化 0 行，拒绝 0 行" in answer.content.decode()
    return took


class _ReaderHere:
    """Answers the questions of the parent in this process, through the same functions as the child."""

    def __init__(self, path: Path) -> None:
        self._answer = csv_source.open_file(path)

    def ask(self, *question: object, read: Callable[[object], object]) -> Iterator[object]:
        """Yield the values of the answer."""
        return map(read, self._answered(question))

    def _answered(self, question: tuple[object, ...]) -> Iterator[object]:
        for value in self._answer(*question):
            yield [value[0], value[1], list(value[2])] if isinstance(value, list) else value


@contextmanager
def _opened_here(path: Path) -> Iterator[SheetFile]:
    yield SheetFile(reader=_ReaderHere(path))  # type: ignore[arg-type]
