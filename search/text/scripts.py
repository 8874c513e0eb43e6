"""Bring any text into the one form in which index and query meet.

Builds on `enterprises.rules.names.fold_name`, which decides whether two names are the same firm, and
is wider: here 昇 and 升 meet, because people type either, and blanks still part words.
"""

from enterprises.rules.names import fold_name

# Told apart when two names are compared, together when one is looked for.
_VARIANTS = str.maketrans("昇陞菸傢佔週託崙〇", "升升烟家占周托仑零")
_HAN_BLOCKS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))


def is_han(character: str) -> bool:
    """Tell whether a character is written in Han script."""
    code = ord(character)
    return any(low <= code <= high for low, high in _HAN_BLOCKS)


def normalise(text: str) -> str:
    """Return the text with width, case, script, variants and brackets folded; blanks become one space."""
    return " ".join(filter(None, map(fold_name, text.split()))).translate(_VARIANTS)


def squash(text: str) -> str:
    """Return the letters and digits of the normalised text, nothing between them."""
    return "".join(c for c in normalise(text) if c.isalnum())
