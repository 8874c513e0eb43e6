"""Decide why a firm fits a query and in which order firms are shown: pure, the same for all engines.

Stages, best first: code; whole name; name without legal form or region; brand; beginning; phrase;
pairs; same sound; one character different. Former names, ended firms and branches come a little
later within a stage. Only an equal whole name or a code is "the firm" (docs/search.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from enterprises.rules.names import fold_name
from search.port import Card, Match, Rule
from search.text.cards import Field, NameCard
from search.text.cutting import tokens_of
from search.text.distance import edits
from search.text.queries import Kind, QueryText
from search.text.sounds import initials, syllables

CODE, REGISTER, CODE_FRONT = 1100.0, 1090.0, 1010.0
WHOLE, SAME_SEARCHED = 1000.0, 990.0
STEM, CORE, REGION_BRAND, BRAND, CORE_FRONT = 900.0, 880.0, 840.0, 820.0, 780.0
LITERAL = {Rule.PREFIX: 760.0, Rule.PHRASE: 700.0, Rule.PAIRS: 620.0}
SAME_SOUND, SIMILAR, EDIT = 560.0, 540.0, 40.0
PINYIN, PINYIN_FRONT, INITIALS, INITIALS_FRONT = 600.0, 540.0, 500.0, 460.0
FORMER, ENDED, BRANCH, OTHER_FORM = 12.0, 4.0, 8.0, 6.0
NO_REGION, OTHER_REGION, SAME_REGION = 50.0, 40.0, 10.0
SYLLABLE_WEIGHT = 0.6

_ORDER = {rule: place for place, rule in enumerate(Rule)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A firm that an engine proposes."""

    id: int
    card: Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A firm with its best match."""

    candidate: Candidate
    match: Match


def _same_place(a: str, b: str) -> bool:
    return not a or not b or a in b or b in a


def _literal_rule(query: QueryText, name: NameCard) -> Rule | None:
    """Return how the typed text lies in the name, character by character."""
    for text in (query.squashed, query.head):
        if name.squashed.startswith(text):
            return Rule.PREFIX
    if query.head in name.squashed or all(word in name.squashed for word in query.words):
        return Rule.PHRASE
    held = set(tokens_of(name.squashed))
    return Rule.PAIRS if held.issuperset(query.required) else None


def _parts_score(query: QueryText, name: NameCard) -> float | None:
    """Return the score of equal parts: core, or brand, in a place that does not contradict."""
    typed = query.region + query.core  # however it falls apart: 青山 may be a district or a brand
    if typed == name.region + name.core:
        return STEM - _other_form(query, name)
    if typed == name.region + name.brand:
        return REGION_BRAND
    if not _same_place(query.region, name.region):
        return None
    lacking = NO_REGION if query.region and not name.region else 0
    if query.core == name.core:
        return CORE - _other_form(query, name) - lacking
    if query.core == name.brand:
        return BRAND - lacking
    return CORE_FRONT - lacking if name.core.startswith(query.core) else None


def _other_form(query: QueryText, name: NameCard) -> float:
    return OTHER_FORM if query.legal_form and query.legal_form != name.legal_form else 0


def _allowed(length: int) -> int:
    """Return how many edits a core of that length may be away and still be called similar."""
    if length < 3:  # noqa: PLR2004 - two characters with one wrong fit half the register
        return 0
    return 1 if length < 7 else 2 if length < 12 else 3  # noqa: PLR2004


Found = tuple[Rule, float]
Said = tuple[str, ...]


def _nearness(typed: str, typed_sounds: Said, held: str, held_sounds: Said, *, allowed: int) -> Found | None:
    characters = edits(typed, held, at_most=max(allowed, len(typed)))
    sounds = edits(typed_sounds, held_sounds, at_most=allowed)
    if sounds == 0 < characters and len(typed) > 1:
        return Rule.PINYIN, SAME_SOUND - characters
    if characters > allowed:
        return None
    return Rule.PAIRS, SIMILAR - EDIT * (characters + SYLLABLE_WEIGHT * sounds)


def _similar(query: QueryText, name: NameCard) -> Found | None:
    """Return the nearest of core and brand, by characters and by syllables, else of the whole name."""
    allowed = _allowed(len(query.core))
    found = [
        _nearness(query.core, query.sounds, name.core, name.sounds, allowed=allowed),
        _nearness(query.core, query.sounds, name.brand, name.brand_sounds, allowed=allowed),
    ]
    if allowed and not any(found) and query.squashed != query.core:  # the slip is in region or legal form
        characters = edits(query.squashed, name.squashed, at_most=allowed)
        if characters <= allowed:
            found = [(Rule.PAIRS, SIMILAR - EDIT * (1 + SYLLABLE_WEIGHT) * characters)]
    best = max((entry for entry in found if entry), key=lambda entry: entry[1], default=None)
    if best is None:
        return None
    if not _same_place(query.region, name.region):
        return best[0], best[1] - OTHER_REGION
    return best[0], best[1] + (SAME_REGION if query.region and query.region == name.region else 0)


def _by_characters(query: QueryText, name: NameCard) -> Found | None:
    literal = _literal_rule(query, name)
    if query.squashed == name.squashed:
        same = fold_name(query.typed) == fold_name(name.text)
        return (Rule.NAME, WHOLE) if same else (Rule.PREFIX, SAME_SEARCHED)
    score = _parts_score(query, name)
    if score is not None:
        return literal or Rule.PAIRS, score
    return (literal, LITERAL[literal]) if literal else None


def _spoken(name: NameCard) -> tuple[tuple[str, ...], ...]:
    """Return the texts of a name that people type in pinyin, longest first."""
    region = syllables(name.region)
    return (
        syllables(name.squashed),
        (*region, *name.sounds),
        (*region, *name.brand_sounds),
        name.sounds,
        name.brand_sounds,
    )


def _by_letters(query: QueryText, name: NameCard) -> Found | None:
    """Return how typed letters fit the pinyin or the initials of a name."""
    typed, spoken = query.squashed, _spoken(name)
    for rule, whole, front, texts in (
        (Rule.PINYIN, PINYIN, PINYIN_FRONT, ["".join(said) for said in spoken]),
        (Rule.INITIALS, INITIALS, INITIALS_FRONT, [initials(said) for said in spoken]),
    ):
        if typed in texts:
            return rule, whole - texts.index(typed)
        if any(text.startswith(typed) for text in texts):
            return rule, front
    return None


def _name_match(query: QueryText, name: NameCard) -> Match | None:
    found = _by_characters(query, name)
    if found is None and query.kind is Kind.LATIN:
        found = _by_letters(query, name)
    elif found is None and query.kind is Kind.NAME:
        found = _similar(query, name)
    if found is None:
        return None
    rule, score = found
    score -= FORMER if name.field is Field.FORMER_NAME else 0
    score -= BRANCH if name.branch and not query.branch else 0
    return Match(rule=rule, field=name.field, text=name.text, score=score)


def _code_match(query: QueryText, card: Card) -> Match | None:
    if query.kind is not Kind.CODE:
        return None
    if query.code == card.uscc:
        return Match(rule=Rule.CODE, field=Field.USCC, text=card.uscc, score=CODE)
    if query.code == squash_code(card.register_number):
        return Match(rule=Rule.CODE, field=Field.USCC, text=card.uscc, score=REGISTER)
    if card.uscc.startswith(query.code):
        return Match(rule=Rule.PREFIX, field=Field.USCC, text=card.uscc, score=CODE_FRONT)
    return None


def squash_code(code: str) -> str:
    """Return a code as it is compared: upper case, letters and digits only."""
    return "".join(c for c in code.upper() if c.isalnum())


def match_of(query: QueryText, card: Card) -> Match | None:
    """Return why the firm fits, by its best text; None = it does not."""
    by_code = _code_match(query, card)
    if by_code:
        return by_code
    matches = [match for name in card.names if (match := _name_match(query, name))]
    best = max(matches, key=lambda match: match.score, default=None)
    return replace(best, score=best.score - ENDED) if best and card.ended else best


def _place(ranked: Ranked) -> tuple[float, int, int, str]:
    match = ranked.match
    return (-match.score, _ORDER[match.rule], len(match.text), ranked.candidate.card.uscc)


def rank(query: QueryText, candidates: Iterable[Candidate]) -> list[Ranked]:
    """Order the candidates that fit, best first; ties end in the code."""
    ranked = [
        Ranked(candidate=candidate, match=match)
        for candidate in candidates
        if (match := match_of(query, candidate.card))
    ]
    return sorted(ranked, key=_place)
