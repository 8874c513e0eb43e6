"""Read Han text aloud: one syllable without tone for each character.

Dictionary data is that of pypinyin; the walk is our own, so that a name costs microseconds and
every character gives exactly one syllable. Our own readings come first.
"""

import re
from functools import cache, lru_cache
from itertools import accumulate
from operator import add, itemgetter
from typing import NamedTuple, TypeAlias

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from search.names.data import readings
from search.names.scripts import is_han

_LONGEST = 6
_REMEMBERED = 1024  # a firm's few texts are asked for several times in a row
_first = itemgetter(0)
_MOST_WAYS = 4
_OTHERS = frozenset(readings.ALTERNATIVES)
_UNSAYABLE = re.compile("[bpmfdtlkjqxywh][^aeiouv]|[zcs][^aeiouvh]")  # a consonant that ends no syllable
Spoken: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]  # pinyin and initials, in each of the ways


@lru_cache(maxsize=4096)
def _plain(syllable: str) -> str:
    return to_normal(syllable).replace("ü", "v").replace("ê", "e")


def _overlay() -> dict[str, tuple[str, ...]]:
    words = {word: tuple(said.split()) for word, said in readings.PLACES.items()}
    for surname, said in readings.SURNAMES.items():
        for mark in readings.SURNAME_MARKS:
            words[surname + mark] = (*said.split(), _character(mark))
    return words


def _character(character: str) -> str:
    """Return the reading of a character by itself; an unknown one reads as itself."""
    own = readings.CHARACTERS.get(character)
    if own:
        return own
    known = PINYIN_DICT.get(ord(character))
    return _plain(known.split(",")[0]) if known else character


class _Characters(dict[str, str]):
    """What each character reads, filled on first use; what no dictionary knows is not kept."""

    def __missing__(self, character: str) -> str:
        said = _character(character)
        if character in readings.CHARACTERS or ord(character) in PINYIN_DICT:
            self[character] = said
        return said


_CHARACTERS = _Characters()


@cache
def _words() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return the words that read otherwise than their characters do, by their first two, longest first."""
    found: dict[str, tuple[str, ...]] = {}
    for word, said in PHRASES_DICT.items():
        if not 1 < len(word) <= _LONGEST or len(said) != len(word) or not all(map(is_han, word)):
            continue
        syllables = tuple(_plain(options[0]) for options in said)
        if syllables != tuple(map(_character, word)):
            found[word] = syllables
    by_front: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for word, syllables in sorted((found | _overlay()).items(), key=lambda entry: -len(entry[0])):
        by_front.setdefault(word[:2], []).append((word, syllables))
    return {front: tuple(words) for front, words in by_front.items()}


def syllables(text: str) -> tuple[str, ...]:
    """Return one syllable for each Han character and every other letter or digit as it stands.

    `text` is squashed (`search.names.scripts.squash`). Linear in its length.
    """
    words = _words()
    if words.keys().isdisjoint(map(add, text, text[1:])):
        return tuple(map(_CHARACTERS.__getitem__, text))
    said: list[str] = []
    at = 0
    while at < len(text):
        for word, spoken in words.get(text[at : at + 2], ()):
            if text.startswith(word, at):
                said.extend(spoken)
                at += len(word)
                break
        else:
            said.append(_CHARACTERS[text[at]])
            at += 1
    return tuple(said)


@lru_cache(_REMEMBERED)
def ways_of(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways in which people read a text: the usual one, then those with another reading of a character."""
    return _ways(text)


def usual_way(text: str) -> tuple[str, ...]:
    """Return what `syllables` returns, remembered: for texts that return, like regions."""
    return ways_of(text)[0]


def _ways(text: str) -> tuple[tuple[str, ...], ...]:
    said = syllables(text)
    if _OTHERS.isdisjoint(text):
        return (said,)
    ways = [said]
    for character in sorted(_OTHERS.intersection(text)):
        both = (readings.ALTERNATIVES[character], _character(character))
        for way in ways[:_MOST_WAYS]:
            other = tuple(both[s == both[0]] if c == character else s for c, s in zip(text, way, strict=True))
            ways.append(other)
    return tuple(dict.fromkeys(ways))[:_MOST_WAYS]


def initials(said: tuple[str, ...]) -> str:
    """Return the first letters of syllables."""
    return "".join(map(_first, said))


@lru_cache(_REMEMBERED)
def spoken(text: str) -> Spoken:
    """Return a squashed text in pinyin and its initials, in each of the ways in which people read it."""
    ways = _ways(text)
    return tuple(map("".join, ways)), tuple(dict.fromkeys(map(initials, ways)))


def reads_plainly(text: str) -> bool:
    """Tell whether a text is read in one way only, character by character, whatever stands beside them."""
    return _OTHERS.isdisjoint(text) and _words().keys().isdisjoint(map(add, text, text[1:]))


class _Reading(NamedTuple):
    pinyin: str
    ends: tuple[int, ...]  # where the syllable of each character begins, and where the last ends
    initials: str


@lru_cache(_REMEMBERED)
def _plain_reading(text: str) -> _Reading | None:
    """Return how a text is read if no neighbour matters to any of its characters; else None."""
    if not reads_plainly(text):
        return None
    said = list(map(_CHARACTERS.__getitem__, text))
    return _Reading("".join(said), (0, *accumulate(map(len, said))), "".join(map(_first, said)))


def spoken_within(part: str, whole: str) -> Spoken:
    """Return what `spoken` returns of a part; quicker if it stands in a whole that is asked for its other parts too."""
    reading = _plain_reading(whole)
    at = whole.find(part) if reading else -1
    if reading is None or at < 0:
        return spoken(part)
    end = at + len(part)
    return (reading.pinyin[reading.ends[at] : reading.ends[end]],), (reading.initials[at:end],)


def is_sayable(letters: str) -> bool:
    """Tell whether letters may be syllables in a row; nothing said about the last one, which may be unfinished."""
    return _UNSAYABLE.search(letters) is None
