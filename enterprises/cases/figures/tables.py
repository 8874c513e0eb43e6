"""The figures as CSV."""

from enterprises.cases.figures.selectors import CaseFigures, FigureRow
from enterprises.shared.csv_tables import csv_table

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
    """Return the table as CSV, the codes once more as text; cells that are not published are empty."""
    return csv_table(HEADERS, map(_cells, figures.rows), codes=("机关代码",))


def _cells(row: FigureRow) -> tuple[str, ...]:
    cell, split = row.cell, row.cell.split
    known = (f"{cell.month:%Y-%m}", row.agency_code, row.agency_name, str(cell.received))
    if split is None:
        return (*known, "否", *([""] * 7))
    counts = (split.upheld, split.refused, split.other, split.pending, split.overdue)
    return (*known, "是", *map(str, counts), *map(_days, (split.median_days, split.p90_days)))


def _days(days: int | None) -> str:
    return "" if days is None else str(days)
