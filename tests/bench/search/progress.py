"""Report how far a long step is: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

EVERY_S = 15.0

T = TypeVar("T")


def counted(items: Iterable[T], *, total: int, unit: int, what: str) -> Iterator[T]:
    """Pass items on and report how many units have gone by."""
    quiet = not sys.stderr.isatty()
    with tqdm(
        total=total * unit, desc=what, unit_scale=True, mininterval=EVERY_S if quiet else 0.5, file=sys.stderr
    ) as bar:
        for item in items:
            yield item
            bar.update(unit)


def tell(text: str, *, since: float | None = None) -> None:
    """Report what has been done, with the seconds it took."""
    took = "" if since is None else f" ({time.perf_counter() - since:.0f} s)"
    sys.stderr.write(f"{text}{took}\n")
