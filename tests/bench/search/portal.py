"""Our own portal as it runs in production, filled with the generated enterprises and asked over HTTP."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from elasticsearch import Elasticsearch

from creditportal.development.servers import process
from creditportal.development.servers.archive import PROJECT
from creditportal.development.servers.ports import free_port
from creditportal.development.servers.postgresql import PostgreSQL
from creditportal.development.servers.process import ServerFailed
from tests.bench.search.progress import tell
from tests.bench.search.waiting import wait_for, wait_until_joined

FILL_S = 3600.0
PREFIX = f"bench-portal-{os.getpid()}"  # of the indices: a server may have others
WEB = (sys.executable, "-m", "creditportal.web")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledPortal:
    """A portal with data and index; `environment` is that of its programs."""

    folder: Path
    environment: Mapping[str, str]
    rate: float  # documents indexed a second
    database: str


@contextmanager
def portal(
    size: int, *, folder: Path, search_url: str, records: int = 0, prepared: str | None = None, **web: str
) -> Iterator[tuple[str, float, str]]:
    """Give the address of a portal, the documents it indexed a second, and the name of its database.

    Each enterprise has so many `records`; `web` are further variables of the web server.
    """
    with (
        filled_portal(size, folder=folder, search_url=search_url, records=records, prepared=prepared) as filled,
        serving(filled, WEB, **web) as address,
    ):
        yield address, filled.rate, filled.database


@contextmanager
def filled_portal(
    size: int, *, folder: Path, search_url: str, records: int = 0, prepared: str | None = None
) -> Iterator[FilledPortal]:
    """Fill a database and an index with so many enterprises, each with so many records.

    The database is the SQLite file of the folder `prepared`, where one is named, else a PostgreSQL of its own.
    """
    with ExitStack() as stack:
        database, name = _prepared(folder, prepared) if prepared else _database(folder, stack)
        environment = _environment(folder, database, search_url)
        rate = _fill(size, records, environment)
        stack.callback(_forget, search_url)
        wait_until_joined(search_url)
        yield FilledPortal(folder=folder, environment=environment, rate=rate, database=name)


@contextmanager
def serving(filled: FilledPortal, command: Sequence[str], *, log: str = "portal.log", **web: str) -> Iterator[str]:
    """Serve the portal by a command and give its address; `web` are further variables of the server."""
    port = free_port()
    environment = {**filled.environment, "BIND": f"127.0.0.1:{port}", **web}
    child = process.start(command, name="The portal", log=filled.folder / log, environment=environment, folder=PROJECT)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/healthz", child)
        yield address
    finally:
        child.stop()


def _database(folder: Path, stack: ExitStack) -> tuple[str, str]:
    try:
        return stack.enter_context(PostgreSQL()).url, "PostgreSQL"
    except ServerFailed as failed:
        tell(f"{failed} The portal is measured on SQLite.")
        return f"sqlite:///{folder / 'portal.sqlite3'}", "SQLite"


def _prepared(folder: Path, prepared: str) -> tuple[str, str]:
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    return f"sqlite:///{folder / 'portal.sqlite3'}", "SQLite"


def _forget(search_url: str) -> None:
    """Remove the indices of this process from a server that outlives it."""
    client = Elasticsearch(search_url)
    for name in client.indices.get(index=f"{PREFIX}-*", features="settings").body:
        client.indices.delete(index=name)
    client.close()


def _environment(folder: Path, database: str, search_url: str) -> dict[str, str]:
    inherited = {"PATH", "LANG", "HOME", "CACHE_DIR", "PYTHONPATH"}
    return {
        **{name: value for name, value in os.environ.items() if name in inherited},
        "DATA_DIR": str(folder),
        "DATABASE_URL": database,
        "SEARCH_URL": search_url,
        "DJANGO_SETTINGS_MODULE": "creditportal.settings",
        "SEARCH_INDEX_PREFIX": PREFIX,
        "DEBUG": "false",
        "DEMO": "true",
        "HTTPS": "false",
        "RATE_LIMITS": "false",
        "SECRET_KEY": "bench-" + "0123456789" * 5,
        "ALLOWED_HOSTS": "127.0.0.1",
    }


def _fill(size: int, records: int, environment: dict[str, str]) -> float:
    """Fill the database, then the index; return the documents of the latter a second, start of the command included."""
    _run(["-m", "tests.bench.search.portal_fill", str(size), str(records)], environment)
    began = time.perf_counter()
    _run(["manage.py", "rebuild_index"], environment)
    rate = size / (time.perf_counter() - began)
    tell(f"portal, {size:,} enterprises: filled, {rate:,.0f} documents/s from the database")
    return rate


def _run(arguments: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=FILL_S,
        check=False,
    )
    if done.returncode != 0:
        raise ServerFailed(f"{' '.join(arguments)} failed:\n{(done.stdout + done.stderr)[-1500:]}")
