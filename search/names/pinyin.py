"""Read Han text aloud: one syllable without tone for each character.

Dictionary data is that of pypinyin; the walk is our own, so that a name costs microseconds and
every character gives exactly one syllable. Our own readings come first. The dictionary is loaded by the first text:
most commands read none.
"""

import re
from functools import cache, lru_cache
from itertools import accumulate
from operator import add, itemgetter
from typing import NamedTuple, TypeAlias

from enterprises.shared.rules.names import fold_name
from search.names.data import readings
from search.names.scripts import is_han, squash

_LONGEST = 6
_REMEMBERED = 1024  # an enterprise's few texts are requested several times in a row
_first = itemgetter(0)
_MOST_WAYS = 4
_OTHERS = frozenset(readings.ALTERNATIVES)
_OTHER_REGIONS = {word: tuple(pinyin.split()) for word, pinyin in readings.OTHER_REGIONS.items()}
_other_regions_in = re.compile("|".join(_OTHER_REGIONS)).findall
_UNSAYABLE = re.compile("[bpmfdtlkjqxywh][^aeiouv]|[zcs][^aeiouvh]")  # a consonant that ends no syllable
PinyinKeys: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]  # pinyin and initials, in each of the ways


@cache
def _dictionary() -> dict[int, str]:
    """Return the readings of each character by its code point."""
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415

    readings_of_characters: dict[int, str] = PINYIN_DICT
    return readings_of_characters


@lru_cache(maxsize=4096)
def _plain(syllable: str) -> str:
    from pypinyin.contrib.tone_convert import to_normal  # noqa: PLC0415

    return to_normal(syllable).replace("ü", "v").replace("ê", "e")


def _overlay() -> dict[str, tuple[str, ...]]:
    words = {squash(word): tuple(pinyin.split()) for word, pinyin in readings.REGIONS.items()}
    for surname, pinyin in readings.SURNAMES.items():
        for mark in readings.SURNAME_MARKS:
            words[surname + mark] = (*pinyin.split(), _character(mark))
    return words


def _character(character: str) -> str:
    """Return the reading of a character by itself; an unknown one reads as itself."""
    own = readings.CHARACTERS.get(character)
    if own:
        return own
    known = _dictionary().get(ord(character)) or _readings_before_folding().get(character)
    return _plain(known.split(",")[0]) if known else character


@cache
def _readings_before_folding() -> dict[str, str]:
    """Return the readings of characters that no dictionary has: those of the characters folded to them (爇 of 𦶟)."""
    known = _dictionary()
    written = "".join(filter(is_han, map(chr, known)))
    pairs = zip(written, fold_name(written), strict=True)
    return {folded: known[ord(each)] for each, folded in pairs if ord(folded) not in known}


class _Characters(dict[str, str]):
    """What each character reads, filled on first use; what is in no dictionary is not kept."""

    def __missing__(self, character: str) -> str:
        pinyin = _character(character)
        if character in readings.CHARACTERS or ord(character) in _dictionary():
            self[character] = pinyin
        return pinyin


_CHARACTERS = _Characters()


@cache
def _words() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return the words that read otherwise than their characters do, by their first two, longest first."""
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415

    own = _overlay()
    found: dict[str, tuple[str, ...]] = {}
    for word, pinyin in PHRASES_DICT.items():
        if any(word[:length] in own for length in range(2, len(word) + 1)):
            continue
        if not 1 < len(word) <= _LONGEST or len(pinyin) != len(word) or not all(map(is_han, word)):
            continue
        syllables = tuple(_plain(options[0]) for options in pinyin)
        if syllables != tuple(map(_character, word)):
            found[word] = syllables
    by_prefix: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for word, syllables in sorted((found | own).items(), key=lambda entry: -len(entry[0])):
        by_prefix.setdefault(word[:2], []).append((word, syllables))
    return {prefix: tuple(words) for prefix, words in by_prefix.items()}


def syllables(text: str) -> tuple[str, ...]:
    """Return one syllable for each Han character and every other letter or digit as it stands.

    `text` is squashed (`search.names.scripts.squash`). Linear in its length.
    """
    words = _words()
    if words.keys().isdisjoint(map(add, text, text[1:])):
        return tuple(map(_CHARACTERS.__getitem__, text))
    pinyin: list[str] = []
    at = 0
    while at < len(text):
        for word, pinyin_keys in words.get(text[at : at + 2], ()):
            if text.startswith(word, at):
                pinyin.extend(pinyin_keys)
                at += len(word)
                break
        else:
            pinyin.append(_CHARACTERS[text[at]])
            at += 1
    return tuple(pinyin)


@lru_cache(_REMEMBERED)
def ways_of(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways in which people read a text: the usual one, then those with another reading of a character."""
    return _ways(text)


