"""Decide why a firm fits a query and in which order firms are shown: pure, the same for all engines.

A better stage always comes first (`search.port.Stage`). Within one, former names, branches, ended
firms and another form or region come later. Only an equal whole name or a code is "the firm"
(docs/search.md).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from enterprises.rules.names import fold_name
from enterprises.rules.uscc import ORGANISATION_LENGTH, ORGANISATION_STARTS
from search.counting import NO_FACTS, Facts
from search.port import After, Card, Match, Rule, Stage
from search.text.cards import Field, NameCard, region_first
from search.text.mixture import begins_mixed
from search.text.nearness import Nearness, Typed
from search.text.places import same_place
from search.text.queries import Kind, QueryText
from search.text.sounds import initials, syllables, usual_way, ways_of

STEP = 100.0  # between stages; what counts within a stage adds up to less
FORMER, BRANCH, ENDED, OTHER_FORM = 12.0, 8.0, 4.0, 6.0
_LAST_TEXT = 9  # of those that people say; what comes first counts a little more
NO_REGION, SAME_REGION = 50.0, 10.0
EDIT, CHARACTER = 20.0, 1.0
FAR = 4 * EDIT  # as many edits as never count as similar
BEHIND_ONE_EDIT = 1.7 * EDIT  # behind whole names with one slip that sounds otherwise

_ONE_EDIT = (Stage.WRONG_CHARACTER, Stage.MISSING_CHARACTER, Stage.ADDED_CHARACTER, Stage.SWAPPED_CHARACTERS)
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
Found = tuple[Rule, Stage, float]  # the last is what it loses within its stage


def _literal_rule(query: QueryText, name: NameCard) -> Rule | None:
    """Return how the typed text lies in the name, character by character."""
    held = name.squashed
    if held.startswith((query.squashed, query.head)):
        return Rule.PREFIX
    if query.head in held or all(word in held for word in query.words):
        return Rule.PHRASE
    told = name.region + name.core  # a single character of the legal form says nothing
    return Rule.PAIRS if all(token in (held if len(token) > 1 else told) for token in query.required) else None


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
        return (Rule.NAME, Stage.SAME_NAME, 0) if same else (Rule.PREFIX, Stage.VARIANT_NAME, 0)
    literal = _literal_rule(query, name)
    parts = _parts_stage(typed, name)
    if parts:
        return literal or Rule.PAIRS, *parts
    if literal in _WITHIN:
        return _within(typed, name, literal)
    return (literal, _LITERAL[literal], 0) if literal else None


def _within(typed: Typed, name: NameCard, literal: Rule) -> Found:
    """Return how a name fits that has the text, or all its pairs, somewhere within.

    Nobody asks for the end of a brand: 明企业 in 腾龙明企业 says that a character was forgotten. Whoever
    types a whole name means all of it: then a name that holds it is as near as the edits between them say.
    """
    if typed.allowed and typed.is_whole and len(typed.query.words) == 1:
        near = typed.nearness(name)
        if near and near.edits <= 1:
            return _as_near(near)
        return literal, Stage.SIMILAR, FAR if _is_another_brand(typed, name) else BEHIND_ONE_EDIT
    return (literal, Stage.SIMILAR, FAR) if _is_another_brand(typed, name) else (literal, _LITERAL[literal], 0)


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
        return Rule.PINYIN, Stage.SAME_SOUND, CHARACTER * near.cost
    return Rule.PAIRS, _edit_stage(near), EDIT * near.cost


def _by_letters(typed: Typed, name: NameCard) -> Found | None:
    """Return how typed letters fit a name: its pinyin before its initials, all of a text before its front."""
    letters, region = typed.query.squashed, usual_way(name.region)
    usual: list[Said] = [(*region, *name.sounds), (*region, *name.brand_sounds), name.sounds, name.brand_sounds]
    found = _as_pinyin(letters, usual)
    if found is None and (typed.is_sayable or _has_letters(name)):
        found = _as_pinyin(letters, _ways(name))
    return found or _as_initials(letters, name, usual)


def _has_letters(name: NameCard) -> bool:
    return _LATIN_LETTER.search(name.squashed) is not None


def _texts(name: NameCard) -> tuple[str, ...]:
    return (name.squashed, *region_first(name), name.region + name.core, name.core)


def _ways(name: NameCard) -> list[Said]:
    """Return the ways in which people read the whole name and its parts."""
    return [way for text in _texts(name) for way in ways_of(text)]


def _as_pinyin(letters: str, spoken: list[Said]) -> Found | None:
    """Return whether letters are all of one of the texts, else its front."""
    texts = list(map("".join, spoken))
    if letters in texts:
        return Rule.PINYIN, Stage.PINYIN, float(min(texts.index(letters), _LAST_TEXT))
    return (Rule.PINYIN, Stage.PINYIN_FRONT, 0) if any(text.startswith(letters) for text in texts) else None


def _as_initials(letters: str, name: NameCard, usual: list[Said]) -> Found | None:
    """Return whether letters are the initials of one of the texts, else of its front: each character gives one."""
    texts = _texts(name)
    for place, text in enumerate(texts):
        if len(text) == len(letters) and letters in map(initials, ways_of(text)):
            return Rule.INITIALS, Stage.INITIALS, float(place)
    known = list(map(initials, usual))
    if letters in known:  # by its brand
        return Rule.INITIALS, Stage.INITIALS, float(len(texts))
    if any(text.startswith(letters) for text in known):
        return Rule.INITIALS, Stage.INITIALS_FRONT, 0
    is_front = any(initials(way).startswith(letters) for way in _ways(name))
    return (Rule.INITIALS, Stage.INITIALS_FRONT, 0) if is_front else None


def _by_mixture(typed: Typed, name: NameCard) -> Found | None:
    """Return whether a name begins with what was typed in characters and letters."""
    if not typed.is_mixed:
        return None
    for text in (name.squashed, name.region + name.core, name.core):
        if begins_mixed(text, syllables(text), typed.whole):
            return Rule.PINYIN, Stage.PINYIN_FRONT, 0
    return None


def _name_match(typed: Typed, name: NameCard) -> Match | None:
    query = typed.query
    is_latin = query.kind is Kind.LATIN
    found = None if is_latin and not _has_letters(name) else _by_characters(typed, name)
    if found is None and is_latin:
        found = _by_letters(typed, name)
    elif found is None and query.kind is Kind.NAME:
        found = _by_mixture(typed, name) or _similar(typed, name)
    if found is None:
        return None
    rule, stage, loss = found
    loss += FORMER if name.field is Field.FORMER_NAME else 0
    loss += BRANCH if name.branch and not query.branch else 0
    return Match(rule=rule, stage=stage, field=name.field, text=name.text, score=_SCORE[stage] - loss, name=name)


def _code_match(query: QueryText, card: Card) -> Match | None:
    if query.kind is not Kind.CODE:
        return None
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


def match_of(query: QueryText, card: Card) -> Match | None:
    """Return why the firm fits, by its best text; None = it does not."""
    return _match(Typed(query), card)


def _match(typed: Typed, card: Card) -> Match | None:
    by_code = _code_match(typed.query, card)
    if by_code:
        return by_code
    best: Match | None = None
    for name in card.names:
        match = _name_match(typed, name)
        if match and (best is None or match.score > best.score):
            best = match
    return replace(best, score=best.score - ENDED) if best and card.ended else best


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


def rank(query: QueryText, candidates: Iterable[Candidate]) -> list[Ranked]:
    """Order the candidates that fit, best first."""
    typed = Typed(query)
    return in_order(
        Ranked(candidate=candidate, match=match) for candidate in candidates if (match := _match(typed, candidate.card))
    )
