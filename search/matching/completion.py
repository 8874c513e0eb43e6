"""Complete what is being typed: which keys may begin so, and which firms then fit; pure, the same for all engines.

First come names, pinyin and initials that begin with the text; mixed text (武han) goes by its pinyin and is
held against the characters. If they are too few, a second question forgives one slip behind the first letter.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.matching.ranking import Candidate, rank
from search.names.edit_distance import begins_nearly
from search.names.features import Field, Key, NameCard
from search.names.mixed_script import is_mixed
from search.names.pinyin import initials, reads_plainly, syllables, usual_way, ways_of
from search.names.queries import Kind, QueryText
from search.names.similarity import Typed
from search.port import Card

SHORTEST = 2  # letters
ENOUGH = 3  # firms beyond which no slip is forgiven
_SLIP_CHARACTERS, _SLIP_LETTERS = 4, 5  # from which on a slip is forgiven
_LONGEST_SLIP = 20
_NOT_NEAR = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to ask an engine for. Keys are those of `search.names.features.Key`, with their kind."""

    query: QueryText
    fronts: tuple[str, ...]  # beginnings of keys, the most important first
    near_fronts: tuple[str, ...] = ()  # for the second question: the same sound
    slipped: tuple[str, ...] = ()  # for the second question: beginnings of keys with one slip in each


def texts_of(keys: Iterable[str]) -> tuple[str, ...]:
    """Return keys without their kinds, in lower case, each once."""
    return tuple(dict.fromkeys(key.partition(":")[2].lower() for key in keys))


def wish_of(query: QueryText) -> Wish | None:
    """Return what to ask for; None for a text too short to complete."""
    if len(query.squashed) < SHORTEST:
        return None
    if query.kind is Kind.CODE:
        return Wish(query=query, fronts=(Key.USCC.of(query.code), Key.REGISTER.of(query.code)))
    return _letters(query) if query.kind is Kind.LATIN else _characters(query)


def _letters(query: QueryText) -> Wish:
    text = query.squashed
    fronts = tuple(kind.of(text) for kind in (Key.NAME, Key.CORE, Key.PINYIN, Key.INITIALS))
    slipped = (Key.PINYIN.of(text),) if _SLIP_LETTERS <= len(text) <= _LONGEST_SLIP else ()
    return Wish(query=query, fronts=fronts, slipped=slipped)


def _characters(query: QueryText) -> Wish:
    text, stem = query.squashed, query.region + query.core
    said = syllables(text)
    if is_mixed(text):
        spoken = (Key.PINYIN.of("".join(said)), Key.INITIALS.of(initials(said)))
        return Wish(query=query, fronts=(Key.NAME.of(text), *spoken))
    fronts = (Key.NAME.of(text), Key.CORE.of(text), Key.STEM.of(text), *((Key.STEM.of(stem),) if stem != text else ()))
    can_slip = _SLIP_CHARACTERS <= len(stem) <= _LONGEST_SLIP
    return Wish(
        query=query,
        fronts=fronts,
        near_fronts=(Key.PINYIN.of("".join(said)),),
        slipped=(Key.STEM.of(stem), Key.CORE.of(stem)) if can_slip else (),
    )


def begin_so(wish: Wish, found: Iterable[Candidate]) -> list[int]:
    """Return the ids of those that fit, best first."""
    return [ranked.candidate.id for ranked in rank(Typed(wish.query), found)]


def begin_nearly_so(wish: Wish, found: Iterable[Candidate]) -> list[int]:
    """Return the ids of those that sound so or begin so but for one slip, best first."""
    said, slipped = syllables(wish.query.squashed), texts_of(wish.slipped)
    near = _Near(said=said if wish.near_fronts else (), slipped=slipped, is_spelt=wish.query.kind is Kind.LATIN)
    placed = [(near.place(candidate.card), candidate) for candidate in found]
    fitting = sorted(
        ((place, candidate.card.uscc, candidate.id) for place, candidate in placed if place[0] < _NOT_NEAR)
    )
    return [number for _, _, number in fitting]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Near:
    """What was typed, made ready for being held against many names."""

    said: tuple[str, ...]  # empty where the same sound is not asked for
    slipped: tuple[str, ...]
    is_spelt: bool  # in letters

    def place(self, card: Card) -> tuple[int, bool, int]:
        """Return how far away a firm is (_NOT_NEAR = too far), whether it has ended, how long its name is."""
        least = min((self._distance(name), len(name.text)) for name in card.names)
        return least[0], card.ended, least[1]

    def _distance(self, name: NameCard) -> int:
        former = int(name.field is Field.FORMER_NAME)
        if self.said and self._sounds_so(name):
            return former
        spelt = self._spelt(name) if self.is_spelt else (name.squashed, name.region + name.core, name.core)
        is_near = any(text[:1] == asked[:1] and begins_nearly(text, asked) for text in spelt for asked in self.slipped)
        return 2 + former if is_near else _NOT_NEAR

    def _sounds_so(self, name: NameCard) -> bool:
        length = len(self.said)
        if name.sounds[:length] == self.said:
            return True
        texts = (name.squashed, name.region + name.core)
        return any(len(text) >= length and syllables(text)[:length] == self.said for text in texts)

    def _spelt(self, name: NameCard) -> Iterator[str]:
        """Yield the texts of a name in pinyin, the usual ways of the usual ones first: they are at hand."""
        core, stem = "".join(name.sounds), name.region + name.core
        usual = "".join(usual_way(name.region)) + core
        yield usual
        yield core
        if not reads_plainly(stem):
            for text in (stem, name.core):
                yield from map("".join, ways_of(text))
        is_longer = any(len(asked) >= len(usual) for asked in self.slipped)
        if is_longer or not name.squashed.startswith(stem):  # else it begins as its parts do
            yield from map("".join, ways_of(name.squashed))
