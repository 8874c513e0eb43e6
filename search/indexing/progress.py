"""Report how far a long command is: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from types import TracebackType
from typing import Self

from tqdm import tqdm

EVERY_SECONDS = 10.0


class Progress:
    """Counts up to `total`; call it with how many are done."""

    def __init__(
        self, *, total: int, unit: str, report: Callable[[str], object], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._total = total
        self._unit = unit
        self._report = report
        self._clock = clock
        self._began = self._reported = clock()
        self._bar = tqdm(total=total, unit=f" {unit}") if sys.stderr.isatty() else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, done: int) -> None:
        """Report it, if it is time to."""
        if self._bar is not None:
            self._bar.update(done - self._bar.n)
        elif self._clock() - self._reported >= EVERY_SECONDS:
            self._reported = self._clock()
            self._report(self._line(done))

    def _line(self, done: int) -> str:
        rate = done / (self._clock() - self._began)
        left = timedelta(seconds=round(max(self._total - done, 0) / rate)) if rate else "?"
        return f"{done} of {self._total} {self._unit}, {rate:.0f} a second, {left} left"