def usual_way(text: str) -> tuple[str, ...]:
    """Return what `syllables` returns, remembered: for texts that return, like regions."""
    return ways_of(text)[0]


def _ways(text: str) -> tuple[tuple[str, ...], ...]:
    pinyin = syllables(text)
    regions = _other_regions_in(text)
    if _OTHERS.isdisjoint(text) and not regions:
        return (pinyin,)
    ways = [pinyin, *(_with_region(pinyin, text, region) for region in regions)]
    for table in (readings.ALTERNATIVES, readings.THIRD):
        for character in sorted(table.keys() & text):
            both = (table[character], _character(character))
            for way in ways[:_MOST_WAYS]:
                other = tuple(both[s == both[0]] if c == character else s for c, s in zip(text, way, strict=True))
                ways.append(other)
    return tuple(dict.fromkeys(ways))[:_MOST_WAYS]


def _with_region(pinyin: tuple[str, ...], text: str, region: str) -> tuple[str, ...]:
    """Return a reading of a text with the second reading of a region in it."""
    at = text.index(region)
    return (*pinyin[:at], *_OTHER_REGIONS[region], *pinyin[at + len(region) :])


def initials(pinyin: tuple[str, ...]) -> str:
    """Return the first letters of syllables."""
    return "".join(map(_first, pinyin))


@lru_cache(_REMEMBERED)
def pinyin_keys(text: str) -> PinyinKeys:
    """Return a squashed text in pinyin and its initials, in each of the ways in which people read it."""
    ways = _ways(text)
    return tuple(map("".join, ways)), tuple(dict.fromkeys(map(initials, ways)))


def has_one_reading(text: str) -> bool:
    """Return whether a text is read in one way only, character by character, whatever stands beside them."""
    return (
        _OTHERS.isdisjoint(text)
        and not _other_regions_in(text)
        and _words().keys().isdisjoint(map(add, text, text[1:]))
    )


class _Reading(NamedTuple):
    pinyin: str
    ends: tuple[int, ...]  # where the syllable of each character begins, and where the last ends
    initials: str


@lru_cache(_REMEMBERED)
def _only_reading(text: str) -> _Reading | None:
    """Return how a text is read if no neighbour matters to any of its characters; else None."""
    if not has_one_reading(text):
        return None
    pinyin = list(map(_CHARACTERS.__getitem__, text))
    return _Reading("".join(pinyin), (0, *accumulate(map(len, pinyin))), "".join(map(_first, pinyin)))


def pinyin_keys_within(part: str, whole: str) -> PinyinKeys:
    """Return the `pinyin_keys` of a part; quicker if it stands in a whole whose other parts are needed too."""
    reading = _only_reading(whole)
    at = whole.find(part) if reading else -1
    if reading is None or at < 0:
        return pinyin_keys(part)
    end = at + len(part)
    return (reading.pinyin[reading.ends[at] : reading.ends[end]],), (reading.initials[at:end],)


def is_pinyin(letters: str) -> bool:
    """Return whether letters may be syllables in a row; the last one may be unfinished."""
    return _UNSAYABLE.search(letters) is None
