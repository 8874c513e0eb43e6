"""Confined children of the tests' own readers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from enterprises.shared.confined.limits import MEBIBYTE, Limits
from enterprises.shared.confined.parent import Reader, Slots, confined

LIMITS = Limits(processor_seconds=20, silence_seconds=120, output_bytes=4 * MEBIBYTE, value_bytes=MEBIBYTE)


@contextmanager
def reading(path: Path, *, slots: Slots | None = None, **limits: int) -> Iterator[Reader]:
    """Give a reader of `tests.confined.readers` in a child of its own."""
    given = replace(LIMITS, **limits)
    with confined(
        "tests.confined.readers:open_file", path, limits=given, slots=slots or Slots(1, wait_seconds=0)
    ) as it:
        yield it


def plain(value: object) -> Any:
    """Return an answer as it came."""
    return value
