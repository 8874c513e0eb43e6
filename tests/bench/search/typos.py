"""Typos: one wrong, missing, added, swapped or same-sounding character, and who is that near."""

from collections.abc import Callable, Iterator
from functools import cache
from random import Random

from pypinyin import Style, pinyin

from tests.bench.search import words

Span = tuple[int, int]  # where in the text the typo may happen
Typo = Callable[[str, Span, Random], str]

# The 3,755 everyday characters: level 1 of GB/T 2312, which the table holds in one piece.
_LEVEL_1 = range(0xB0A1, 0xD7FA)


@cache
def everyday() -> str:
    """Return the everyday characters."""
    codes = (divmod(code, 256) for code in _LEVEL_1)
    return "".join(bytes(code).decode("gb2312", errors="ignore") for code in codes if code[1] >= 0xA1)


@cache
def pinyin_of(character: str) -> str:
    """Return the commonest reading of a character, without tone."""
    return pinyin(character, style=Style.NORMAL, v_to_u=False)[0][0]


@cache
def _alike() -> dict[str, str]:
    """Return the everyday characters of each sound."""
    found: dict[str, str] = {}
    for character in everyday():
        found[pinyin_of(character)] = found.get(pinyin_of(character), "") + character
    return found


def _stranger(rng: Random, *, to: str) -> str:
    """Return a character of another sound: half of the time one that brands are made of."""
    while True:
        other = rng.choice(words.FIRST if rng.random() < 0.5 else everyday())
        if pinyin_of(other) != pinyin_of(to):
            return other


def wrong(text: str, span: Span, rng: Random) -> str:
    """Put another character in place of one."""
    at = rng.randrange(*span)
    return text[:at] + _stranger(rng, to=text[at]) + text[at + 1 :]


def missing(text: str, span: Span, rng: Random) -> str:
    """Leave one character out."""
    at = rng.randrange(*span)
    return text[:at] + text[at + 1 :]


def added(text: str, span: Span, rng: Random) -> str:
    """Put a character too many."""
    at = rng.randrange(*span)
    return text[:at] + _stranger(rng, to=text[at]) + text[at:]


def swapped(text: str, span: Span, rng: Random) -> str:
    """Swap two neighbours; the text itself if all its neighbours are equal."""
    positions = [at for at in range(span[0], span[1] - 1) if text[at] != text[at + 1]]
    if not positions:
        return text
    at = rng.choice(positions)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def same_pinyin(text: str, span: Span, rng: Random) -> str:
    """Put a character that sounds the same; the text itself if no character has such a fellow."""
    positions = [at for at in range(*span) if len(_alike().get(pinyin_of(text[at]), "").replace(text[at], ""))]
    if not positions:
        return text
    at = rng.choice(positions)
    return text[:at] + rng.choice(_alike()[pinyin_of(text[at])].replace(text[at], "")) + text[at + 1 :]


def shortened(text: str) -> Iterator[str]:
    """Yield the text, and the text without each of its characters.

    Two texts that lie within one typo of each other share one of these. So who lies that close can be looked up instead
    of compared.
    """
    yield text
    for at in range(len(text)):
        if not at or text[at] != text[at - 1]:
            yield text[:at] + text[at + 1 :]


def is_one_edit(a: str, b: str) -> bool:
    """Return whether at most one character is wrong, missing, added or swapped with its neighbour."""
    if a == b:
        return True
    start = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[start:], b[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return a[1:] == b if len(a) == len(b) + 1 else len(b) == len(a) + 1 and b[1:] == a


def same_pinyin_as(a: str, b: str) -> bool:
    """Return whether two texts sound the same, character by character."""
    return len(a) == len(b) and all(x == y or pinyin_of(x) == pinyin_of(y) for x, y in zip(a, b, strict=True))
