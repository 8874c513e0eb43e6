"""Edit distance of two sequences."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA


def edits(a: Sequence[str], b: Sequence[str], *, at_most: int) -> int:
    """Count wrong, missing, added and swapped neighbours; `at_most` + 1 means "more than that"."""
    return OSA.distance(a, b, score_cutoff=at_most)


def without_common_ends(a: Sequence[str], b: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return what is left of both behind their common beginning and before their common end."""
    start, shorter = 0, min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    end = 0
    while end < shorter - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return a[start : len(a) - end], b[start : len(b) - end]


def has_fuzzy_prefix(text: str, typed: str) -> bool:
    """Return whether `text` begins with `typed` but for one wrong, missing, added or swapped character."""
    at, shorter = 0, min(len(text), len(typed))
    while at < shorter and text[at] == typed[at]:
        at += 1
    rest, wanted = text[at:], typed[at:]
    return (
        len(wanted) <= 1
        or rest[1:].startswith(wanted[1:])
        or rest[1:].startswith(wanted)
        or rest.startswith(wanted[1:])
        or (rest[:2] == wanted[1::-1] and rest[2:].startswith(wanted[2:]))
    )
