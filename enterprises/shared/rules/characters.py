"""One code for each written character: look-alikes become the unified ideograph (docs/rules/names.md).

Text copied from a PDF holds radicals (U+2E80-2FD5) where ideographs belong, because a font may draw both with one
glyph. Nobody sees the difference; search, comparison and the text of another PDF do.
"""

import re
import unicodedata
from collections.abc import Mapping

_BLOCKS = range(0x2E80, 0x2FE0)  # CJK Radicals Supplement, Kangxi Radicals
_UNKNOWN = "〓"  # the sign that printers set for a character they do not have
# EquivalentUnifiedIdeograph.txt of Unicode 15.0, CJK Radicals Supplement. U+2E80 has no equivalent and U+2E9A is none.
_RADICALS = (*range(0x2E81, 0x2E9A), *range(0x2E9B, 0x2EF4))
_IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀"
    "聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_KANGXI = range(0x2F00, 0x2FD6)  # normal form KC gives the equivalents of the file
_UNIFIED = (
    dict.fromkeys(_BLOCKS, _UNKNOWN)
    | dict(zip(_RADICALS, _IDEOGRAPHS, strict=True))
    | {code: unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI}
    | dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))  # variation selectors
)
# Radicals, compatibility ideographs, variation selectors, and the signs of Ohm, Kelvin and Angstrom.
_TRANSLATED = "\u2e80-\u2fdf\ufe00-\ufe0f\U000e0100-\U000e01ef"
_ALONE = re.compile(f"[{_TRANSLATED}\uf900-\ufaff\U0002f800-\U0002fa1f\u2126\u212a\u212b]")
_find_look_alike = re.compile(f"[{_TRANSLATED}]").search


def unified(text: str) -> str:
    """Return a text in normal form C, with unified ideographs for radicals and without variation selectors.

    Compatibility ideographs become unified ones by the normal form. What stands for no ideograph in the two blocks of
    radicals becomes 〓, so that no character of U+2E80-2FDF remains. Idempotent; all else stays as typed.
    """
    if text.isascii():
        return text
    if _find_look_alike(text):
        text = text.translate(_UNIFIED)
    return unicodedata.normalize("NFC", text)


def unified_each(text: str) -> str:
    """Return a text with each look-alike unified by itself.

    For markup: a combining mark behind a tag stays there, where `unified` joins it with the bracket of the tag.
    """
    return _ALONE.sub(lambda found: unified(found[0]), text)


class UnifiedText(str):
    """A text in unified characters that carries its typed form; made by `unified_text`."""

    __slots__ = ("typed",)
    typed: str

    def strip(self, chars: str | None = None, /) -> str:
        """Return the text without outer blanks, and likewise what was typed."""
        return _with_typed(super().strip(chars), typed=self.typed.strip(chars))


def unified_text(text: str) -> str:
    """Return a text in unified characters; as a `UnifiedText` where it was typed in others. Idempotent."""
    if isinstance(text, UnifiedText):
        return text
    plain = unified(text)
    return text if plain == text else _with_typed(plain, typed=text)


def typed_form(text: str) -> str:
    """Return a text as it was typed."""
    return text.typed if isinstance(text, UnifiedText) else text


def as_typed(values: Mapping[str, object]) -> dict[str, str]:
    """Return how the texts among some values were typed, of those in which `unified_text` has replaced characters."""
    return {name: value.typed for name, value in values.items() if isinstance(value, UnifiedText)}


def _with_typed(text: str, *, typed: str) -> UnifiedText:
    made = UnifiedText(text)
    made.typed = typed
    return made


def differing(cells: Mapping[str, object]) -> dict[str, str]:
    """Return the texts among some cells that `unified` changes or has changed, as they were typed, by field."""
    texts = "\n".join([cell for cell in cells.values() if type(cell) is str])
    if unified(texts) == texts and not any(isinstance(cell, UnifiedText) for cell in cells.values()):
        return {}  # nearly always: looked at together, because one look costs a tenth of twenty
    return {
        code: typed_form(cell)
        for code, cell in cells.items()
        if isinstance(cell, UnifiedText) or (isinstance(cell, str) and not cell.isascii() and unified(cell) != cell)
    }


def look_alikes(text: str) -> tuple[str, ...]:
    """Return the characters that `unified` replaces by others, each once, in the order of the text."""
    return tuple(dict.fromkeys(each for each in text if not each.isascii() and unified(each) != each))
