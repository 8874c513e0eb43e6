"""Similarity of a typed name to a registered one, part by part and as a whole; pure."""

from typing import NamedTuple

from search.names.data.legal_forms import SHOPS
from search.names.edit_distance import edits
from search.names.features import NameFeatures
from search.names.mixed_script import is_mixed
from search.names.pinyin import is_pinyin, syllables, usual_way
from search.names.queries import QueryText
from search.names.regions import regions_overlap

_LEAST_SIMILAR, _TWO_EDITS, _THREE_EDITS = 3, 7, 12  # characters
_LEAST_WHOLE = 5  # characters of a full name in which one may differ though its core is short
SYLLABLE_WEIGHT = 0.6
# What else differs, in edits. Another region of a whole name weighs more than a wrong character of another sound.
_OTHER_REGION, _OTHER_REGION_OF_WHOLE = 1.0, 1.7
_LACKING_REGION, _WITHIN_REGION, _UNASKED_REGION, _OTHER_SPELLING = 0.5, 0.4, 0.2, 0.1
_OTHER_FORM, _OTHER_BRANCH = 0.3, 0.3

Texts = tuple[str, str]


class Similarity(NamedTuple):
    """The two texts compared, the edits between them, and what else differs in units of an edit."""

    typed: str
    held: str
    edits: int
    cost: float
    is_same_pinyin: bool = False


def allowed_edits(length: int) -> int:
    """Return how many edits a text of that length may be away and still be called similar."""
    if length < _LEAST_SIMILAR:  # two characters with one wrong fit half the register
        return 0
    return 1 if length < _TWO_EDITS else 2 if length < _THREE_EDITS else 3


