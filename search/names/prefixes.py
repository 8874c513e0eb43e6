"""Beginnings of names, so that one slip is forgiven while a name is typed.

Of each text a few are kept, of fixed lengths. What is typed is cut to one of these, with a character less and more for
what was left out or is too much: then whole words are compared, and few of them differ, however many firms there are.
"""

from collections.abc import Iterable

from search.names.features import NameCard, whole_of
from search.names.pinyin import spoken_within

# Characters. Two apart: a beginning with one character too much is found by the length before its own.
_HAN, _LETTERS = (3, 4, 6, 8), (4, 5, 7, 9, 11)


def _lengths(text: str) -> tuple[int, ...]:
    """Return the lengths by the first character, which a typed beginning shares with its name."""
    return _LETTERS if text[:1] <= "\x7f" else _HAN


def fronts_of(text: str) -> list[str]:
    """Return the beginnings to keep of a text in characters or in pinyin; of a short one itself."""
    return [text[:length] for length in _lengths(text)]


def fronts_in(cards: Iterable[NameCard]) -> tuple[str, ...]:
    """Return the beginnings of the names, of their cores, and of how they are spoken, each once."""
    fronts: list[str] = []
    for card in cards:
        whole = whole_of(card)
        for text in dict.fromkeys((card.squashed, card.region + card.core, card.core)):
            fronts += fronts_of(text)
            for said in spoken_within(text, whole)[0]:
                fronts += fronts_of(said)
    return tuple(dict.fromkeys(filter(None, fronts)))


def front_length(text: str) -> int:
    """Return the length of the longest beginning of a typed text of which the like is kept."""
    lengths = _lengths(text)
    return max((length for length in lengths if length <= len(text)), default=lengths[0])


def fronts_to_ask(text: str) -> tuple[str, ...]:
    """Return beginnings of a typed text: one is at most one slip away from one that is kept of what was meant."""
    length = front_length(text)
    return tuple(dict.fromkeys((text[:length], text[: length - 1], text[: length + 1])))
