"""How near a typed name is to a registered one, part by part and as a whole; pure."""

from typing import NamedTuple

from search.names.data.legal_forms import SHOPS
from search.names.edit_distance import edits
from search.names.features import NameCard
from search.names.mixed_script import is_mixed
from search.names.pinyin import is_sayable, syllables, usual_way
from search.names.queries import QueryText
from search.names.regions import same_place

_LEAST_SIMILAR, _TWO_EDITS, _THREE_EDITS = 3, 7, 12  # characters
_LEAST_WHOLE = 5  # characters of a full name in which one may differ though its core is short
SYLLABLE_WEIGHT = 0.6
# What else differs, in edits. Of a whole name another region says more than one wrong character that sounds otherwise.
_OTHER_REGION, _OTHER_REGION_OF_WHOLE = 1.0, 1.7
_LACKING_REGION, _WITHIN_REGION, _UNASKED_REGION, _OTHER_SPELLING = 0.5, 0.4, 0.2, 0.1
_OTHER_FORM, _OTHER_BRANCH = 0.3, 0.3

Pair = tuple[str, str]


class Nearness(NamedTuple):
    """The two texts compared, the edits between them, and what else differs in units of an edit."""

    typed: str
    held: str
    edits: int
    cost: float
    is_same_sound: bool = False


def allowed_edits(length: int) -> int:
    """Return how many edits a text of that length may be away and still be called similar."""
    if length < _LEAST_SIMILAR:  # two characters with one wrong fit half the register
        return 0
    return 1 if length < _TWO_EDITS else 2 if length < _THREE_EDITS else 3


class Typed:
    """A query made ready for being compared with many names."""

    __slots__ = (
        "allowed",
        "allowed_whole",
        "characters",
        "is_mixed",
        "is_sayable",
        "is_whole",
        "parts",
        "query",
        "region",
        "stem",
        "stem_sounds",
        "whole",
    )

    def __init__(self, query: QueryText) -> None:
        self.query = query
        self.whole = query.squashed
        self.is_mixed = is_mixed(self.whole)
        self.is_sayable = is_sayable(self.whole)
        self.stem = query.region + query.core
        self.parts = self.stem + query.legal_form
        self.is_whole = bool(query.legal_form) or (bool(query.region) and query.core.endswith(SHOPS))
        self.region = self.whole.removesuffix(query.core + query.legal_form + query.branch)  # as it was typed
        self.characters = frozenset(query.core)
        self.allowed = allowed_edits(len(query.core))
        is_full = self.is_whole and len(self.parts) >= _LEAST_WHOLE
        self.allowed_whole = max(self.allowed, 1 if is_full else 0)
        self.stem_sounds = (*syllables(query.region), *query.sounds)

    def nearness(self, name: NameCard) -> Nearness | None:
        """Return how near a name is; None when it is too far away to be shown."""
        by_sound = self._by_sound(name)
        if by_sound:
            return by_sound
        if len(self.characters.difference(name.squashed)) > self.allowed_whole:
            return None
        found = self._as_a_whole(name) or self._by_core(name)
        return found and self._heard(found, name)

    def _by_sound(self, name: NameCard) -> Nearness | None:
        query, sounds = self.query, self.query.sounds
        if len(sounds) > 1:
            held = self._spoken_alike(name)
            if held and same_place(query.region, name.region):
                return self._sounds_like(query.core, held, name)
        if query.region and self.stem_sounds == name.sounds:  # what was read as a region is a brand
            return self._sounds_like(self.stem, name.core, name)
        # The slip may have hidden the region.
        starts = len(name.region)
        if (
            name.sounds
            and self.stem_sounds[starts:] == name.sounds
            and self.stem_sounds[:starts] == usual_way(name.region)
        ):
            return self._sounds_like(self.stem, name.region + name.core, name)
        return None

    def _spoken_alike(self, name: NameCard) -> str:
        """Return the core or brand that sounds like the typed core; "" = neither."""
        sounds = self.query.sounds
        if sounds == name.sounds:
            return name.core
        return name.brand if len(sounds) == len(name.brand) and sounds == name.brand_sounds else ""

    def _sounds_like(self, typed: str, held: str, name: NameCard) -> Nearness:
        count = edits(typed, held, at_most=len(typed))
        return Nearness(typed=typed, held=held, edits=count, cost=count + self._elsewhere(name), is_same_sound=True)

    def _as_a_whole(self, name: NameCard) -> Nearness | None:
        """Compare everything that was typed, as written and by parts."""
        if not self.allowed_whole:
            return None
        best, least = None, self.allowed_whole + 1
        for typed, held in self._texts(name):
            count = edits(typed, held, at_most=least - 1)
            if count < least:
                best, least = (typed, held), count
        return best and Nearness(typed=best[0], held=best[1], edits=least, cost=least + self._beside(name))

    def _texts(self, name: NameCard) -> tuple[Pair, ...]:
        query = self.query
        region = name.region if query.region else ""
        if query.legal_form:
            return (self.parts, region + name.core + name.legal_form), (self.whole, name.squashed)
        head = name.squashed.removesuffix(name.legal_form)
        texts = (self.parts, region + name.core), (self.whole, head), (self.whole, name.squashed)
        return (*texts, (self.stem, name.core)) if region else texts

    def _by_core(self, name: NameCard) -> Nearness | None:
        """Compare core or brand alone; what else differs costs extra."""
        typed, best, least = self.query.core, "", self.allowed + 1
        for held in (name.core, name.brand):
            count = edits(typed, held, at_most=least - 1) if least else 1
            if count < least:
                best, least = held, count
        if not best or least > self.allowed:
            return None
        return Nearness(typed=typed, held=best, edits=least, cost=least + self._elsewhere(name))

    def _elsewhere(self, name: NameCard) -> float:
        """Return what region, legal form and branch add to the cost where only cores were compared."""
        query, cost = self.query, self._beside(name)
        if not same_place(query.region, name.region):
            cost += _OTHER_REGION_OF_WHOLE if self.is_whole else _OTHER_REGION
        elif query.region and query.region != name.region:
            cost += _WITHIN_REGION if name.region else _LACKING_REGION
        return cost + (_OTHER_FORM if self.is_whole and query.legal_form != name.legal_form else 0)

    def _beside(self, name: NameCard) -> float:
        """Return what parts add of which a whole name would have said that they differ."""
        if not self.is_whole:
            return 0.0
        query, cost = self.query, _OTHER_BRANCH if self.query.branch != name.branch else 0.0
        if name.region and not query.region:
            return cost + _UNASKED_REGION
        return cost + (_OTHER_SPELLING if query.region == name.region and not self._is_spelt_alike(name) else 0)

    def _is_spelt_alike(self, name: NameCard) -> bool:
        """Tell whether the region of a name is written as it was typed: 广州 or 广州市."""
        rest = len(name.core) + len(name.legal_form) + len(name.branch)
        return len(name.squashed) == len(self.region) + rest and name.squashed.startswith(self.region)

    def _heard(self, found: Nearness, name: NameCard) -> Nearness:
        """Add what differs in sound: of two equally near names the one that sounds alike is meant."""
        sounds = self.query.sounds
        apart = edits(sounds, name.sounds, at_most=found.edits) if found.edits and sounds != name.sounds else 0
        return found._replace(cost=found.cost + SYLLABLE_WEIGHT * min(apart, found.edits))
