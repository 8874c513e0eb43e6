"""The scripts of findings/ have the form that its README promises; they are not run."""

import ast
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

FINDINGS = Path(__file__).parents[2] / "findings"
SCRIPTS = sorted(FINDINGS.glob("*.sh"))
FIELDS = ("Guess", "Versions", "Behaviour", "Output", "Why a credit portal cares")
PREAMBLE = """set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"""
CHANGED = 'sys.exit(0 if {} else "The behaviour has changed.")'
each_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)


def header(script: Path) -> list[str]:
    """Give the comment lines between the interpreter and the first command, without their mark."""
    lines = script.read_text().splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    end = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    return [line.removeprefix("#").removeprefix(" ") for line in lines[1:end]]


def fields(script: Path) -> dict[str, str]:
    """Give the text of each field of the header; indented lines continue a field."""
    found: dict[str, str] = {}
    name = ""
    for line in header(script)[1:]:
        if match := re.match(r"([A-Z][A-Za-z ]*): +(.*)", line):
            name, found[match[1]] = match.groups()
        elif line.startswith("  "):
            found[name] += f"\n{line.strip()}"
    return found


def installed(script: Path) -> Iterator[tuple[str, str]]:
    """Give name and version of every package that the script names to pip or npm."""
    text = script.read_text().replace("\\\n", " ")
    for command in re.findall(r"^(?:venv/bin/pip|npm) install .*", text, re.MULTILINE):
        separator = "@" if command.startswith("npm") else "=="
        for package in shlex.split(command)[2:]:
            if not package.startswith("--"):
                name, _, version = package.rpartition(separator)
                yield name, version


def python_of(script: Path) -> str:
    """Give the Python program inside the script."""
    program = script.read_text().partition("venv/bin/python - <<'PY'\n")[2]
    return program.removesuffix("PY\n")


def test_there_are_findings() -> None:
    assert SCRIPTS


@each_script
def test_can_be_run(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
    assert ast.parse(python_of(script)).body


@each_script
def test_works_in_a_folder_of_its_own(script: Path) -> None:
    assert script.read_text().count(PREAMBLE) == 1


@each_script
def test_header_has_every_field(script: Path) -> None:
    found = fields(script)
    assert tuple(found) == FIELDS
    assert all(text.strip() for text in found.values())


@each_script
def test_packages_are_pinned_and_named_in_the_header(script: Path) -> None:
    packages = list(installed(script))
    versions = fields(script)["Versions"]
    assert packages
    assert [one for one in packages if not re.fullmatch(r"[0-9][0-9.]*", one[1])] == []
    assert [one for one in packages if " ".join(one) not in versions] == []


@each_script
def test_names_no_host_and_nothing_of_the_portal(script: Path) -> None:
    text = script.read_text()
    assert not re.search(r"://(?!example\.org/|www\.w3\.org/|purl\.org/)", text)  # namespaces and made-up addresses
    assert not re.search(r"manage\.py|\b(?:from|import) (?:creditportal|enterprises|lists|search)\b", text)


@each_script
def test_fails_when_the_behaviour_changes(script: Path) -> None:
    last = python_of(script).splitlines()[-1]
    start, end = CHANGED.split("{}")
    assert last.startswith(start)
    assert last.endswith(end)


def test_readme_lists_every_script_with_its_title() -> None:
    rows = re.findall(r"^\| \[(.+)\]\((.+)\) \| (.+) \|$", (FINDINGS / "README.md").read_text(), re.MULTILINE)
    assert rows == [(script.name, script.name, header(script)[0]) for script in SCRIPTS]
