"""A public class or type of the portal's own packages has one name, and a name one class."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("enterprises", "lists", "search", "creditportal")
# Names that a framework prescribes, each with the reason.
PRESCRIBED = {
    "Command": "Django finds the class of a command by this name",
    "Migration": "Django finds the class of a migration by this name",
}


def public_types(tree: ast.Module) -> Iterator[str]:
    """Find the classes and the aliases (in capitals and small letters) of a module."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name) and target.id[:1].isupper())


def defined_twice(modules: dict[str, str]) -> dict[str, list[str]]:
    """Return the names that several modules define, each with these modules."""
    homes = defaultdict(list)
    for name, source in modules.items():
        for found in public_types(ast.parse(source)):
            if not found.startswith("_") and not found.isupper() and found not in PRESCRIBED:
                homes[found].append(name)
    return {found: names for found, names in homes.items() if len(names) > 1}


def test_no_public_class_is_defined_twice() -> None:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    modules = {str(path.relative_to(ROOT)): path.read_text() for path in paths}
    assert len(modules) > 300
    assert defined_twice(modules) == {}


def test_a_second_class_is_found() -> None:
    modules = {
        "a": "class Row: ...\nLIMIT = 1\nclass _Own: ...",
        "b": "Row = tuple\nLIMIT = 2\nclass _Own: ...",
        "c": "def f(): class_ = Row\nclass Command: ...",
        "d": "class Command: ...",
    }
    assert defined_twice(modules) == {"Row": ["a", "b"]}
