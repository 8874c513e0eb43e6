"""Read Han text aloud: one syllable without tone for each character.

Dictionary data is that of pypinyin; the walk is our own, so that a name costs microseconds and
every character gives exactly one syllable. Our own readings come first.
"""

from functools import cache, lru_cache

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from search.text.data import readings
from search.text.scripts import is_han

_LONGEST = 6


@lru_cache(maxsize=4096)
def _plain(syllable: str) -> str:
    return to_normal(syllable).replace("ü", "v").replace("ê", "e")


def _overlay() -> dict[str, tuple[str, ...]]:
    words = {word: tuple(said.split()) for word, said in readings.PLACES.items()}
    for surname, said in readings.SURNAMES.items():
        for mark in readings.SURNAME_MARKS:
            words[surname + mark] = (*said.split(), _character(mark))
    return words


@cache
def _character(character: str) -> str:
    """Return the reading of a character by itself; an unknown one reads as itself."""
    own = readings.CHARACTERS.get(character)
    if own:
        return own
    known = PINYIN_DICT.get(ord(character))
    return _plain(known.split(",")[0]) if known else character


@cache
def _words() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the words that read otherwise than their characters do, by first character."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for word, said in PHRASES_DICT.items():
        if not 1 < len(word) <= _LONGEST or len(said) != len(word) or not all(map(is_han, word)):
            continue
        syllables = tuple(_plain(options[0]) for options in said)
        if syllables != tuple(map(_character, word)):
            found.setdefault(word[0], {})[word] = syllables
    for word, syllables in _overlay().items():
        found.setdefault(word[0], {})[word] = syllables
    return found


def _word_at(run: str, at: int) -> tuple[str, ...] | None:
    candidates = _words().get(run[at])
    if not candidates:
        return None
    for length in range(min(_LONGEST, len(run) - at), 0, -1):
        syllables = candidates.get(run[at : at + length])
        if syllables:
            return syllables
    return None


def syllables(text: str) -> tuple[str, ...]:
    """Return one syllable for each Han character and every other letter or digit as it stands.

    `text` is squashed (`search.text.scripts.squash`). Linear in its length.
    """
    said: list[str] = []
    at = 0
    while at < len(text):
        word = _word_at(text, at)
        said.extend(word or (_character(text[at]),))
        at += len(word) if word else 1
    return tuple(said)


def initials(said: tuple[str, ...]) -> str:
    """Return the first letters of syllables."""
    return "".join(syllable[0] for syllable in said)
