"""Whether a text can be a register number or a representative, or stands in a wrong column (docs/rules/imports.md)."""

import re
from contextlib import suppress
from enum import Enum, auto

from enterprises.register.importing.statuses import status_of
from enterprises.shared.rules.days import UnreadableDay, parse_day
from enterprises.shared.rules.register_codes import NUMBER, OLD_NUMBER
from enterprises.shared.rules.uscc import LENGTH, check_uscc, normalise_uscc

# 企合鄂武总字第000123号 and 企独苏宁总副字第1234号 belong to enterprises with foreign capital.
_OLDER = re.compile(r"(?:工商)?企[合作独股外][^0-9]{0,12}[0-9]{3,8}号?(?:-[0-9]{1,3})?")
# A number with the mark of a copy of the licence: (1-1).
_COPY = re.compile(rf"(?:[0-9]{{{NUMBER}}}|[0-9]{{{OLD_NUMBER}}})[(（]?[0-9]{{1,2}}-[0-9]{{1,2}}[)）]?")
_LONG_NUMBER = re.compile(r"[0-9]{6}")
_AMOUNT = re.compile(r"[0-9]+[.,][0-9.,]*")


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


def may_be_representative(text: str) -> bool:
    """Return whether a text may name a representative: no number, no day, no status."""
    if not any(map(str.isalpha, text)) or status_of(text):
        return False
    return not _is_day(text)


def _is_day(text: str) -> bool:
    if not text[:1].isdecimal():
        return False
    with suppress(UnreadableDay):
        parse_day(text)
        return True
    return False
