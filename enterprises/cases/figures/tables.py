"""The figures as CSV."""

import csv
from io import StringIO

from enterprises.cases.figures.selectors import CaseFigures, FigureRow
from enterprises.shared.rules.cells import harmless_cell

HEADERS = (
    "月份",
    "机关代码",
    "机关",
    "收到",
    "是否细分",
    "支持",
    "不予支持",
    "其他结束",
    "在办",
    "逾期未办",
    "中位数（工作日）",
    "90%（工作日）",
)


def csv_of(figures: CaseFigures) -> bytes:
    """Return the table as CSV, UTF-8 with the mark by which Excel knows it; cells that are not published are empty."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADERS)
    writer.writerows([harmless_cell(cell) for cell in _cells(row)] for row in figures.rows)
    return text.getvalue().encode("utf-8-sig")


def _cells(row: FigureRow) -> tuple[str, ...]:
    cell, split = row.cell, row.cell.split
    known = (f"{cell.month:%Y-%m}", row.agency_code, row.agency_name, str(cell.received))
    if split is None:
        return (*known, "否", *([""] * 7))
    counts = (split.upheld, split.refused, split.other, split.pending, split.overdue)
    return (*known, "是", *map(str, counts), *map(_days, (split.median_days, split.p90_days)))


def _days(days: int | None) -> str:
    return "" if days is None else str(days)
