"""Sheets of steps of listings: columns, and how one row is read; no sentence repeats what a cell holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from enterprises.shared.problems import Problem
from enterprises.shared.rules.characters import unified_text
from enterprises.shared.rules.days import UnreadableDay, is_dash, parse_day, serial_of_1904
from enterprises.shared.rules.numbers import whole_number
from enterprises.shared.rules.uscc import ROUNDED, check_uscc, is_resident_id, normalise_uscc, was_rounded
from enterprises.shared.rules.width import half_width, without_blanks
from enterprises.shared.sheets.report import RefusedRow
from enterprises.shared.sheets.source import Cell
from enterprises.shared.sheets.table import TableRow


class BulkStep(StrEnum):
    """A step that a sheet or chosen rows can take together."""

    PROPOSE = "propose"
    NOTIFY = "notify"
    DECIDE = "decide"


BULK_LABELS: Mapping[BulkStep, str] = MappingProxyType(
    {BulkStep.PROPOSE: "提出建议", BulkStep.NOTIFY: "登记告知或公示", BulkStep.DECIDE: "登记列入决定"}
)


class BulkColumn(StrEnum):
    """A column of such a sheet."""

    USCC = "uscc"
    NAME = "name"
    CRITERION = "criterion"
    REASON = "reason"
    GROUND_DOCUMENT = "ground_document"
    GROUND_PENALTY = "ground_penalty"
    SERVED_ON = "served_on"
    DOCUMENT_NUMBER = "document_number"
    DECIDED_ON = "decided_on"
    AUTHORITY = "authority"
    TERM_MONTHS = "term_months"
    TERM_BASIS = "term_basis"
    FOUND = "found"
    FINDING = "finding"
    OBJECTION_OUTCOME = "objection_outcome"


BULK_COLUMNS: Mapping[BulkColumn, tuple[str, ...]] = MappingProxyType(
    {
        BulkColumn.USCC: ("统一社会信用代码", "社会信用代码", "纳税人识别号", "USCC"),
        BulkColumn.NAME: ("单位名称", "名称", "企业名称", "主体名称", "纳税人名称"),
        BulkColumn.CRITERION: ("列入标准", "标准"),
        BulkColumn.REASON: ("列入事由", "事由"),
        BulkColumn.GROUND_DOCUMENT: ("依据文书", "认定文号"),
        BulkColumn.GROUND_PENALTY: ("文书所载处罚",),
        BulkColumn.SERVED_ON: ("告知日期", "公示日期", "告知(公示)日期"),
        BulkColumn.DOCUMENT_NUMBER: ("决定文书号", "文书号"),
        BulkColumn.DECIDED_ON: ("决定日期", "认定日期", "认定时间"),
        BulkColumn.AUTHORITY: ("认定单位", "认定机关"),
        BulkColumn.TERM_MONTHS: ("期限(月)", "期限"),
        BulkColumn.TERM_BASIS: ("期限依据",),
        BulkColumn.FOUND: ("认定情形",),
        BulkColumn.FINDING: ("认定理由",),
        BulkColumn.OBJECTION_OUTCOME: ("异议处理情况",),
    }
)
LABEL_OF: Mapping[BulkColumn, str] = MappingProxyType({code: names[0] for code, names in BULK_COLUMNS.items()})
DAYS = frozenset({BulkColumn.SERVED_ON, BulkColumn.DECIDED_ON})
REQUIRED: Mapping[BulkStep, tuple[BulkColumn, ...]] = MappingProxyType(
    {
        BulkStep.PROPOSE: (BulkColumn.USCC, BulkColumn.CRITERION, BulkColumn.REASON),
        BulkStep.NOTIFY: (BulkColumn.USCC, BulkColumn.SERVED_ON),
        BulkStep.DECIDE: (BulkColumn.USCC, BulkColumn.DECIDED_ON, BulkColumn.TERM_MONTHS, BulkColumn.TERM_BASIS),
    }
)
_LONGEST = MappingProxyType(
    {
        BulkColumn.NAME: 200,
        BulkColumn.CRITERION: 60,
        BulkColumn.REASON: 500,
        BulkColumn.GROUND_DOCUMENT: 200,
        BulkColumn.GROUND_PENALTY: 20,
        BulkColumn.DOCUMENT_NUMBER: 128,
        BulkColumn.AUTHORITY: 200,
        BulkColumn.TERM_BASIS: 300,
        BulkColumn.FOUND: 200,
        BulkColumn.FINDING: 1000,
        BulkColumn.OBJECTION_OUTCOME: 500,
    }
)
_HEADERS = {without_blanks(half_width(name)): code for code, names in BULK_COLUMNS.items() for name in names}
_MOST_MONTHS_DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkRow:
    """One row of a sheet, or one chosen listing; `texts` are trimmed, columns without value missing."""

    number: int
    uscc: str
    texts: Mapping[BulkColumn, str] = field(default_factory=dict)
    days: Mapping[BulkColumn, date] = field(default_factory=dict)
    term_months: int | None = None
    cells: tuple[Cell, ...] = ()

    def text(self, column: BulkColumn) -> str:
        """Return a text, "" if the row has none."""
        return self.texts.get(column, "")

    def refused(self, message: str) -> RefusedRow:
        """Return the row as refused for that reason."""
        return RefusedRow(number=self.number, problems=(Problem(label="", message=message),), cells=self.cells)


def code_of_header(header: str) -> str | None:
    """Return the column that a header names."""
    found = _HEADERS.get(without_blanks(half_width(header)).strip("*"))
    return None if found is None else found.value


def required_headers(step: BulkStep) -> dict[str, str]:
    """Return the columns without which a sheet takes no step."""
    return {code.value: LABEL_OF[code] for code in REQUIRED[step]}


def read_bulk_row(row: TableRow, *, step: BulkStep, on: date, is_1904: bool) -> BulkRow | RefusedRow:
    """Read one row for a step, or name all its problems."""
    problems = [_problem(BulkColumn(code), "单元格是错误值，请在原表中改正") for code in row.errors]
    if row.problem:
        problems.append(Problem(label="", message=row.problem))
    cells = {}
    for code, several in row.values.items():
        if not is_dash(several[0]):
            cells[BulkColumn(code)] = several[0]
        if len(set(several)) > 1:
            problems.append(_problem(BulkColumn(code), "两列是同一项目，内容却不同"))
    missing = [one for one in REQUIRED[step] if one not in cells and one.value not in row.errors]
    problems += [_problem(one, "不能为空") for one in missing]
    texts, days = _texts(cells, problems), _days(cells, problems, is_1904=is_1904)
    uscc = _uscc(cells.get(BulkColumn.USCC, ""), problems, on=on)
    months = _months(cells.get(BulkColumn.TERM_MONTHS, ""), problems)
    if problems:
        is_person = is_resident_id(uscc, on=on)
        return RefusedRow(number=row.number, problems=tuple(problems), cells=() if is_person else row.cells)
    return BulkRow(number=row.number, uscc=uscc, texts=texts, days=days, term_months=months, cells=row.cells)


def _problem(column: BulkColumn, message: str) -> Problem:
    return Problem(code=column.value, label=LABEL_OF[column], message=message)


def _texts(cells: Mapping[BulkColumn, Cell], problems: list[Problem]) -> dict[BulkColumn, str]:
    found = {}
    for column, longest in _LONGEST.items():
        text = unified_text(" ".join(str(cells.get(column, "")).split()))
        if len(text) > longest:
            problems.append(_problem(column, f"最多{longest}个字，现有{len(text)}个"))
        if text:
            found[column] = text
    return found


def _days(cells: Mapping[BulkColumn, Cell], problems: list[Problem], *, is_1904: bool) -> dict[BulkColumn, date]:
    found = {}
    for column in sorted(DAYS & cells.keys()):
        cell = cells[column]
        try:
            found[column] = parse_day(serial_of_1904(cell) if is_1904 else cell)
        except UnreadableDay as error:
            problems.append(_problem(column, str(error)))
    return found


def _uscc(cell: Cell, problems: list[Problem], *, on: date) -> str:
    text = normalise_uscc(str(cell))
    if not text:
        return ""
    if was_rounded(cell):
        problems.append(_problem(BulkColumn.USCC, ROUNDED))
    elif is_resident_id(text, on=on):
        problems.append(_problem(BulkColumn.USCC, "是居民身份证号码，本系统不收录自然人"))
    else:
        problems += [_problem(BulkColumn.USCC, error) for error in check_uscc(text).errors]
    return text


def _months(cell: Cell, problems: list[Problem]) -> int | None:
    text = half_width(str(cell)).strip().removesuffix("个月").removesuffix(".0")
    if not text:
        return None
    months = whole_number(text, most_digits=_MOST_MONTHS_DIGITS)
    if months is None:
        problems.append(_problem(BulkColumn.TERM_MONTHS, "应为月数，如36"))
    return months
