"""Amounts of money in running text: 罚款2万元, 叁佰万元, 2万5千元, ¥20,000.00, 人民币壹万伍仟元整. Decimal yuan."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from enterprises.shared.rules.amounts import UnreadableAmount, parse_wan_yuan
from enterprises.shared.rules.width import half_width, without_blanks

_DIGITS = {
    digit: value
    for value, group in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for digit in group
}
_TENS = {"廿": 20, "卅": 30}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_UNITS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_HAN = "".join((*_DIGITS, *_TENS, *_PLACES, *_UNITS))
_HAN_SIGNS = frozenset(_HAN)
_PLACE, _UNIT = "".join(_PLACES), "".join(_UNITS)
_DIGIT = f"{''.join(_DIGITS)}0-9"
_RUN = re.compile(rf"[0-9{_HAN}][0-9.,{_HAN}]*")
# 20,000.00, and 2,0000 as some group by four.
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,4}(?:,[0-9]{4})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_PART = re.compile(rf"零?({_ARABIC})([{_PLACE}]?[{_UNIT}]?)")  # of 2万5千 and 1万零500
_PARTS = re.compile(rf"(?:{_ARABIC}(?:[{_PLACE}]?[{_UNIT}]|[{_PLACE}])零?)*(?:{_ARABIC})?")
_YUAN = re.compile(rf"余?(?:元|圆|块|人民币)(?:([{_DIGIT}])角)?(?:零?([{_DIGIT}])分)?")
_OURS = re.compile(r"(?:人民币|RMB|[¥￥])(?:\((?:大写|小写)\))?:?$", re.IGNORECASE)
# Digits without a unit are an amount where 罚款 or 金额 stands before them and nothing behind.
_NAMED = re.compile(r"(?:罚款|金额)[:为是]?$")
_ENDS = frozenset(",。;、)整正")
_FEWEST_DIGITS = 3  # a smaller number without a unit may be one of 万元
_LONGEST = 30  # characters of a number
_FOREIGN_BEHIND = re.compile(r"余?(?:[美港欧日澳加韩]元|[港台]币|英镑|美金)")
_FOREIGN_BEFORE = ("美元", "港元", "欧元", "日元", "美金")
_SIGNS = ("人民币", "RMB", "¥", "￥")
_NEAR = 10  # characters before an amount that may be its sign
# Blanks inside an amount: 20 000 元, 叁 仟 元, 罚款 2万元.
_GAP = re.compile(
    rf"(?<=[0-9])\s+(?=[{_PLACE}]?[{_UNIT}]?\s*[元圆]|[{_PLACE}]?[{_UNIT}])"
    rf"|(?<=[0-9])\s(?=[0-9]{{3}}(?:[ ,][0-9]{{3}})*(?:\.[0-9]+)?\s*[{_UNIT}元圆])"
    rf"|(?<=[{_HAN}])\s+(?=[{_HAN}元圆整角分])|(?<=[款额币¥￥:])\s+(?=[0-9{_HAN}¥￥])|(?<=罚)\s+(?=款)"
)
_BLANK = re.compile(r"\s")
_ROUND = re.compile("[整正]?")  # behind a whole amount
_STATED_UNIT = re.compile("[元圆万萬亿億]")
# What may stand beside an amount of a cell: 50万人民币, ¥20,000元, 500(万元).
_YUAN_WORDS = re.compile(r"人民币|RMB|CNY|[¥￥]", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\(([^()0-9]*)\)")
_NO_UNIT = "写了人民币，却没有写单位，请写明元或万元"
_FEN = Decimal("0.01")
_TOO_MUCH = Decimal(10) ** 16  # yuan; the database keeps 18 digits with fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in yuan, and where it stands in the folded text, with its sign and its unit."""

    yuan: Decimal
    start: int
    end: int


def folded_text(text: str) -> str:
    """Fold full-width signs and drop blanks inside amounts."""
    folded = half_width(text)
    return _GAP.sub("", folded) if _BLANK.search(folded) else folded


def money_in(text: str) -> Iterator[Money]:
    """Yield the amounts of a text that `folded_text` returned, in their order.

    Numbers that no word or sign makes money are none, nor are amounts of foreign money.
    """
    for run in _RUN.finditer(text):
        found = _money_of(text, run[0].rstrip(".,"), run.start())
        if found is not None:
            yield found


def stated_amount(cell: object) -> Decimal:
    """Read a cell of a column in 万元: 1.5, 500(万元), 50万人民币, 1.2亿元, 15000元, 伍佰万元整; return yuan.

    :raises UnreadableAmount: it is no amount of ours, or names our money and no unit: ¥30000 may be either.
    """
    try:
        return parse_wan_yuan(cell)
    except UnreadableAmount:
        yuan = _beside_words(cell) if isinstance(cell, str) else None
        if yuan is None:
            raise
        return yuan


