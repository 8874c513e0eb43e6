"""One spelling for digits, letters and separators, with the way back to the typed positions."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from enterprises.shared.rules.uscc import check_uscc

# Letters that look like Latin ones in other scripts, and signs that stand for X.
_LETTERS = dict(zip("АВЕКМНОРСТУХаеорсухІіЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοχ", "ABEKMHOPCTYXaeopcyxIiJSABEZHIKMNOPTYXox", strict=True))
_CROSSES = dict.fromkeys("×✕✖✗✘⨯╳⤫", "X")
_BRACKETS = dict.fromkeys("（〔［【〖「『《〈｛{[<⟨", "(") | dict.fromkeys("）〕］】〗」』》〉｝}]>⟩", ")")
_DOTS = dict.fromkeys("·•・‧∙⋅●．", ".")
_HAN = dict(
    zip("〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸弌弍弎两幺", "00012345678912345678923612321", strict=True)
)
_LOOK_ALIKE = str.maketrans("OoQIil|ZzSsB", "000111122558")

HAN_SIGNS = "".join(_HAN)
_GAP = r"[^\w*]*"
_HAN_RUN = re.compile(rf"[0-9{HAN_SIGNS}](?:{_GAP}[0-9{HAN_SIGNS}]){{6,}}")
_HAN_PAIR = re.compile(rf"[{HAN_SIGNS}]{_GAP}[0-9{HAN_SIGNS}]|[0-9]{_GAP}[{HAN_SIGNS}]")  # tested first: it is quick
# Commas between Han digits part a number; between other digits they may part figures.
_HAN_DIGITS = str.maketrans(_HAN | {",": " ", "、": " "})
# Mostly digits, with letters that may stand for digits.
_MIXED_RUN = re.compile(
    r"(?<![0-9A-Za-z])(?=[0-9|OoQIilZzSsB]*[OoQIil|ZzSsB])[0-9OoQIil|ZzSsB](?:[^\w*|]?[0-9OoQIil|ZzSsB]){10,17}[Xx]?(?![0-9A-Za-z])"
)
_MIXED_PAIR = re.compile(r"[OoQIil|ZzSsB][^\w*|]?[0-9OoIl|]|[0-9][^\w*|]?[OoQIil|ZzSsB]")
_MOST_LETTERS = 0.6
_WORD = re.compile(
    r"(?<![0-9OoIl|])[A-Za-z]*[ZzSsBi][A-Za-z]*(?![0-9])"
)  # ISO 9001, but not 5 written as S among digits


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised text; `places` gives the typed position of each character, None = the same position."""

    text: str
    places: tuple[int, ...] | None

    def typed(self, position: int) -> int:
        """Return where the character at that position was typed."""
        return position if self.places is None else self.places[position]


@lru_cache(maxsize=4)  # masking and the search for what only looks personal read the same text after one another
def one_spelling(text: str) -> Normal:
    """Fold scripts of digits, width, circles, look-alike letters, brackets, dashes and blanks; others stay.

    Few characters become several (⑲ gives 19, ㎏ none): only then positions differ.
    """
    if text.isascii():
        return Normal(text.translate(_ASCII), None)
    plain = text.translate(_PLAIN)
    if len(plain) == len(text):
        return Normal(plain, None)
    return Normal(plain, tuple(place for place, sign in enumerate(text) for _ in _PLAIN[ord(sign)]))


def views_of(plain: str) -> tuple[str, ...]:
    """Return the text, and where it holds runs with Han digits or look-alike letters, the texts with digits in them."""
    views = [plain]
    if not plain.isascii() and _HAN_PAIR.search(plain):
        views.append(_HAN_RUN.sub(lambda run: run[0].translate(_HAN_DIGITS), plain))
    if _MIXED_PAIR.search(plain):
        views.append(_MIXED_RUN.sub(_digits_for_letters, plain))
    return tuple(dict.fromkeys(views))


def _digits_for_letters(run: re.Match[str]) -> str:
    letters = sum(sign.isalpha() or sign == "|" for sign in run[0])
    if letters > _MOST_LETTERS * len(run[0]) or _WORD.search(run[0]):
        return run[0]
    return run[0] if check_uscc(run[0]).is_valid else run[0].translate(_LOOK_ALIKE)


class _Plain(dict[int, str]):
    """What each character becomes, at least one character; filled on first use."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain_of(chr(code))
        return plain


def _plain_of(sign: str) -> str:
    for table in (_LETTERS, _CROSSES, _BRACKETS, _DOTS):
        if sign in table:
            return table[sign]
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "No":
        return _numbered(sign)
    if category in ("Cf", "Zs", "Zl", "Zp", "Cc") or sign.isspace():
        return " "
    if category == "Pd":
        return "-"
    return _folded(sign)


def _numbered(sign: str) -> str:
    """Return the digits of a circled, bracketed, dotted, raised or lowered number below 100, the sign itself else."""
    number = unicodedata.numeric(sign, -1.0)
    return str(int(number)) if number.is_integer() and 0 <= number < 100 else sign  # noqa: PLR2004 - two digits


def _folded(sign: str) -> str:
    """Return the compatible form where it is one character, or Han digits in brackets or circles as such a digit."""
    folded = unicodedata.normalize("NFKC", sign)
    if len(folded) == 1:
        return _BRACKETS.get(folded) or _DOTS.get(folded) or ("-" if folded in "_~" else folded)
    inner = folded.strip("()[].,")
    return inner if len(inner) == 1 and inner.isalnum() else sign


_PLAIN = _Plain({ord("_"): "-", ord("~"): "-"})
_ASCII = {code: _plain_of(chr(code)) for code in range(128) if code != ord("*")} | {ord("_"): "-", ord("~"): "-"}
