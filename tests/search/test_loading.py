"""What a web process loads before it answers."""

import pkgutil
from importlib import import_module
from inspect import signature
from typing import Any

from search import names as text
from search.loading import load_search


def remembering() -> list[Any]:
    """Return the functions of the name engine that remember what they have returned."""
    modules = [import_module(f"{text.__name__}.{found.name}") for found in pkgutil.iter_modules(text.__path__)]
    held = [held for module in modules for held in vars(module).values() if hasattr(held, "cache_info")]
    return list(dict.fromkeys(held))


def test_no_dictionary_is_left_for_the_first_search() -> None:
    found = remembering()
    dictionaries = [function for function in found if not signature(function).parameters]
    assert len(dictionaries) > 5
    for function in found:
        function.cache_clear()
    load_search()
    assert [function.__qualname__ for function in dictionaries if not function.cache_info().currsize] == []
