"""Amounts: Decimal yuan inside, units of 10,000 yuan (万元) at the edges."""

import re
from decimal import Decimal

from enterprises.shared.rules.width import half_width, without_blanks

_PLAIN = re.compile(r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]*))?(万元|万|元)?", re.ASCII)
_DECIMALS = 6  # of 万元: 0.000001 is one fen
_SHIFT = 4  # 万元 are 10,000 yuan
_MOST_DIGITS = 14  # before the point, in 万元; the database keeps 18 in yuan
_FEN = Decimal("0.01")
_RIGHT = "应为以万元为单位的数字，如 1.5（即15000元）"


class UnreadableAmount(ValueError):
    """The value is not an amount in 万元; the message gives the right form in Chinese."""


def parse_wan_yuan(value: object) -> Decimal:
    """Read an amount written in 万元 and return it in yuan, exactly; one with the unit 元 is in yuan.

    Numbers from a spreadsheet are read to its 15 significant digits.

    :raises UnreadableAmount: not a number, negative, finer than 0.01 yuan or too large.
    """
    match = _PLAIN.fullmatch(_text_of(value))
    if not match:
        raise UnreadableAmount(_RIGHT)
    whole, fraction = match[1].replace(",", "").lstrip("0"), (match[2] or "").rstrip("0")
    shift = 0 if match[3] == "元" else _SHIFT
    if len(fraction) > _DECIMALS - _SHIFT + shift:
        raise UnreadableAmount(f"最多6位小数（0.000001万元即1分），以元为单位最多2位，{_RIGHT}")
    if len(whole) > _MOST_DIGITS + _SHIFT - shift:
        raise UnreadableAmount(f"金额过大，{_RIGHT}")
    return Decimal(f"{whole or '0'}.{fraction}").scaleb(shift).quantize(_FEN)


def format_wan_yuan(yuan: Decimal) -> str:
    """Write an amount of yuan in 万元, exactly, without superfluous zeros."""
    text = format(yuan.scaleb(-4), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text_of(value: object) -> str:
    if isinstance(value, str):
        text = without_blanks(half_width(value))
    elif isinstance(value, bool):
        raise UnreadableAmount(_RIGHT)
    elif isinstance(value, float):
        text = format(Decimal(format(value, ".15g")), "f")
    elif isinstance(value, int | Decimal):
        text = format(Decimal(value), "f")
    else:
        raise UnreadableAmount(_RIGHT)
    if text.startswith("-"):
        raise UnreadableAmount(f"金额不能为负数，{_RIGHT}")
    return text
