"""`make test`: start the real servers, run everything, stop them.

Without arguments, first the tests that touch the database run on PostgreSQL. Then the suite runs on SQLite without
those that one database proves (`tests/support/databases.py`). Both have a real Elasticsearch. The first part that fails
ends the run, so that the last line is true of all. `ES_URL` and `DATABASE_URL` name servers to use instead.

Arguments go to pytest. Those that select tests (`tests/search -k pinyin`) start only the servers which these tests
need, and the tests run once. They run on PostgreSQL if one of them is marked `postgresql` or `DATABASE_URL` is given,
else on SQLite.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from creditportal.development.servers import process
from creditportal.development.servers.cluster import QUICK_START
from creditportal.development.servers.elasticsearch import Elasticsearch
from creditportal.development.servers.postgresql import PostgreSQL
from creditportal.development.servers.process import ServerFailed
from creditportal.development.setup.say import say, warn
from tests.support import made_once
from tests.support.needs import Needs, read_needs
from tests.support.reporting import LEFT_OUT

ROOT = Path(__file__).parents[1]
MOST_PROCESSES = 4
SPARE_PROCESSES = 1  # beyond the processors: a third of a test's time goes by while servers and browsers answer
WORTH_A_PROCESS = 100  # tests; to start a process of pytest takes as long as so many
PYTEST = (sys.executable, "-m", "pytest")
EVERYTHING = Needs(elasticsearch=True, postgresql=True, is_everything=True)
NOTHING = Needs()


def main(arguments: list[str]) -> int:
    """Run the suite; return the status of the first part that failed."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        with ExitStack() as servers:
            return _run(arguments, servers)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _leave(number: int, _frame: FrameType | None) -> None:
    """End in order, so that the servers are stopped and their folders removed."""
    sys.exit(128 + number)


def _run(arguments: list[str], servers: ExitStack) -> int:
    needs = _needs(arguments) if arguments else EVERYTHING
    left_out: list[str] = []
    elasticsearch, postgresql = os.environ.get("ES_URL", ""), os.environ.get("DATABASE_URL", "")
    prepared = _prepare(servers) if needs.is_everything else ""  # before the servers, which are waited for
    if needs.elasticsearch and not elasticsearch:
        elasticsearch = _start("Elasticsearch", lambda: _elasticsearch(servers), left_out)
    if needs.postgresql and not postgresql:
        postgresql = _start("PostgreSQL", lambda: _postgresql(servers), left_out)
    if left_out and os.environ.get("CI") == "true":
        return 1
    variables: dict[str, Any] = {"ES_URL": elasticsearch, LEFT_OUT: "\n".join(left_out)}
    if not needs.is_everything:
        say(f"The tests that {' '.join(arguments)} selects, on {'PostgreSQL' if postgresql else 'SQLite'}:")
        processes = min(MOST_PROCESSES, needs.tests // WORTH_A_PROCESS)
        return _pytest(*arguments, processes=processes, **variables, DATABASE_URL=postgresql)
    variables[made_once.FOLDER] = prepared
    variables[made_once.OWN_POSTGRESQL] = "" if os.environ.get("DATABASE_URL") else "true"
    if postgresql:
        say("The database's tests on PostgreSQL:")
        failed = _pytest("--database-only", *arguments, **variables, DATABASE_URL=postgresql)
        if failed not in {0, pytest.ExitCode.NO_TESTS_COLLECTED}:
            return failed
    say("All other tests on SQLite, and those of the database again:" if postgresql else "All tests on SQLite:")
    left = ("--not-again",) if postgresql else ()
    return _pytest(*left, *arguments, **variables, DATABASE_URL="")


def _prepare(servers: ExitStack) -> str:
    """Begin to make what the second part needs, where its processes would wait for each other; return the folder."""
    folder = servers.enter_context(tempfile.TemporaryDirectory(prefix="creditportal-tests-once-"))
    environment = {**os.environ, made_once.FOLDER: folder}
    command = [sys.executable, "-m", "tests.support.demonstration"]
    child = process.start(command, name="The city", log=None, environment=environment, folder=ROOT)
    servers.callback(child.stop)
    return folder


def _needs(arguments: list[str]) -> Needs:
    """Collect what the arguments select; what cannot be collected needs nothing, and the run prints why."""
    with tempfile.TemporaryDirectory(prefix="creditportal-needs-") as folder:
        path = Path(folder) / "needs.json"
        command = [*PYTEST, *arguments, "-n0", "--collect-only", "--write-needs", str(path)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return read_needs(path) if path.exists() else NOTHING


def _start(name: str, starter: Callable[[], str], left_out: list[str]) -> str:
    say(f"Starting {name} ...")
    try:
        return starter()
    except ServerFailed as failed:
        warn(str(failed))
        left_out.append(f"everything that needs {name}, which could not be started")
        return ""


def _elasticsearch(servers: ExitStack) -> str:
    return servers.enter_context(Elasticsearch(java_options=QUICK_START)).url


def _postgresql(servers: ExitStack) -> str:
    return servers.enter_context(PostgreSQL(is_durable=False)).url


def _pytest(*arguments: str, processes: int = MOST_PROCESSES, **variables: str) -> int:
    environment = {**os.environ, **variables}
    for name in [name for name, value in variables.items() if not value]:
        del environment[name]
    # A process takes what others have left at the end; till then it keeps a module's tests, and their rows, together.
    side_by_side = min(processes, (os.cpu_count() or 1) + SPARE_PROCESSES)
    command = [*PYTEST, "-n", str(side_by_side), "--dist", "worksteal", *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
