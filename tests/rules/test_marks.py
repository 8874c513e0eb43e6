"""Cells that stand for no value or hold an error, in every case and width; whatever else is a value."""

import pytest

from enterprises.shared.rules.marks import CellMark, mark_of

NOTHING = ("无", "空", "null", "(null)", "none", "NaN", "N/A", "na", "nil", "undefined", "暂无", "没有", "不详", "未知")
DAYS = ("0000-00-00", "0000年00月00日", "1900-01-00", "0000-00-00 00:00:00")
ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "########", "Err:502", "#NAME?")


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


@pytest.mark.parametrize("text", [*NOTHING, *DAYS, "/", "//", "\\", ""])
@pytest.mark.parametrize("spelling", [str, str.upper, str.lower, wide, "\u3000{}".format, " {} ".format])
def test_words_for_nothing(text: str, spelling: object) -> None:
    assert callable(spelling)
    assert mark_of(spelling(text)) is CellMark.NOTHING


@pytest.mark.parametrize("text", ERRORS)
@pytest.mark.parametrize("spelling", [str, str.upper, str.lower, wide, " {} ".format])
def test_errors(text: str, spelling: object) -> None:
    assert callable(spelling)
    assert mark_of(spelling(text)) is CellMark.ERROR


@pytest.mark.parametrize("text", ["—", "无锡市商贸有限公司", "空调", "0", "1900-01-01", "第1号", "na1", "#1", "甲"])
def test_values(text: str) -> None:
    assert mark_of(text) is CellMark.VALUE
