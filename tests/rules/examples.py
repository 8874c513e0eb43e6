"""Examples of properties: how many, and every sign there is; fewer under a profile with few, as `make test-fast`."""

from collections.abc import Iterator
from itertools import chain

from hypothesis import settings

USUAL = 100  # of Hypothesis


def examples(count: int) -> settings:
    """Return settings for so many examples; under a profile with few, for as few."""
    current = settings().max_examples
    return settings(max_examples=count if current >= USUAL else min(count, current))


def generated(count: int) -> int:
    """Return how many cases a test makes by itself: `count`, under a profile with few the same part of it."""
    return min(count, count * settings().max_examples // USUAL)


def every_sign() -> Iterator[str]:
    """Return all signs of the planes that hold assigned ones: 0 to 3, and the tags and selectors of plane 14.

    Under a profile with few examples those of plane 0, which holds nearly all that is typed.
    """
    if settings().max_examples < USUAL:
        return map(chr, range(0x10000))
    return map(chr, chain(range(0x40000), range(0xE0000, 0xE1000)))
