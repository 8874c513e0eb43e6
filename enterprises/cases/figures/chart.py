"""Geometry of the chart of a year: one stacked bar a month, in whole units of its drawing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from enterprises.cases.figures.rules import MonthTotal

WIDTH, LEFT, STEP, BAR = 360, 34, 27, 17
TOP, PLOT = 18, 160
BASE = TOP + PLOT
HEIGHT = BASE + 22
PARTS = ("upheld", "refused", "other", "pending", "unsplit")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPart:
    """A rectangle; `name` is one of `PARTS`."""

    name: str
    y: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartBar:
    """A month: `x` of the bar, `middle` and `top` of its labels."""

    month: int
    x: int
    middle: int
    top: int
    received: int
    parts: tuple[ChartPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars of the months that received cases; `highest` is the number at the upper line."""

    bars: tuple[ChartBar, ...]
    highest: int


def chart_of(totals: Iterable[MonthTotal]) -> Chart:
    """Draw the months of one year."""
    months = list(totals)
    highest = max((total.received for total in months), default=0)
    return Chart(bars=tuple(_bar(total, highest=highest) for total in months), highest=highest)


def _bar(total: MonthTotal, *, highest: int) -> ChartBar:
    x = LEFT + (total.month.month - 1) * STEP
    return ChartBar(
        month=total.month.month,
        x=x,
        middle=x + BAR // 2,
        top=BASE - _height(total.received, highest) - 4,
        received=total.received,
        parts=tuple(_parts(total, highest=highest)),
    )


def _parts(total: MonthTotal, *, highest: int) -> Iterator[ChartPart]:
    """Stack from the base; edges are rounded, so that parts meet."""
    below = 0
    for name in PARTS:
        number = getattr(total, name)
        lower, upper = _height(below, highest), _height(below + number, highest)
        below += number
        if upper > lower:
            yield ChartPart(name=name, y=BASE - upper, height=upper - lower)


def _height(number: int, highest: int) -> int:
    return round(number * PLOT / highest)
