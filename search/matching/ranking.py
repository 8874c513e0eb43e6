"""Decide why an enterprise fits a query and in which order enterprises are shown: pure, the same for all engines.

A better match type always comes first (`search.port.MatchType`). Within one, former names, branches, ended
enterprises and another form or region come later. Only an equal whole name or a code is "the enterprise"
(docs/search.md).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.uscc import ORGANISATION_LENGTH, ORGANISATION_STARTS
from search.matching.counting import NO_FACTS, FacetFacts
from search.names.features import MatchedField, NameFeatures, region_first
from search.names.mixed_script import has_mixed_prefix
from search.names.pinyin import initials, syllables, usual_way, ways_of
from search.names.queries import Kind, QueryText
from search.names.regions import lies_within, regions_overlap
from search.names.similarity import QueryFeatures, Similarity
from search.port import EnterpriseFeatures, Match, MatchGroup, MatchType, SortKey

STEP = 100.0  # between match types; what counts within one adds up to less
FORMER, BRANCH, ENDED, OTHER_FORM = 12.0, 8.0, 4.0, 6.0
_LAST_TEXT = 9  # of the usual texts; what comes first counts a little more
NO_REGION, LARGER_REGION, SAME_REGION = 50.0, 30.0, 10.0
EDIT, CHARACTER = 20.0, 1.0
FAR = 4 * EDIT  # as many edits as never count as similar
BEHIND_ONE_EDIT = 1.7 * EDIT  # behind whole names with one edit that sounds otherwise

_ONE_EDIT = (
    MatchType.WRONG_CHARACTER,
    MatchType.MISSING_CHARACTER,
    MatchType.ADDED_CHARACTER,
    MatchType.SWAPPED_CHARACTERS,
)
# Match types whose explanation spells out what differs.
COMPARED = frozenset({MatchType.SAME_PINYIN, MatchType.SIMILAR, *_ONE_EDIT})
_GROUP_ORDER = {group: position for position, group in enumerate(MatchGroup)}
_WITHIN = frozenset({MatchGroup.PHRASE, MatchGroup.BIGRAMS})
_LITERAL = {
    MatchGroup.PREFIX: MatchType.NAME_PREFIX,
    MatchGroup.PHRASE: MatchType.PHRASE,
    MatchGroup.BIGRAMS: MatchType.BIGRAMS,
}


def _scores() -> dict[MatchType, float]:
    ranks = {one: rank for rank, one in enumerate(one for one in MatchType if one not in _ONE_EDIT)}
    return {one: STEP * (len(ranks) - ranks.get(one, ranks[MatchType.SIMILAR])) for one in MatchType}


_SCORE = _scores()


class Candidate(NamedTuple):
    """An enterprise that an engine proposes."""

    id: int
    features: EnterpriseFeatures
    facts: FacetFacts = NO_FACTS
    sort_key: SortKey = ()


class Ranked(NamedTuple):
    """An enterprise with its best match."""

    candidate: Candidate
    match: Match


_LATIN_LETTER = re.compile("[a-z]")

_SETTLED = frozenset(one for one in MatchType if _SCORE[one] >= _SCORE[MatchType.PHRASE])
_SETTLED_WHOLE = frozenset(one for one in MatchType if _SCORE[one] >= _SCORE[MatchType.VARIANT_NAME])

Syllables = tuple[str, ...]


class NameMatch(NamedTuple):
    """How a name fits, before field and branch are looked at."""

    group: MatchGroup
    type: MatchType
    loss: float = 0.0  # within its match type
    similarity: Similarity | None = None  # where it decides the order


def _literal_group(query: QueryText, name: NameFeatures) -> MatchGroup | None:
    """Return how the typed text lies in the name, character by character."""
    has = name.squashed.__contains__
    if has(query.head):  # with which the whole of it begins
        return MatchGroup.PREFIX if name.squashed.startswith(query.head) else MatchGroup.PHRASE
    if all(map(has, query.words)):
        return MatchGroup.PHRASE
    if not all(map(has, query.required)):
        return None
    core = name.region + name.core  # a unigram of the legal form does not count
    return MatchGroup.BIGRAMS if all(token in core for token in query.required if len(token) == 1) else None


def _parts_type(typed: QueryFeatures, name: NameFeatures) -> tuple[MatchType, float] | None:
    """Return the match type of equal parts: core, or brand, in a region that does not contradict."""
    query, stem = typed.query, typed.stem  # however it falls apart: 永康 may be a city or a brand
    if stem == name.region + name.core:
        return MatchType.WITHOUT_FORM, _other_form(query, name)
    if stem == name.region + name.brand:
        return MatchType.BRAND, 0
    if query.region and name.core.startswith(stem):
        return _prefix_type(stem, name, _other_form(query, name) + SAME_REGION)
    if not name.core.startswith(query.core) or not regions_overlap(query.region, name.region):
        return None
    match_type, loss = _prefix_type(query.core, name, _other_form(query, name) + SAME_REGION)
    if query.region and not name.region:  # behind all that have the region
        loss += _SCORE[match_type] - _SCORE[MatchType.BIGRAMS] + NO_REGION
    elif match_type is MatchType.BRAND and lies_within(
        query.region, name.region
    ):  # behind what may be that brand in the region
        loss += _SCORE[match_type] - _SCORE[MatchType.CORE_PREFIX] + LARGER_REGION
    return match_type, loss


def _prefix_type(text: str, name: NameFeatures, loss: float) -> tuple[MatchType, float]:
    """Return the match type of a text with which the core begins."""
    if text == name.core:
        return MatchType.WITHOUT_REGION, loss
    return (MatchType.BRAND if text == name.brand else MatchType.CORE_PREFIX), loss


def _other_form(query: QueryText, name: NameFeatures) -> float:
    return OTHER_FORM if query.legal_form and query.legal_form != name.legal_form else 0


def _by_characters(typed: QueryFeatures, name: NameFeatures) -> NameMatch | None:
    query = typed.query
    if query.squashed == name.squashed:
        same = fold_name(query.typed) == fold_name(name.text)
        return (
            NameMatch(MatchGroup.NAME, MatchType.SAME_NAME)
            if same
            else NameMatch(MatchGroup.PREFIX, MatchType.VARIANT_NAME)
        )
    literal = _literal_group(query, name)
    parts = _parts_type(typed, name)
    if parts:
        return NameMatch(literal or MatchGroup.BIGRAMS, *parts)
    if literal in _WITHIN:
        return _within(typed, name, literal)
    return NameMatch(literal, _LITERAL[literal]) if literal else None


def _within(typed: QueryFeatures, name: NameFeatures, literal: MatchGroup) -> NameMatch:
    """Return how a name fits that has the text, or all its bigrams, somewhere within.

    The end of a brand is no query: 明企业 in 腾龙明企业 lacks a character. A whole typed name is compared as a
    whole: a name that contains it is ranked by the edits between them.
    """
    if typed.allowed and typed.is_whole and len(typed.query.words) == 1:
        similarity = typed.similarity(name)
        if similarity and similarity.edits <= 1:
            return _as_similar(similarity)
        return NameMatch(literal, MatchType.SIMILAR, FAR if _is_another_brand(typed, name) else BEHIND_ONE_EDIT)
    if _is_another_brand(typed, name):
        return NameMatch(literal, MatchType.SIMILAR, FAR)
    return NameMatch(literal, _LITERAL[literal])


def _is_another_brand(typed: QueryFeatures, name: NameFeatures) -> bool:
    """Return whether the typed core begins within another brand and goes on behind it.

    With one character more it may be this one, unless a whole name was typed.
    """
    query, ends = typed.query, len(name.brand)
    if not typed.allowed or name.brand == name.core:
        return False
    starts = name.core.find(query.core)
    return 0 < starts < ends < starts + len(query.core) and (starts > 1 or typed.is_whole)


def _edit_type(similarity: Similarity) -> MatchType:
    """Return the kind of edit between two texts that are one edit apart."""
    if similarity.edits != 1:
        return MatchType.SIMILAR
    if len(similarity.typed) != len(similarity.held):
        return (
            MatchType.MISSING_CHARACTER if len(similarity.typed) < len(similarity.held) else MatchType.ADDED_CHARACTER
        )
    swapped = sorted(similarity.typed) == sorted(similarity.held)
    return MatchType.SWAPPED_CHARACTERS if swapped else MatchType.WRONG_CHARACTER


def _similar(typed: QueryFeatures, name: NameFeatures) -> NameMatch | None:
    similarity = typed.similarity(name)
    return _as_similar(similarity) if similarity else None


def _as_similar(similarity: Similarity) -> NameMatch:
    if similarity.is_same_pinyin:
        return NameMatch(MatchGroup.PINYIN, MatchType.SAME_PINYIN, CHARACTER * similarity.cost, similarity)
    return NameMatch(MatchGroup.BIGRAMS, _edit_type(similarity), EDIT * similarity.cost, similarity)


def _by_letters(typed: QueryFeatures, name: NameFeatures) -> NameMatch | None:
    """Return how typed letters fit a name: its pinyin before its initials, all of a text before its prefix."""
    letters, region = typed.query.squashed, usual_way(name.region)
    pinyin_keys = _usual_texts("".join(region), "".join(name.pinyin), "".join(name.brand_pinyin))
    found = _as_pinyin(letters, pinyin_keys)
    if found is None and (typed.is_pinyin or _has_letters(name)):
        found = _as_pinyin(letters, list(map("".join, _ways(name))))
    return found or _as_initials(letters, name, region)


def _usual_texts(region: str, core: str, brand: str) -> tuple[str, ...]:
    """Return the texts by which a name is usually requested, from its parts as they are read."""
    return (region + core, region + brand, core, brand)


def _has_letters(name: NameFeatures) -> bool:
    return _LATIN_LETTER.search(name.squashed) is not None


def _texts(name: NameFeatures) -> tuple[str, ...]:
    return (name.squashed, *region_first(name), name.region + name.core, name.core)


def _ways(name: NameFeatures) -> Iterator[Syllables]:
    """Yield the ways in which people read the whole name and its parts."""
    for text in _texts(name):
        yield from ways_of(text)


def _any_has_prefix(texts: Iterable[str], letters: str) -> bool:
    return any(text.startswith(letters) for text in texts)


def _as_pinyin(letters: str, pinyin_keys: Sequence[str]) -> NameMatch | None:
    """Return whether letters are all of one of the texts, else its prefix."""
    if letters in pinyin_keys:
        return NameMatch(MatchGroup.PINYIN, MatchType.PINYIN, float(min(pinyin_keys.index(letters), _LAST_TEXT)))
    return NameMatch(MatchGroup.PINYIN, MatchType.PINYIN_PREFIX) if _any_has_prefix(pinyin_keys, letters) else None


def _as_initials(letters: str, name: NameFeatures, region: Syllables) -> NameMatch | None:
    """Return whether letters are the initials of one of the texts, else of its prefix: each character gives one."""
    texts = _texts(name)
    for position, text in enumerate(texts):
        if len(text) == len(letters) and letters in map(initials, ways_of(text)):
            return NameMatch(MatchGroup.INITIALS, MatchType.INITIALS, float(position))
    usual = _usual_texts(initials(region), initials(name.pinyin), initials(name.brand_pinyin))
    if letters in usual:  # by its brand
        return NameMatch(MatchGroup.INITIALS, MatchType.INITIALS, float(len(texts)))
    is_prefix = _any_has_prefix(usual, letters) or _any_has_prefix(map(initials, _ways(name)), letters)
    return NameMatch(MatchGroup.INITIALS, MatchType.INITIALS_PREFIX) if is_prefix else None


def _by_mixture(typed: QueryFeatures, name: NameFeatures) -> NameMatch | None:
    """Return whether a name begins with what was typed in characters and letters."""
    for text in (name.squashed, name.region + name.core, name.core):
        if has_mixed_prefix(text, syllables(text), typed.whole):
            return NameMatch(MatchGroup.PINYIN, MatchType.PINYIN_PREFIX)
    return None


def _by_former_name(query: QueryText, name: NameFeatures) -> NameMatch | None:
    """Return whether a name is the former one that was typed beside the current one."""
    return NameMatch(MatchGroup.PREFIX, MatchType.VARIANT_NAME) if query.former == name.squashed else None


def _name_match(typed: QueryFeatures, name: NameFeatures) -> Match | None:
    kind = typed.query.kind
    if kind is Kind.LATIN:
        found = (_by_characters(typed, name) if _has_letters(name) else None) or _by_letters(typed, name)
    else:
        found = _by_former_name(typed.query, name) or _by_characters(typed, name)
        if found is None and kind is Kind.NAME:
            found = (typed.is_mixed and _by_mixture(typed, name)) or _similar(typed, name)
    if found is None:
        return None
    group, match_type, loss, similarity = found
    loss += FORMER if name.field is MatchedField.FORMER_NAME else 0
    loss += BRANCH if name.branch and not typed.query.branch else 0
    return Match(group, match_type, name.field, name.text, _SCORE[match_type] - loss, name, similarity)


def _code_match(query: QueryText, features: EnterpriseFeatures) -> Match | None:
    if query.code == features.uscc:
        return _code(MatchGroup.CODE, MatchType.CODE, features)
    if query.code in features.earlier_codes:
        match_type = MatchType.EARLIER_CODE
        return Match(
            group=MatchGroup.CODE, type=match_type, field=MatchedField.USCC, text=query.code, score=_SCORE[match_type]
        )
    if query.code == squash_code(features.register_number):
        return _code(MatchGroup.CODE, MatchType.REGISTER_NUMBER, features)
    if query.is_end_of_code and features.uscc.startswith(query.code, ORGANISATION_STARTS):
        return _code(MatchGroup.CODE, MatchType.ORGANISATION_CODE, features)
    if features.uscc in query.similar_codes:
        return _code(MatchGroup.SIMILAR_CODE, MatchType.MISTYPED_CODE, features)
    return _code(MatchGroup.PREFIX, MatchType.CODE_PREFIX, features) if features.uscc.startswith(query.code) else None


def _code(group: MatchGroup, match_type: MatchType, features: EnterpriseFeatures) -> Match:
    return Match(group=group, type=match_type, field=MatchedField.USCC, text=features.uscc, score=_SCORE[match_type])


def squash_code(code: str) -> str:
    """Return a code as it is compared: upper case, letters and digits only."""
    upper = code.upper()
    return upper if upper.isalnum() else "".join(filter(str.isalnum, upper))


def organisation_code_in(uscc: str) -> str:
    """Return the organisation code inside a unified code."""
    return uscc[ORGANISATION_STARTS : ORGANISATION_STARTS + ORGANISATION_LENGTH]


def match_of(typed: QueryFeatures, features: EnterpriseFeatures) -> Match | None:
    """Return why the enterprise fits, by its best text, ready to be explained; None = it does not."""
    match = _match(typed, features)
    return match and with_similarity(typed, match)


def with_similarity(typed: QueryFeatures, match: Match) -> Match:
    """Add the similarity of the name where the explanation needs it and the order did not."""
    if match.similarity or match.name is None or match.type not in COMPARED:
        return match
    return match._replace(similarity=typed.similarity(match.name))


def _match(typed: QueryFeatures, features: EnterpriseFeatures) -> Match | None:
    by_code = _code_match(typed.query, features) if typed.query.kind is Kind.CODE else None
    if by_code:
        return by_code
    best: Match | None = None
    for name in features.names:
        match = _name_match(typed, name)
        if match and (best is None or match.score > best.score):
            best = match
    return best._replace(score=best.score - ENDED) if best and features.ended else best


def _sort_key(ranked: Ranked) -> tuple[float, int, int, str]:
    match = ranked.match
    length = 0 if match.type in _ONE_EDIT else len(match.text)  # a forgotten character is as likely as a wrong one
    return (-match.score, _GROUP_ORDER[match.group], length, ranked.candidate.features.uscc)


def is_settled(query: QueryText, ranked: Sequence[Ranked]) -> bool:
    """Return whether the best of what fits is what was requested, so that nothing similar need be looked for."""
    if not ranked:
        return False
    return ranked[0].match.type in (_SETTLED_WHOLE if query.legal_form else _SETTLED)


def in_order(ranked: Iterable[Ranked]) -> list[Ranked]:
    """Order enterprises that have been matched, best first; ties end in the code."""
    return sorted(ranked, key=_sort_key)


def rank(typed: QueryFeatures, candidates: Iterable[Candidate]) -> list[Ranked]:
    """Order the candidates that fit, best first."""
    return in_order(
        Ranked(candidate, match) for candidate in candidates if (match := _match(typed, candidate.features))
    )