class QueryFeatures:
    """A query made ready for being compared with many names."""

    __slots__ = (
        "allowed",
        "allowed_whole",
        "characters",
        "is_mixed",
        "is_pinyin",
        "is_whole",
        "parts",
        "query",
        "region",
        "stem",
        "stem_pinyin",
        "whole",
    )

    def __init__(self, query: QueryText) -> None:
        self.query = query
        self.whole = query.squashed
        self.is_mixed = is_mixed(self.whole)
        self.is_pinyin = is_pinyin(self.whole)
        self.stem = query.region + query.core
        self.parts = self.stem + query.legal_form
        self.is_whole = bool(query.legal_form) or (bool(query.region) and query.core.endswith(SHOPS))
        self.region = self.whole.removesuffix(query.core + query.legal_form + query.branch)  # as it was typed
        self.characters = frozenset(query.core)
        self.allowed = allowed_edits(len(query.core))
        is_full = self.is_whole and len(self.parts) >= _LEAST_WHOLE
        self.allowed_whole = max(self.allowed, 1 if is_full else 0)
        self.stem_pinyin = (*syllables(query.region), *query.pinyin)

    def similarity(self, name: NameFeatures) -> Similarity | None:
        """Return the similarity of a name; None when it is too far away to be shown."""
        by_pinyin = self._by_pinyin(name)
        if by_pinyin:
            return by_pinyin
        if len(self.characters.difference(name.squashed)) > self.allowed_whole:
            return None
        found = self._as_a_whole(name) or self._by_core(name)
        return found and self._with_pinyin(found, name)

    def _by_pinyin(self, name: NameFeatures) -> Similarity | None:
        query, pinyin = self.query, self.query.pinyin
        if len(pinyin) > 1:
            held = self._same_pinyin(name)
            if held and regions_overlap(query.region, name.region):
                return self._similar_by_pinyin(query.core, held, name)
        if query.region and self.stem_pinyin == name.pinyin:  # what was read as a region is a brand
            return self._similar_by_pinyin(self.stem, name.core, name)
        # The edit may have hidden the region.
        starts = len(name.region)
        if (
            name.pinyin
            and self.stem_pinyin[starts:] == name.pinyin
            and self.stem_pinyin[:starts] == usual_way(name.region)
        ):
            return self._similar_by_pinyin(self.stem, name.region + name.core, name)
        return None

    def _same_pinyin(self, name: NameFeatures) -> str:
        """Return the core or brand that sounds like the typed core; "" = neither."""
        pinyin = self.query.pinyin
        if pinyin == name.pinyin:
            return name.core
        return name.brand if len(pinyin) == len(name.brand) and pinyin == name.brand_pinyin else ""

    def _similar_by_pinyin(self, typed: str, held: str, name: NameFeatures) -> Similarity:
        count = edits(typed, held, at_most=len(typed))
        return Similarity(typed=typed, held=held, edits=count, cost=count + self._elsewhere(name), is_same_pinyin=True)

    def _as_a_whole(self, name: NameFeatures) -> Similarity | None:
        """Compare everything that was typed, as written and by parts."""
        if not self.allowed_whole:
            return None
        best, least = None, self.allowed_whole + 1
        for typed, held in self._texts(name):
            count = edits(typed, held, at_most=least - 1)
            if count < least:
                best, least = (typed, held), count
        return best and Similarity(typed=best[0], held=best[1], edits=least, cost=least + self._beside(name))

    def _texts(self, name: NameFeatures) -> tuple[Texts, ...]:
        query = self.query
        region = name.region if query.region else ""
        if query.legal_form:
            return (self.parts, region + name.core + name.legal_form), (self.whole, name.squashed)
        head = name.squashed.removesuffix(name.legal_form)
        texts = (self.parts, region + name.core), (self.whole, head), (self.whole, name.squashed)
        return (*texts, (self.stem, name.core)) if region else texts

    def _by_core(self, name: NameFeatures) -> Similarity | None:
        """Compare core or brand alone; what else differs costs extra."""
        typed, best, least = self.query.core, "", self.allowed + 1
        for held in (name.core, name.brand):
            count = edits(typed, held, at_most=least - 1) if least else 1
            if count < least:
                best, least = held, count
        if not best or least > self.allowed:
            return None
        return Similarity(typed=typed, held=best, edits=least, cost=least + self._elsewhere(name))

    def _elsewhere(self, name: NameFeatures) -> float:
        """Return what region, legal form and branch add to the cost where only cores were compared."""
        query, cost = self.query, self._beside(name)
        if not regions_overlap(query.region, name.region):
            cost += _OTHER_REGION_OF_WHOLE if self.is_whole else _OTHER_REGION
        elif query.region and query.region != name.region:
            cost += _WITHIN_REGION if name.region else _LACKING_REGION
        return cost + (_OTHER_FORM if self.is_whole and query.legal_form != name.legal_form else 0)

    def _beside(self, name: NameFeatures) -> float:
        """Return the cost of parts that differ and that only a whole name would show."""
        if not self.is_whole:
            return 0.0
        query, cost = self.query, _OTHER_BRANCH if self.query.branch != name.branch else 0.0
        if name.region and not query.region:
            return cost + _UNASKED_REGION
        return cost + (_OTHER_SPELLING if query.region == name.region and not self._is_spelt_alike(name) else 0)

    def _is_spelt_alike(self, name: NameFeatures) -> bool:
        """Return whether the region of a name is written as it was typed: 广州 or 广州市."""
        rest = len(name.core) + len(name.legal_form) + len(name.branch)
        return len(name.squashed) == len(self.region) + rest and name.squashed.startswith(self.region)

    def _with_pinyin(self, found: Similarity, name: NameFeatures) -> Similarity:
        """Add what differs in pinyin: of two equally similar names the one of the same sound is meant."""
        pinyin = self.query.pinyin
        apart = edits(pinyin, name.pinyin, at_most=found.edits) if found.edits and pinyin != name.pinyin else 0
        return found._replace(cost=found.cost + SYLLABLE_WEIGHT * min(apart, found.edits))
