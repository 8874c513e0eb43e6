"""Numbers of identity papers: resident numbers, passports, permits, residence cards."""

import re

from enterprises.shared.rules.masking.types import Rule, bare, groups, signs
from enterprises.shared.rules.uscc import (
    PROVINCES,
    check_uscc,
    is_flawless_uscc,
    is_possible_birth,
    is_residence_number,
    is_resident_id,
    looks_like_resident_id,
)

_GAP = r"[^\w*]*"  # separators of any kind and number; a star is none, or masking twice would join what is left
_SHORT = r"[ \-]?"
_NOT_AFTER_DIGIT, _NOT_BEFORE_DIGIT = "(?<![0-9])", "(?![0-9])"

# The first digit stands before the lookbehind: so a search jumps from digit to digit. Only the first digit is
# consumed, so that a run of digits is tried from the start of each of its groups.
_RESIDENT_PARTED = re.compile(rf"[1-8](?<![0-9][1-8])(?=((?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx]){_NOT_BEFORE_DIGIT})")
_RESIDENCE_PARTED = re.compile(rf"9(?<![0-9]9)(?=((?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx]){_NOT_BEFORE_DIGIT})")
_RESIDENT_18 = re.compile(rf"[1-8](?<![0-9][1-8])(?:{_SHORT}[0-9]){{16}}{_SHORT}[0-9Xx]{_NOT_BEFORE_DIGIT}")
_RESIDENT_15 = re.compile(r"[1-8](?<![0-9A-Za-z][1-8])(?:[ \-]?[0-9]){14}(?![0-9A-Za-z])")
_RESIDENT_15_NAMED = re.compile(rf"(?:身份证|证件)[^0-9*]{{0,12}}([1-8](?:{_GAP}[0-9]){{14}})(?![0-9A-Za-z*])")
# How many digits people write before the first gap; other figures side by side have others.
_FIRST_GROUPS = frozenset({1, 2, 3, 4, 6, 12, 14, 15, 18})
_REGISTER_LABEL = re.compile(r"(?:注册号|登记号|登记证号|识别号|税号|注册号码)[: ]{0,3}$")
_OF_IDENTITY = re.compile(r"身份证|证件")

# Papers of persons, and the words that lead to their numbers. A permit of an enterprise or of a vehicle is none.
_PAPER = (
    r"(?:(?<!许可)证件|身份证|护照|回乡证|台胞证|(?<!车辆)(?<!道路)(?<!货车)通行证|居住证|居留证|驾驶证|驾照"
    r"|军官证|士兵证|社保卡|社会保障卡|医保卡|[Pp]assport|PASSPORT)"
)
# What stands between the name of a paper and its number.
_FILLING = r"(?:[^\w*]|[号码编为是系的]|[Nn][Oo](?=\W)){0,12}"
_NUMBER_OF_PAPER = re.compile(
    rf"{_PAPER}(?:\([^()0-9]{{0,12}}\))?{_FILLING}"
    r"((?=(?:[A-Za-z][^\w*]{0,3}){0,3}[0-9](?:[^\w*]{0,3}[0-9]){5})"
    r"(?:[A-Za-z0-9][^\w*]{0,3}){5,20}[A-Za-z0-9])(?![0-9A-Za-z]|[^\w*]{0,4}\*)"
)
_PAPERS = re.compile(
    "证件|份证|护照|回乡证|台胞证|通行证|居[住留]证|驾驶证|驾照|官证|士兵证|保卡|保障卡|[Pp][Aa][Ss][Ss][Pp]"
)
# A letter or two and seven or eight digits, somewhere near the word.
_TRAVEL_WORD = r"(?:护照|通行证|回乡证|台胞证|港澳居民|台湾居民|[Pp]assport)"
_TRAVEL_NUMBER = r"(?<![0-9A-Za-z/])([A-Za-z]{1,2}[ \-]?[0-9](?:[ \-]?[0-9]){6,9})(?![0-9A-Za-z])"
_TRAVEL_AFTER = re.compile(rf"{_TRAVEL_WORD}[^0-9A-Za-z*,;。]{{0,12}}{_TRAVEL_NUMBER}")
_TRAVEL_BEFORE = re.compile(rf"{_TRAVEL_NUMBER}(?:号的?|的|\(|, ?)?{_TRAVEL_WORD}")
_TRAVEL = re.compile("护照|通行证|回乡证|台胞证|[湾澳]居民|[Pp]assport")
# Hong Kong: a letter or two, six digits, check digit in brackets; Macao: seven digits and one in brackets.
_HONG_KONG = re.compile(r"(?<![0-9A-Za-z])([A-Z]{1,2} ?[0-9]{6} ?\( ?[0-9A] ?\))")
_IN_BRACKETS = re.compile(r"[0-9] ?\( ?[0-9A] ?\)")
_MACAO = re.compile(r"澳门[^0-9A-Za-z*;。]{0,20}([157][0-9]{6} ?\( ?[0-9] ?\))")
_OF_MACAO = re.compile("澳门")
# Permanent residence: three letters and twelve digits (until 2023), or 9 and seventeen digits.
_RESIDENCE_OLD = re.compile(rf"(?<![0-9A-Za-z])([A-Z]{{3}}(?:{_SHORT}[0-9]){{12}})(?![0-9A-Za-z])")
_RESIDENCE_NEW = re.compile(rf"{_NOT_AFTER_DIGIT}(9(?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx]){_NOT_BEFORE_DIGIT}")
_RESIDENCE = re.compile("居留|外国人")

