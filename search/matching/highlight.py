"""Mark what of a text answers the query: pure, on the text as registered."""

from collections.abc import Container, Iterable, Sequence

from rapidfuzz.distance import Indel

from search.names.features import MatchedField
from search.names.pinyin import syllables
from search.names.queries import Kind, QueryText
from search.names.scripts import squash
from search.port import Match, MatchGroup, MatchType

Piece = tuple[str, bool]


def highlight(query: QueryText, match: Match) -> list[Piece]:
    """Return the matched text in pieces, each with whether it answers the query; joined they are the text."""
    if match.field is MatchedField.DOCUMENT_NUMBER:
        return [(match.text, True)]
    if match.field is MatchedField.USCC:
        if match.type is MatchType.REGISTER_NUMBER or query.code not in match.text:
            return [(match.text, True)]
        return pieces_of(match.text, _span(match.text, query.code))
    folded, origin = _folded(match)
    return pieces_of(match.text, {origin[index] for index in _positions(query, match.group, folded)})


def _folded(match: Match) -> tuple[str, Sequence[int]]:
    """Return the squashed text, and for each of its characters where it stands in the original."""
    whole = match.name.squashed if match.name else squash(match.text)
    if len(whole) == len(match.text) and match.text.isalnum():  # one character for each
        return whole, range(len(whole))
    folded = [(squash(character), position) for position, character in enumerate(match.text)]
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
    units = pinyin if whole else tuple(syllable[0] for syllable in pinyin)
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
