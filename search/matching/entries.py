"""How entries are matched: what is kept of them, and the plan of a typed text.

A typed text is parted by blanks, and an entry must fit every word. A word fits exactly by a name or a number, by its
beginning, by a part or by sound. Only where nothing fits are typos forgiven, then a missing character.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from search.names.edits import deletions_of
from search.names.numbers import SHORTEST, fold_number, number_forms
from search.names.pinyin import initials, is_pinyin, syllables, ways_of
from search.names.queries import TypedWord, TypedWords
from search.names.scripts import is_han, squash
from search.names.tokens import tokens_of, unigrams_of

READ_ALOUD = 24  # first characters of a name
_LONGEST_KEY = 60
_FEWEST_INITIALS = 2
_FEWEST_UNIGRAMS, _MOST_UNIGRAMS = 3, 10
_SHORT = 2  # characters; of so few none is left out
_MOST_SWAPPED = 10  # characters

NAME, PINYIN, INITIALS, NUMBER = "t:", "p:", "i:", "n:"  # kinds of keys

EQUAL, BEGINS, PART, ALIKE, LOOSE = 16, 8, 4, 2, 1  # weights


class ClauseKind(StrEnum):
    """How a clause finds texts."""

    KEYS = "keys"  # one of these keys
    PREFIXES = "prefixes"  # a key that begins with one of these
    BIGRAMS = "bigrams"  # all of these bigrams or words
    UNIGRAMS = "unigrams"  # all of these characters but one
    DELETIONS = "deletions"  # a key of `search.names.edits`


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One way in which a word may fit, and what it is worth."""

    kind: ClauseKind
    terms: tuple[str, ...] | tuple[int, ...]
    weight: int


Word = tuple[Clause, ...]  # one of them fits
EntryStep = tuple[Word, ...]  # all of them fit


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPlan:
    """The steps of a text; a later one is used only where the earlier ones find nothing."""

    steps: tuple[EntryStep, ...] = ()


def name_keys(name: str) -> tuple[str, ...]:
    """Return the keys of a name: itself, and from each of its characters on how it sounds and its initials."""
    squashed = squash(name)
    if not squashed:
        return ()
    keys = [NAME + squashed[:_LONGEST_KEY]]
    for way in ways_of(squashed[:READ_ALOUD]):
        for at in range(len(way)):
            keys.append(PINYIN + "".join(way[at:])[:_LONGEST_KEY])
            if len(way) - at >= _FEWEST_INITIALS:
                keys.append(INITIALS + initials(way[at:]))
    return tuple(dict.fromkeys(keys))


def name_deletions(name: str) -> tuple[int, ...]:
    """Return the deletions of a name and of its sound."""
    squashed = squash(name)
    both = (squashed, "".join(syllables(squashed[:READ_ALOUD])))
    return tuple(dict.fromkeys(number for text in dict.fromkeys(both) for number in deletions_of(text)))


def number_keys(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of numbers."""
    return tuple(dict.fromkeys(NUMBER + form for number in numbers for form in number_forms(number)))


def number_deletions(numbers: Iterable[str]) -> tuple[int, ...]:
    """Return the deletions of whole numbers."""
    folded = dict.fromkeys(map(fold_number, numbers))
    return tuple(dict.fromkeys(number for text in folded for number in deletions_of(NUMBER + text)))


@lru_cache(256)
def entry_plan_of(typed: TypedWords) -> EntryPlan:
    """Return the plan of a typed text; without steps for one that holds no letter or digit."""
    words = typed.words
    if not words:
        return EntryPlan()
    exact = tuple(map(_exact, words))
    similar = tuple(clauses + _similar(word) for clauses, word in zip(exact, words, strict=True))
    loose = tuple(clauses + _loose(word) for clauses, word in zip(similar, words, strict=True))
    return EntryPlan(steps=tuple(dict.fromkeys((exact, similar, loose))))


def _exact(word: TypedWord) -> Word:
    squashed = word.squashed
    clauses = [
        Clause(kind=ClauseKind.KEYS, terms=(NAME + squashed,), weight=EQUAL),
        Clause(kind=ClauseKind.PREFIXES, terms=(NAME + squashed,), weight=BEGINS),
    ]
    if len(squashed) > 1:
        clauses.append(Clause(kind=ClauseKind.BIGRAMS, terms=tokens_of(word.head), weight=PART))
    if squashed.isascii() and squashed.isalpha() and len(squashed) > 1:
        if is_pinyin(squashed):
            clauses.append(Clause(kind=ClauseKind.KEYS, terms=(PINYIN + squashed,), weight=BEGINS))
            clauses.append(Clause(kind=ClauseKind.PREFIXES, terms=(PINYIN + squashed,), weight=PART))
        clauses.append(Clause(kind=ClauseKind.PREFIXES, terms=(INITIALS + squashed,), weight=ALIKE))
    if word.number:
        clauses.append(Clause(kind=ClauseKind.KEYS, terms=(NUMBER + word.number,), weight=EQUAL))
        clauses.append(Clause(kind=ClauseKind.PREFIXES, terms=(NUMBER + word.number,), weight=BEGINS))
    return tuple(clauses)


def _similar(word: TypedWord) -> Word:
    """Return clauses for a homophone or one edit; a whole name goes before a part that sounds so."""
    squashed = word.squashed
    clauses = []
    if any(map(is_han, word.typed)) and len(squashed) > 1:
        pinyin = tuple(PINYIN + "".join(way) for way in ways_of(squashed[:READ_ALOUD]))
        clauses.append(Clause(kind=ClauseKind.KEYS, terms=pinyin, weight=BEGINS))
        clauses.append(Clause(kind=ClauseKind.PREFIXES, terms=pinyin, weight=PART))
    for texts, weight in ((_swapped(squashed), BEGINS), (_without_one(squashed), LOOSE)):
        if texts:
            clauses.append(Clause(kind=ClauseKind.KEYS, terms=tuple(NAME + text for text in texts), weight=weight))
    deletions = deletions_of(squashed)
    if len(word.number) > SHORTEST:
        deletions += deletions_of(NUMBER + word.number)
    if deletions:
        clauses.append(Clause(kind=ClauseKind.DELETIONS, terms=deletions, weight=ALIKE))
    return tuple(clauses)


def _swapped(squashed: str) -> tuple[str, ...]:
    """Return the text with each two neighbours swapped; deletions find them too, but rank them with other edits."""
    if not _SHORT <= len(squashed) <= _MOST_SWAPPED:
        return ()
    swapped = (squashed[:at] + squashed[at + 1] + squashed[at] + squashed[at + 2 :] for at in range(len(squashed) - 1))
    return tuple(text for text in dict.fromkeys(swapped) if text != squashed)


def _without_one(squashed: str) -> tuple[str, ...]:
    """Return the names of two characters for which one of three may stand; names so short have no deletions."""
    if len(squashed) != _SHORT + 1:
        return ()
    return tuple(dict.fromkeys(squashed[:at] + squashed[at + 1 :] for at in range(len(squashed))))


def _loose(word: TypedWord) -> Word:
    """Return the clause for a part with one wrong character in it."""
    unigrams = unigrams_of(word.squashed)
    if not _FEWEST_UNIGRAMS <= len(unigrams) <= _MOST_UNIGRAMS or not any(map(is_han, word.typed)):
        return ()
    return (Clause(kind=ClauseKind.UNIGRAMS, terms=unigrams, weight=LOOSE),)
