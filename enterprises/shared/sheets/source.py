"""What every reader of a file gives: numbered rows of cells."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

from enterprises.shared.confined.errors import Unreadable

# Empty cells are "". Numbers are int when they are whole and exact, float otherwise.
Cell: TypeAlias = str | int | float | date

# Characters that no text of a sheet has: control characters (PostgreSQL refuses NUL) and halves of surrogate pairs. The
# mark that a decoder leaves where bytes made no character is one too.
_DAMAGED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd]")


# The file as a whole cannot be read, or not within the limits of a child; `sentence` names in Chinese what to do.
UnreadableFile = Unreadable

# The first bytes of a workbook: .xlsx, and .xls before it.
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
HEADER_WITHIN = 5  # rows that hold anything
SECOND_HEADER_WITHIN = 2  # rows after the header: some templates give labels, then codes
# Types of cells that JSON keeps.
PLAIN_TYPES = frozenset({str, int, float})
CUT = "文件到这一行中断，可能没有传完整；请重新导出或重新上传，确实完整的，请补齐这一行的各格"
NOTE_ROWS = ("表格说明", "填表说明", "填报说明")


class SourceRow(NamedTuple):
    """One row as a spreadsheet numbers it, from 1; `problem`: why its cells cannot be trusted.

    `filled` are the indices of empty cells that hold what stands in the merged cell they belong to.

    A named tuple, as the other values that the child makes: to import `dataclasses` is a sixth of its start.
    """

    number: int
    cells: tuple[Cell, ...]
    problem: str = ""
    filled: tuple[int, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Return whether no cell holds anything; a row with a problem is never blank."""
        return not self.problem and not any(cell.strip() if isinstance(cell, str) else True for cell in self.cells)

    @property
    def is_note(self) -> bool:
        """Whether the row explains the table instead of belonging to it."""
        first = next((cell for cell in self.cells if cell != ""), "")
        return isinstance(first, str) and first.strip().startswith(NOTE_ROWS)


class Hidden(NamedTuple):
    """What a workbook does not show: row numbers and indices of columns of a sheet, and other sheets.

    Rows and columns are read as all else, sheets are not. Warnings name both (docs/rules/imports.md).
    """

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    sheets: tuple[str, ...] = ()


NOTHING_HIDDEN = Hidden()


class Source(Protocol):
    """One sheet of rows; `rows()` may be called more than once and starts anew each time."""

    @property
    def label(self) -> str:
        """Return the name of the sheet, "" in a text table."""
        ...

    @property
    def is_1904(self) -> bool:
        """Whether numbers of days count from 1904."""
        ...

    @property
    def hidden(self) -> Hidden:
        """The rows and columns that the sheet does not show, and the sheets that the workbook does not."""
        ...

    def rows(self) -> Iterator[SourceRow]:
        """Yield all rows, blank ones too."""
        ...

    def row_estimate(self) -> int:
        """Return about how many rows there are, for a progress bar."""
        ...


def magic_of(path: Path) -> bytes:
    """Return the first bytes of a file, by which a workbook is known."""
    with path.open("rb") as stream:
        return stream.read(4)


def has_damage(text: str) -> bool:
    """Return whether a text holds characters that stand for lost bytes or that nothing can store."""
    return _DAMAGED.search(text) is not None
