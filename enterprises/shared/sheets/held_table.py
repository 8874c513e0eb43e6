"""Tables that a reader holds in memory, with the limits of such files."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from enterprises.shared.sheets.merged_cells import MergedCells
from enterprises.shared.sheets.source import NOTHING_HIDDEN, Cell, Hidden, SourceRow, UnreadableFile, has_damage

MAX_BYTES = 50 * 1024**2
MAX_COLUMNS = 1_000
MAX_CELLS = 2_000_000
# Spreadsheets keep 15 significant digits: a whole number beyond them is not what was typed.
EXACT_BELOW = 10**15
TOO_LARGE = f"文件超过{MAX_BYTES // 1024**2}MB，请另存为.xlsx或CSV后再导入。"
DAMAGED = "文件内容有误，无法读取。请用Excel打开后另存为新的.xlsx，再导入。"


class HeldTable(NamedTuple):
    """One table or sheet, held in memory."""

    table: tuple[SourceRow, ...]
    label: str
    is_1904: bool = False
    hidden: Hidden = NOTHING_HIDDEN

    def rows(self) -> Iterator[SourceRow]:
        """Yield the rows, numbered as they stand."""
        return iter(self.table)

    def row_estimate(self) -> int:
        """Return the number of the last row."""
        return self.table[-1].number if self.table else 0


def numbered(rows: Iterator[tuple[int, Sequence[Cell]]], merged: MergedCells) -> tuple[SourceRow, ...]:
    """Return the rows, filled with what merged cells give; `rows` adds them to `merged` while it is read."""
    table = []
    total = 0
    for number, own in rows:
        total += len(own)
        if total > MAX_CELLS:
            raise UnreadableFile(TOO_LARGE)
        damaged = has_damage("".join(cell for cell in own if isinstance(cell, str)))
        problem = "含有无法显示的字符，请重新输入该行内容" if damaged else ""
        cells, filled = merged.filled(number, own)
        table.append(SourceRow(number=number, cells=tuple(cells), problem=problem, filled=filled))
    return tuple(table)


def require_narrow(width: int) -> None:
    """Refuse a table of too many columns.

    :raises UnreadableFile: it has.
    """
    if not 0 < width <= MAX_COLUMNS:
        raise UnreadableFile(f"表格超过{MAX_COLUMNS}列。请删除表格以外的零散单元格后再导入。")
