"""Fonts inside PDFs: only the glyphs in use, under the numbers by which the text names them."""

from collections import defaultdict
from collections.abc import Collection
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont

OPENTYPE = "/OpenType"
BARE_CFF = "/CIDFontType0C"


def compact_fonts(document: Any, pdf: Any) -> None:
    """Replace each OpenType font of a PDF about to be written by its bare glyph table.

    The layout library leaves an empty slot for each of 65,000 glyphs, 100 KB a face. Readers have to guess whether the
    text names glyphs by position or by character identifier.
    """
    used: dict[object, set[int]] = defaultdict(set)
    hashes = {}
    for font in document.fonts.values():
        used[font.hash] |= set(font.to_unicode)
        hashes[id(font.file_content)] = font.hash
    for one in pdf.objects:
        extra = getattr(one, "extra", None)
        if extra and extra.get("Subtype") == OPENTYPE:
            (content,) = one.stream
            one.stream = [compact(content, used[hashes[id(content)]])]
            extra["Subtype"] = BARE_CFF


def compact(font: bytes, glyphs: Collection[int]) -> bytes:
    """Return the CFF table with `glyphs` alone, each identified by the place it had."""
    with TTFont(BytesIO(font), lazy=True, recalcBBoxes=False) as parsed:
        table = parsed["CFF "]
        top = table.cff.topDictIndex[0]
        kept = sorted({0, *glyphs})
        top.charset = [".notdef", *(f"cid{place:05d}" for place in kept[1:])]  # else the one of all glyphs is read
        outlines, selection = top.CharStrings, top.FDSelect
        index = outlines.charStringsIndex
        index.items = [index[place] for place in kept]
        del index.file, index.offsets
        selection.format = None
        selection.gidArray = [selection.gidArray[place] for place in kept]
        top.numGlyphs = len(kept)
        top.CIDCount = kept[-1] + 1
        return bytes(table.compile(parsed))
