"""The targets of each class on the scorecard: recall among the first five hits, in percent."""

from tests.bench.search.classes import CLASSES, Clean

LARGE = 300_000  # from this size on ambiguity itself keeps typos in full names below 99%
CLEAN = 99.0
FULL_NAME = 99.0
FULL_NAME_LARGE = {
    "wrong": 97.0,
    "swapped": 97.0,
    "added": 97.0,
    "wrong in the brand": 92.0,
    "missing in the brand": 92.0,
    "same sound": 98.0,
}
BELOW_CEILING = 2.0  # points that brand and trade alone may lie below the ceiling
FALSE_CLAIMS = 0.5  # percent


def target(kind: str, *, size: int, ceiling: float | None) -> float | None:
    """Return the least recall of a class at a size; None = none is set."""
    asked = CLASSES[kind]
    if isinstance(asked, Clean):
        return None if asked.is_suggestion else CLEAN
    if not asked.is_full:
        return None if ceiling is None else ceiling - BELOW_CEILING
    return FULL_NAME if size < LARGE else FULL_NAME_LARGE[kind.split(",", maxsplit=1)[0]]
