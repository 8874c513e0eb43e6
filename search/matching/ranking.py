"""Decide why an enterprise fits a query and in which order enterprises are shown: pure, the same for all engines.

A better stage always comes first (`search.port.Stage`). Within one, former names, branches, ended
enterprises and another form or region come later. Only an equal whole name or a code is "the enterprise"
(docs/search.md).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.uscc import ORGANISATION_LENGTH, ORGANISATION_STARTS
from search.matching.counting import NO_FACTS, Facts
from search.names.features import Field, NameFeatures, region_first
from search.names.mixed_script import has_mixed_prefix
from search.names.pinyin import initials, syllables, usual_way, ways_of
from search.names.queries import Kind, QueryText
from search.names.regions import lies_within, same_place
from search.names.similarity import QueryFeatures, Similarity
from search.port import EnterpriseFeatures, Match, Rule, SortKey, Stage

STEP = 100.0  # between stages; what counts within a stage adds up to less
FORMER, BRANCH, ENDED, OTHER_FORM = 12.0, 8.0, 4.0, 6.0
_LAST_TEXT = 9  # of the usual texts; what comes first counts a little more
NO_REGION, WIDER_REGION, SAME_REGION = 50.0, 30.0, 10.0
EDIT, CHARACTER = 20.0, 1.0
FAR = 4 * EDIT  # as many edits as never count as similar
BEHIND_ONE_EDIT = 1.7 * EDIT  # behind whole names with one edit that sounds otherwise

_ONE_EDIT = (Stage.WRONG_CHARACTER, Stage.MISSING_CHARACTER, Stage.ADDED_CHARACTER, Stage.SWAPPED_CHARACTERS)
# Stages whose explanation spells out what differs.
COMPARED = frozenset({Stage.SAME_PINYIN, Stage.SIMILAR, *_ONE_EDIT})
_RULE_ORDER = {rule: place for place, rule in enumerate(Rule)}
_WITHIN = frozenset({Rule.PHRASE, Rule.BIGRAMS})
_LITERAL = {Rule.PREFIX: Stage.NAME_PREFIX, Rule.PHRASE: Stage.PHRASE, Rule.BIGRAMS: Stage.BIGRAMS}


def _scores() -> dict[Stage, float]:
    places = {stage: place for place, stage in enumerate(stage for stage in Stage if stage not in _ONE_EDIT)}
    return {stage: STEP * (len(places) - places.get(stage, places[Stage.SIMILAR])) for stage in Stage}


_SCORE = _scores()


class Candidate(NamedTuple):
    """An enterprise that an engine proposes."""

    id: int
    features: EnterpriseFeatures
    facts: Facts = NO_FACTS
    sort_key: SortKey = ()


class Ranked(NamedTuple):
    """An enterprise with its best match."""

    candidate: Candidate
    match: Match


_LATIN_LETTER = re.compile("[a-z]")

_SETTLED = frozenset(stage for stage in Stage if _SCORE[stage] >= _SCORE[Stage.PHRASE])
_SETTLED_WHOLE = frozenset(stage for stage in Stage if _SCORE[stage] >= _SCORE[Stage.VARIANT_NAME])

Syllables = tuple[str, ...]


class Found(NamedTuple):
    """How a name fits, before field and branch are looked at."""

    rule: Rule
    stage: Stage
    loss: float = 0.0  # within its stage
    similarity: Similarity | None = None  # where it decides the order


def _literal_rule(query: QueryText, name: NameFeatures) -> Rule | None:
    """Return how the typed text lies in the name, character by character."""
    has = name.squashed.__contains__
    if has(query.head):  # with which the whole of it begins
        return Rule.PREFIX if name.squashed.startswith(query.head) else Rule.PHRASE
    if all(map(has, query.words)):
        return Rule.PHRASE
    if not all(map(has, query.required)):
        return None
    core = name.region + name.core  # a unigram of the legal form does not count
    return Rule.BIGRAMS if all(token in core for token in query.required if len(token) == 1) else None


def _parts_stage(typed: QueryFeatures, name: NameFeatures) -> tuple[Stage, float] | None:
    """Return the stage of equal parts: core, or brand, in a place that does not contradict."""
    query, stem = typed.query, typed.stem  # however it falls apart: 永康 may be a city or a brand
    if stem == name.region + name.core:
        return Stage.WITHOUT_FORM, _other_form(query, name)
    if stem == name.region + name.brand:
        return Stage.BRAND, 0
    if query.region and name.core.startswith(stem):
        return _prefix_stage(stem, name, _other_form(query, name) + SAME_REGION)
    if not name.core.startswith(query.core) or not same_place(query.region, name.region):
        return None
    stage, loss = _prefix_stage(query.core, name, _other_form(query, name) + SAME_REGION)
    if query.region and not name.region:  # behind all that have the region
        loss += _SCORE[stage] - _SCORE[Stage.BIGRAMS] + NO_REGION
    elif stage is Stage.BRAND and lies_within(query.region, name.region):  # behind what may be that brand in the region
        loss += _SCORE[stage] - _SCORE[Stage.CORE_PREFIX] + WIDER_REGION
    return stage, loss


def _prefix_stage(text: str, name: NameFeatures, loss: float) -> tuple[Stage, float]:
    """Return the stage of a text with which the core begins."""
    if text == name.core:
        return Stage.WITHOUT_REGION, loss
    return (Stage.BRAND if text == name.brand else Stage.CORE_PREFIX), loss


def _other_form(query: QueryText, name: NameFeatures) -> float:
    return OTHER_FORM if query.legal_form and query.legal_form != name.legal_form else 0


def _by_characters(typed: QueryFeatures, name: NameFeatures) -> Found | None:
    query = typed.query
    if query.squashed == name.squashed:
        same = fold_name(query.typed) == fold_name(name.text)
        return Found(Rule.NAME, Stage.SAME_NAME) if same else Found(Rule.PREFIX, Stage.VARIANT_NAME)
    literal = _literal_rule(query, name)
    parts = _parts_stage(typed, name)
    if parts:
        return Found(literal or Rule.BIGRAMS, *parts)
    if literal in _WITHIN:
        return _within(typed, name, literal)
    return Found(literal, _LITERAL[literal]) if literal else None


def _within(typed: QueryFeatures, name: NameFeatures, literal: Rule) -> Found:
    """Return how a name fits that has the text, or all its bigrams, somewhere within.

    The end of a brand is no query: 明企业 in 腾龙明企业 lacks a character. A whole typed name is compared as a
    whole: a name that contains it is ranked by the edits between them.
    """
    if typed.allowed and typed.is_whole and len(typed.query.words) == 1:
        similarity = typed.similarity(name)
        if similarity and similarity.edits <= 1:
            return _as_similar(similarity)
        return Found(literal, Stage.SIMILAR, FAR if _is_another_brand(typed, name) else BEHIND_ONE_EDIT)
    if _is_another_brand(typed, name):
        return Found(literal, Stage.SIMILAR, FAR)
    return Found(literal, _LITERAL[literal])


def _is_another_brand(typed: QueryFeatures, name: NameFeatures) -> bool:
    """Return whether the typed core begins within another brand and goes on behind it.

    With one character more it may be this one, unless a whole name was typed.
    """
    query, ends = typed.query, len(name.brand)
    if not typed.allowed or name.brand == name.core:
        return False
    starts = name.core.find(query.core)
    return 0 < starts < ends < starts + len(query.core) and (starts > 1 or typed.is_whole)


def _edit_stage(similarity: Similarity) -> Stage:
    """Return the kind of edit between two texts that are one edit apart."""
    if similarity.edits != 1:
        return Stage.SIMILAR
    if len(similarity.typed) != len(similarity.held):
        return Stage.MISSING_CHARACTER if len(similarity.typed) < len(similarity.held) else Stage.ADDED_CHARACTER
    swapped = sorted(similarity.typed) == sorted(similarity.held)
    return Stage.SWAPPED_CHARACTERS if swapped else Stage.WRONG_CHARACTER


def _similar(typed: QueryFeatures, name: NameFeatures) -> Found | None:
    similarity = typed.similarity(name)
    return _as_similar(similarity) if similarity else None


def _as_similar(similarity: Similarity) -> Found:
    if similarity.is_same_pinyin:
        return Found(Rule.PINYIN, Stage.SAME_PINYIN, CHARACTER * similarity.cost, similarity)
    return Found(Rule.BIGRAMS, _edit_stage(similarity), EDIT * similarity.cost, similarity)


def _by_letters(typed: QueryFeatures, name: NameFeatures) -> Found | None:
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


def _as_pinyin(letters: str, pinyin_keys: Sequence[str]) -> Found | None:
    """Return whether letters are all of one of the texts, else its prefix."""
    if letters in pinyin_keys:
        return Found(Rule.PINYIN, Stage.PINYIN, float(min(pinyin_keys.index(letters), _LAST_TEXT)))
    return Found(Rule.PINYIN, Stage.PINYIN_PREFIX) if _any_has_prefix(pinyin_keys, letters) else None


def _as_initials(letters: str, name: NameFeatures, region: Syllables) -> Found | None:
    """Return whether letters are the initials of one of the texts, else of its prefix: each character gives one."""
    texts = _texts(name)
    for place, text in enumerate(texts):
        if len(text) == len(letters) and letters in map(initials, ways_of(text)):
            return Found(Rule.INITIALS, Stage.INITIALS, float(place))
    usual = _usual_texts(initials(region), initials(name.pinyin), initials(name.brand_pinyin))
    if letters in usual:  # by its brand
        return Found(Rule.INITIALS, Stage.INITIALS, float(len(texts)))
    is_prefix = _any_has_prefix(usual, letters) or _any_has_prefix(map(initials, _ways(name)), letters)
    return Found(Rule.INITIALS, Stage.INITIALS_PREFIX) if is_prefix else None


def _by_mixture(typed: QueryFeatures, name: NameFeatures) -> Found | None:
    """Return whether a name begins with what was typed in characters and letters."""
    for text in (name.squashed, name.region + name.core, name.core):
        if has_mixed_prefix(text, syllables(text), typed.whole):
            return Found(Rule.PINYIN, Stage.PINYIN_PREFIX)
    return None


def _name_match(typed: QueryFeatures, name: NameFeatures) -> Match | None:
    kind = typed.query.kind
    if kind is Kind.LATIN:
        found = (_by_characters(typed, name) if _has_letters(name) else None) or _by_letters(typed, name)
    else:
        found = _by_characters(typed, name)
        if found is None and kind is Kind.NAME:
            found = (typed.is_mixed and _by_mixture(typed, name)) or _similar(typed, name)
    if found is None:
        return None
    rule, stage, loss, similarity = found
    loss += FORMER if name.field is Field.FORMER_NAME else 0
    loss += BRANCH if name.branch and not typed.query.branch else 0
    return Match(rule, stage, name.field, name.text, _SCORE[stage] - loss, name, similarity)


def _code_match(query: QueryText, features: EnterpriseFeatures) -> Match | None:
    if query.code == features.uscc:
        return _code(Rule.CODE, Stage.CODE, features)
    if query.code == squash_code(features.register_number):
        return _code(Rule.CODE, Stage.REGISTER_NUMBER, features)
    if query.is_end_of_code and features.uscc.startswith(query.code, ORGANISATION_STARTS):
        return _code(Rule.CODE, Stage.ORGANISATION_CODE, features)
    return _code(Rule.PREFIX, Stage.CODE_PREFIX, features) if features.uscc.startswith(query.code) else None


def _code(rule: Rule, stage: Stage, features: EnterpriseFeatures) -> Match:
    return Match(rule=rule, stage=stage, field=Field.USCC, text=features.uscc, score=_SCORE[stage])


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
    if match.similarity or match.name is None or match.stage not in COMPARED:
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
    length = 0 if match.stage in _ONE_EDIT else len(match.text)  # a forgotten character is as likely as a wrong one
    return (-match.score, _RULE_ORDER[match.rule], length, ranked.candidate.features.uscc)


def is_settled(query: QueryText, ranked: Sequence[Ranked]) -> bool:
    """Return whether the best of what fits is what was requested, so that nothing similar need be looked for."""
    if not ranked:
        return False
    return ranked[0].match.stage in (_SETTLED_WHOLE if query.legal_form else _SETTLED)


def in_order(ranked: Iterable[Ranked]) -> list[Ranked]:
    """Order enterprises that have been matched, best first; ties end in the code."""
    return sorted(ranked, key=_sort_key)


def rank(typed: QueryFeatures, candidates: Iterable[Candidate]) -> list[Ranked]:
    """Order the candidates that fit, best first."""
    return in_order(
        Ranked(candidate, match) for candidate in candidates if (match := _match(typed, candidate.features))
    )
