"""Masking of personal data in what is shown (docs/rules/personal-data.md)."""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum

from enterprises.rules.uscc import PROVINCES, check_uscc, is_possible_birth, is_resident_id, looks_like_resident_id

STAR = "*"
_SHOWN_OF_NUMBER = 3  # of a phone: enough to see that it is one


class Masking(StrEnum):
    """How a value is shown to those who may see the field at all."""

    NONE = "NONE"
    FREE_TEXT = "FREE_TEXT"  # ID numbers, phones, plates, bank accounts inside are masked
    IDENTITY = "IDENTITY"  # first 6 and last 4 characters at most


def mask(value: str, masking: Masking) -> str:
    """Mask a value as its field says."""
    if masking is Masking.FREE_TEXT:
        return mask_free_text(value)
    if masking is Masking.IDENTITY:
        return mask_identity(value)
    return value


def mask_identity(text: str) -> str:
    """Keep at most the first 6 and last 4 characters, never more than 7 in 12 of a shorter number."""
    text = text.strip()
    head, tail = min(6, len(text) // 3), min(4, len(text) // 4)
    return text[:head] + STAR * (len(text) - head - tail) + text[len(text) - tail :]


def mask_free_text(text: str) -> str:
    """Mask resident numbers, phones, number plates and bank accounts inside a text.

    Found in any width and with single spaces or hyphens between digits. Document numbers, unified
    codes, register numbers, amounts and days stay. The length never changes.
    """
    plain = text if text.isascii() else text.translate(_PLAIN)
    if not _ANY_DIGIT.search(plain):
        return text
    for pattern, masked in _RULES:
        for match in pattern.finditer(plain):
            replacement = masked(match)
            plain = plain[: match.start()] + replacement + plain[match.end() :]
            text = text[: match.start()] + _starred(text, replacement, match.start()) + text[match.end() :]
    return text


def _starred(text: str, replacement: str, start: int) -> str:
    """Take the original characters back where the replacement has no star."""
    return "".join(STAR if new == STAR else text[start + offset] for offset, new in enumerate(replacement))


class _Plain(dict[int, str]):
    """Digits of any script, full-width letters, spaces and dashes, one character for one; filled on first use."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = self._of(chr(code))
        return plain

    @staticmethod
    def _of(character: str) -> str:
        if unicodedata.category(character) == "Nd":
            return str(unicodedata.decimal(character))
        if character in "\u200b\u200c\u200d\u2060\ufeff\u00ad" or (character.isspace() and character not in "\r\n"):
            return " "
        if unicodedata.category(character) == "Pd":
            return "-"
        wide = unicodedata.normalize("NFKC", character)
        return wide if 0xFF01 <= ord(character) <= 0xFF5E else character  # noqa: PLR2004 - the full-width block


_PLAIN = _Plain()
_ANY_DIGIT = re.compile(r"[0-9]")
_GAP = r"[ \-]?"


def _digits(count: str) -> str:
    return rf"(?:{_GAP}[0-9]){{{count}}}"


_RESIDENT_18 = re.compile(rf"(?<![0-9])[0-9]{_digits('16')}{_GAP}[0-9Xx](?![0-9])")
_RESIDENT_15 = re.compile(rf"(?<![0-9A-Za-z])[0-9]{_digits('14')}(?![0-9A-Za-z])")
_CARD = re.compile(rf"(?<![0-9A-Za-z])[0-9]{_digits('15,18')}(?![0-9A-Za-z])")
_ACCOUNT = re.compile(rf"(?<=[账帐卡][号户])(?:号码?|号为|为|是)?[:： ]{{0,3}}([0-9]{_digits('7,29')})")
_MOBILE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)?86{_GAP})?(1[3-9][0-9])"
    rf"({_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}|{_GAP}[0-9]{{3}}{_GAP}[0-9]{{5}})(?![0-9])"
)
_LANDLINE = re.compile(
    r"(?<![0-9\-])(\(?0(?:10|2[0-9]|[3-9][0-9]{2})(?:\)[ \-]?|[ \-]))([0-9]{3,4}[ \-]?[0-9]{4})(?![0-9\-])"
)
_CALLED = re.compile(
    r"(?:电话|手机|座机|传真|联系方式|[Tt][Ee][Ll])(?:号码?)?(?:为|是)?[:： ]{0,3}"
    r"((?:0[0-9]{2,3})?[1-9][0-9]{6,7})(?![0-9])"
)
_PLATE_LETTER, _PLATE_SIGN = "[A-HJ-NP-Za-hj-np-z]", "[0-9A-HJ-NP-Za-hj-np-z]"
_PLATE = re.compile(
    rf"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]{_PLATE_LETTER}[ ·•・.\-]?)"
    rf"((?=[A-Za-z]{{0,3}}[0-9][A-Za-z]{{0,3}}[0-9]){_PLATE_SIGN}{{5}}"  # two digits at least
    rf"|{_PLATE_LETTER}{_PLATE_SIGN}[0-9]{{4}}|[0-9]{{5}}{_PLATE_LETTER}"  # new energy: small, large
    rf"|{_PLATE_SIGN}{{4}}[挂学警港澳])"
    r"(?![0-9A-Za-z])"
)
_REGISTER_LABEL = re.compile(r"(?:注册号|登记号|登记证号|识别号|税号|注册号码)[:： ]{0,3}$")


def _bare(match: re.Match[str]) -> str:
    return re.sub(r"[ \-]", "", match[0]).upper()


def _stars(text: str) -> str:
    return re.sub(r"[0-9A-Za-z\u4e00-\u9fff]", STAR, text)


def _resident_18(match: re.Match[str]) -> str:
    number = _bare(match)
    if not looks_like_resident_id(number) or (_is_clean_uscc(number) and not is_resident_id(number)):
        return match[0]
    return _keep_ends(match[0], head=6, tail=4)


def _is_clean_uscc(number: str) -> bool:
    check = check_uscc(number)
    return check.is_valid and not check.warnings


def _resident_15(match: re.Match[str]) -> str:
    number = _bare(match)
    looks = number[:2] in PROVINCES and is_possible_birth(f"19{number[6:8]}", number[8:10], number[10:12])
    if not looks or _REGISTER_LABEL.search(match.string, 0, match.start()):
        return match[0]
    return _keep_ends(match[0], head=5, tail=3)


def _card(match: re.Match[str]) -> str:
    number = _bare(match)
    is_card = number[0] in "345689" and _luhn_holds(number) and not check_uscc(number).is_valid
    return _stars(match[0]) if is_card else match[0]


def _luhn_holds(number: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(doubled)) % 10 == 0


def _account(match: re.Match[str]) -> str:
    return match[0][: match.start(1) - match.start()] + _stars(match[1])


def _number_after_prefix(match: re.Match[str]) -> str:
    return match[0][: match.start(2) - match.start()] + _stars(match[2])


def _called(match: re.Match[str]) -> str:
    kept = match.start(1) - match.start() + _SHOWN_OF_NUMBER
    return match[0][:kept] + _stars(match[0][kept:])


def _keep_ends(text: str, *, head: int, tail: int) -> str:
    """Star all digits but the first `head` and last `tail`; gaps stay."""
    places = [offset for offset, character in enumerate(text) if character not in " -"]
    hidden = set(places[head : len(places) - tail])
    return "".join(STAR if offset in hidden else character for offset, character in enumerate(text))


# In this order: a rule never sees what an earlier one has masked.
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_ACCOUNT, _account),
    (_RESIDENT_18, _resident_18),
    (_RESIDENT_15, _resident_15),
    (_CARD, _card),
    (_MOBILE, _number_after_prefix),
    (_LANDLINE, _number_after_prefix),
    (_CALLED, _called),
    (_PLATE, _number_after_prefix),
)
