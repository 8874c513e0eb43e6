"""Who is another person is decided in one module: nothing else refuses for it, or compares who acted."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("enterprises", "lists", "search", "creditportal")
HOME = Path("enterprises/shared/workflow")


def modules_elsewhere() -> Iterator[tuple[Path, ast.Module]]:
    """Read the modules outside the home of the rule."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.relative_to(ROOT).parent != HOME:
                yield path.relative_to(ROOT), ast.parse(path.read_text())


def refusing(tree: ast.Module) -> list[int]:
    """Return the lines that import or name the refusal."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "FourEyes")
        or (isinstance(node, ast.Attribute) and node.attr == "FourEyes")
        or (isinstance(node, ast.ImportFrom) and "FourEyes" in {name.name for name in node.names})
    ]


def test_nothing_else_refuses_the_first_person() -> None:
    assert [f"{path}:{line}" for path, tree in modules_elsewhere() for line in refusing(tree)] == []


@pytest.mark.parametrize(
    "source", ["raise FourEyes(WROTE_IT)", "REFUSED = {1: refusals.FourEyes}", "from somewhere import FourEyes"]
)
def test_a_second_refusal_is_found(source: str) -> None:
    assert refusing(ast.parse(source)) == [1]


def people_in(node: ast.expr) -> bool:
    """Return whether an expression is a person at work, or the column of one who acted before."""
    if isinstance(node, ast.Attribute) and node.attr in ("pk", "id"):
        return people_in(node.value)
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in ("by", "user", "actor_id") or name.endswith("_by_id")


def comparing(tree: ast.Module) -> list[int]:
    """Return the lines that compare a person with anything but nobody."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and any(map(people_in, (node.left, *node.comparators)))
        and not any(isinstance(each, ast.Constant) and each.value is None for each in node.comparators)
    ]


def test_nothing_else_compares_who_acted() -> None:
    assert [f"{path}:{line}" for path, tree in modules_elsewhere() for line in comparing(tree)] == []


@pytest.mark.parametrize(
    "source",
    [
        "row.proposed_by_id != at.user.pk",
        "getattr(row, column) == self.by.pk",
        "by.pk in (row.proposed_by_id, row.decided_by_id)",
        "event.actor_id != first.pk",
        "row.handed_in_by == user",
    ],
)
def test_a_comparison_is_found(source: str) -> None:
    assert comparing(ast.parse(source)) == [1]


@pytest.mark.parametrize("source", ["row.confirmed_by_id is not None", "row.agency_id == officer.agency_id"])
def test_another_question_is_none(source: str) -> None:
    assert comparing(ast.parse(source)) == []
