"""The portal as `make demo` runs it: web server and worker, each a process of its own, on a small city."""

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from creditportal.development.servers import process
from creditportal.development.servers.ports import free_port
from creditportal.development.servers.process import Child
from tests.support.demonstration import ENTERPRISES, city
from tests.support.made_once import DATABASE, FOREIGN, copy_data

ROOT = Path(__file__).parents[2]
START_S = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """A running portal: its address and the folder of its data."""

    address: str
    data_dir: Path

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        """Ask its database."""
        with closing(sqlite3.connect(self.data_dir / DATABASE)) as connection:
            return connection.execute(query, values).fetchall()


@contextmanager
def running_demo(data_dir: Path) -> Iterator[Portal]:
    """Run the demonstration, worker included."""
    port = free_port()
    variables = {"DATA_DIR": str(data_dir), "PORT": str(port), "ENTERPRISES": str(ENTERPRISES), "ENGINE": "sqlite"}
    command = [sys.executable, "-m", "creditportal.development.setup.demo"]
    with _child(command, {"RATE_LIMITS": "false", **variables}, log=data_dir.with_suffix(".log")) as child:
        yield _when_ready(child, port=port, data_dir=data_dir)


@contextmanager
def running_web_later(portal: Portal, folder: Path, *, days: int) -> Iterator[Portal]:
    """Run the web server alone, some days later, on a copy of a portal's data: no worker touches it."""
    copy_data(portal.data_dir, folder)
    port = free_port()
    variables = {
        "DATA_DIR": str(folder),
        "DAYS_LATER": str(days),
        "DEBUG": "false",
        "DEMO": "true",
        "SECRET_KEY": (folder / "secret-key").read_text(),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "false",
        "PUBLIC_BASE_URL": portal.address,
        "BIND": f"127.0.0.1:{port}",
        "WEB_PROCESSES": "1",
    }
    command = [sys.executable, "-m", "creditportal.web", "tests.support.later:application"]
    with _child(command, variables, log=folder.with_suffix(".log")) as child:
        yield _when_ready(child, port=port, data_dir=folder)


@contextmanager
def _child(command: list[str], variables: dict[str, str], *, log: Path) -> Iterator[Child]:
    inherited = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    child = process.start(command, name="The portal", log=log, environment={**inherited, **variables}, folder=ROOT)
    try:
        yield child
    finally:
        child.stop()


def _when_ready(child: Child, *, port: int, data_dir: Path) -> Portal:
    portal = Portal(address=f"http://127.0.0.1:{port}", data_dir=data_dir)
    deadline = time.monotonic() + START_S
    while child.is_running and time.monotonic() < deadline:
        try:
            with urlopen(f"{portal.address}/healthz", timeout=5):
                return portal
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise child.failure()


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Run one demonstration for all tests of this process, on a copy of the run's city."""
    data_dir = tmp_path_factory.mktemp("portal") / "data"
    copy_data(city().data_dir, data_dir)
    with running_demo(data_dir) as portal:
        yield portal
