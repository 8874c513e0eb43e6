"""The unified social credit code (GB 32100-2015), the organisation code inside it (GB 11714) and
what distinguishes it from a resident's identity number (GB 11643). See docs/rules/codes.md.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from operator import mul
from types import MappingProxyType

from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.rules.width import half_width, without_blanks

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # 31 characters: no I, O, Z, S, V
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, position, 31) for position in range(LENGTH - 1))

# Letters that no code has, and the digits for which people take them.
_TAKEN_FOR_DIGITS = str.maketrans("OIZS", "0125")

_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_VALUES = {character: value for value, character in enumerate(_ORGANISATION_ALPHABET)}
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_BODY = len(_ORGANISATION_WEIGHTS)
ORGANISATION_LENGTH = _ORGANISATION_BODY + 1
ORGANISATION_STARTS = 8  # where it lies in the unified code, counted from 0

OTHER = {"9": "其他"}
# Character 1 = the registering department, character 2 = the category within it.
DEPARTMENTS: MappingProxyType[str, tuple[str, dict[str, str]]] = MappingProxyType(
    {
        "1": ("机构编制", {"1": "机关", "2": "事业单位", "3": "编办直接管理机构编制的群众团体"} | OTHER),
        "2": ("外交", {"1": "外国常驻新闻机构"} | OTHER),
        "3": (
            "司法行政",
            {"1": "律师执业机构", "2": "公证处", "3": "基层法律服务所", "4": "司法鉴定机构", "5": "仲裁委员会"} | OTHER,
        ),
        "4": ("文化", {"1": "外国在华文化中心"} | OTHER),
        "5": ("民政", {"1": "社会团体", "2": "民办非企业单位", "3": "基金会"} | OTHER),
        "6": (
            "旅游",
            {"1": "外国旅游部门常驻代表机构", "2": "港澳台地区旅游部门常驻内地(大陆)代表机构"} | OTHER,
        ),
        "7": ("宗教", {"1": "宗教活动场所", "2": "宗教院校"} | OTHER),
        "8": ("工会", {"1": "基层工会"} | OTHER),
        "9": ("工商", {"1": "企业", "2": "个体工商户", "3": "农民专业合作社"}),
        "A": ("中央军委改革和编制办公室", {"1": "军队事业单位"} | OTHER),
        "N": (
            "农业",
            {"1": "组级集体经济组织", "2": "村级集体经济组织", "3": "乡镇级集体经济组织"} | OTHER,
        ),
        "Y": ("其他", {"1": "其他"}),
    }
)

# Provinces of GB/T 2260 by their two digits, as resident numbers begin. 91 (abroad) is left out:
# nearly every enterprise's code begins with it.
PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
_EARLIEST_BIRTH_YEAR = 1900
_LATEST_BIRTH_YEAR = 2099
_RESIDENT = re.compile(r"[0-9]{17}[0-9X]")
_RESIDENCE = re.compile(r"9[0-9]{16}[0-9X]")
_EIGHTEEN = re.compile("(?=([0-9]{17}[0-9x]))")  # wherever they begin in a folded text
_RESIDENT_WEIGHTS = tuple(pow(2, 17 - position, 11) for position in range(17))
_RESIDENT_CHECKS = "10X98765432"  # by the weighted sum modulo 11

_REGION = re.compile(r"[0-9]{6}")

KnownRegions = Container[str] | Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCheck:
    """A normalised code and what is wrong (errors) or odd (warnings) about it, in Chinese.

    The sentences never repeat the code, which may be a person's number typed in the wrong place.
    """

    code: str
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Return whether the code may be used; warnings do not hinder."""
        return not self.errors


