"""Cells merged over several rows: what stands in the first row is meant for all of them."""

from collections.abc import Iterable, Sequence

from enterprises.shared.sheets.source import Cell


class MergedCells:
    """Fills the empty cells below the first one of each merged range, in its first column.

    A range over columns alone fills nothing: what stands in it belongs to its first column.
    """

    def __init__(self) -> None:
        self._beginning: dict[int, list[tuple[int, int]]] = {}  # by first row: column, last row
        self._active: dict[int, tuple[int, Cell]] = {}  # by column: last row, content

    def add(self, *, first: int, last: int, column: int) -> None:
        """Take a range by the numbers of its rows and the index of its first column."""
        if last > first:
            self._beginning.setdefault(first, []).append((column, last))

    def add_all(self, ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
        """Take ranges as corners of row and column, counted from 0."""
        for (top, left), (bottom, _) in ranges:
            self.add(first=top + 1, last=bottom + 1, column=left)

    def filled(self, number: int, cells: Sequence[Cell]) -> tuple[Sequence[Cell], tuple[int, ...]]:
        """Return the cells of the next row with what merged cells give, and the indices of those filled.

        A row without content of its own stays as it is.
        """
        found: Sequence[Cell] = cells
        places: list[int] = []
        if self._active:
            self._active = {column: each for column, each in self._active.items() if each[0] >= number}
            if any(cell != "" for cell in cells):
                places = [column for column in self._active if column >= len(cells) or cells[column] == ""]
                found = [*cells, *[""] * (max(places, default=-1) + 1 - len(cells))]
                for column in places:
                    found[column] = self._active[column][1]
        for column, last in self._beginning.pop(number, ()):
            if column < len(cells) and cells[column] != "":
                self._active[column] = (last, cells[column])
        return found, tuple(places)
