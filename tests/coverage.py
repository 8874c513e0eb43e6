"""`make coverage`: branch coverage of rules and services by their tests, printed for each room, with floors.

Runs the rules as `make test-fast` does, then the tests of `TESTS` on SQLite, without servers and in one process. Cases
are made up the same each time. A figure is the share of statements and branches that ran, in percent. A room below its
floor ends the command with 1; so does one without a floor. Arguments go to the pytest of the second part.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from creditportal.development.setup.say import say, warn

ROOT = Path(__file__).parents[1]
TESTS = (
    "tests/services",
    "tests/cases",
    "tests/enforcement",
    "tests/shields",
    "tests/evaluations",
    "tests/lists",
    "tests/logins",
    "tests/documents",
    "tests/parity",
    "tests/readiness",
    "tests/importing/test_capital.py",
    "tests/importing/test_import_enterprises.py",
    "tests/importing/test_linked_codes.py",
    "tests/importing/test_look_alikes.py",
    "tests/importing/test_register_cases.py",
    "tests/personal/test_typed_texts.py",
)
OPTIONS = ("-n", "0", "--hypothesis-seed=0")
SOURCES = ("enterprises", "lists")
COUNTED = frozenset({"rules", "services"})
# Percent, the whole number below what was measured.
FLOORS: Mapping[str, float] = {
    "enterprises/cases/figures/rules": 100,
    "enterprises/cases/rules": 100,
    "enterprises/cases/services": 95,
    "enterprises/creditfile/report/services": 94,
    "enterprises/documents/letters/services": 95,
    "enterprises/documents/services": 91,
    "enterprises/enforcement/rules": 100,
    "enterprises/enforcement/services": 98,
    "enterprises/evaluations/rules": 100,
    "enterprises/evaluations/services": 97,
    "enterprises/logins/api_keys/services": 97,
    "enterprises/logins/rules": 100,
    "enterprises/logins/services": 97,
    "enterprises/records/extensions/rules": 100,
    "enterprises/records/extensions/services": 97,
    "enterprises/records/rules": 93,
    "enterprises/records/services": 77,
    "enterprises/register/services": 85,
    "enterprises/shared/heartbeats/services": 100,
    "enterprises/shared/holidays/services": 84,
    "enterprises/shared/rules": 93,
    "enterprises/shared/typed_texts/services": 100,
    "enterprises/shields/rules": 100,
    "enterprises/shields/services": 98,
    "lists/criteria/rules": 99,
    "lists/criteria/services": 100,
    "lists/editions/rules": 100,
    "lists/editions/services": 69,
    "lists/external/rules": 100,
    "lists/listings/rules": 91,
    "lists/listings/services": 80,
}


def room_of(path: str) -> str:
    """Return the folder or module of rules or services that a file belongs to; empty for others."""
    parts = Path(path).with_suffix("").parts
    ends = [number for number, part in enumerate(parts, start=1) if part in COUNTED]
    return "/".join(parts[: ends[0]]) if ends else ""


def figures_of(files: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """Return the percentage of each room, from the `files` of coverage's JSON report."""
    ran: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for path, found in files.items():
        summary, room = found["summary"], room_of(path)
        ran[room] += summary["covered_lines"] + summary["covered_branches"]
        there[room] += summary["num_statements"] + summary["num_branches"]
    return {room: 100 * ran[room] / there[room] for room in sorted(there) if room and there[room]}


def shortfalls(figures: Mapping[str, float], *, floors: Mapping[str, float]) -> list[str]:
    """Return a sentence for each room that is below its floor, has none, or is gone."""
    both = sorted(figures.keys() & floors.keys())
    below = [room for room in both if figures[room] < floors[room]]
    return [
        *(f"{room}: {figures[room]:.1f} %, the floor is {floors[room]:.0f} %." for room in below),
        *(f"{room}: no floor in tests/coverage.py." for room in sorted(figures.keys() - floors.keys())),
        *(f"{room}: a floor in tests/coverage.py, but no code." for room in sorted(floors.keys() - figures.keys())),
    ]


def main(arguments: list[str]) -> int:
    """Run the tests, print the figures; return 1 if a room falls short, pytest's status if a test fails."""
    with tempfile.TemporaryDirectory(prefix="creditportal-coverage-") as folder:
        status = measure(Path(folder), arguments)
        if status:
            warn("The tests failed: nothing is counted.")
            return status
        files = json.loads((Path(folder) / "report.json").read_text())["files"]
    return judge(figures_of(files), floors=FLOORS)


def judge(figures: Mapping[str, float], *, floors: Mapping[str, float]) -> int:
    """Print each figure beside its floor, and what falls short; return 1 if something does."""
    for room, figure in figures.items():
        say(f"{figure:5.1f} %  floor {floors.get(room, 0):3.0f} %  {room}")
    low = shortfalls(figures, floors=floors)
    for line in low:
        warn(line)
    return 1 if low else 0


def measure(folder: Path, arguments: list[str]) -> int:
    """Run the tests under coverage and leave its report in the folder; return the first status that is not 0."""
    left_out = {"DATABASE_URL", "ES_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    environment["COVERAGE_FILE"] = str(folder / "data")
    coverage = (sys.executable, "-m", "coverage")
    run = (*coverage, "run", "--append", "--branch", f"--source={','.join(SOURCES)}", "-m")
    report = (*coverage, "json", "--quiet", "-o", str(folder / "report.json"))
    for command in ((*run, "tests.fast"), (*run, "pytest", *OPTIONS, *TESTS, *arguments), report):
        status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