def _beside_words(cell: str) -> Decimal | None:
    text = _IN_BRACKETS.sub(r"\1", half_width(cell))
    bare = _YUAN_WORDS.sub("", text)
    if bare != text and not _STATED_UNIT.search(bare):
        raise UnreadableAmount(_NO_UNIT)
    with suppress(UnreadableAmount):
        return parse_wan_yuan(bare)
    return amount_in_words(bare)


def amount_in_words(text: str) -> Decimal | None:
    """Return the yuan of a text that is one amount with its unit and nothing else: 1.2亿元, 伍佰万元整."""
    text = without_blanks(half_width(text))
    found = next(money_in(text), None)
    if found is None or found.start or not _ROUND.fullmatch(text, found.end):
        return None
    if "余" in text or not _STATED_UNIT.search(text):
        return None
    is_exact = found.yuan < _TOO_MUCH and found.yuan == found.yuan.quantize(_FEN)
    return found.yuan.quantize(_FEN) if is_exact else None


def _money_of(text: str, number: str, start: int) -> Money | None:
    """Return the amount that a run of digits or Han numerals is with what stands around it."""
    if len(number) > _LONGEST:
        return None
    end = start + len(number)
    unit = _YUAN.match(text, end)
    if unit is None and not _is_money_alone(text, number, start, end):
        return None
    if _FOREIGN_BEHIND.match(text, end) or text.endswith(_FOREIGN_BEFORE, 0, start):
        return None
    yuan = _number(number, has_unit=unit is not None)
    if not yuan:
        return None
    start -= next((len(sign) for sign in _SIGNS if text.endswith(sign, 0, start)), 0)
    if unit is None:
        return Money(yuan=yuan, start=start, end=end)
    return Money(yuan=yuan + _small(unit[1], 10) + _small(unit[2], 100), start=start, end=unit.end())


def _is_money_alone(text: str, number: str, start: int, end: int) -> bool:
    """Return whether a number without 元 is money: 2万, 伍仟整, ¥2000, 罚款2000."""
    behind = text[end : end + 1]
    if not number.isascii():
        is_whole = number[0] not in _UNITS and (number[-1] in _UNITS or number[-1] in _PLACES)  # not 万一
        return is_whole and (behind in ("整", "正") or not _UNITS.keys().isdisjoint(number))
    if len(number.partition(".")[0]) < _FEWEST_DIGITS:
        return False
    before = max(0, start - _NEAR)
    if _OURS.search(text, before, start):
        return True
    return (not behind or behind in _ENDS or behind.isspace()) and _NAMED.search(text, before, start) is not None


def _number(number: str, *, has_unit: bool) -> Decimal | None:
    if number[0].isascii():
        if not _PARTS.fullmatch(number):
            return None
        parts = ((Decimal(each[1].replace(",", "")), each[2]) for each in _PART.finditer(number))
        return sum((amount * _factor(unit) for amount, unit in parts), Decimal(0))
    if not set(number) <= _HAN_SIGNS:
        return None  # 第一,2000
    whole = _han_number(number, has_unit=has_unit)
    return None if whole is None else Decimal(whole)


def _factor(unit: str) -> int:
    factor = 1
    for sign in unit:
        factor *= _PLACES.get(sign) or _UNITS[sign]
    return factor


def _small(sign: str | None, parts: int) -> Decimal:
    """Read the digit before 角 or 分."""
    if not sign:
        return Decimal(0)
    return Decimal(_DIGITS[sign] if sign in _DIGITS else int(sign)) / parts


def _han_number(text: str, *, has_unit: bool) -> int | None:
    """Read 壹万伍仟, 叁佰万, 二十, 叁仟零佰零拾零; digits without places, 二〇〇〇, only before their unit."""
    if len(text) > 1 and _DIGITS.keys() >= set(text):
        return int("".join(str(_DIGITS[sign]) for sign in text)) if has_unit else None
    total, section = 0, 0
    digit: int | None = None
    for sign in text:
        if sign in _UNITS:
            base = section + (digit or 0)
            total = (total + base) * _UNITS[sign] if _UNITS[sign] > 10**4 else total + base * _UNITS[sign]
            section, digit = 0, None
        elif sign in _PLACES:
            section, digit = section + (1 if digit is None else digit) * _PLACES[sign], None
        elif sign in _TENS:
            section, digit = section + _TENS[sign], None
        elif digit:
            return None  # 一二万
        else:
            digit = _DIGITS[sign]
    return total + section + (digit or 0)
