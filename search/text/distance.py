"""How many single edits lie between two sequences."""

from collections.abc import Sequence


def edits(a: Sequence[str], b: Sequence[str], *, at_most: int) -> int:
    """Count wrong, missing, added and swapped neighbours; `at_most` + 1 means "more than that"."""
    if abs(len(a) - len(b)) > at_most:
        return at_most + 1
    a, b = without_common_ends(a, b)
    if not a or not b:
        return len(a) + len(b)
    if len(a) == len(b) == 1 or (len(a) == len(b) == 2 and a[0] == b[1] and a[1] == b[0]):  # noqa: PLR2004
        return min(1, at_most + 1)
    return _counted(a, b, at_most) if at_most > 1 else at_most + 1


def _counted(a: Sequence[str], b: Sequence[str], at_most: int) -> int:
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        above, row = row, [i]
        for j, y in enumerate(b, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y))
            if before and j > 1 and x == b[j - 2] and y == a[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > at_most:
            return at_most + 1
        before = above
    return min(row[-1], at_most + 1)


def without_common_ends(a: Sequence[str], b: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return what is left of both behind their common beginning and before their common end."""
    start, shorter = 0, min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    end = 0
    while end < shorter - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return a[start : len(a) - end], b[start : len(b) - end]


def begins_nearly(text: str, typed: str) -> bool:
    """Tell whether `text` begins with `typed` but for one wrong, missing, added or swapped character."""
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
