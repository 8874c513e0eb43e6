"""The pins are complete, exact and explained."""

import re
from collections.abc import Iterator
from importlib import metadata
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
RUNTIME = ROOT / "requirements.txt"
TESTS = ROOT / "tests/requirements.txt"
PULLED_IN = "# --- Pulled in by the above, pinned so that every set-up is the same\n"


def pins(text: str) -> dict[str, Requirement]:
    """Read the pins of a part of a requirements file by canonical name."""
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "-r"))]
    return {canonicalize_name(pin.name): pin for pin in map(Requirement, lines)}


def parts(path: Path) -> tuple[str, str]:
    """Split a requirements file into what is ours and what that pulls in."""
    own, mark, pulled_in = path.read_text().partition(PULLED_IN)
    assert mark, path
    return own, pulled_in


def needs(name: str, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Give what an installed package needs on this machine."""
    for text in metadata.requires(name) or ():
        need = Requirement(text)
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in extras | {""}):
            yield canonicalize_name(need.name), frozenset(need.extras)


def closure(roots: dict[str, Requirement]) -> set[str]:
    """Follow the needs of installed packages to the end."""
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(name, frozenset(pin.extras)) for name, pin in roots.items()]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting.extend(needs(*one))
    return {name for name, _ in seen}


def test_runtime_pins_are_what_is_needed() -> None:
    own, pulled_in = map(pins, parts(RUNTIME))
    assert closure(own) == own.keys() | pulled_in.keys()


def test_test_pins_are_what_is_needed() -> None:
    runtime, (own, pulled_in) = pins(RUNTIME.read_text()), map(pins, parts(TESTS))
    assert closure(runtime | own) == runtime.keys() | own.keys() | pulled_in.keys()


@pytest.mark.parametrize("path", [RUNTIME, TESTS], ids=lambda path: path.parent.name)
def test_installed_versions_are_the_pinned_ones(path: Path) -> None:
    wrong = {
        name: (str(pin.specifier), metadata.version(name))
        for name, pin in pins(path.read_text()).items()
        if str(pin.specifier) != f"=={metadata.version(name)}"
    }
    assert not wrong


@pytest.mark.parametrize("path", [RUNTIME, TESTS], ids=lambda path: path.parent.name)
def test_every_package_of_ours_has_its_reason(path: Path) -> None:
    lines = parts(path)[0].splitlines()
    unexplained = [
        line for before, line in pairwise(lines) if re.match(r"[A-Za-z]", line) and not re.match(r"# [a-zA-Z]", before)
    ]
    assert not unexplained


def test_the_page_of_decisions_names_every_runtime_package() -> None:
    page = (ROOT / "docs/decisions/dependencies.md").read_text().lower()
    assert [name for name in pins(parts(RUNTIME)[0]) if name not in page.replace("psycopg 3", "psycopg")] == []


def test_the_audit_reads_both_files_and_fails_for_a_package_it_cannot_look_up() -> None:
    """Without `--strict` it prints "No known vulnerabilities found" where it could ask about none of them."""
    [audit] = [line for line in (ROOT / "Makefile").read_text().splitlines() if "/pip-audit " in line]
    assert "--strict" in audit
    assert all(f"--requirement {path.relative_to(ROOT)}" in audit for path in (RUNTIME, TESTS))
