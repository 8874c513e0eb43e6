"""What belongs to a person: bank accounts and cards, number plates."""

import re

from enterprises.shared.rules.masking.types import Rule, bare, groups, signs
from enterprises.shared.rules.uscc import check_uscc

_SHORT = r"[ \-]?"
_LOOSE = r"[ \-.()/·]{0,3}"
_CARD = re.compile(rf"([3-9](?<![0-9A-Za-z][3-9])(?:{_SHORT}[0-9]){{15,18}})(?![0-9A-Za-z])")
_CARD_PARTED = re.compile(
    r"([3-9](?<![0-9A-Za-z][3-9])[0-9]{3}(?:[^\w*]{1,4}[0-9]{4}){3}(?:[^\w*]{1,4}[0-9]{1,3})?)(?![0-9A-Za-z])"
)
_CARD_SINGLE = re.compile(r"([3-9](?<![0-9A-Za-z][3-9])(?:([^\w*]{1,4})[0-9])(?:\2[0-9]){14,17})(?![0-9A-Za-z])")
_LONGEST_GROUP = 8  # of a card that is written with gaps
_CARD_STARTS = "345689"
_ACCOUNT = re.compile(
    r"(?:(?<=[账帐卡][号户])|(?<=[账帐]户号)|(?<![A-Za-z])[Aa] ?/ ?[Cc](?![A-Za-z]))(?:号码?|码)?"
    r"(?: ?[Nn][Oo])?[^\w*]{0,3}(?:号为|为|是)?[^\w*]{0,4}"
    rf"([0-9](?:{_LOOSE}[0-9]){{7,29}})"
)
# Behind the name of the bank comes its number, unless another number is named.
_BANK = re.compile(
    r"开户(?:银行|行)[^0-9*;。码文电证编]{0,30}[^\w*]{0,3}"
    rf"([0-9](?:{_LOOSE}[0-9]){{7,29}})(?![0-9A-Za-z])"
)
_MONEY = re.compile("[账帐卡]|开户|[Aa] ?/ ?[Cc]")

_PLATE_LETTER, _PLATE_SIGN = "[A-HJ-NP-Za-hj-np-z]", "[0-9A-HJ-NP-Za-hj-np-z]"
PROVINCES_OF_PLATES = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
_BETWEEN = r"[ .\-()\"“”]{0,3}"
_PLATE = re.compile(
    rf"({PROVINCES_OF_PLATES}{_BETWEEN}{_PLATE_LETTER}{_BETWEEN})"
    rf"((?=[A-Za-z]{{0,3}}[0-9][A-Za-z]{{0,3}}[0-9]){_PLATE_SIGN}{{5}}"  # two digits at least
    rf"|{_PLATE_LETTER}{_PLATE_SIGN}[0-9]{{4}}|[0-9]{{5}}{_PLATE_LETTER}"  # new energy: small, large
    rf"|{_PLATE_SIGN}{{4}}[挂学警港澳])"
    r"(?![0-9A-Za-z])"
)
# Blanks or the like between all signs, at least three of them digits.
_PLATE_PARTED = re.compile(
    rf"({PROVINCES_OF_PLATES}[ .\-]{{0,2}}{_PLATE_LETTER}[ .\-]{{0,2}})"
    rf"((?=(?:[A-Za-z][ .\-]{{0,2}}){{0,2}}[0-9](?:[ .\-]{{0,2}}[0-9A-Za-z]){{0,2}}[ .\-]{{0,2}}[0-9])"
    rf"{_PLATE_SIGN}(?:[ .\-]{_PLATE_SIGN}){{4,5}}|{_PLATE_SIGN}{{2,3}}[ .]{_PLATE_SIGN}{{2,3}})"
    r"(?![0-9A-Za-z]|[ .\-][0-9A-Za-z])"
)


def _card(match: re.Match[str]) -> list[int]:
    number = bare(match, 1)
    parts = groups(match, 1)
    if len(parts) > 1 and max(parts) > _LONGEST_GROUP:
        return []
    is_card = number[0] in _CARD_STARTS and _luhn_holds(number) and not check_uscc(number).is_valid
    return signs(match, 1) if is_card else []


def _luhn_holds(number: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(doubled)) % 10 == 0


def _account(match: re.Match[str]) -> list[int]:
    return [] if check_uscc(bare(match, 1)).is_valid else signs(match, 1)


def _behind_letter(match: re.Match[str]) -> list[int]:
    return signs(match, 2)


ACCOUNT_RULES = (
    Rule(pattern=_ACCOUNT, hidden=_account, near=_MONEY),
    Rule(pattern=_BANK, hidden=_account, near=_MONEY),
)
CARD_RULES = (
    Rule(pattern=_CARD, hidden=_card),
    Rule(pattern=_CARD_PARTED, hidden=_card),
    Rule(pattern=_CARD_SINGLE, hidden=_card),
)
PLATE_RULES = (
    Rule(pattern=_PLATE, hidden=_behind_letter),
    Rule(pattern=_PLATE_PARTED, hidden=_behind_letter),
)
