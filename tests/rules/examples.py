"""How many examples a property takes that needs more than others."""

from hypothesis import settings

USUAL = 100  # of Hypothesis


def examples(count: int) -> settings:
    """Return settings for so many examples; under a profile with few, as that of `make test-fast`, for as few."""
    current = settings().max_examples
    return settings(max_examples=count if current >= USUAL else min(count, current))
