"""Columns of files of external lists, and how one row is read; no sentence repeats what a cell holds."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from enterprises.shared.problems import Problem
from enterprises.shared.rules.characters import differing, unified
from enterprises.shared.rules.days import UnreadableDay, is_dash, means_no_end, parse_day, serial_of_1904
from enterprises.shared.rules.document_numbers import fold_document_number
from enterprises.shared.rules.register_codes import NOT_FITTING, may_be_confirmed
from enterprises.shared.rules.sentences import sentence, together
from enterprises.shared.rules.uscc import (
    LENGTH,
    ROUNDED,
    check_uscc,
    holds_resident_id,
    is_residence_number,
    is_resident_id,
    normalise_uscc,
    was_rounded,
)
from enterprises.shared.rules.width import half_width, without_blanks
from enterprises.shared.sheets.source import Cell
from enterprises.shared.sheets.table import IGNORED, TableRow

NATURAL_PERSON = "自然人"
USCC, NAME, LISTED_ON, ENDS_ON, EXIT_ON, SORT = "uscc", "name", "listed_on", "ends_on", "exit_on", "sort"
LABELS: Mapping[str, str] = {
    USCC: "统一社会信用代码",
    NAME: "单位名称",
    "document_number": "文书号",
    "decided_on": "认定日期",
    "authority": "认定单位",
    "reason": "列入事由",
    LISTED_ON: "列入日期",
    ENDS_ON: "有效期至",
    EXIT_ON: "预计退出日期",
    SORT: "主体类别",
}
REQUIRED = {code: LABELS[code] for code in (USCC, NAME, LISTED_ON)}
# What published forms of cities, courts and tax authorities call them.
_ALIASES: Mapping[str, tuple[str, ...]] = {
    USCC: ("USCC", "社会信用代码", "证件号码", "纳税人识别号", "身份证号/社会信用代码/组织机构代码/工商注册号"),
    NAME: (
        *("名称", "企业名称", "主体名称", "对象名称", "纳税人名称", "失信主体名称"),
        *("当事人姓名/单位名称", "被执行人姓名/名称"),
    ),
    "document_number": ("案号", "认定文号", "决定文书号", "列入决定文书号"),
    "decided_on": ("认定时间", "决定日期"),
    "authority": ("执行单位", "执行法院", "认定机关", "列入机关"),
    "reason": ("列入红/黑名单事由", "列入黑名单事由", "列入原因", "事由"),
    LISTED_ON: ("列入时间", "列入名单时间", "发布时间", "公布时间", "公布日期"),
    ENDS_ON: ("有效期限", "截止日期", "公布截止日期"),
    EXIT_ON: ("退出日期",),
    SORT: ("类别",),
}
# Names of persons, and what the portal has no use for.
_UNWANTED = frozenset(
    ("法定代表人", "企业法人姓名", "发生时间", "立案时间", "执行依据文号", "地域名称", "数据来源", "数据类别", "文件名")
)
_DAYS = ("decided_on", LISTED_ON, ENDS_ON)  # of a stored row
_HEADERS = {header: code for code, label in LABELS.items() for header in (label, *_ALIASES[code])}
_LENGTHS = {NAME: 200, "document_number": 128, "authority": 200, "reason": 1000}
_EARLIER_RESIDENT = re.compile(r"[0-9]{15}")
_UNCONFIRMED = "；登记中确有此代码的，请先由登记信息导入或在工作台“企业代码”确认"
_STARRED = frozenset("*＊×")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalRow:
    """One row as its file states it; `ends_on` is the last stated day on the list."""

    uscc: str
    name: str
    document_number: str
    decided_on: date | None
    authority: str
    reason: str
    listed_on: date
    ends_on: date | None
    typed: Mapping[str, str] = field(default_factory=dict, compare=False)  # texts with other characters, as typed

    @property
    def key(self) -> tuple[str, str]:
        """Return what makes it the same row in two editions."""
        return (self.uscc, fold_document_number(self.document_number))

    def to_plain(self) -> dict[str, str]:
        """Return the row as text that is stored until another person confirms it."""
        texts = {name: getattr(self, name) for name in (USCC, *_LENGTHS)}
        days = {name: getattr(self, name) for name in _DAYS}
        return texts | {name: day.isoformat() for name, day in days.items() if day is not None}

    @classmethod
    def from_plain(cls, plain: Mapping[str, str], *, typed: Mapping[str, str]) -> "ExternalRow":
        """Return a row from what `to_plain` gave, with its texts as they were typed."""
        values: dict[str, Any] = {name: plain[name] for name in (USCC, *_LENGTHS)}
        days = {name: date.fromisoformat(plain[name]) if name in plain else None for name in _DAYS}
        return cls(typed=typed, **values | days)


@dataclass(slots=True, kw_only=True)
class ExternalReading:
    """One row while it is read: a row, or problems, or a natural person, of whom nothing is kept.

    `warning` names what the row is taken with.
    """

    problems: list[Problem] = field(default_factory=list)
    warning: str = ""
    row: ExternalRow | None = None
    is_person: bool = False

    def wrong(self, code: str, message: str) -> None:
        """Note what refuses the row."""
        self.problems.append(Problem(code=code, label=LABELS[code], message=message))


def code_of_header(header: str) -> str | None:
    """Return the column that a header names."""
    folded = without_blanks(half_width(header)).strip("*")
    return IGNORED if folded in _UNWANTED else _HEADERS.get(folded)


def read_row(
    row: TableRow, *, as_of: date, is_1904: bool = False, registered: Container[str] = frozenset()
) -> ExternalReading:
    """Check one row of the edition as of that day.

    `registered`: codes that the register bears though they fail their check; no other such code is taken.
    """
    reading = ExternalReading()
    if any(_is_of_a_person(code, cell, on=as_of) for code, cells in row.values.items() for cell in cells):
        reading.is_person = True
        return reading
    if row.problem:
        reading.problems.append(Problem(label="", message=row.problem))
        return reading
    cells = _single_cells(row, reading)
    texts = {code: _text(code, cells.get(code, ""), reading) for code in _LENGTHS}
    days = {
        code: _day(code, cells.get(code, ""), reading, is_1904=is_1904)
        for code in ("decided_on", LISTED_ON, ENDS_ON, EXIT_ON)
    }
    uscc, listed_on, ends_on = (
        _uscc(cells.get(USCC, ""), reading, registered=registered),
        days[LISTED_ON],
        _last_day(days),
    )
    if not texts[NAME] and NAME not in {problem.code for problem in reading.problems}:
        reading.wrong(NAME, "不能为空")
    _check_days(listed_on, ends_on, reading, as_of=as_of)
    if not reading.problems and listed_on is not None:
        reading.row = ExternalRow(
            uscc=uscc,
            listed_on=listed_on,
            ends_on=ends_on,
            decided_on=days["decided_on"],
            typed=differing({code: cells[code] for code in _LENGTHS if code in cells}),
            **texts,
        )
    return reading


def _is_of_a_person(code: str, cell: Cell, *, on: date) -> bool:
    """Return whether a cell shows that its row is about a natural person."""
    text = without_blanks(half_width(str(cell)))
    if code == SORT:
        return NATURAL_PERSON in text
    if code == NAME:
        return holds_resident_id(text)
    if code != USCC:
        return False
    if _STARRED & set(text) or _EARLIER_RESIDENT.fullmatch(text):
        return True
    return is_resident_id(text, on=on) or is_residence_number(text)


def _single_cells(row: TableRow, reading: ExternalReading) -> dict[str, Cell]:
    for code in row.errors:
        reading.wrong(code, "单元格是错误值，请在原表中改正")
    for code, several in row.values.items():
        if len(set(several)) > 1:
            reading.wrong(code, "两列是同一项目，内容却不同")
    return {code: several[0] for code, several in row.values.items()}


def _text(code: str, cell: Cell, reading: ExternalReading) -> str:
    text = "" if is_dash(cell) else " ".join(unified(str(cell)).split())
    if len(text) > _LENGTHS[code]:
        reading.wrong(code, sentence("最多{longest}个字，现有{length}个", longest=_LENGTHS[code], length=len(text)))
    return text


def _uscc(cell: Cell, reading: ExternalReading, *, registered: Container[str]) -> str:
    text = normalise_uscc(str(cell))
    if not text:
        if USCC not in {problem.code for problem in reading.problems}:
            reading.wrong(USCC, "不能为空")
    elif was_rounded(cell):
        reading.wrong(USCC, ROUNDED)
    elif errors := check_uscc(text).errors:
        if len(text) == LENGTH and text in registered:
            reading.warning = f"{LABELS[USCC]}：{NOT_FITTING}"
        else:
            hint = _UNCONFIRMED if may_be_confirmed(text) else ""
            for error in errors:
                reading.wrong(USCC, together((error, hint)) if hint else error)
    return text


def _day(code: str, cell: Cell, reading: ExternalReading, *, is_1904: bool) -> date | None:
    if cell == "" or is_dash(cell):
        if code == LISTED_ON and code not in {problem.code for problem in reading.problems}:
            reading.wrong(code, "不能为空")
        return None
    try:
        return parse_day(serial_of_1904(cell) if is_1904 else cell)
    except UnreadableDay as error:
        reading.wrong(code, str(error))
        return None


def _last_day(days: Mapping[str, date | None]) -> date | None:
    """Return the last stated day on the list: that of 有效期至, or the day before 预计退出日期."""
    until, leaves = days[ENDS_ON], days[EXIT_ON]
    ends = [until] if until and not means_no_end(until) else []
    if leaves and not means_no_end(leaves):
        ends.append(leaves - timedelta(days=1))
    return min(ends, default=None)


def _check_days(listed_on: date | None, ends_on: date | None, reading: ExternalReading, *, as_of: date) -> None:
    if listed_on is not None and listed_on > as_of:
        reading.wrong(LISTED_ON, sentence("晚于本期截至日期{day}", day=as_of))
    if listed_on is not None and ends_on is not None and ends_on < listed_on:
        reading.wrong(ENDS_ON, "早于列入日期")
