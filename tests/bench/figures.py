"""What a measurement is, how it is printed, and when it is good enough."""

import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

SCALE = "BENCH_SCALE"
PREPARED = "BENCH_DATA"  # names a folder with a migrated SQLite database, for a quick look


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Bounds, each left out if None: of ours in its unit, and of ours divided by the reference."""

    at_most: float | None = None
    at_least: float | None = None
    ratio_at_most: float | None = None
    ratio_at_least: float | None = None

    def is_met(self, ours: float, ratio: float) -> bool:
        """Return whether every bound holds."""
        bounds = (
            (ours, self.at_least, self.at_most),
            (ratio, self.ratio_at_least, self.ratio_at_most),
        )
        return all((low is None or value >= low) and (high is None or value <= high) for value, low, high in bounds)

    def text(self, unit: str) -> str:
        """Write the bounds as one reads them."""
        said = [
            *([f"<= {self.at_most:g} {unit}"] if self.at_most is not None else []),
            *([f">= {self.at_least:g} {unit}"] if self.at_least is not None else []),
            *([f"ratio <= {self.ratio_at_most:g}"] if self.ratio_at_most is not None else []),
            *([f"ratio >= {self.ratio_at_least:g}"] if self.ratio_at_least is not None else []),
        ]
        return " and ".join(said) or "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value of ours beside a reference measured in the same run."""

    name: str
    ours: float
    unit: str
    reference: float
    reference_name: str
    target: Target

    @property
    def ratio(self) -> float:
        """Return ours divided by the reference."""
        return self.ours / self.reference

    @property
    def is_met(self) -> bool:
        """Return whether the target is reached."""
        return self.target.is_met(self.ours, self.ratio)

    def line(self, command: str) -> str:
        """Return one line of it: name, ours, reference, ratio, target, command."""
        return (
            f"{self.name}: ours {self.ours:.4g} {self.unit}, {self.reference_name} {self.reference:.4g} {self.unit}, "
            f"ratio {self.ratio:.3g}, target {self.target.text(self.unit)}: {'met' if self.is_met else 'MISSED'}"
            f"  [{command}]"
        )

    def as_json(self, command: str) -> dict[str, object]:
        """Return what the file of results keeps."""
        return {**asdict(self), "ratio": self.ratio, "is_met": self.is_met, "command": command}


def scaled(count: int) -> int:
    """Return a size for this run; `BENCH_SCALE=0.01` gives a quick look, which proves nothing."""
    return max(1, round(count * float(os.environ.get(SCALE, "1"))))


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
