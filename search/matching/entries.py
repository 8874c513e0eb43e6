"""How entries are matched: what is kept of them, and the plan of a typed text.

A typed text is parted by blanks, and an entry must fit every word. A word fits exactly by a name or a number, by its
beginning, by a part or by sound. Only where nothing fits are typos forgiven, then a missing character.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from search.names.edits import deletions_of
from search.names.numbers import SHORTEST, fold_number, has_digit, is_label, number_forms
from search.names.parsing import parse_name
from search.names.pinyin import initials, is_pinyin, syllables, ways_of
from search.names.scripts import is_han, squash
from search.names.tokens import tokens_of, unigrams_of

LONGEST_QUERY = 100  # characters
MOST_WORDS = 6
_READ_ALOUD = 24  # first characters of a name
_LONGEST_KEY = 60
_FEWEST_INITIALS = 2
_FEWEST_UNIGRAMS, _MOST_UNIGRAMS = 3, 10
_SHORTEST_WHOLE = 6  # characters of a name with a legal form
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
    for way in ways_of(squashed[:_READ_ALOUD]):
        for at in range(len(way)):
            keys.append(PINYIN + "".join(way[at:])[:_LONGEST_KEY])
            if len(way) - at >= _FEWEST_INITIALS:
                keys.append(INITIALS + initials(way[at:]))
    return tuple(dict.fromkeys(keys))


def name_deletions(name: str) -> tuple[int, ...]:
    """Return the deletions of a name and of its sound."""
    squashed = squash(name)
    both = (squashed, "".join(syllables(squashed[:_READ_ALOUD])))
    return tuple(dict.fromkeys(number for text in dict.fromkeys(both) for number in deletions_of(text)))


def number_keys(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of numbers."""
    return tuple(dict.fromkeys(NUMBER + form for number in numbers for form in number_forms(number)))


def number_deletions(numbers: Iterable[str]) -> tuple[int, ...]:
    """Return the deletions of whole numbers."""
    folded = dict.fromkeys(map(fold_number, numbers))
    return tuple(dict.fromkeys(number for text in folded for number in deletions_of(NUMBER + text)))


@lru_cache(256)
def entry_plan_of(text: str) -> EntryPlan:
    """Return the plan of a typed text; without steps for one that holds no letter or digit."""
    words = [word for word in _words_of(text) if squash(word)]
    if not words:
        return EntryPlan()
    exact = tuple(map(_exact, words))
    similar = tuple(clauses + _similar(word) for clauses, word in zip(exact, words, strict=True))
    loose = tuple(clauses + _loose(word) for clauses, word in zip(similar, words, strict=True))
    return EntryPlan(steps=tuple(dict.fromkeys((exact, similar, loose))))


def _words_of(text: str) -> list[str]:
    """Return the words of a text; a number that was written with blanks is one word."""
    words: list[str] = []
    for part in text[:LONGEST_QUERY].split():
        if is_label(part):
            continue
        is_plain = not any(map(is_han, part))
        if words and is_plain and not any(map(is_han, words[-1])) and has_digit(words[-1] + part):
            words[-1] = f"{words[-1]} {part}"
        else:
            words.append(part)
    return words[:MOST_WORDS]


def _exact(word: str) -> Word:
    squashed = squash(word)
    clauses = [
        Clause(kind=ClauseKind.KEYS, terms=(NAME + squashed,), weight=EQUAL),
        Clause(kind=ClauseKind.PREFIXES, terms=(NAME + squashed,), weight=BEGINS),
    ]
    if len(squashed) > 1:
        clauses.append(Clause(kind=ClauseKind.BIGRAMS, terms=_bigrams(word, squashed), weight=PART))
    if squashed.isascii() and squashed.isalpha() and len(squashed) > 1:
        if is_pinyin(squashed):
            clauses.append(Clause(kind=ClauseKind.KEYS, terms=(PINYIN + squashed,), weight=BEGINS))
            clauses.append(Clause(kind=ClauseKind.PREFIXES, terms=(PINYIN + squashed,), weight=PART))
        clauses.append(Clause(kind=ClauseKind.PREFIXES, terms=(INITIALS + squashed,), weight=ALIKE))
    folded = fold_number(word)
    if has_digit(folded) and len(folded) >= SHORTEST:
        clauses.append(Clause(kind=ClauseKind.KEYS, terms=(NUMBER + folded,), weight=EQUAL))
        clauses.append(Clause(kind=ClauseKind.PREFIXES, terms=(NUMBER + folded,), weight=BEGINS))
    return tuple(clauses)


def _bigrams(word: str, squashed: str) -> tuple[str, ...]:
    """Return the bigrams of a word without its legal form, which every second enterprise bears."""
    head = squashed.removesuffix(parse_name(word).legal_form) if len(squashed) >= _SHORTEST_WHOLE else squashed
    return tokens_of(head if len(head) > 1 else squashed)


def _similar(word: str) -> Word:
    """Return clauses for a homophone or one edit; a whole name goes before a part that sounds so."""
    squashed, folded = squash(word), fold_number(word)
    clauses = []
    if any(map(is_han, word)) and len(squashed) > 1:
        pinyin = tuple(PINYIN + "".join(way) for way in ways_of(squashed[:_READ_ALOUD]))
        clauses.append(Clause(kind=ClauseKind.KEYS, terms=pinyin, weight=BEGINS))
        clauses.append(Clause(kind=ClauseKind.PREFIXES, terms=pinyin, weight=PART))
    for texts, weight in ((_swapped(squashed), BEGINS), (_without_one(squashed), LOOSE)):
        if texts:
            clauses.append(Clause(kind=ClauseKind.KEYS, terms=tuple(NAME + text for text in texts), weight=weight))
    deletions = deletions_of(squashed)
    if has_digit(folded) and len(folded) > SHORTEST:
        deletions += deletions_of(NUMBER + folded)
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


def _loose(word: str) -> Word:
    """Return the clause for a part with one wrong character in it."""
    unigrams = unigrams_of(squash(word))
    if not _FEWEST_UNIGRAMS <= len(unigrams) <= _MOST_UNIGRAMS or not any(map(is_han, word)):
        return ()
    return (Clause(kind=ClauseKind.UNIGRAMS, terms=unigrams, weight=LOOSE),)
