"""The workbook of refused rows: correct it and load it again."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import xlsxwriter

from enterprises.shared.sheets.held_table import EXACT_BELOW
from enterprises.shared.sheets.report import RefusedRow
from enterprises.shared.sheets.source import Cell, UnreadableFile
from enterprises.shared.sheets.table import MESSAGE_HEADER, NUMBER_HEADER, Table

_LONGEST_CELL = 32_767  # Excel's limit; no field is as long
_OWNER_ONLY = 0o600


class ErrorBook:
    """Writes refused rows as they come, in the columns of the file they came from.

    Numbers stay numbers, for their meaning depends on it: 911 may have lost a zero, 44665 is a day. Every other cell is
    text, so that =HYPERLINK(...) stays what somebody typed; so is what is typed into the workbook. The file appears
    with the first refusal and can be read by its owner only. Until it is complete, its parts lie in `scratch`.

    :raises UnreadableFile: the file cannot be written.
    """

    def __init__(
        self, path: Path, *, source: Path, headers: Sequence[str], scratch: Path, is_1904: bool = False
    ) -> None:
        self._path = path
        self._source = source
        self._headers = headers
        self._is_1904 = is_1904
        self._scratch = scratch
        self._book: xlsxwriter.Workbook | None = None
        self._rows = 0

    def __enter__(self) -> Self:
        """Find out before the first row whether the file can be written, and is none that is being read."""
        if not self._path.parent.is_dir() or not os.access(self._path.parent, os.W_OK):
            raise UnreadableFile(f"错误工作簿无法写入：没有文件夹{self._path.parent}，或没有写权限。")
        if self._path.exists() and self._path.samefile(self._source):
            raise UnreadableFile("错误工作簿不能与导入的文件是同一个文件。")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._book is not None:
            self._book.close()

    def add(self, refusal: RefusedRow) -> None:
        """Write one refused row, its number and what is wrong with it."""
        if self._book is None:
            self._open()
        message = "；".join(map(str, refusal.problems))
        self._write((*map(_cell, refusal.cells), str(refusal.number), message))

    def _open(self) -> None:
        try:
            self._path.unlink(missing_ok=True)
            # Made before it is filled, so that nobody else can open it at any time.
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
            self._path.chmod(_OWNER_ONLY)
        except OSError as error:
            raise UnreadableFile(f"错误工作簿无法写入：{error.strerror}。") from error
        options = {"constant_memory": True, "tmpdir": str(self._scratch), "date_1904": self._is_1904}
        self._book = xlsxwriter.Workbook(self._path, options)
        self._page = self._book.add_worksheet("错误行")
        self._as_text = self._book.add_format({"num_format": "@"})
        self._page.set_column(0, len(self._headers) + 1, None, self._as_text)
        self._page.freeze_panes(1, 0)
        self._write((*self._headers, NUMBER_HEADER, MESSAGE_HEADER))

    def _write(self, cells: tuple[str | float, ...]) -> None:
        for column, cell in enumerate(cells):
            if not isinstance(cell, str):
                self._page.write_number(self._rows, column, cell, self._as_text)
            elif cell:
                self._page.write_string(self._rows, column, cell[:_LONGEST_CELL], self._as_text)
        self._rows += 1


@contextmanager
def refusals(
    table: Table, *, report: Callable[[RefusedRow], None], errors: Path | None, scratch: Path | None
) -> Iterator[Callable[[RefusedRow], None]]:
    """Give a listener for the refused rows of a table: each is reported, and written to a workbook if one is given.

    `errors` is the workbook, `scratch` a folder of incoming files for its parts; both or none.
    """
    if errors is None or scratch is None:
        yield report
        return
    headers = [column.header for column in table.columns]
    with ErrorBook(errors, source=table.path, headers=headers, scratch=scratch, is_1904=table.is_1904) as book:

        def report_and_write(refusal: RefusedRow) -> None:
            report(refusal)
            book.add(refusal)

        yield report_and_write


def _cell(cell: Cell) -> str | float:
    """Return a cell as the next import reads it; a number of more digits than a workbook keeps is text."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return cell if abs(cell) < EXACT_BELOW else str(cell)
