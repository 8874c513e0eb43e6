"""Full-width forms of ASCII, folded one character to one, so that offsets stay the same."""

import re

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# Spaces of all kinds, and characters that nobody sees: soft hyphen, zero widths, direction marks, BOM.
_BLANKS = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+")


def half_width(text: str) -> str:
    """Replace full-width letters, digits, signs and spaces; the length stays the same."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


def without_blanks(text: str) -> str:
    """Drop all spaces, line breaks and invisible characters."""
    return _BLANKS.sub("", text)
