"""One table of labels for each enum: what people read of a value stands in one place."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from enum import Enum
from types import ModuleType
from typing import Any

import enterprises
import lists
import search

APPS = (enterprises, lists, search)
# Texts that are no labels: a whole sentence for each member, or a tag or step that names what waits or follows.
SENTENCES = {
    "enterprises.cases.desk.case_page._WAITING",
    "enterprises.cases.services.next_step.NEXT_STEPS",
    "enterprises.cases.templatetags.cases.NEXT_STEPS",
    "enterprises.shields.rules.SHIELD_BASES",
    "lists.listings.desk.reserved_steps._REMOVED",
    "search.matching.explain.SENTENCES",
}
Table = tuple[str, Mapping[Any, object]]


def modules() -> Iterator[ModuleType]:
    """Import every module of the portal but migrations and commands."""
    for package in APPS:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in found.name and ".management" not in found.name:
                yield importlib.import_module(found.name)


def tables_of(module: ModuleType) -> Iterator[Table]:
    """Yield the mappings to texts that a module or a class in it holds."""
    classes = [each for each in vars(module).values() if inspect.isclass(each) and each.__module__ == module.__name__]
    for owner in (module, *classes):
        for name, value in list(vars(owner).items()):
            if isinstance(value, Mapping) and len(value) > 1 and all(isinstance(text, str) for text in value.values()):
                yield f"{module.__name__}.{name}", value


def enums_of(module: ModuleType) -> Iterator[type[Enum]]:
    """Yield the enums that a module defines, on its own level and inside its classes."""
    level = [each for each in vars(module).values() if inspect.isclass(each) and each.__module__ == module.__name__]
    inside = [each for owner in level for each in vars(owner).values() if inspect.isclass(each)]
    yield from (each for each in (*level, *inside) if issubclass(each, Enum) and len(each) > 1)


def second_tables(enum: type[Enum], tables: list[Table]) -> list[str]:
    """Name the tables of an enum's members, if there is more than one; a table imported elsewhere counts once.

    A table under the values of all members counts too. Labels that a `TextChoices` bears itself may be held again
    as they are, for they cannot differ.
    """
    own = {each: str(getattr(each, "label", "")) for each in enum}
    found: dict[int, str] = {}
    for name, table in tables:
        if _is_keyed_by(enum, table) and dict(table) != own:
            found.setdefault(id(table), name)
    return sorted(found.values()) if len(found) + any(own.values()) > 1 else []


def _is_keyed_by(enum: type[Enum], table: Mapping[Any, object]) -> bool:
    if any(isinstance(key, Enum) for key in table):
        return all(isinstance(key, enum) for key in table)
    return set(table) == {each.value for each in enum}


def test_no_enum_has_two_tables_of_labels() -> None:
    known = list(modules())
    tables = [
        (name, table)
        for module in known
        for name, table in tables_of(module)
        if name not in SENTENCES
        and any("\u4e00" <= character <= "\u9fff" for text in table.values() for character in str(text))
    ]
    assert len(tables) > 5
    twice = {
        enum.__qualname__: names
        for module in known
        for enum in enums_of(module)
        if (names := second_tables(enum, tables))
    }
    assert twice == {}


def test_a_second_table_is_found() -> None:
    class Colour(Enum):
        RED = "RED"
        BLACK = "BLACK"

    first, second = {Colour.RED: "红", Colour.BLACK: "黑"}, {Colour.RED: "守信", Colour.BLACK: "失信"}
    assert second_tables(Colour, [("one", first), ("again", first)]) == []
    assert second_tables(Colour, [("one", first), ("two", second)]) == ["one", "two"]
    by_value = {"RED": "守信", "BLACK": "失信"}
    assert second_tables(Colour, [("one", first), ("two", by_value)]) == ["one", "two"]
