"""`make coverage` counts rules and services by room, and fails below a floor."""

from pathlib import Path
from typing import Any

import pytest

from tests import coverage

ROOT = Path(__file__).parents[2]


def counted(*, lines: int, branches: int, ran: int) -> dict[str, Any]:
    summary = {"num_statements": lines, "num_branches": branches, "covered_lines": ran, "covered_branches": 0}
    return {"summary": summary}


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("enterprises/records/rules/publication/table.py", "enterprises/records/rules"),
        ("enterprises/logins/services.py", "enterprises/logins/services"),
        ("lists/listings/services/exits.py", "lists/listings/services"),
        ("enterprises/records/models.py", ""),
    ],
)
def test_a_file_counts_for_its_room(path: str, room: str) -> None:
    assert coverage.room_of(path) == room


def test_a_figure_is_the_share_of_lines_and_branches() -> None:
    files = {
        "a/rules/x.py": counted(lines=6, branches=4, ran=5),
        "a/rules/y.py": counted(lines=10, branches=0, ran=10),
        "a/models.py": counted(lines=10, branches=0, ran=0),
    }
    assert coverage.figures_of(files) == {"a/rules": 75.0}


def test_a_floor_that_is_reached_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert coverage.judge({"a/rules": 90.0}, floors={"a/rules": 90}) == 0
    assert " 90.0 %  floor  90 %  a/rules" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("figures", "floors", "said"),
    [
        ({"a/rules": 89.9}, {"a/rules": 90}, "a/rules: 89.9 %, the floor is 90 %."),
        ({"a/rules": 89.9}, {}, "a/rules: no floor"),
        ({}, {"a/rules": 90}, "a/rules: a floor in tests/coverage.py, but no code."),
    ],
)
def test_what_falls_short_fails(
    figures: dict[str, float], floors: dict[str, float], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert coverage.judge(figures, floors=floors) == 1
    assert said in capsys.readouterr().err


def test_tests_that_fail_are_not_counted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(coverage, "measure", lambda folder, arguments: 3)
    assert coverage.main([]) == 3
    assert "nothing is counted" in capsys.readouterr().err


def test_every_room_of_the_code_has_a_floor() -> None:
    paths = [path.relative_to(ROOT) for source in coverage.SOURCES for path in (ROOT / source).rglob("*.py")]
    rooms = {coverage.room_of(str(path)) for path in paths if path.read_text().strip()} - {""}
    assert rooms == set(coverage.FLOORS)
