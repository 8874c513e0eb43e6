"""Examples of properties: how many, and every sign there is."""

from collections.abc import Iterator
from itertools import chain

from hypothesis import settings

USUAL = 100  # of Hypothesis


def examples(count: int) -> settings:
    """Return settings for so many examples; under a profile with few, as that of `make test-fast`, for as few."""
    current = settings().max_examples
    return settings(max_examples=count if current >= USUAL else min(count, current))


def every_sign() -> Iterator[str]:
    """Return all signs of the planes that hold assigned ones: 0 to 3, and the tags and selectors of plane 14."""
    return map(chr, chain(range(0x40000), range(0xE0000, 0xE1000)))
