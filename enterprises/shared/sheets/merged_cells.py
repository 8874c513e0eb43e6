"""Cells merged over several rows or columns: what the first one holds is all that the sheet shows."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from enterprises.shared.rules.marks import COVERED
from enterprises.shared.sheets.source import Cell


class _Range(NamedTuple):
    last_row: int
    last_column: int
    content: Cell


class MergedCells:
    """Fills the empty cells below the first one of each merged range, in its first column.

    A range over columns alone fills nothing: what stands in it belongs to its first column. A covered cell may hold
    something else, as of before the cells were merged. Nobody sees that, so it becomes `COVERED`.
    """

    def __init__(self) -> None:
        self._beginning: dict[int, list[tuple[int, int, int]]] = {}  # by first row: columns, last row
        self._active: dict[int, _Range] = {}  # by first column

    def add(self, *, first: int, last: int, column: int, last_column: int) -> None:
        """Take a range by the numbers of its rows and the indices of its columns."""
        if last > first or last_column > column:
            self._beginning.setdefault(first, []).append((column, last_column, last))

    def add_all(self, ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
        """Take ranges as corners of row and column, counted from 0."""
        for (top, left), (bottom, right) in ranges:
            self.add(first=top + 1, last=bottom + 1, column=left, last_column=right)

    def filled(self, number: int, cells: Sequence[Cell]) -> tuple[Sequence[Cell], tuple[int, ...]]:
        """Return the cells of the next row with what merged cells give, and the indices of those filled.

        A row without content of its own stays as it is.
        """
        beginning = self._beginning.pop(number, ())
        if not self._active and not beginning:
            return cells, ()
        found, places = list(cells), list[int]()
        self._active = {column: each for column, each in self._active.items() if each.last_row >= number}
        if any(cell != "" for cell in cells):
            for column, each in self._active.items():
                _mark_covered(found, range(column, each.last_column + 1), each.content)
                if each.content != "" and (column >= len(found) or found[column] == ""):
                    found += [""] * (column + 1 - len(found))
                    found[column] = each.content
                    places.append(column)
        for column, last_column, last_row in beginning:
            content = cells[column] if column < len(cells) else ""
            _mark_covered(found, range(column + 1, last_column + 1), content)
            if last_row > number:
                self._active[column] = _Range(last_row, last_column, content)
        return found, tuple(places)


def _mark_covered(cells: list[Cell], columns: range, content: Cell) -> None:
    """Replace what covered cells hold, unless it is nothing or the same."""
    for column in columns[: max(len(cells) - columns.start, 0)]:
        cell = cells[column]
        if cell != content and (cell.strip() if isinstance(cell, str) else True):
            cells[column] = COVERED
