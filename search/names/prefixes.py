"""Beginnings of names, so that one edit is forgiven while a name is typed.

Of each text a few are kept, of fixed lengths. What is typed is cut to one of these, with a character less and more for
what was left out or is too much. Then whole words are compared, and few of them differ at any size.
"""

from collections.abc import Iterable

from search.names.features import NameFeatures, whole_of
from search.names.pinyin import pinyin_keys_within

# Characters. Two apart: a beginning with one character too much is found by the length before its own.
_HAN, _LETTERS = (3, 4, 6, 8), (4, 5, 7, 9, 11)


def _lengths(text: str) -> tuple[int, ...]:
    """Return the lengths by the first character, which a typed beginning shares with its name."""
    return _LETTERS if text[:1] <= "\x7f" else _HAN


def prefixes_of(text: str) -> list[str]:
    """Return the beginnings to keep of a text in characters or in pinyin; of a short one itself."""
    return [text[:length] for length in _lengths(text)]


def prefixes_in(names: Iterable[NameFeatures]) -> tuple[str, ...]:
    """Return the beginnings of the names, of their cores, and of their pinyin, each once."""
    prefixes: list[str] = []
    for features in names:
        whole = whole_of(features)
        for text in dict.fromkeys((features.squashed, features.region + features.core, features.core)):
            prefixes += prefixes_of(text)
            for pinyin in pinyin_keys_within(text, whole)[0]:
                prefixes += prefixes_of(pinyin)
    return tuple(dict.fromkeys(filter(None, prefixes)))


def prefix_length_of(text: str) -> int:
    """Return the length of the longest beginning of a typed text of which the like is kept."""
    lengths = _lengths(text)
    return max((length for length in lengths if length <= len(text)), default=lengths[0])


def prefixes_to_search(text: str) -> tuple[str, ...]:
    """Return beginnings of a typed text: one is at most one edit away from one that is kept of what was meant."""
    length = prefix_length_of(text)
    return tuple(dict.fromkeys((text[:length], text[: length - 1], text[: length + 1])))
