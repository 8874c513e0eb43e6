"""Folding of names: the text by which two written names are the same enterprise (docs/rules/names.md)."""

import unicodedata
from functools import cache

from opencc import OpenCC

from enterprises.shared.rules.characters import unified

# Bracket pairs, dots and dashes that mean the same in a name, after NFKC.
_PUNCTUATION = (
    dict.fromkeys("[{〔【〖〘〚〈《「『⟨⦅", "(")
    | dict.fromkeys("]}〕】〗〙〛〉》」』⟩⦆", ")")
    | dict.fromkeys("•・‧∙⋅●", "·")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("‘’‛′`´", "'")
    | dict.fromkeys("“”„″", '"')
)

# 昇 and 陞 live on in simplified names beside 升, 乾 beside 干: two enterprises may differ in nothing else.
_KEPT_APART = frozenset("昇陞乾")

# Characters that converters give back differently: whoever turns a name into traditional characters and
# back gets another one. Each pair is one character here.
_VARIANTS = dict(
    zip(
        "夥俱徵於衞敍座瞭鉅钜锺馀谘迳镟渖暱簷痺著睪颚鲶稆幺枱粧糭衹濬澂𬞟",
        "伙具征于卫叙坐了巨巨钟余咨径旋沈昵檐痹着睾腭鲇穞么台妆粽只浚澄苹",
        strict=True,
    )
)

_DROPPED_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_MOST_PASSES = 6


def fold_name(text: str) -> str:
    """Fold width, brackets, spaces, case and traditional characters, character by character.

    Deterministic, idempotent and defined for every string. Names with equal folded text are the
    same name; nothing weaker may be called so.
    """
    for _ in range(_MOST_PASSES):
        folded = unicodedata.normalize("NFKC", text).translate(_CHARACTERS)
        if folded == text:
            break
        text = folded
    return text


def fold_words(text: str) -> str:
    """Fold a text that is no name, as a number or a key: as `fold_name`, and 乾 is 干."""
    return fold_name(text).replace("乾", "干")


class _Characters(dict[int, str]):
    """What each character becomes, filled on first use: converting one by one costs 2 µs each."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_CHARACTERS = _Characters()


def _fold_character(written: str) -> str:
    character = unified(written)
    if not character:
        return ""
    category = unicodedata.category(character)
    if category in _DROPPED_CATEGORIES:
        return ""
    if category == "Cs" or character in _KEPT_APART:
        return character
    if character in _PUNCTUATION:
        return _PUNCTUATION[character]
    simplified = _converter().convert(character.casefold())
    return _VARIANTS.get(character) or _VARIANTS.get(simplified, simplified)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
