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
