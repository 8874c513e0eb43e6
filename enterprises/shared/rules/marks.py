"""Cells that stand for no value, and cells that hold an error of a spreadsheet (docs/rules/imports.md)."""

import re
from enum import Enum, auto
from functools import lru_cache

from enterprises.shared.rules.width import half_width

LONGEST_MARK = 24
# What our readers of workbooks give for a formula without a stored result: no program has computed it.
NO_RESULT = "#公式无结果!"
# What they give for a cell that a merged one covers, and that holds something else: the sheet does not show it.
COVERED = "#被合并遮住!"
_NOTHING = frozenset(
    {
        "无",
        "空",
        "null",
        "(null)",
        "none",
        "nan",
        "nat",
        "n/a",
        "na",
        "nil",
        "undefined",
        "暂无",
        "没有",
        "不详",
        "未知",
        "不明",
        "暂缺",
        "不适用",
        "未填",
        "未填写",
        "未提供",
        "空白",
        "(空)",
        "(无)",
        "无数据",
        "暂无数据",
    }
    | {"/", "//", "\\", "\\n"}  # the last one is what MySQL exports
)
_NO_DAY = re.compile(r"0{4}([-./年]?)0{1,2}[-./月]?0{1,2}日?(?:[ T]?0{1,2}:00(?::00)?(?:\.0+)?)?|1900[-./]0?1[-./]0?0")
# Errors of Excel, WPS and LibreOffice, and what a column too narrow leaves in a copied or printed table.
_ERROR = re.compile(
    r"#(?:n/a|ref!|div/0!|value!|name\?|num!|null!|spill!|calc!|field!|blocked!|busy!|connect!|unknown!|external!|python!"
    rf"|getting_data)|#{{3,}}|err:[0-9]{{3}}|{NO_RESULT}|{COVERED}",
    re.IGNORECASE,
)


# The first characters of all of these, in either case and width; a text that begins otherwise is a value.
_PLAIN_FIRST = {word[0] for word in _NOTHING} | set("#e01")
_FIRST = frozenset(
    sign
    for plain in _PLAIN_FIRST | {plain.upper() for plain in _PLAIN_FIRST}
    for sign in (plain, chr(ord(plain) + 0xFEE0) if plain.isascii() else plain)
) | {sign for sign in map(chr, range(0x3001)) if sign.isspace()}


class CellMark(Enum):
    """What a text of a cell is: a value, nothing, or an error."""

    VALUE = auto()
    NOTHING = auto()
    ERROR = auto()


def fault_of(error: str) -> str:
    """Return what is wrong with a cell that holds an error."""
    if error == NO_RESULT:
        return "单元格是公式，文件里没有它的结果（请用Excel或WPS打开并保存，或粘贴为数值）"
    if error == COVERED:
        return "单元格已与别的单元格合并，表里看不到，里面却另有内容（请取消合并，核对后再导入）"
    return f"单元格是错误值{error}"


def mark_of(text: str) -> CellMark:
    """Distinguish values, words for "no value" and errors; dashes are values, for they end an open period."""
    if len(text) > LONGEST_MARK or (text and text[0] not in _FIRST):
        return CellMark.VALUE
    return _mark_of(text)


@lru_cache(maxsize=8192)
def _mark_of(text: str) -> CellMark:
    """Decide once for each short text: the same few hundred come again and again in a file."""
    plain = half_width(text).strip().casefold()
    if _ERROR.fullmatch(plain):
        return CellMark.ERROR
    return CellMark.NOTHING if not plain or plain in _NOTHING or _NO_DAY.fullmatch(plain) else CellMark.VALUE
