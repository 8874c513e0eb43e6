"""Folding of document numbers (文书号): the text by which two written numbers are the same."""

import re
import unicodedata
from functools import lru_cache

from enterprises.shared.rules.names import fold_words

LONGEST = 128
# Runs of digits, and runs of everything else that is read aloud.
_PIECES = re.compile(r"\d+|[^\W\d_]+")
_YEAR_DIGITS = 4


@lru_cache(maxsize=4096)  # needed three times a row: key, column, comparison
def fold_document_number(text: str) -> str:
    """Fold width, case, script and brackets, and leave out 年, 第 and 号 around numbers.

    武市监罚字〔2026〕12号, (2026) 第12号 and [2026]12 after the same words give the same text. Runs of
    digits that stood apart stay apart. Defined for every string; at most 128 characters.
    """
    pieces = _PIECES.findall(unicodedata.normalize("NFKC", text))
    folded: list[str] = []
    for place, piece in enumerate(pieces):
        word = piece if piece.isdecimal() else _word(piece, pieces, place)
        if word:
            folded.append("-" + word if word.isdecimal() and folded and folded[-1][-1].isdecimal() else word)
    return "".join(folded)[:LONGEST]


def _word(piece: str, pieces: list[str], place: int) -> str:
    """Return a run of characters without what only introduces or closes a number."""
    before = pieces[place - 1] if place else ""
    word, is_last = fold_words(piece), place + 1 == len(pieces)
    if is_last and before.isdecimal():
        return word.removesuffix("号")
    if before.isdecimal() and len(before) == _YEAR_DIGITS:
        word = word.removeprefix("年")
    return word if is_last else word.removesuffix("第")
