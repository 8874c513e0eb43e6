"""`make test`: start the real servers, run everything, stop them.

First the tests that touch the database on PostgreSQL, then the whole suite on SQLite, both with a
real Elasticsearch at hand; the first part that fails ends the run, so that the last line is true
of all. `ES_URL` and `DATABASE_URL` name servers to use instead. Arguments go to pytest.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from types import FrameType

import pytest

from creditportal.development.servers.elasticsearch import Elasticsearch
from creditportal.development.servers.postgresql import PostgreSQL
from creditportal.development.servers.process import ServerFailed
from creditportal.development.setup.say import say, warn
from tests.support.reporting import LEFT_OUT

MOST_PROCESSES = 4


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
    left_out: list[str] = []
    elasticsearch = os.environ.get("ES_URL") or _start("Elasticsearch", lambda: _elasticsearch(servers), left_out)
    postgresql = os.environ.get("DATABASE_URL") or _start("PostgreSQL", lambda: _postgresql(servers), left_out)
    if left_out and os.environ.get("CI") == "true":
        return 1
    if postgresql:
        say("The database's tests on PostgreSQL:")
        failed = _pytest("--database-only", *arguments, ES_URL=elasticsearch, DATABASE_URL=postgresql)
        if failed not in {0, pytest.ExitCode.NO_TESTS_COLLECTED}:
            return failed
    say("All tests on SQLite:")
    return _pytest(*arguments, ES_URL=elasticsearch, DATABASE_URL="", **{LEFT_OUT: "\n".join(left_out)})


def _start(name: str, starter: Callable[[], str], left_out: list[str]) -> str:
    say(f"Starting {name} ...")
    try:
        return starter()
    except ServerFailed as failed:
        warn(str(failed))
        left_out.append(f"everything that needs {name}, which could not be started")
        return ""


def _elasticsearch(servers: ExitStack) -> str:
    return servers.enter_context(Elasticsearch()).url


def _postgresql(servers: ExitStack) -> str:
    return servers.enter_context(PostgreSQL(is_durable=False)).url


def _pytest(*arguments: str, **variables: str) -> int:
    environment = {**os.environ, **variables}
    for name in [name for name, value in variables.items() if not value]:
        del environment[name]
    processes = str(min(MOST_PROCESSES, os.cpu_count() or 1))
    command = [sys.executable, "-m", "pytest", "-n", processes, *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
