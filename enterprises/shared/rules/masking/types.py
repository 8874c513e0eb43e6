"""What the modules of masking share."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

STAR = "*"


class Masking(StrEnum):
    """How a value is shown to those who may see the field at all."""

    NONE = "NONE"  # a number, a name or a chosen value; a person's number inside is masked all the same
    FREE_TEXT = "FREE_TEXT"
    IDENTITY = "IDENTITY"  # first 6 and last 4 characters at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Finds one sort of personal data in a normalised text.

    `hidden` returns the positions of a match that get a star, none for what only looks so. Without one
    of the words `near` in the text no match is tried; None = always.
    """

    pattern: re.Pattern[str]
    hidden: Callable[[re.Match[str]], Collection[int]]
    near: re.Pattern[str] | None = None


def signs(match: re.Match[str], group: int | str = 0, *, head: int = 0, tail: int = 0) -> list[int]:
    """Return the positions of letters and digits of a group, without the first `head` and the last `tail` of them."""
    start, end = match.span(group)
    text = match.string
    found = [place for place in range(start, end) if text[place].isalnum()]
    return found[head : len(found) - tail]


def bare(match: re.Match[str], group: int | str = 0) -> str:
    """Return the letters and digits of a group, in upper case."""
    return "".join(filter(str.isalnum, match[group])).upper()


def groups(match: re.Match[str], group: int | str = 0) -> list[int]:
    """Return the lengths of the runs of letters and digits of a group."""
    return [len(run) for run in re.findall(r"[0-9A-Za-z]+", match[group])]