def normalise_uscc(text: str) -> str:
    """Fold width and case and drop spaces; nothing else is corrected."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return without_blanks(half_width(text)).upper()


def check_uscc(text: str, *, known_regions: KnownRegions | None = None) -> CodeCheck:
    """Check a unified code by GB 32100.

    A wrong check character is an error. These are warnings: a wrong check character of the organisation code inside, an
    unknown category, and an unknown region (only with `known_regions`). Codes keep the region of first registration,
    and the category table has grown since the standard.
    """
    code = normalise_uscc(text)
    error = _shape_error(code)
    if error:
        return CodeCheck(code=code, errors=(error,))
    if check_character(code[:-1]) != code[-1]:
        return CodeCheck(code=code, errors=("统一社会信用代码校验位不正确，请核对是否有错位或错字",))
    return CodeCheck(code=code, warnings=_warnings(code, known_regions))


def _shape_error(code: str) -> str:
    if len(code) != LENGTH:
        return sentence("统一社会信用代码应为18位，现为{number}位", number=len(code))
    if not _VALUES.keys() >= set(code):
        return "统一社会信用代码只能由数字和大写字母组成，且不含 I、O、Z、S、V"
    if code[0] not in DEPARTMENTS:
        return "统一社会信用代码第1位（登记管理部门）不在国家标准之内"
    if not _REGION.fullmatch(code, 2, 8):
        return "统一社会信用代码第3至8位（行政区划码）应为数字"
    return ""


def _warnings(code: str, known_regions: KnownRegions | None) -> tuple[str, ...]:
    found = []
    if code[1] not in DEPARTMENTS[code[0]][1]:
        found.append("第2位（机构类别）不在国家标准之内")
    if organisation_check_character(code[8:16]) != code[16]:
        found.append("其中的组织机构代码（第9至17位）校验位不正确")
    if known_regions is not None and not _is_known(code[2:8], known_regions):
        found.append("第3至8位不是已知的行政区划码")
    return tuple(found)


def _is_known(region: str, known_regions: KnownRegions) -> bool:
    return known_regions(region) if callable(known_regions) else region in known_regions


def check_character(body: str) -> str:
    """Return the 18th character for the first 17 (GB 32100, annex A).

    :raises KeyError: a character is not of the alphabet.
    """
    return ALPHABET[-sum(map(mul, map(_VALUES.__getitem__, body), _WEIGHTS)) % 31]


def similar_codes(code: str) -> tuple[str, ...]:
    """Return the valid codes that a mistyped one may stand for; none if it is valid or has another length.

    Letters that no code has are read as digits. What is invalid still differs in one character or in two swapped
    neighbours: one replacement at most of each character gives the right check. `code` is normalised.
    """
    if len(code) != LENGTH or check_uscc(code).is_valid:
        return ()
    digits = letters_as_digits(code)
    if not _VALUES.keys() >= set(digits):
        return ()
    values = [_VALUES[character] for character in digits]
    excess = sum(map(mul, values, (*_WEIGHTS, 1))) % len(ALPHABET)
    if not excess:
        return (digits,)
    found = [*_with_one_replaced(values, excess), *_with_two_swapped(values, excess)]
    return tuple(each for each in dict.fromkeys(found) if not _shape_error(each))


def letters_as_digits(code: str) -> str:
    """Return an upper-case code with the letters that no code has read as digits."""
    return code.translate(_TAKEN_FOR_DIGITS)


def _with_one_replaced(values: list[int], excess: int) -> Iterator[str]:
    for position, weight in enumerate((*_WEIGHTS, 1)):
        right = (values[position] - excess * pow(weight, -1, len(ALPHABET))) % len(ALPHABET)
        yield _written([*values[:position], right, *values[position + 1 :]])


def _with_two_swapped(values: list[int], excess: int) -> Iterator[str]:
    weights = (*_WEIGHTS, 1)
    for at, (one, other) in enumerate(pairwise(values)):
        if (excess + (other - one) * (weights[at] - weights[at + 1])) % len(ALPHABET) == 0:
            yield _written([*values[:at], other, one, *values[at + 2 :]])


def _written(values: Iterable[int]) -> str:
    return "".join(map(ALPHABET.__getitem__, values))


def organisation_check_character(body: str) -> str:
    """Return the 9th character of an organisation code for its first 8 (GB 11714).

    :raises KeyError: a character is neither a digit nor a capital letter.
    """
    rest = sum(map(mul, map(_ORGANISATION_VALUES.__getitem__, body), _ORGANISATION_WEIGHTS)) % 11
    return "0X987654321"[rest]


def is_organisation_code(text: str) -> bool:
    """Return whether a text is nine upper-case characters with the right check character (GB 11714)."""
    if len(text) != ORGANISATION_LENGTH or not _ORGANISATION_VALUES.keys() >= set(text):
        return False
    return organisation_check_character(text[:-1]) == text[-1]


def complete_uscc(*, department: str, category: str, region: str, organisation: str) -> str:
    """Build a whole code from its parts; `organisation` are the 8 characters without their check.

    :raises ValueError: a part has the wrong length or a character that codes do not have.
    """
    if len(organisation) != _ORGANISATION_BODY or not _VALUES.keys() >= set(organisation):
        raise ValueError("organisation must be 8 characters of the alphabet of GB 32100")
    body = department + category + region + organisation + organisation_check_character(organisation)
    if len(body) != LENGTH - 1 or _shape_error(body + "0"):
        raise ValueError("department, category or region is not of GB 32100")
    return body + check_character(body)


def is_resident_id(text: str, *, on: date | None = None) -> bool:
    """Return whether a text is a valid 18-digit resident number: province, possible birth date, check digit.

    With `on`, nobody was born after that day. (GB 11643; ISO 7064 MOD 11-2.)
    """
    number = normalise_uscc(text)
    if not looks_like_resident_id(number) or not _resident_check_holds(number):
        return False
    return on is None or number[6:14] <= on.strftime("%Y%m%d")


def is_residence_number(text: str) -> bool:
    """Return whether a text is a valid number of a foreigner's permanent residence card as issued since 2023-12-01.

    9, province, country (ISO 3166-1 numeric), birth date, sequence, check digit (ISO 7064 MOD 11-2). Unified codes
    begin with 9 too: a flawless one is a code.
    """
    number = normalise_uscc(text)
    if not _RESIDENCE.fullmatch(number) or number[1:3] not in PROVINCES or not _resident_check_holds(number):
        return False
    return is_possible_birth(number[6:10], number[10:12], number[12:14]) and not is_flawless_uscc(number)


def is_flawless_uscc(text: str) -> bool:
    """Return whether a text is a valid unified code that gives no warning either."""
    check = check_uscc(text)
    return check.is_valid and not check.warnings


def holds_resident_id(text: str) -> bool:
    """Return whether a text is, or holds, a valid number of a resident or of a foreign one, however it is written."""
    plain = "".join(filter(str.isalnum, fold_name(text)))
    return any(is_resident_id(found) or is_residence_number(found) for found in _EIGHTEEN.findall(plain))


def looks_like_resident_id(number: str) -> bool:
    """Return whether 18 characters have a province and a possible birth date; the check digit may be mistyped."""
    if not _RESIDENT.fullmatch(number) or number[:2] not in PROVINCES:
        return False
    return is_possible_birth(number[6:10], number[10:12], number[12:14])


def is_possible_birth(year: str, month: str, day: str) -> bool:
    """Return whether three runs of digits are a calendar day on which somebody alive may be born."""
    if not _EARLIEST_BIRTH_YEAR <= int(year) <= _LATEST_BIRTH_YEAR:
        return False
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _resident_check_holds(number: str) -> bool:
    total = sum(map(mul, map(int, number[:17]), _RESIDENT_WEIGHTS))
    return _RESIDENT_CHECKS[total % 11] == number[17]


# A code of digits alone that a spreadsheet has kept as a number: 9.14201E+17, 914201037646247552.0
_ROUNDED_TEXT = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,2}|[0-9]{16,20}\.0*", re.IGNORECASE)
_EXACT_TEXT = re.compile(r"\s*([0-9]{1,15})\.0+\s*")
_FEWEST_EXACT = 8  # shorter ones may be typed so: the number of a document, a version
ROUNDED = (
    "代码被电子表格软件当作数字保存，变成了科学计数（如9.14201E+17），后面的数字已经丢失，改单元格格式也找不回来；"
    "请从原系统重新导出，并直接导入导出的文件，确需先打开的，打开时把该列设为“文本”"
)


def exact_digits(cell: object, *, fewest: int = _FEWEST_EXACT) -> str:
    """Return the digits of a code that a program has written as a number, 420100000012345.0; "" for other cells.

    Numbers of up to 15 digits are below 2**53, so no digit is lost. `fewest` is the length of the shortest code.
    """
    match = _EXACT_TEXT.fullmatch(cell) if isinstance(cell, str) and ".0" in cell else None
    return match[1] if match and len(match[1]) >= fewest else ""


def was_rounded(value: object) -> bool:
    """Return whether a cell holds what is left of a code that a spreadsheet has kept as a number."""
    if isinstance(value, str):
        return _ROUNDED_TEXT.fullmatch(half_width(value).strip()) is not None
    return isinstance(value, float)
