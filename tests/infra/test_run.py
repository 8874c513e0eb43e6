"""`make test ARGS=FILE` starts what the file needs and runs it once; `make test-fast` runs without Django."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from creditportal.development.servers.process import ServerFailed
from tests import run
from tests.support import made_once
from tests.support.needs import Needs, read_needs
from tests.support.order import LONG
from tests.support.reporting import LEFT_OUT

ROOT = Path(__file__).parents[2]
SELECTED = Needs(tests=10)
SAMPLE = """
import pytest

def test_alone(): pass
def test_found(elasticsearch_url): pass
@pytest.mark.postgresql
def test_locked(): pass
"""


class Runs:
    """What `tests.run` starts and which runs of pytest it makes, without doing either."""

    def __init__(self, needs: Needs, monkeypatch: pytest.MonkeyPatch) -> None:
        self.started: list[str] = []
        self.made: list[tuple[tuple[str, ...], dict[str, Any]]] = []
        self.statuses = [0, 0]
        for name in ("ES_URL", "DATABASE_URL", "CI"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(run, "_needs", lambda arguments: needs)
        monkeypatch.setattr(run, "_elasticsearch", lambda servers: self._start("http://engine"))
        monkeypatch.setattr(run, "_postgresql", lambda servers: self._start("postgres://database"))
        monkeypatch.setattr(run, "_prepare", lambda servers: "/made-once")
        monkeypatch.setattr(run, "_pytest", self._run)

    def _start(self, url: str) -> str:
        self.started.append(url)
        return url

    def _run(self, *arguments: str, **variables: Any) -> int:
        self.made.append((arguments, variables))
        return self.statuses[len(self.made) - 1]


def test_what_needs_no_server_runs_once_on_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = Runs(SELECTED, monkeypatch)
    assert run.main(["tests/rules"]) == 0
    assert runs.started == []
    assert runs.made == [
        (("tests/rules",), {"processes": 0, "ES_URL": "", LEFT_OUT: "", "DATABASE_URL": ""}),
    ]


@pytest.mark.parametrize(
    ("needs", "started"),
    [
        (Needs(elasticsearch=True, tests=1), ["http://engine"]),
        (Needs(postgresql=True, tests=1), ["postgres://database"]),
    ],
)
def test_only_the_needed_server_is_started(needs: Needs, started: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    runs = Runs(needs, monkeypatch)
    run.main(["tests/some"])
    assert runs.started == started
    [(_, variables)] = runs.made
    assert [variables["ES_URL"] or variables["DATABASE_URL"]] == started


def test_everything_runs_on_both_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = Runs(SELECTED, monkeypatch)
    assert run.main([]) == 0
    assert [(arguments, variables["DATABASE_URL"]) for arguments, variables in runs.made] == [
        (("--database-only",), "postgres://database"),
        (("--not-again",), ""),
    ]
    assert {variables["ES_URL"] for _, variables in runs.made} == {"http://engine"}
    assert {variables[made_once.FOLDER] for _, variables in runs.made} == {"/made-once"}


def test_without_postgresql_sqlite_proves_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(servers: object) -> str:
        raise ServerFailed("no PostgreSQL")

    runs = Runs(SELECTED, monkeypatch)
    monkeypatch.setattr(run, "_postgresql", fail)
    assert run.main([]) == 0
    assert [arguments for arguments, _ in runs.made] == [()]


def test_the_first_part_that_fails_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = Runs(SELECTED, monkeypatch)
    runs.statuses = [3]
    assert run.main([]) == 3


def test_a_given_server_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = Runs(SELECTED, monkeypatch)
    monkeypatch.setenv("DATABASE_URL", "postgres://given")
    run.main(["tests/some"])
    assert (runs.started, runs.made[0][1]["DATABASE_URL"]) == ([], "postgres://given")


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_a_server_that_does_not_start_is_named(ci: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(servers: object) -> str:
        raise ServerFailed("no Java")

    runs = Runs(Needs(elasticsearch=True), monkeypatch)
    monkeypatch.setattr(run, "_elasticsearch", fail)
    monkeypatch.setenv("CI", ci)
    assert run.main(["tests/some"]) == status
    assert [LEFT_OUT in variables and "Elasticsearch" in variables[LEFT_OUT] for _, variables in runs.made] == (
        [] if ci else [True]
    )


@pytest.mark.parametrize(
    ("options", "needs"),
    [
        (["test_sample.py"], Needs(elasticsearch=True, postgresql=True, tests=3)),
        (["test_sample.py", "-k", "alone"], Needs(tests=1)),
        (["test_sample.py", "-m", "elasticsearch"], Needs(elasticsearch=True, tests=1)),
        (["-x"], Needs(elasticsearch=True, postgresql=True, tests=3, is_everything=True)),
    ],
)
def test_the_needs_of_a_selection(options: list[str], needs: Needs, tmp_path: Path) -> None:
    (tmp_path / "test_sample.py").write_text(SAMPLE)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  elasticsearch: E\n  postgresql: P\n  browser: B\n")
    plugins = [part for name in ("needs", "real_servers") for part in ("-p", f"tests.support.{name}")]
    written = tmp_path / "needs.json"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, "--collect-only", "--write-needs", written, *options],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert written.exists(), done.stdout + done.stderr
    assert json.loads(written.read_text()).keys() == {"elasticsearch", "postgresql", "is_everything", "tests"}
    assert read_needs(written) == needs


def fast(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.fast", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_rules_need_no_django() -> None:
    """To collect imports all of them; that they pass is for the whole suite to prove."""
    done = fast("--collect-only", "tests/rules")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " tests collected" in done.stdout
    assert "of processor time" in done.stdout


def test_an_import_of_django_fails_the_fast_run(tmp_path: Path) -> None:
    (tmp_path / "test_impure.py").write_text("def test_it() -> None:\n    import django\n")
    done = fast(tmp_path / "test_impure.py")
    assert (done.returncode, "a rule or its test is not pure" in done.stderr) == (1, True)


def test_a_shared_portal_long_tests_and_the_browser_come_first(tmp_path: Path) -> None:
    assert all((ROOT / place).exists() for place in LONG)
    asked = {"tests/a/test_a.py": "", LONG[0]: "", "tests/b/test_b.py": "browser_page", "tests/z/test_z.py": "portal"}
    (tmp_path / "conftest.py").write_text(
        "import pytest\n@pytest.fixture\ndef portal(): pass\n@pytest.fixture\ndef browser_page(): pass\n"
    )
    for place, fixture in asked.items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(f"def test_it({fixture}): pass")
    command = [sys.executable, "-m", "pytest", "-p", "tests.support.order", "--collect-only", "-q", "-c", "/dev/null"]
    done = subprocess.run(
        [*command, f"--rootdir={tmp_path}"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line]
    assert found == ["tests/z/test_z.py", LONG[0], "tests/b/test_b.py", "tests/a/test_a.py"], done.stdout
