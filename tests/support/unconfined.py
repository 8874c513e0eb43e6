"""Readers without their child: for tests of what a reader makes of a file, not of its confinement."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from enterprises.shared.sheets import confined_source

T = TypeVar("T")


class _Reader:
    """Answers as a child does; the values go through JSON, as there."""

    def __init__(self, answer: Callable[..., Iterator[object]]) -> None:
        self._answer = answer

    def ask(self, *question: object, read: Callable[[object], T]) -> Iterator[T]:
        for value in self._answer(*question):
            yield read(json.loads(json.dumps(value)))


@contextmanager
def _confined(reader: str, path: Path, **_limits: Any) -> Iterator[_Reader]:
    module, _, function = reader.partition(":")
    yield _Reader(getattr(import_module(module), function)(path))


@contextmanager
def unconfined() -> Iterator[None]:
    """Read tables in this process."""
    with patch.object(confined_source, "confined", _confined):
        yield
