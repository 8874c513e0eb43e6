"""Decide why a firm fits a query and in which order firms are shown: pure, the same for all engines.

A better stage always comes first (`search.port.Stage`). Within one, former names, branches, ended
firms and another form or region come later. Only an equal whole name or a code is "the firm"
(docs/search.md).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.uscc import ORGANISATION_LENGTH, ORGANISATION_STARTS
from search.matching.counting import NO_FACTS, Facts
from search.names.features import Field, NameCard, region_first
from search.names.mixed_script import begins_mixed
from search.names.pinyin import initials, syllables, usual_way, ways_of
from search.names.queries import Kind, QueryText
from search.names.regions import lies_within, same_place
from search.names.similarity import Nearness, Typed
from search.port import After, Card, Match, Rule, Stage

STEP = 100.0  # between stages; what counts within a stage adds up to less
FORMER, BRANCH, ENDED, OTHER_FORM = 12.0, 8.0, 4.0, 6.0
_LAST_TEXT = 9  # of those that people say; what comes first counts a little more
NO_REGION, WIDER_REGION, SAME_REGION = 50.0, 30.0, 10.0
EDIT, CHARACTER = 20.0, 1.0
FAR = 4 * EDIT  # as many edits as never count as similar
BEHIND_ONE_EDIT = 1.7 * EDIT  # behind whole names with one slip that sounds otherwise

_ONE_EDIT = (Stage.WRONG_CHARACTER, Stage.MISSING_CHARACTER, Stage.ADDED_CHARACTER, Stage.SWAPPED_CHARACTERS)
# Stages whose explanation spells out what differs.
COMPARED = frozenset({Stage.SAME_SOUND, Stage.SIMILAR, *_ONE_EDIT})
_RULE_ORDER = {rule: place for place, rule in enumerate(Rule)}
_WITHIN = frozenset({Rule.PHRASE, Rule.PAIRS})
_LITERAL = {Rule.PREFIX: Stage.NAME_FRONT, Rule.PHRASE: Stage.PHRASE, Rule.PAIRS: Stage.PAIRS}


def _scores() -> dict[Stage, float]:
    places = {stage: place for place, stage in enumerate(stage for stage in Stage if stage not in _ONE_EDIT)}
    return {stage: STEP * (len(places) - places.get(stage, places[Stage.SIMILAR])) for stage in Stage}


_SCORE = _scores()


class Candidate(NamedTuple):
    """A firm that an engine proposes."""

    id: int
    card: Card
    facts: Facts = NO_FACTS
    place: After = ()


class Ranked(NamedTuple):
    """A firm with its best match."""

    candidate: Candidate
    match: Match


_LATIN_LETTER = re.compile("[a-z]")

_SETTLED = frozenset(stage for stage in Stage if _SCORE[stage] >= _SCORE[Stage.PHRASE])
_SETTLED_WHOLE = frozenset(stage for stage in Stage if _SCORE[stage] >= _SCORE[Stage.VARIANT_NAME])

Said = tuple[str, ...]


class Found(NamedTuple):
    """How a name fits, before field and branch are looked at."""

    rule: Rule
    stage: Stage
    loss: float = 0.0  # within its stage
    near: Nearness | None = None  # where it is that which counts


def _literal_rule(query: QueryText, name: NameCard) -> Rule | None:
    """Return how the typed text lies in the name, character by character."""
    has = name.squashed.__contains__
    if has(query.head):  # with which the whole of it begins
        return Rule.PREFIX if name.squashed.startswith(query.head) else Rule.PHRASE
    if all(map(has, query.words)):
        return Rule.PHRASE
    if not all(map(has, query.required)):
        return None
    told = name.region + name.core  # a single character of the legal form says nothing
    return Rule.PAIRS if all(token in told for token in query.required if len(token) == 1) else None


def _parts_stage(typed: Typed, name: NameCard) -> tuple[Stage, float] | None:
    """Return the stage of equal parts: core, or brand, in a place that does not contradict."""
    query, stem = typed.query, typed.stem  # however it falls apart: 永康 may be a city or a brand
    if stem == name.region + name.core:
        return Stage.WITHOUT_FORM, _other_form(query, name)
    if stem == name.region + name.brand:
        return Stage.BRAND, 0
    if query.region and name.core.startswith(stem):
        return _front_stage(stem, name, _other_form(query, name) + SAME_REGION)
    if not name.core.startswith(query.core) or not same_place(query.region, name.region):
        return None
    stage, loss = _front_stage(query.core, name, _other_form(query, name) + SAME_REGION)
    if query.region and not name.region:  # behind all that have the region
        loss += _SCORE[stage] - _SCORE[Stage.PAIRS] + NO_REGION
    elif stage is Stage.BRAND and lies_within(query.region, name.region):  # behind what may be that brand in the region
        loss += _SCORE[stage] - _SCORE[Stage.CORE_FRONT] + WIDER_REGION
    return stage, loss


def _front_stage(text: str, name: NameCard, loss: float) -> tuple[Stage, float]:
    """Return the stage of a text with which the core begins."""
    if text == name.core:
        return Stage.WITHOUT_REGION, loss
    return (Stage.BRAND if text == name.brand else Stage.CORE_FRONT), loss


def _other_form(query: QueryText, name: NameCard) -> float:
    return OTHER_FORM if query.legal_form and query.legal_form != name.legal_form else 0


def _by_characters(typed: Typed, name: NameCard) -> Found | None:
    query = typed.query
    if query.squashed == name.squashed:
        same = fold_name(query.typed) == fold_name(name.text)
        return Found(Rule.NAME, Stage.SAME_NAME) if same else Found(Rule.PREFIX, Stage.VARIANT_NAME)
    literal = _literal_rule(query, name)
    parts = _parts_stage(typed, name)
    if parts:
        return Found(literal or Rule.PAIRS, *parts)
    if literal in _WITHIN:
        return _within(typed, name, literal)
    return Found(literal, _LITERAL[literal]) if literal else None


def _within(typed: Typed, name: NameCard, literal: Rule) -> Found:
    """Return how a name fits that has the text, or all its pairs, somewhere within.

    Nobody asks for the end of a brand: 明企业 in 腾龙明企业 says that a character was forgotten. Whoever
    types a whole name means all of it: then a name that holds it is as near as the edits between them say.
    """
    if typed.allowed and typed.is_whole and len(typed.query.words) == 1:
        near = typed.nearness(name)
        if near and near.edits <= 1:
            return _as_near(near)
        return Found(literal, Stage.SIMILAR, FAR if _is_another_brand(typed, name) else BEHIND_ONE_EDIT)
    if _is_another_brand(typed, name):
        return Found(literal, Stage.SIMILAR, FAR)
    return Found(literal, _LITERAL[literal])


def _is_another_brand(typed: Typed, name: NameCard) -> bool:
    """Tell whether the typed core begins within another brand and goes on behind it.

    With one character more it may be this one, unless a whole name was typed.
    """
    query, ends = typed.query, len(name.brand)
    if not typed.allowed or name.brand == name.core:
        return False
    starts = name.core.find(query.core)
    return 0 < starts < ends < starts + len(query.core) and (starts > 1 or typed.is_whole)


def _edit_stage(near: Nearness) -> Stage:
    """Return what kind of single edit lies between two texts."""
    if near.edits != 1:
        return Stage.SIMILAR
    if len(near.typed) != len(near.held):
        return Stage.MISSING_CHARACTER if len(near.typed) < len(near.held) else Stage.ADDED_CHARACTER
    swapped = sorted(near.typed) == sorted(near.held)
    return Stage.SWAPPED_CHARACTERS if swapped else Stage.WRONG_CHARACTER


def _similar(typed: Typed, name: NameCard) -> Found | None:
    near = typed.nearness(name)
    return _as_near(near) if near else None


def _as_near(near: Nearness) -> Found:
    if near.is_same_sound:
        return Found(Rule.PINYIN, Stage.SAME_SOUND, CHARACTER * near.cost, near)
    return Found(Rule.PAIRS, _edit_stage(near), EDIT * near.cost, near)


def _by_letters(typed: Typed, name: NameCard) -> Found | None:
    """Return how typed letters fit a name: its pinyin before its initials, all of a text before its front."""
    letters, region = typed.query.squashed, usual_way(name.region)
    spoken = _usual_texts("".join(region), "".join(name.sounds), "".join(name.brand_sounds))
    found = _as_pinyin(letters, spoken)
    if found is None and (typed.is_sayable or _has_letters(name)):
        found = _as_pinyin(letters, list(map("".join, _ways(name))))
    return found or _as_initials(letters, name, region)


def _usual_texts(region: str, core: str, brand: str) -> tuple[str, ...]:
    """Return the texts by which a name is usually asked for, from its parts as they are read."""
    return (region + core, region + brand, core, brand)


def _has_letters(name: NameCard) -> bool:
    return _LATIN_LETTER.search(name.squashed) is not None


def _texts(name: NameCard) -> tuple[str, ...]:
    return (name.squashed, *region_first(name), name.region + name.core, name.core)


def _ways(name: NameCard) -> Iterator[Said]:
    """Yield the ways in which people read the whole name and its parts."""
    for text in _texts(name):
        yield from ways_of(text)


def _begins_any(texts: Iterable[str], letters: str) -> bool:
    return any(text.startswith(letters) for text in texts)


def _as_pinyin(letters: str, spoken: Sequence[str]) -> Found | None:
    """Return whether letters are all of one of the texts, else its front."""
    if letters in spoken:
        return Found(Rule.PINYIN, Stage.PINYIN, float(min(spoken.index(letters), _LAST_TEXT)))
    return Found(Rule.PINYIN, Stage.PINYIN_FRONT) if _begins_any(spoken, letters) else None


def _as_initials(letters: str, name: NameCard, region: Said) -> Found | None:
    """Return whether letters are the initials of one of the texts, else of its front: each character gives one."""
    texts = _texts(name)
    for place, text in enumerate(texts):
        if len(text) == len(letters) and letters in map(initials, ways_of(text)):
            return Found(Rule.INITIALS, Stage.INITIALS, float(place))
    usual = _usual_texts(initials(region), initials(name.sounds), initials(name.brand_sounds))
    if letters in usual:  # by its brand
        return Found(Rule.INITIALS, Stage.INITIALS, float(len(texts)))
    is_front = _begins_any(usual, letters) or _begins_any(map(initials, _ways(name)), letters)
    return Found(Rule.INITIALS, Stage.INITIALS_FRONT) if is_front else None


def _by_mixture(typed: Typed, name: NameCard) -> Found | None:
    """Return whether a name begins with what was typed in characters and letters."""
    for text in (name.squashed, name.region + name.core, name.core):
        if begins_mixed(text, syllables(text), typed.whole):
            return Found(Rule.PINYIN, Stage.PINYIN_FRONT)
    return None


def _name_match(typed: Typed, name: NameCard) -> Match | None:
    kind = typed.query.kind
    if kind is Kind.LATIN:
        found = (_by_characters(typed, name) if _has_letters(name) else None) or _by_letters(typed, name)
    else:
        found = _by_characters(typed, name)
        if found is None and kind is Kind.NAME:
            found = (typed.is_mixed and _by_mixture(typed, name)) or _similar(typed, name)
    if found is None:
        return None
    rule, stage, loss, near = found
    loss += FORMER if name.field is Field.FORMER_NAME else 0
    loss += BRANCH if name.branch and not typed.query.branch else 0
    return Match(rule, stage, name.field, name.text, _SCORE[stage] - loss, name, near)


def _code_match(query: QueryText, card: Card) -> Match | None:
    if query.code == card.uscc:
        return _code(Rule.CODE, Stage.CODE, card)
    if query.code == squash_code(card.register_number):
        return _code(Rule.CODE, Stage.REGISTER_NUMBER, card)
    if query.is_end_of_code and card.uscc.startswith(query.code, ORGANISATION_STARTS):
        return _code(Rule.CODE, Stage.ORGANISATION_CODE, card)
    return _code(Rule.PREFIX, Stage.CODE_FRONT, card) if card.uscc.startswith(query.code) else None


def _code(rule: Rule, stage: Stage, card: Card) -> Match:
    return Match(rule=rule, stage=stage, field=Field.USCC, text=card.uscc, score=_SCORE[stage])


def squash_code(code: str) -> str:
    """Return a code as it is compared: upper case, letters and digits only."""
    upper = code.upper()
    return upper if upper.isalnum() else "".join(filter(str.isalnum, upper))


def organisation_code_in(uscc: str) -> str:
    """Return the organisation code inside a unified code."""
    return uscc[ORGANISATION_STARTS : ORGANISATION_STARTS + ORGANISATION_LENGTH]


def match_of(typed: Typed, card: Card) -> Match | None:
    """Return why the firm fits, by its best text, ready to be explained; None = it does not."""
    match = _match(typed, card)
    return match and with_nearness(typed, match)


def with_nearness(typed: Typed, match: Match) -> Match:
    """Add how near the name is, where the order did not need it but the explanation does."""
    if match.near or match.name is None or match.stage not in COMPARED:
        return match
    return match._replace(near=typed.nearness(match.name))


def _match(typed: Typed, card: Card) -> Match | None:
    by_code = _code_match(typed.query, card) if typed.query.kind is Kind.CODE else None
    if by_code:
        return by_code
    best: Match | None = None
    for name in card.names:
        match = _name_match(typed, name)
        if match and (best is None or match.score > best.score):
            best = match
    return best._replace(score=best.score - ENDED) if best and card.ended else best


def _place(ranked: Ranked) -> tuple[float, int, int, str]:
    match = ranked.match
    length = 0 if match.stage in _ONE_EDIT else len(match.text)  # a forgotten character is as likely as a wrong one
    return (-match.score, _RULE_ORDER[match.rule], length, ranked.candidate.card.uscc)


def is_settled(query: QueryText, ranked: Sequence[Ranked]) -> bool:
    """Tell whether the best of what fits is what was asked for, so that nothing similar need be looked for."""
    if not ranked:
        return False
    return ranked[0].match.stage in (_SETTLED_WHOLE if query.legal_form else _SETTLED)


def in_order(ranked: Iterable[Ranked]) -> list[Ranked]:
    """Order firms that have been matched, best first; ties end in the code."""
    return sorted(ranked, key=_place)


def rank(typed: Typed, candidates: Iterable[Candidate]) -> list[Ranked]:
    """Order the candidates that fit, best first."""
    return in_order(Ranked(candidate, match) for candidate in candidates if (match := _match(typed, candidate.card)))
