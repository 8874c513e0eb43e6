"""Bring any text into the one form in which index and query meet.

Builds on `enterprises.shared.rules.names.fold_name`, which decides whether two names are the same enterprise. It is
wider: 昇 and 升, 乾 and 干, 一 and 1 and 壹 meet, because people type either. Blanks still part words.
"""

import re
from functools import lru_cache

from enterprises.shared.rules.names import fold_name

# Distinct when two names are compared, together when one is looked for. 陆 stays: as a numeral it is rare, as a
# word common. Digits become the characters by which they are read, so that 58 is found as 五八 and as wuba.
_VARIANTS = str.maketrans(
    "昇陞乾菸傢佔週託崙〇○0123456789壹贰叁肆伍柒捌玖拾弍弎",
    "升升干烟家占周托仑零零零一二三四五六七八九一二三四五七八九十二三",
)
# The Han blocks of Unicode, as they stand in a class of a regular expression.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_is_han = re.compile(f"[{HAN}]").match
_REMEMBERED = 1024  # a name is folded several times in a row


def is_han(character: str) -> bool:
    """Return whether a character is written in Han script."""
    return _is_han(character) is not None


@lru_cache(_REMEMBERED)
def normalise(text: str) -> str:
    """Return the text with width, case, script, variants, numerals and brackets folded; blanks become one space."""
    return " ".join(filter(None, map(fold_name, text.split()))).translate(_VARIANTS)


def squash(text: str) -> str:
    """Return the letters and digits of the normalised text, nothing between them."""
    return "".join(filter(str.isalnum, normalise(text)))


def squash_plain(text: str) -> str:
    """Return the letters and digits of a text as `fold_name` leaves them: digits stay digits."""
    return "".join(filter(str.isalnum, fold_name(text)))
