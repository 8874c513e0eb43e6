"""Cut text into the units that every engine indexes: the same for names and for queries."""

import re
from dataclasses import dataclass
from itertools import chain
from operator import add

from search.names.pinyin import initials, syllables
from search.names.scripts import HAN, is_han, normalise


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What a text consists of; every part is folded."""

    squashed: str  # letters and digits only
    words: tuple[str, ...]  # runs of one script: Han, or letters and digits
    bigrams: tuple[str, ...]  # overlapping bigrams of each Han run, whole other runs
    unigrams: tuple[str, ...]  # Han characters one by one
    syllables: tuple[str, ...]

    @property
    def pinyin(self) -> str:
        """Return the text as it is typed in pinyin."""
        return "".join(self.syllables)

    @property
    def initials(self) -> str:
        """Return the first letter of each syllable."""
        return initials(self.syllables)


_RUNS = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_HAN_RUNS = re.compile(f"[{HAN}]+")
_all_han = _HAN_RUNS.fullmatch


def words_of(normalised: str) -> list[str]:
    """Return the runs of Han and of other letters and digits."""
    return _RUNS.findall(normalised)


def bigrams_of(word: str) -> tuple[str, ...]:
    """Return the overlapping bigrams of a Han run, a unigram or another run as it stands."""
    if len(word) == 1 or not is_han(word[0]):
        return (word,)
    return tuple(map(add, word, word[1:]))


def tokens_of(squashed: str) -> tuple[str, ...]:
    """Return the bigrams of every run of a squashed text, each once, in order."""
    if len(squashed) > 1 and _all_han(squashed):
        return tuple(dict.fromkeys(map(add, squashed, squashed[1:])))
    return tuple(dict.fromkeys(chain.from_iterable(map(bigrams_of, words_of(squashed)))))


def unigrams_of(squashed: str) -> tuple[str, ...]:
    """Return the Han characters of a text, each once, in order."""
    return tuple(dict.fromkeys(squashed if _all_han(squashed) else "".join(_HAN_RUNS.findall(squashed))))


def analyse(text: str) -> Analysis:
    """Cut any text; never raises, deterministic, linear in the length."""
    normalised = normalise(text)
    squashed = "".join(filter(str.isalnum, normalised))
    return Analysis(
        squashed=squashed,
        words=tuple(words_of(normalised)),
        bigrams=tokens_of(squashed),
        unigrams=unigrams_of(squashed),
        syllables=syllables(squashed),
    )
