"""Mark what of a text answers the query: pure, on the text as registered; for records on the texts of a hit."""

from collections.abc import Callable, Collection, Container, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from search.matching.entries import READ_ALOUD
from search.names.edit_distance import edits
from search.names.features import MatchedField
from search.names.numbers import SHORTEST, fold_number, has_digit, number_forms, numbers_in
from search.names.pinyin import initials, syllables, ways_of
from search.names.queries import Kind, QueryText, TypedWord, TypedWords
from search.names.scripts import is_han, squash
from search.names.tokens import tokens_of
from search.port import Match, MatchGroup, MatchType

Piece = tuple[str, bool]
_SHORT = 2  # characters; fewer are part of too much


def highlight(query: QueryText, match: Match) -> list[Piece]:
    """Return the matched text in pieces, each with whether it answers the query; joined they are the text."""
    if match.field is MatchedField.DOCUMENT_NUMBER:
        return [(match.text, True)]
    if match.field is MatchedField.USCC:
        if match.type is MatchType.REGISTER_NUMBER or query.code not in match.text:
            return [(match.text, True)]
        return pieces_of(match.text, _span(match.text, query.code))
    folded, origin = _folded(match.text, match.name.squashed if match.name else squash(match.text))
    return pieces_of(match.text, {origin[index] for index in _positions(query, match.group, folded)})


def _folded(text: str, whole: str) -> tuple[str, Sequence[int]]:
    """Return the squashed text `whole`, and for each of its characters where it stands in the original."""
    if len(whole) == len(text) and text.isalnum():  # one character for each
        return whole, range(len(whole))
    folded = [(squash(character), position) for position, character in enumerate(text)]
    return "".join(text for text, _ in folded), [position for text, position in folded for _ in text]


def _positions(query: QueryText, group: MatchGroup, folded: str) -> set[int]:
    for text in (query.squashed, query.head):
        if text and text in folded:
            return _span(folded, text)
    if query.kind is Kind.LATIN and group in {MatchGroup.PINYIN, MatchGroup.INITIALS}:
        return _pinyin_positions(query.squashed, folded, whole=group is MatchGroup.PINYIN)
    words = [word for word in query.words if word in folded]
    if len(words) == len(query.words):
        return set().union(*(_span(folded, word) for word in words))
    return _common([query.region, query.core], folded)


def _span(folded: str, text: str) -> set[int]:
    at = folded.index(text)
    return set(range(at, at + len(text)))


def _common(texts: Iterable[str], folded: str) -> set[int]:
    """Return the positions of what the text shares with each of `texts`, in order."""
    positions: set[int] = set()
    for text in filter(None, texts):
        if text in folded:
            positions |= _span(folded, text)
            continue
        for block in Indel.editops(text, folded).as_matching_blocks():
            positions.update(range(block.b, block.b + block.size))
    return positions


def _pinyin_positions(typed: str, folded: str, *, whole: bool) -> set[int]:
    """Return the positions of the characters whose syllables (or first letters) make up the typed letters."""
    pinyin = syllables(folded)
    return _positions_of_units(typed, pinyin if whole else initials(pinyin))


def _positions_of_units(typed: str, units: Sequence[str]) -> set[int]:
    """Return the positions of the units that make up the typed letters; the last one may be unfinished."""
    for start in range(len(units)):
        rest, at = typed, start
        while rest and at < len(units) and rest.startswith(units[at]):
            rest, at = rest.removeprefix(units[at]), at + 1
        if at > start and (not rest or (at < len(units) and units[at].startswith(rest))):
            return set(range(start, at + bool(rest)))
    return set()


def pieces_of(text: str, marked: Container[int]) -> list[Piece]:
    """Cut a text where a run of marked positions begins or ends; joined the pieces are the text."""
    pieces: list[Piece] = []
    start, is_marked = 0, 0 in marked
    for end in range(1, len(text)):
        if (end in marked) is not is_marked:
            pieces.append((text[start:end], is_marked))
            start, is_marked = end, not is_marked
    return [*pieces, (text[start:], is_marked)] if text else []


class _Text(NamedTuple):
    """A text of a hit."""

    text: str
    squashed: str
    is_name: bool  # found by sound and with a typo, too


def highlight_texts(typed: TypedWords, texts: Sequence[str], *, names: Collection[str]) -> list[list[Piece]]:
    """Return the texts of a record in pieces, each with whether it answers a word; joined they are the text.

    `names` are those by which the record is found. A word is marked in the first of the ways that mark anything:
    as it is written, by sound, with a typo.
    """
    held = [_Text(text, squash(text), text in names) for text in texts]
    marked: list[set[int]] = [set() for _ in held]
    for word in typed.words:
        ways = ([way(word, text) for text in held] for way in _WAYS)
        for positions, found in zip(marked, next(filter(any, ways), ()), strict=False):
            positions.update(found)
    return [_pieces(each, positions) for each, positions in zip(held, marked, strict=True)]


