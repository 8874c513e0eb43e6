"""Codes of kinds and fields stand in the catalogue alone; other modules name a role, column or `KindCode`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.registry import KINDS, kinds_with
from enterprises.catalogue.storage import lookup_of
from enterprises.catalogue.types import EXIT_ROLES, Role
from enterprises.records.models import Record

ROOT = Path(__file__).parents[2]
PACKAGES = ("enterprises", "lists", "search", "creditportal", "templates")
# Folders and files that may name codes, each with its reason.
ALLOWED = {
    "enterprises/catalogue": "declares them",
    "enterprises/documents/recalls.py": "its verb takes back a document, not a product",
    "enterprises/shared/sheets/json_source.py": "shows people an example of a row",
    "enterprises/migrations": "describes what was stored on its day",
    "lists/migrations": "describes what was stored on its day",
    "search/entry_port.py": "names kinds of entries, some as kinds of record",
    "creditportal/development/demo": "writes files as an agency would, by code",
}
FIELD_CODES = {field.code for kind in KINDS.values() for field in kind.fields}
CODES = FIELD_CODES | set(KINDS)
# Parts of a lookup (`details__CODE`) and words of a sentence.
_PART = re.compile(r"__|[^A-Za-z0-9_]+")
_QUOTED = re.compile(r"""["']([A-Za-z0-9_-]+)["']""")


def codes_in_python(source: str) -> Iterator[tuple[int, str]]:
    """Find the codes among string literals and names of keywords; those of fields also as a part of one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            parts = {node.value, *_PART.split(node.value)}
            yield from ((node.lineno, part) for part in sorted(parts & FIELD_CODES))
            if node.value in KINDS:
                yield node.lineno, node.value
        elif isinstance(node, ast.keyword) and node.arg:
            yield from ((node.lineno, part) for part in sorted(set(_PART.split(node.arg)) & FIELD_CODES))


def codes_in_template(source: str) -> Iterator[tuple[int, str]]:
    """Find the codes in quotes inside template tags."""
    for number, line in enumerate(source.splitlines(), start=1):
        for tag in re.findall(r"\{[{%].*?[%}]\}", line):
            yield from ((number, code) for code in _QUOTED.findall(tag) if code in CODES)


def found() -> Iterator[str]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if any(name.startswith(f"{allowed}/") or name == allowed for allowed in ALLOWED):
                continue
            if path.suffix == ".py":
                codes = codes_in_python(path.read_text())
            elif path.suffix == ".html":
                codes = codes_in_template(path.read_text())
            else:
                continue
            yield from (f"{name}:{line} names {code}" for line, code in codes)


def test_no_code_outside_the_catalogue() -> None:
    assert list(found()) == []


def test_allowed_places_exist() -> None:
    assert [place for place in ALLOWED if not (ROOT / place).exists()] == []


@pytest.mark.parametrize(
    "source",
    [
        'if kind == "penalty": pass',
        'values["CF_CFLB"]',
        '{"X_YC_YCRQ": 1}',
        'rows.filter(details__X_YC_YCRQ="2026-01-01")',
        'KT("details__CF_CFLB")',
        'f"details__CF_CFLB__{suffix}"',
        'dict(CF_CFLB="罚款")',
    ],
)
def test_finds_a_code_in_python(source: str) -> None:
    assert list(codes_in_python(source))


def test_finds_a_code_in_a_template() -> None:
    assert list(codes_in_template('{% if kind.code == "penalty" %}')) == [(1, "penalty")]
    assert list(codes_in_template('<p class="penalty">{{ kind.label }}</p>')) == []


def test_every_kind_has_a_code_in_the_enum() -> None:
    assert set(KINDS) == {code.value for code in KindCode}


def test_each_role_is_declared_once_in_a_kind() -> None:
    for kind in KINDS.values():
        roles = [field.role for field in kind.fields if field.role is not None]
        assert len(roles) == len(set(roles)), kind.code
    assert {role for role in Role if not kinds_with(role)} == set()


def test_what_kinds_have() -> None:
    assert [code for code, kind in KINDS.items() if kind.has_severity] == ["penalty"]
    assert [code for code, kind in KINDS.items() if kind.has_exit] == ["abnormal-operation"]
    exiting = KINDS["abnormal-operation"]
    assert [exiting.role(role).label for role in EXIT_ROLES] == ["移出日期", "移出原因", "移出决定机关"]
    assert exiting.value({"X_YC_YCYY": "补报年报"}, Role.EXIT_REASON) == "补报年报"
    assert KINDS["honour"].value({"X_YC_YCYY": "补报年报"}, Role.EXIT_REASON) is None
    with pytest.raises(KeyError):
        KINDS["honour"].role(Role.EXIT_DAY)


@pytest.mark.parametrize("code", KINDS)
def test_each_field_has_a_lookup_that_records_know(code: str) -> None:
    for field in KINDS[code].fields:
        assert str(Record.objects.filter(**{f"{lookup_of(field)}__isnull": True}).query), field.code
