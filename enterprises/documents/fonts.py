"""The fonts of documents, and what to print for characters they lack."""

import subprocess
import unicodedata
from functools import cache

from fontTools.ttLib import TTFont

from enterprises.shared.rules.characters import unified_each

# Debian package fonts-noto-cjk; the style sheet of documents names the same families.
FAMILIES = ("Noto Sans CJK SC", "Noto Serif CJK SC")
KEPT_CONTROLS = frozenset("\n\t")


class FontMissing(RuntimeError):
    """A font that documents need is not installed."""


def printable(text: str) -> str:
    """Return `text` with every character that the fonts lack spelt as its code point, look-alikes unified before.

    A font draws U+2FA6 and 金 with one glyph, and a PDF has one character a glyph: each 金 would be copied as U+2FA6.
    Each is unified by itself: a mark that would join the character before it may stand behind a tag.
    〔U+1F600〕 loses nothing, where a box in a document would. Controls and invisible format
    characters go; line breaks and tabs stay.
    """
    if text.isascii() and text.isprintable():
        return text
    known = _coverage()
    return "".join(one if one in known or one in KEPT_CONTROLS else _spelt(one) for one in unified_each(text))


def missing_families() -> list[str]:
    """Name the families that are not installed."""
    return [family for family in FAMILIES if _place(family) is None]


def _spelt(character: str) -> str:
    if unicodedata.category(character) in {"Cc", "Cf"}:
        return ""
    return f"〔U+{ord(character):04X}〕"


@cache
def _coverage() -> frozenset[str]:
    """Return the characters that every family can print."""
    return frozenset.intersection(*(_characters(family) for family in FAMILIES))


def _characters(family: str) -> frozenset[str]:
    place = _place(family)
    if place is None:
        raise FontMissing(f"The font {family} is not installed: apt-get install fonts-noto-cjk.")
    path, number = place
    with TTFont(path, fontNumber=number, lazy=True) as font:
        codes = font.getBestCmap()
    invisible = {code for code in codes if unicodedata.category(chr(code)) in {"Cc", "Cf"}}
    return frozenset(map(chr, set(codes) - invisible))


def _place(family: str) -> tuple[str, int] | None:
    """Return the file of a family and its place in it, by fontconfig; None if it has only another."""
    command = ["fc-match", "--format=%{file}|%{index}|%{family}", family]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    path, index, found = answer.stdout.split("|", 2)
    return (path, int(index) & 0xFFFF) if family in found.split(",") else None
