"""Sections of the industry classification (GB/T 4754-2017) and the path of a code through it."""

from functools import lru_cache

SECTIONS = {
    "A": "农、林、牧、渔业",
    "B": "采矿业",
    "C": "制造业",
    "D": "电力、热力、燃气及水生产和供应业",
    "E": "建筑业",
    "F": "批发和零售业",
    "G": "交通运输、仓储和邮政业",
    "H": "住宿和餐饮业",
    "I": "信息传输、软件和信息技术服务业",
    "J": "金融业",
    "K": "房地产业",
    "L": "租赁和商务服务业",
    "M": "科学研究和技术服务业",
    "N": "水利、环境和公共设施管理业",
    "O": "居民服务、修理和其他服务业",
    "P": "教育",
    "Q": "卫生和社会工作",
    "R": "文化、体育和娱乐业",
    "S": "公共管理、社会保障和社会组织",
    "T": "国际组织",
}
# The first two-digit division of each section.
_FIRST_DIVISIONS = (1, 6, 13, 44, 47, 51, 53, 61, 63, 66, 70, 71, 73, 76, 80, 83, 84, 86, 91, 97)
_LAST_DIVISION = 97
_DIVISION_DIGITS = 2
_REMEMBERED = 2048  # all classes of GB/T 4754, more or less


@lru_cache(_REMEMBERED)
def section_of(code: str) -> str:
    """Return the section letter of a code, "" when it has none."""
    if code[:1].upper() in SECTIONS:
        return code[0].upper()
    if len(code) < _DIVISION_DIGITS or not code[:_DIVISION_DIGITS].isdecimal():
        return ""
    division = int(code[:_DIVISION_DIGITS])
    if not 1 <= division <= _LAST_DIVISION:
        return ""
    place = sum(first <= division for first in _FIRST_DIVISIONS) - 1
    return tuple(SECTIONS)[place]


@lru_cache(_REMEMBERED)
def industry_path(code: str) -> tuple[str, ...]:
    """Return every text by which an enterprise of that code may be asked for, widest first."""
    if not code:
        return ()
    digits = code[1:] if code[:1].upper() in SECTIONS else code
    fronts = [digits[:length] for length in range(_DIVISION_DIGITS, len(digits) + 1)]
    section = section_of(code)
    texts = [section, *fronts, *(section + front for front in fronts if section), code]
    return tuple(dict.fromkeys(text for text in texts if text))
