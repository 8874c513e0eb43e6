"""Folding of batch numbers (批号): the text by which two written batches of a product are the same."""

import re
import unicodedata

from enterprises.shared.rules.names import fold_words

LONGEST = 200
_DAY = re.compile(r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号]?")
_LABELS = re.compile(
    r"生产日期|生产批[号次]|产品批[号次]|加工日期|购进日期|批[号次]|(?<![a-z0-9])(?:lot|batch|no)(?![a-z])|[第批次号]",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\W_]+")


def fold_batch(text: str) -> str:
    """Fold width, case and script, write days as eight digits, and leave out labels and signs.

    2026年3月1日, 2026-03-01, 2026/3/1, 批号：20260301 and Lot 2026.3.1 give the same text. A day and a number that
    stand together stay in their order. Defined for every string; at most 200 characters.
    """
    plain = unicodedata.normalize("NFKC", text)
    days = _DAY.sub(lambda found: f" {found[1]}{int(found[2]):02}{int(found[3]):02} ", plain)
    return _SIGNS.sub("", fold_words(_LABELS.sub(" ", days)))[:LONGEST]