_HONG_KONG_LETTERS = {chr(ord("A") + place): place + 10 for place in range(26)} | {" ": 36}


def _resident_parted(match: re.Match[str]) -> list[int]:
    number = match[0] + bare(match, 1)
    return signs(match, 1, head=5, tail=4) if is_resident_id(number) else []


def _residence_parted(match: re.Match[str]) -> list[int]:
    return signs(match, 1, head=5, tail=4) if is_residence_number(match[0] + bare(match, 1)) else []


def _resident_18(match: re.Match[str]) -> list[int]:
    number = bare(match)
    if is_resident_id(number):
        return signs(match, head=6, tail=4)
    looks = looks_like_resident_id(number) and groups(match)[0] in _FIRST_GROUPS and not is_flawless_uscc(number)
    return signs(match, head=6, tail=4) if looks else []


def _resident_15(match: re.Match[str]) -> list[int]:
    number = bare(match, match.lastindex or 0)
    looks = number[:2] in PROVINCES and is_possible_birth(f"19{number[6:8]}", number[8:10], number[10:12])
    if not looks or groups(match, match.lastindex or 0)[0] not in _FIRST_GROUPS:
        return []
    if _REGISTER_LABEL.search(match.string, 0, match.start()):
        return []
    return signs(match, match.lastindex or 0, head=5, tail=3)


def _paper(match: re.Match[str]) -> list[int]:
    """Hide a number behind the name of a paper, but a resident number as everywhere, and never an enterprise's code."""
    number = bare(match, 1)
    if check_uscc(number).is_valid and not is_resident_id(number):
        return []
    return signs(match, 1, head=6, tail=4) if looks_like_resident_id(number) else signs(match, 1, head=1)


def _all_but_letter(match: re.Match[str]) -> list[int]:
    return signs(match, 1, head=1)


def _hong_kong(match: re.Match[str]) -> list[int]:
    """Find a Hong Kong identity card by its check digit (weights 9 to 1 modulo 11, space = 36)."""
    number = bare(match, 1).rjust(9)
    values = [_HONG_KONG_LETTERS[sign] if not sign.isdigit() else int(sign) for sign in number[:-1]]
    last = 10 if number[-1] == "A" else int(number[-1])
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True)) + last
    return signs(match, 1, head=1) if total % 11 == 0 else []


def _residence_new(match: re.Match[str]) -> list[int]:
    number = bare(match, 1)
    if check_uscc(number).is_valid or not is_possible_birth(number[6:10], number[10:12], number[12:14]):
        return []
    return signs(match, 1, head=3, tail=4)


IDENTITY_RULES = (
    Rule(pattern=_RESIDENT_18, hidden=_resident_18),
    Rule(pattern=_RESIDENT_PARTED, hidden=_resident_parted),
    Rule(pattern=_RESIDENCE_PARTED, hidden=_residence_parted),
    Rule(pattern=_RESIDENT_15, hidden=_resident_15),
    Rule(pattern=_RESIDENT_15_NAMED, hidden=_resident_15, near=_OF_IDENTITY),
)
PAPER_RULES = (
    Rule(pattern=_NUMBER_OF_PAPER, hidden=_paper, near=_PAPERS),
    Rule(pattern=_TRAVEL_AFTER, hidden=_all_but_letter, near=_TRAVEL),
    Rule(pattern=_TRAVEL_BEFORE, hidden=_all_but_letter, near=_TRAVEL),
    Rule(pattern=_MACAO, hidden=_all_but_letter, near=_OF_MACAO),
    Rule(pattern=_HONG_KONG, hidden=_hong_kong, near=_IN_BRACKETS),
    Rule(pattern=_RESIDENCE_OLD, hidden=_all_but_letter, near=_RESIDENCE),
    Rule(pattern=_RESIDENCE_NEW, hidden=_residence_new, near=_RESIDENCE),
)
