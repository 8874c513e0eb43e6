"""Outages as they are: a PostgreSQL that is stopped, a disk that is full, a worker that is killed."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from creditportal.development.servers.ports import free_port
from creditportal.development.servers.postgresql import PostgreSQL
from creditportal.development.servers.process import ServerFailed
from enterprises.shared.outages import Outage
from tests.support.made_once import DATABASE, FOREIGN, copy_data, migrated
from tests.support.reporting import not_run

ROOT = Path(__file__).parents[2]
GENEROUS_S = 180  # a machine may be busy: what is waited for comes, or never does
CODE = "91420100MA4KMD0F4F"
TOKEN = "made-up-for-a-test-" + "t" * 32
PUBLIC = ("/", f"/enterprises/{CODE}/", f"/api/v1/enterprises/{CODE}/", "/lists/", "/search/?q=%E5%8D%8E%E8%B0%8A")
ROUNDS = 8


def variables(data_dir: Path, **more: str) -> dict[str, str]:
    """Return the environment of a portal in production, on this machine."""
    inherited = {name: value for name, value in os.environ.items() if name not in FOREIGN | {"SEARCH_INDEX_PREFIX"}}
    ours = {
        "DATA_DIR": str(data_dir),
        "DEBUG": "false",
        "DEMO": "true",
        "SECRET_KEY": "0123456789abcdefghij" * 3,
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "false",
        "OPERATOR_TOKEN": TOKEN,
        "READINESS_SECONDS": "0",
        "DJANGO_SETTINGS_MODULE": "creditportal.settings",
        "PYTHONUNBUFFERED": "1",
        "WEB_PROCESSES": "1",
    }
    return {**inherited, **ours, **more}


def manage(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@contextmanager
def web(environment: dict[str, str], log: Path) -> Iterator[str]:
    """Run the web server and give its address."""
    bind = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "creditportal.web"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env={**environment, "BIND": bind}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_for_status(f"http://{bind}/healthz", 200)
        yield f"http://{bind}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(GENEROUS_S)


def ask(address: str, **headers: str) -> tuple[int, Message, str]:
    try:
        with urlopen(Request(address, headers=headers), timeout=GENEROUS_S) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.headers, refused.read().decode()


def wait_for_status(address: str, status: int) -> None:
    deadline = time.monotonic() + GENEROUS_S
    while True:
        try:
            found = ask(address)[0]
        except URLError:
            found = 0
        if found == status:
            return
        assert time.monotonic() < deadline, (address, found)
        time.sleep(0.2)


@pytest.fixture
def database() -> Iterator[PostgreSQL]:
    try:
        with PostgreSQL(is_durable=False) as server:
            yield server
    except ServerFailed as failed:
        not_run(f"no PostgreSQL: {failed}")


def test_a_stopped_database_is_told_and_got_over(database: PostgreSQL, tmp_path: Path) -> None:
    environment = variables(tmp_path / "data", DATABASE_URL=database.url)
    for command in (("migrate", "--verbosity=0"), ("collectstatic", "--noinput", "--verbosity=0")):
        assert manage(*command, environment=environment).returncode == 0
    with web(environment, tmp_path / "web.log") as address:
        assert ask(f"{address}/")[0] == 200
        assert database._child
        database._child.stop()

        assert ask(f"{address}/healthz")[0] == 200
        for path in PUBLIC * ROUNDS:
            status, headers, body = ask(address + path)
            assert (status, headers["Retry-After"]) == (503, str(Outage.DATABASE_GONE.retry_after)), path
            assert Outage.DATABASE_GONE.sentence in body or path.startswith("/api/")
        assert ask(f"{address}/desk/", Cookie=f"sessionid={'x' * 32}")[0] == 503
        status, _, body = ask(f"{address}/readyz", Authorization=f"Bearer {TOKEN}")
        checks = json.loads(body)["checks"]
        assert (status, checks["database"]["detail"]) == (503, Outage.DATABASE_GONE.english)
        refused = manage("publish_batch", "1", "--by", "x", environment=environment)
        assert refused.returncode == 1
        assert refused.stderr.startswith(Outage.DATABASE_GONE.sentence)
        assert "Traceback" not in refused.stderr

        log = (tmp_path / "web.log").read_text()
        assert "Traceback" not in log
        assert 1 <= len(re.findall("DATABASE_GONE", log)) < len(PUBLIC) * ROUNDS / 2
        assert "ERROR creditportal.readiness.watch database: The database cannot be reached." in log

        database._child = database._serve()
        database._wait()
        wait_for_status(f"{address}/", 200)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_named_and_got_over(small_disk: Path, tmp_path: Path) -> None:
    copy_data(migrated(), small_disk)
    environment = variables(small_disk, DEBUG="true", STATIC_ROOT=str(tmp_path / "static"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.outages.full_disk", str(tmp_path)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    told = json.loads(done.stdout)
    assert told["disk"] == {"ok": False, "detail": "DATA_DIR cannot be written: No space left on device"}
    assert told["form"]["status"] == 422
    assert Outage.DISK_FULL.sentence in told["form"]["page"]
    assert "事实" * 1000 in told["form"]["page"]
    assert told["batch"]["status"] == 503
    assert Outage.DISK_FULL.sentence in told["batch"]["page"]
    assert Outage.DATABASE_BUSY.sentence not in told["batch"]["page"]
    assert told["reading"] == 200
    assert told["afterwards"] == {"disk": True, "form": 302}


def beats(database: Path) -> int:
    """Return how many beats of a worker a database holds."""
    with closing(sqlite3.connect(database)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM enterprises_heartbeat WHERE name = 'worker'").fetchone()
    return int(count)


def test_a_worker_that_was_killed_is_named(migrated_folder: Path, tmp_path: Path) -> None:
    environment = variables(migrated_folder)
    never = manage("readiness", "worker", environment=environment)
    assert (never.returncode, "no worker has ever run" in never.stdout) == (1, True)
    with (tmp_path / "worker.log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker"], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    deadline = time.monotonic() + GENEROUS_S
    while not beats(migrated_folder / DATABASE):
        assert time.monotonic() < deadline and worker.poll() is None
        time.sleep(0.2)
    assert manage("readiness", "worker", environment=environment).returncode == 0
    worker.kill()
    worker.wait()
    with closing(sqlite3.connect(migrated_folder / DATABASE)) as connection:  # a minute goes by
        connection.execute("UPDATE enterprises_heartbeat SET at = datetime(at, '-61 seconds') WHERE name = 'worker'")
        connection.commit()
    silent = manage("readiness", "worker", environment=environment)
    assert silent.returncode == 1
    assert re.search(r"worker +FAILED +the worker has been silent for \d+ s", silent.stdout)
