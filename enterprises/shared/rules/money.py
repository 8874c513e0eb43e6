"""Amounts of money in running text: 罚款2万元, 叁佰万元, 20000元, 人民币壹万伍仟元整. Decimal yuan."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from enterprises.shared.rules.width import half_width

_DIGITS = {
    digit: value
    for value, group in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for digit in group
}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_UNITS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_HAN = "".join(_DIGITS) + "".join(_PLACES) + "".join(_UNITS)
_ARABIC = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_JIAO_FEN = rf"(?:([{''.join(_DIGITS)}0-9])角)?(?:零?([{''.join(_DIGITS)}0-9])分)?"
# "2万" without 元 counts, "2百" and bare digits do not: they may be of anything.
AMOUNT = re.compile(
    rf"(?:人民币|RMB|￥|¥)?(?:({_ARABIC})([十百千拾佰仟]?[万亿]?)余?(?:元|圆|块)|({_ARABIC})([十百千]?[万亿])|([{_HAN}]+)余?(?:元|圆){_JIAO_FEN}|([{_HAN}]*[万亿]))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in yuan and where it stands in the text, whose full-width signs are folded."""

    yuan: Decimal
    start: int
    end: int


def money_in(text: str) -> Iterator[Money]:
    """Yield the amounts of a text in their order; numbers without a unit of money are none."""
    for match in AMOUNT.finditer(half_width(text)):
        yuan = _yuan_of(match)
        if yuan is not None:
            yield Money(yuan=yuan, start=match.start(), end=match.end())


def _yuan_of(match: re.Match[str]) -> Decimal | None:
    arabic, unit = match[1] or match[3], (match[2] if match[1] else match[4]) or ""
    if arabic:
        return Decimal(arabic.replace(",", "")) * _factor(unit)
    whole = _han_number(match[5] or match[8])
    if not whole:
        return None
    return Decimal(whole) + Decimal(_digit(match[6])) / 10 + Decimal(_digit(match[7])) / 100


def _factor(unit: str) -> int:
    factor = 1
    for sign in unit:
        factor *= _PLACES.get(sign) or _UNITS[sign]
    return factor


def _digit(sign: str | None) -> int:
    return 0 if not sign else int(sign) if sign.isdecimal() and sign.isascii() else _DIGITS[sign]


def _han_number(text: str) -> int | None:
    """Read 壹万伍仟, 叁佰万, 二十; None for a run of digits without places, such as a year."""
    total, section, digit, places = 0, 0, 0, 0
    for sign in text:
        if sign in _UNITS:
            base = total + section + digit if _UNITS[sign] > 10**4 else section + digit
            total = (total if _UNITS[sign] == 10**4 else 0) + base * _UNITS[sign]
            section, digit, places = 0, 0, places + 1
        elif sign in _PLACES:
            section, digit, places = section + (digit or 1) * _PLACES[sign], 0, places + 1
        else:
            digit = _DIGITS[sign]
    return total + section + digit if places or len(text) == 1 else None
