"""Whether a text can be what its column holds: a number, a name, a code (docs/rules/imports.md)."""

import re
from collections.abc import Mapping
from contextlib import suppress
from enum import Enum, auto

from enterprises.register.importing.statuses import status_of
from enterprises.shared.rules.amounts import UnreadableAmount
from enterprises.shared.rules.days import UnreadableDay, parse_day
from enterprises.shared.rules.money import stated_amount
from enterprises.shared.rules.register_codes import NUMBER, OLD_NUMBER
from enterprises.shared.rules.uscc import LENGTH, check_uscc, normalise_uscc
from enterprises.shared.rules.width import half_width

# 企合鄂武总字第000123号 and 企独苏宁总副字第1234号 belong to enterprises with foreign capital.
_OLDER = re.compile(r"(?:工商)?企[合作独股外][^0-9]{0,12}[0-9]{3,8}号?(?:-[0-9]{1,3})?")
# A number with the mark of a copy of the licence: (1-1).
_COPY = re.compile(rf"(?:[0-9]{{{NUMBER}}}|[0-9]{{{OLD_NUMBER}}})[(（]?[0-9]{{1,2}}-[0-9]{{1,2}}[)）]?")
_LONG_NUMBER = re.compile(r"[0-9]{6}")
_LONGEST_STATUS = 20
_FLAGS = ("true", "false")  # cells of a workbook that hold a truth value
_ENDS_OF_MONEY = frozenset("元圆整正")
_AMOUNT = re.compile(r"[0-9]+[.,][0-9.,]*")


# What is wrong with a text that is none of its column's, by the column.
WRONG_WORDS: Mapping[str, str] = {
    "name": "不像企业名称",
    "former_name": "不像企业名称",
    "legal_representative": "不像人名或企业名称",
    "legal_form": "不像企业类型",
    "address": "不像地址",
    "business_scope": "不像经营范围",
}


class NumberKind(Enum):
    """What a text in the column of register numbers is."""

    KNOWN = auto()
    UNKNOWN = auto()  # six or more digits, alone or with other signs around them
    NONE = auto()  # what another column holds: a status, an amount, a day


def kind_of_number(text: str) -> NumberKind:
    """Return whether a text is a register number of any form."""
    number = normalise_uscc(text)
    if number.isdecimal() and len(number) in (OLD_NUMBER, NUMBER):
        return NumberKind.KNOWN
    if (len(number) == LENGTH and check_uscc(number).is_valid) or _OLDER.fullmatch(number) or _COPY.fullmatch(number):
        return NumberKind.KNOWN
    if not _LONG_NUMBER.search(number) or _AMOUNT.fullmatch(number) or _is_day(number):
        return NumberKind.NONE
    return NumberKind.UNKNOWN


def may_be_words(text: str) -> bool:
    """Return whether a text may be a name, an address or the like: no number, amount, day, status or unified code."""
    if not any(map(str.isalpha, text)) or (len(text) <= _LONGEST_STATUS and status_of(text)):
        return False
    if not half_width(text[0]).isascii() and text[-1] not in _ENDS_OF_MONEY:
        return True  # nearly every text
    is_code = len(text) == LENGTH and check_uscc(text).is_valid
    return not (_is_day(text) or _is_money(text) or is_code or text.casefold() in _FLAGS)


def may_be_number(text: str) -> bool:
    """Return whether a text may be a code or number of any register: it has a digit, and is no amount and no day."""
    plain = half_width(text).strip()
    has_digit = any(map(str.isdecimal, plain))
    return has_digit and not _AMOUNT.fullmatch(plain) and not _is_day(plain)


def _is_money(text: str) -> bool:
    with suppress(UnreadableAmount):
        stated_amount(text)
        return True
    return False


def _is_day(text: str) -> bool:
    if not text[:1].isdecimal():
        return False
    with suppress(UnreadableDay):
        parse_day(text)
        return True
    return False
