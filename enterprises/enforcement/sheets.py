"""Sheets of results: one row a month, and a line of totals if the agency adds one."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from enterprises.enforcement.rules import MonthResults, Results
from enterprises.enforcement.services.campaigns import GivenReport
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.amounts import UnreadableAmount
from enterprises.shared.rules.money import stated_amount
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.rules.width import half_width, without_blanks
from enterprises.shared.sheets.source import Cell
from enterprises.shared.sheets.table import Table, TableRow, open_table

HEADERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "month": ("月份", "月", "统计月份"),
        "cases": ("案件数", "案件", "查处案件", "查处案件数", "案件(件)", "案件数(件)", "查处案件数(件)"),
        "goods": ("销毁物品", "销毁物品(件)", "销毁数量", "没收销毁物品"),
        "value": ("货值(万元)", "货值", "涉案货值", "涉案货值(万元)"),
        "persons": ("移送人数", "移送司法机关人数", "移送人数(人)"),
    }
)
_CODES = {header: code for code, headers in HEADERS.items() for header in headers}
_REQUIRED = {code: headers[0] for code, headers in HEADERS.items()}
_TOTALS = frozenset({"合计", "总计", "累计"})
_MONTH = re.compile(r"([0-9]{4})(?:年|-|/|\.)?([0-9]{1,2})月?", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}", re.ASCII)
MOST_MONTHS = 120


class SheetRefused(Refused):
    """A row of the sheet cannot be read; the sentence names row and column."""


def read_results(path: Path) -> GivenReport:
    """Read a sheet of results.

    :raises UnreadableFile: the file, or its header row.
    :raises SheetRefused: a row, a month that stands twice, or no month at all.
    """
    with open_table(path, code_of=_code_of, required=_REQUIRED) as table:
        return _read(table)


def _read(table: Table) -> GivenReport:
    months: dict[date, Results] = {}
    stated: Results | None = None
    for row in table.rows():
        if row.problem:
            raise SheetRefused(sentence("第{number}行：{problem}", number=row.number, problem=row.problem))
        cells = {code: values[0] for code, values in row.values.items()}
        label = _text(cells.get("month", ""))
        if label in _TOTALS:
            if stated is not None:
                raise SheetRefused(sentence("第{number}行：合计行重复。", number=row.number))
            stated = _results(row, cells)
            continue
        month = _month_of(row, cells.get("month", ""))
        if month in months:
            raise SheetRefused(sentence("第{number}行：{month:%Y-%m} 重复。", number=row.number, month=month))
        months[month] = _results(row, cells)
        if len(months) > MOST_MONTHS:
            raise SheetRefused(sentence("最多{most_months}个月。", most_months=MOST_MONTHS))
    if not months:
        raise SheetRefused("表格里没有任何月份的结果。")
    rows = [MonthResults(month=month, results=results) for month, results in sorted(months.items())]
    return GivenReport(months=rows, stated=stated, sha256=table.sha256)


def _results(row: TableRow, cells: Mapping[str, Cell]) -> Results:
    return Results(
        cases=_count(row, cells, "cases"),
        goods=_count(row, cells, "goods"),
        value_yuan=_value(row, cells),
        persons=_count(row, cells, "persons"),
    )


def _count(row: TableRow, cells: Mapping[str, Cell], code: str) -> int:
    text = _text(cells.get(code, ""))
    if text in ("", "-", "—", "——"):
        raise SheetRefused(
            sentence("第{number}行：{code}没有填写，没有的请填0。", number=row.number, code=_REQUIRED[code])
        )
    if not _COUNT.fullmatch(text):
        raise SheetRefused(sentence("第{number}行：{code}应为整数。", number=row.number, code=_REQUIRED[code]))
    return int(text.replace(",", ""))


def _value(row: TableRow, cells: Mapping[str, Cell]) -> Decimal:
    cell = cells.get("value", "")
    if _text(cell) == "":
        raise SheetRefused(sentence("第{number}行：货值没有填写，没有的请填0。", number=row.number))
    try:
        return stated_amount(cell)
    except UnreadableAmount as problem:
        raise SheetRefused(
            sentence("第{number}行：货值{problem}。", number=row.number, problem=problem.args[0])
        ) from problem


def _month_of(row: TableRow, cell: Cell) -> date:
    if isinstance(cell, date):
        return date(cell.year, cell.month, 1)
    match = _MONTH.fullmatch(_text(cell))
    if match is None or not 1 <= int(match[2]) <= 12 or not 1949 <= int(match[1]) < 2100:  # noqa: PLR2004
        raise SheetRefused(sentence("第{number}行：月份应写成2026-03或2026年3月。", number=row.number))
    return date(int(match[1]), int(match[2]), 1)


def _text(cell: Cell) -> str:
    return without_blanks(half_width(str(cell)))


def _code_of(header: str) -> str | None:
    return _CODES.get(without_blanks(half_width(header)).replace("（", "(").replace("）", ")"))
