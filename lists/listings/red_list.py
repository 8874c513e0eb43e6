"""What keeps an enterprise off a red list on a day (criteria R-X1 and R-X2, docs/rules/lists.md): pure rules.

A red list names trustworthy enterprises, so its rule holds on every day that it is read.
发改财金规〔2017〕1798号: comparison with every black list; who no longer fits leaves at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Obstacle(StrEnum):
    """Why an enterprise may not be named on a red list."""

    STRUCK_OFF = "STRUCK_OFF"
    ADVERSE_RECORD = "ADVERSE_RECORD"
    BLACK_LIST = "BLACK_LIST"


OBSTACLE_LABELS = {
    Obstacle.STRUCK_OFF: "主体已注销或被吊销",
    Obstacle.ADVERSE_RECORD: "有公示期内的不利信息",
    Obstacle.BLACK_LIST: "在严重失信主体名单中",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Half-open Shanghai days; `ends` None = open."""

    starts: date
    ends: date | None

    def has(self, day: date) -> bool:
        """Return whether the day is one of them."""
        return self.starts <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFacts:
    """What keeps an enterprise off: its status in the register, public days of adverse records, of black lists."""

    struck_off: bool = False
    adverse: tuple[Span, ...] = ()
    black: tuple[Span, ...] = ()


def obstacles_of(facts: RedFacts, *, on: date) -> tuple[Obstacle, ...]:
    """Return everything that keeps an enterprise off every red list on that day."""
    held = {
        Obstacle.STRUCK_OFF: facts.struck_off,
        Obstacle.ADVERSE_RECORD: any(span.has(on) for span in facts.adverse),
        Obstacle.BLACK_LIST: any(span.has(on) for span in facts.black),
    }
    return tuple(obstacle for obstacle, holds in held.items() if holds)


def allowed_spans(term: Span, *, facts: RedFacts) -> tuple[Span, ...]:
    """Return the days of a red listing's term on which nothing stands against it, in order."""
    if facts.struck_off:
        return ()
    left = [term]
    for taken in (*facts.adverse, *facts.black):
        left = [piece for span in left for piece in _without(span, taken)]
    return tuple(sorted(left, key=lambda span: span.starts))


def _without(span: Span, taken: Span) -> Iterable[Span]:
    """Return what remains of a span outside another one."""
    before_end = taken.starts if span.ends is None else min(span.ends, taken.starts)
    if span.starts < before_end:
        yield Span(starts=span.starts, ends=before_end)
    if taken.ends is None:
        return
    after_start = max(span.starts, taken.ends)
    if span.ends is None or after_start < span.ends:
        yield Span(starts=after_start, ends=span.ends)
