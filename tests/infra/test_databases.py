"""What runs on one database only is named in one table, and no database's own matter is among it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.databases import ON_ONE_DATABASE, is_proved_once

ROOT = Path(__file__).parents[2]
SAMPLE = """
import pytest

@pytest.mark.django_db
def test_of_rows(): pass
@pytest.fixture
def browser(): pass
@pytest.mark.django_db
def test_of_a_browser(browser): pass
def test_pure(): pass
"""


def test_every_place_exists_and_has_a_reason() -> None:
    for place, reason in ON_ONE_DATABASE.items():
        assert (ROOT / place).exists(), place
        assert reason


@pytest.mark.parametrize(
    "both", ["tests/services/test_bulk.py::x", "tests/access/test_access.py::x", "tests/lists/test_constraints.py::x"]
)
def test_constraints_services_and_addresses_run_on_both(both: str) -> None:
    assert not is_proved_once(both)


@pytest.mark.parametrize(
    ("option", "left"),
    [
        ("--database-only", {"test_of_rows"}),
        ("--not-again", {"test_of_a_browser", "test_pure"}),
    ],
)
def test_each_half_takes_its_tests(option: str, left: set[str], tmp_path: Path) -> None:
    folder = tmp_path / "tests" / "pages"
    folder.mkdir(parents=True)
    (folder / "test_sample.py").write_text(SAMPLE)
    command = [sys.executable, "-m", "pytest", "tests/pages", option, "-n0", "--collect-only", "-q"]
    command += ["-p", "tests.support.real_servers", "-o", "addopts=", "-c", "/dev/null", f"--rootdir={tmp_path}"]
    command += ["-p", "no:django", "-o", "markers=django_db\nbrowser\npostgresql\nelasticsearch"]
    environment = {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert {line.rpartition("::")[2] for line in done.stdout.splitlines() if "::" in line} == left, done.stdout