def _pieces(text: _Text, positions: set[int]) -> list[Piece]:
    """Cut a text at marked positions of its squashed form; what stands between two neighbours is marked, too."""
    folded, origin = _folded(text.text, text.squashed) if positions else ("", ())
    if folded != text.squashed:
        positions = set()
    runs = (range(origin[at], origin[after]) for at, after in pairwise(sorted(positions)) if after == at + 1)
    return pieces_of(text.text, {origin[at] for at in positions}.union(*runs))


def _as_written(word: TypedWord, text: _Text) -> set[int]:
    """Return where a word stands, whole, without its legal form, in bigrams or as a number."""
    for typed in (word.squashed, word.head):
        if typed in text.squashed:
            return _every_span(text.squashed, typed)
    tokens = tokens_of(word.head) if set(word.head) <= set(text.squashed) else ()
    if tokens and set(tokens) <= set(tokens_of(text.squashed)):
        return set[int]().union(*(_every_span(text.squashed, token) for token in tokens))
    return _of_numbers(text, lambda part: any(form.startswith(word.number) for form in number_forms(part)), word)


def _of_numbers(text: _Text, fits: Callable[[str], bool], word: TypedWord) -> set[int]:
    """Return where the numbers stand that fit a word; of one that holds the word as it is written, that alone."""
    if not word.number or not has_digit(text.text):
        return set()
    typed, positions = squash(word.number), set[int]()
    for number in map(squash, filter(fits, numbers_in(text.text))):
        start = text.squashed.find(number)
        if start >= 0:
            inner = _span(number, typed) if typed in number else range(len(number))
            positions.update(start + at for at in inner)
    return positions


def _of_brand_and_product(word: TypedWord, text: _Text) -> set[int]:
    """Return all of a name that is part of the word: brand and product are found as one name, too."""
    is_part = text.is_name and len(text.squashed) >= _SHORT and text.squashed in word.squashed
    return set(range(len(text.squashed))) if is_part else set()


def _by_pinyin(word: TypedWord, text: _Text) -> set[int]:
    return _by_letters(word, text, list)


def _by_initials(word: TypedWord, text: _Text) -> set[int]:
    return _by_letters(word, text, initials)


def _by_letters(word: TypedWord, text: _Text, units: Callable[[tuple[str, ...]], Sequence[str]]) -> set[int]:
    typed = word.squashed
    if not text.is_name or len(typed) < _SHORT or not (typed.isascii() and typed.isalpha()):
        return set()
    ways = (_positions_of_units(typed, units(way)) for way in ways_of(text.squashed[:READ_ALOUD]))
    return next(filter(None, ways), set())


def _as_homophone(word: TypedWord, text: _Text) -> set[int]:
    if not text.is_name or len(word.squashed) < _SHORT or not any(map(is_han, word.typed)):
        return set()
    pinyin = ways_of(text.squashed[:READ_ALOUD])
    ways = (_positions_of_units("".join(way), units) for way in ways_of(word.squashed[:READ_ALOUD]) for units in pinyin)
    return next(filter(None, ways), set())


def _by_a_typo(word: TypedWord, text: _Text) -> set[int]:
    """Return what a name shares with a word but for one character, or all of what is one edit apart."""
    number, characters = word.number, set(word.squashed)
    if len(number) > SHORTEST:
        found = _of_numbers(text, lambda part: edits(number, fold_number(part), at_most=1) <= 1, word)
        if found:
            return found
    if not text.is_name or len(characters) < _SHORT:
        return set()
    if not any(map(is_han, word.typed)):
        spoken = "".join(syllables(text.squashed[:READ_ALOUD]))
        is_fuzzy = any(edits(word.squashed, name, at_most=1) <= 1 for name in (text.squashed, spoken))
        return set(range(len(text.squashed))) if is_fuzzy and len(word.squashed) > _SHORT else set()
    lacking = len(characters - set(text.squashed))
    return _common([word.squashed], text.squashed) if lacking <= int(len(characters) > _SHORT) else set()


_WAYS = (_as_written, _of_brand_and_product, _by_pinyin, _by_initials, _as_homophone, _by_a_typo)


def _every_span(folded: str, text: str) -> set[int]:
    """Return the positions of each place where a text stands."""
    positions, at = set[int](), folded.find(text)
    while text and at >= 0:
        positions.update(range(at, at + len(text)))
        at = folded.find(text, at + 1)
    return positions
