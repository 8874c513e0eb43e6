"""Complete what is being typed: prefixes of keys, and the order of what they find; pure, the same for all engines.

First come names, pinyin and initials that begin with the text; mixed text (武han) goes by its pinyin and is
held against the characters. If they are too few, a second query forgives one edit behind the first letter.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.matching.ranking import Candidate, rank
from search.names.edit_distance import has_fuzzy_prefix
from search.names.features import Key, MatchedField, NameFeatures
from search.names.mixed_script import is_mixed
from search.names.pinyin import has_one_reading, initials, syllables, usual_way, ways_of
from search.names.queries import Kind, QueryText
from search.names.similarity import QueryFeatures
from search.port import EnterpriseFeatures

SHORTEST = 2  # letters
ENOUGH = 3  # enterprises beyond which no edit is forgiven
_EDIT_CHARACTERS, _EDIT_LETTERS = 4, 5  # from which on an edit is forgiven
_LONGEST_EDITED = 20
_NO_MATCH = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionPlan:
    """The prefixes to search for. Keys are those of `search.names.features.Key`, with their kind."""

    query: QueryText
    prefixes: tuple[str, ...]  # beginnings of keys, the most important first
    fuzzy_prefixes: tuple[str, ...] = ()  # for the second query: the same sound
    edited: tuple[str, ...] = ()  # for the second query: beginnings of keys with one edit in each


def texts_of(keys: Iterable[str]) -> tuple[str, ...]:
    """Return keys without their kinds, in lower case, each once."""
    return tuple(dict.fromkeys(key.partition(":")[2].lower() for key in keys))


def completion_plan_of(query: QueryText) -> CompletionPlan | None:
    """Return what to request; None for a text too short to complete."""
    if len(query.squashed) < SHORTEST:
        return None
    if query.kind is Kind.CODE:
        codes = (Key.USCC.of(query.code), Key.REGISTER.of(query.code), *map(Key.USCC.of, query.similar_codes))
        return CompletionPlan(query=query, prefixes=codes)
    return _letters(query) if query.kind is Kind.LATIN else _characters(query)


def _letters(query: QueryText) -> CompletionPlan:
    text = query.squashed
    prefixes = tuple(kind.of(text) for kind in (Key.NAME, Key.CORE, Key.PINYIN, Key.INITIALS))
    edited = (Key.PINYIN.of(text),) if _EDIT_LETTERS <= len(text) <= _LONGEST_EDITED else ()
    return CompletionPlan(query=query, prefixes=prefixes, edited=edited)


def _characters(query: QueryText) -> CompletionPlan:
    text, stem = query.squashed, query.region + query.core
    pinyin = syllables(text)
    if is_mixed(text):
        pinyin_keys = (Key.PINYIN.of("".join(pinyin)), Key.INITIALS.of(initials(pinyin)))
        return CompletionPlan(query=query, prefixes=(Key.NAME.of(text), *pinyin_keys))
    prefixes = (
        Key.NAME.of(text),
        Key.CORE.of(text),
        Key.STEM.of(text),
        *((Key.STEM.of(stem),) if stem != text else ()),
    )
    allows_edit = _EDIT_CHARACTERS <= len(stem) <= _LONGEST_EDITED
    return CompletionPlan(
        query=query,
        prefixes=prefixes,
        fuzzy_prefixes=(Key.PINYIN.of("".join(pinyin)),),
        edited=(Key.STEM.of(stem), Key.CORE.of(stem)) if allows_edit else (),
    )


def rank_prefixed(plan: CompletionPlan, found: Iterable[Candidate]) -> list[int]:
    """Return the ids of those that fit, best first."""
    return [ranked.candidate.id for ranked in rank(QueryFeatures(plan.query), found)]


def rank_fuzzy(plan: CompletionPlan, found: Iterable[Candidate]) -> list[int]:
    """Return the ids of those that sound so or begin so but for one edit, best first."""
    pinyin, edited = syllables(plan.query.squashed), texts_of(plan.edited)
    fuzzy = _FuzzyPrefix(
        pinyin=pinyin if plan.fuzzy_prefixes else (), edited=edited, is_spelt=plan.query.kind is Kind.LATIN
    )
    ordered = [(fuzzy.sort_key(candidate.features), candidate) for candidate in found]
    fitting = sorted(((key, candidate.features.uscc, candidate.id) for key, candidate in ordered if key[0] < _NO_MATCH))
    return [number for _, _, number in fitting]


@dataclass(frozen=True, slots=True, kw_only=True)
class _FuzzyPrefix:
    """What was typed, made ready for being held against many names."""

    pinyin: tuple[str, ...]  # empty where the same sound is not requested
    edited: tuple[str, ...]
    is_spelt: bool  # in letters

    def sort_key(self, features: EnterpriseFeatures) -> tuple[int, bool, int]:
        """Return how far away an enterprise is (_NO_MATCH = too far), whether it has ended, how long its name is."""
        least = min((self._distance(name), len(name.text)) for name in features.names)
        return least[0], features.ended, least[1]

    def _distance(self, name: NameFeatures) -> int:
        former = int(name.field is MatchedField.FORMER_NAME)
        if self.pinyin and self._has_pinyin_prefix(name):
            return former
        spelt = self._spelt(name) if self.is_spelt else (name.squashed, name.region + name.core, name.core)
        is_fuzzy = any(
            text[:1] == prefix[:1] and has_fuzzy_prefix(text, prefix) for text in spelt for prefix in self.edited
        )
        return 2 + former if is_fuzzy else _NO_MATCH

    def _has_pinyin_prefix(self, name: NameFeatures) -> bool:
        length = len(self.pinyin)
        if name.pinyin[:length] == self.pinyin:
            return True
        texts = (name.squashed, name.region + name.core)
        return any(len(text) >= length and syllables(text)[:length] == self.pinyin for text in texts)

    def _spelt(self, name: NameFeatures) -> Iterator[str]:
        """Yield the texts of a name in pinyin, the usual ways of the usual ones first: they are at hand."""
        core, stem = "".join(name.pinyin), name.region + name.core
        usual = "".join(usual_way(name.region)) + core
        yield usual
        yield core
        if not has_one_reading(stem):
            for text in (stem, name.core):
                yield from map("".join, ways_of(text))
        is_longer = any(len(prefix) >= len(usual) for prefix in self.edited)
        if is_longer or not name.squashed.startswith(stem):  # else it begins as its parts do
            yield from map("".join, ways_of(name.squashed))
