"""A public function of rules, services and what all rooms share has one name, and a name one function."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("enterprises", "lists", "search", "creditportal")
FOLDERS = frozenset({"rules", "services", "shared", "names"})
# One question or verb that is meant to have several answers, each with the reason.
MEANT = {
    "is_public": "the same question about a record and a listing, each with its own facts",
    "take_back": "the same verb of the workflow for a record and a listing",
    "open_file": "the confined process opens each format through the reader's function of this name",
}


def is_in_scope(path: Path) -> bool:
    """Return whether a module belongs to rules, services or what is shared."""
    return not FOLDERS.isdisjoint(path.with_suffix("").parts)


def defined_twice(modules: dict[str, str]) -> dict[str, list[str]]:
    """Return the names of public functions that several modules define, each with these modules."""
    homes = defaultdict(list)
    for name, source in modules.items():
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                homes[node.name].append(name)
    return {name: found for name, found in homes.items() if len(found) > 1}


def modules_in_scope() -> dict[str, str]:
    paths = [path.relative_to(ROOT) for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return {str(path): (ROOT / path).read_text() for path in paths if is_in_scope(path)}


def test_no_public_function_is_defined_twice() -> None:
    modules = modules_in_scope()
    assert len(modules) > 100
    found = defined_twice(modules)
    assert {name: homes for name, homes in found.items() if name not in MEANT} == {}
    assert set(found) == set(MEANT), "a name that stands once needs no reason"


def test_a_second_function_is_found() -> None:
    modules = {
        "a": "def fold(text): ...\ndef _own(): ...",
        "b": "def fold(day): ...\ndef _own(): ...\nclass Row:\n    def fold(self): ...",
        "c": "def other():\n    def fold(): ...",
    }
    assert defined_twice(modules) == {"fold": ["a", "b"]}
    assert [is_in_scope(Path(path)) for path in ("a/rules/x.py", "a/services.py", "a/views.py")] == [True, True, False]
