"""Numbers in the spellings of people: standard numbers, batches, models, document numbers.

A number is found by itself and by what begins like it. So is a part of it, behind a sign or from its first digit on.
Signs, width, case and labels do not matter, and days are written with eight digits.
"""

import re
import unicodedata

from enterprises.shared.rules.names import fold_name

LONGEST = 60  # characters of a folded number
SHORTEST = 3
_MOST = 12  # numbers of one cell
_LABELS = re.compile(
    r"生产日期|生产批[号次]|产品批[号次]|加工日期|购进日期|批[号次]|标准[编]?号|执行标准|(?<![a-z0-9])(?:lot|batch|no)(?![a-z])",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号]?")
_TITLE = re.compile(r"《[^》]*》|\([^()]*[\u4e00-\u9fff]{2}[^()]*\)")
_APART = re.compile(r"[、，,；;\n\r|]+|\s{2,}|(?<=\d)\s+(?=[A-Za-z]{1,4}/?T?\s*\d)")
_PIECES = re.compile(r"[a-z]+|\d+|[^\W\d_a-z]+")
_SIGN = re.compile(r"[\W_]+")


def has_digit(text: str) -> bool:
    """Return whether a text may be a number."""
    return any(map(str.isdecimal, text))


def is_label(text: str) -> bool:
    """Return whether a text only introduces a number: 批号, Lot."""
    return _LABELS.fullmatch(text.strip(" :：.")) is not None


def fold_number(text: str) -> str:
    """Return the letters and digits of one number, without labels, days as eight digits.

    >>> fold_number("GB/T 4706.19-2008") == fold_number("gbt4706.19－2008")
    True
    """
    return "".join(_pieces(text))[:LONGEST]


def _pieces(text: str) -> list[str]:
    """Return the parts of a number between its signs."""
    plain = unicodedata.normalize("NFKC", text)
    days = _DAY.sub(lambda found: f" {found[1]}{int(found[2]):02}{int(found[3]):02} ", plain)
    return [fold_name(piece) for piece in _SIGN.split(_LABELS.sub(" ", days)) if piece]


def numbers_in(cell: str) -> tuple[str, ...]:
    """Return the numbers of a cell that may hold several of them, beside titles and remarks; as printed."""
    parts = (part.strip() for part in _APART.split(_TITLE.sub(" ", unicodedata.normalize("NFKC", cell))))
    return tuple(dict.fromkeys(part for part in parts if part and has_digit(part)))[:_MOST]


def number_forms(number: str) -> tuple[str, ...]:
    """Return the folded number, and the ends of it by whose beginning it may be requested."""
    folded = fold_number(number)
    if len(folded) < SHORTEST:
        return ()
    ends, at = [folded], 0
    for piece in _pieces(number):
        starts = [at, *(at + match.start() for match in _PIECES.finditer(piece) if match[0].isdecimal())]
        ends += [folded[start:] for start in starts]
        at += len(piece)
    return tuple(dict.fromkeys(end for end in ends if len(end) >= SHORTEST and has_digit(end)))
