"""Codes under which a register keeps an enterprise: what each is, and which may be confirmed though it fails GB 32100.

See docs/rules/register.md.
"""

import re
from enum import StrEnum

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_10

from enterprises.shared.rules.uscc import (
    ALPHABET,
    LENGTH,
    PROVINCES,
    check_uscc,
    is_possible_birth,
    is_residence_number,
    looks_like_resident_id,
    normalise_uscc,
)

OLD_NUMBER, NUMBER = 13, 15  # digits of a register number before and since GS 15-2006
NATIONAL = "10"  # where provinces stand, in numbers of the national office
_DIGITS = re.compile(rf"(?:[0-9]{{{OLD_NUMBER}}}|[0-9]{{{NUMBER}}})", re.ASCII)
_SHAPE = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}", re.ASCII)
_FIRST_BIRTH_YEAR = "10"  # resident numbers of 15 digits ended in 1999; nobody born before 1910 is in business

NOT_FITTING = "统一社会信用代码与登记一致，但校验位不符合国家标准"


class CodeKind(StrEnum):
    """What the code of an enterprise is; the API's `code_kind`."""

    UNIFIED = "UNIFIED"
    AS_REGISTERED = "AS_REGISTERED"  # as the register bears it, though its check character does not fit
    REGISTER_NUMBER = "REGISTER_NUMBER"  # no unified code is known yet


def code_kind(code: str) -> CodeKind:
    """Return what a stored code is; it was checked before it was stored."""
    if len(code) != LENGTH:
        return CodeKind.REGISTER_NUMBER
    return CodeKind.UNIFIED if check_uscc(code).is_valid else CodeKind.AS_REGISTERED


def is_register_number(text: str) -> bool:
    """Return whether a text is a register number: 13 digits, or 15 with the check digit of GS 15-2006.

    The check digit is that of ISO 7064 MOD 11,10. Both begin with a province, or with 10 of the national office.
    """
    number = normalise_uscc(text)
    if not _DIGITS.fullmatch(number) or number[:2] not in PROVINCES | {NATIONAL}:
        return False
    return len(number) == OLD_NUMBER or _check_holds(number)


def may_be_old_resident_id(number: str) -> bool:
    """Return whether 15 digits may also be a resident number as issued until 1999: province, birth date."""
    if len(number) != NUMBER or number[:2] not in PROVINCES or number[6:8] < _FIRST_BIRTH_YEAR:
        return False
    return is_possible_birth(f"19{number[6:8]}", number[8:10], number[10:12])


def may_be_confirmed(code: str) -> bool:
    """Return whether a code that fails GB 32100 may be confirmed as the register bears it.

    It has 18 characters of the standard's alphabet with a division in place, and is no number of a person.
    """
    if not _SHAPE.fullmatch(code) or check_uscc(code).is_valid:
        return False
    return not looks_like_resident_id(code) and not is_residence_number(code)


def _check_holds(number: str) -> bool:
    try:
        mod_11_10.validate(number)
    except ValidationError:
        return False
    return True
