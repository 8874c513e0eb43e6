"""Sheets of .xlsx and old .xls workbooks; those of OpenDocument have a reader of their own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from itertools import count
from pathlib import Path
from typing import NamedTuple

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorkbookClosed,
    WorksheetNotFound,
)

from enterprises.shared.sheets.merged_cells import MergedCells
from enterprises.shared.sheets.opendocument_source import is_opendocument, open_opendocument
from enterprises.shared.sheets.sheet_reader import answering
from enterprises.shared.sheets.source import (
    NOTHING_HIDDEN,
    ZIP_MAGIC,
    Cell,
    Hidden,
    Source,
    SourceRow,
    UnreadableFile,
    has_damage,
    magic_of,
)
from enterprises.shared.sheets.workbook_guard import check_workbook
from enterprises.shared.sheets.workbook_marks import BookMarks, ErrorCells, ShownCells, marks_of_xls, marks_of_xlsx

MAX_XLS_BYTES = 50 * 1024**2

# Excel keeps 15 significant digits: a whole number beyond them is not what was typed.
_EXACT_BELOW = 10**15
_DAMAGED = "工作簿内容有误，无法读取。请用Excel打开后另存为新的.xlsx，再导入。"
_OLD_OR_LOCKED = "文件是无法读取的旧版.xls，或者设有密码。请用Excel打开后另存为不带密码的.xlsx，再导入。"


class SheetSource(NamedTuple):
    """One visible sheet of a workbook; an error cell holds its text, such as #N/A."""

    sheets: "_Sheets"
    label: str
    on_failure: str
    errors: ErrorCells
    shown: ShownCells
    is_1904: bool
    hidden: Hidden

    def rows(self) -> Iterator[SourceRow]:
        """Yield the rows of the sheet, numbered as the sheet numbers them."""
        merged = MergedCells()
        with _clear_errors(self.on_failure):
            sheet = self.sheets.named(self.label)
            merged.add_all(sheet.merged_cell_ranges or ())
            rows = sheet.iter_rows()
        for number in count(1):
            with _clear_errors(self.on_failure):
                values = next(rows, None)
            if values is None:
                break
            cells, filled = merged.filled(number, self._cells(number, values))
            yield _row(number, tuple(cells), filled)
        for behind in sorted(each for each in self.errors if each >= number):  # rows of nothing but errors
            yield _row(behind, self._cells(behind, ()), ())

    def _cells(self, number: int, values: Sequence[object]) -> tuple[Cell, ...]:
        errors, shown = self.errors.get(number), self.shown.get(number)
        cells = tuple(map(_cell, values))
        if shown is not None:
            cells = tuple(shown[index].cell(cell) if index in shown else cell for index, cell in enumerate(cells))
        return cells if errors is None else _with_errors(cells, errors)

    def row_estimate(self) -> int:
        """Return the number of the sheet's last row."""
        with _clear_errors(self.on_failure):
            return self.sheets.named(self.label).total_height


class _Sheets:
    """The sheets of a workbook, of which one at a time is held in memory."""

    def __init__(self, workbook: CalamineWorkbook) -> None:
        self._workbook = workbook
        self._held: CalamineSheet | None = None

    def named(self, name: str) -> CalamineSheet:
        """Return a sheet; the last one is kept parsed."""
        if self._held is None or self._held.name != name:
            self._held = None
            self._held = self._workbook.get_sheet_by_name(name)
        return self._held

    def has_content(self, name: str) -> bool:
        """Return whether a sheet has a filled cell; one that cannot be read counts as filled."""
        with suppress(UnreadableFile), _clear_errors(""):
            return any(any(cell != "" for cell in row) for row in self.named(name).iter_rows())
        return True


def open_file(path: Path) -> Callable[..., Iterator[object]]:
    """Open a workbook in a child.

    :raises UnreadableFile: it cannot be opened.
    """
    return answering(path, open_workbook)


def open_workbook(path: Path) -> tuple[Source, ...]:
    """Return the visible sheets.

    :raises UnreadableFile: the file must not or cannot be opened.
    """
    if magic_of(path) == ZIP_MAGIC and is_opendocument(path):
        return open_opendocument(path)
    failure, marks = _looked_through(path)
    with _clear_errors(failure):
        workbook = _opened(path)
        sheets = tuple(enumerate(workbook.sheets_metadata))
        pages = [(index, sheet) for index, sheet in sheets if sheet.typ == SheetTypeEnum.WorkSheet]
        visible = [(index, sheet.name) for index, sheet in pages if sheet.visible == SheetVisibleEnum.Visible]
    if not visible:
        raise UnreadableFile("工作簿里没有可见的工作表。")
    held = _Sheets(workbook)
    unseen = [(index, sheet.name) for index, sheet in pages if sheet.visible != SheetVisibleEnum.Visible]
    hidden = tuple(name for index, name in unseen if index in marks.errors or held.has_content(name))
    return tuple(
        SheetSource(
            sheets=held,
            label=name,
            on_failure=failure,
            errors=marks.errors.get(index, {}),
            shown=marks.shown.get(index, {}),
            is_1904=marks.is_1904,
            hidden=marks.hidden.get(index, NOTHING_HIDDEN)._replace(sheets=hidden),
        )
        for index, name in visible
    )


def _looked_through(path: Path) -> tuple[str, BookMarks]:
    """Return the sentence for a failure of the reader, and what the workbook holds beside its values."""
    if magic_of(path) == ZIP_MAGIC:
        return _DAMAGED, marks_of_xlsx(path, suspects=check_workbook(path))
    if path.stat().st_size > MAX_XLS_BYTES:
        raise UnreadableFile(f"旧版.xls超过{MAX_XLS_BYTES // 1024**2}MB，请另存为.xlsx或CSV后再导入。")
    return _OLD_OR_LOCKED, marks_of_xls(path)


def _opened(path: Path) -> CalamineWorkbook:
    """Open a workbook by its content: the reader goes by the ending of a name that has one."""
    right = ".xlsx" if magic_of(path) == ZIP_MAGIC else ".xls"
    if path.suffix.lower() in ("", right):
        return CalamineWorkbook.from_path(path)
    with path.open("rb") as stream:
        return CalamineWorkbook.from_filelike(stream)


@contextmanager
def _clear_errors(sentence: str) -> Iterator[None]:
    """Turn what the reader raises on a damaged file, its panics too, into a sentence."""
    try:
        yield
    except (CalamineError, WorkbookClosed, WorksheetNotFound, OSError, ValueError, OverflowError) as error:
        raise UnreadableFile(sentence) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(sentence) from error


def _row(number: int, cells: tuple[Cell, ...], filled: tuple[int, ...]) -> SourceRow:
    is_damaged = has_damage("".join(cell for cell in cells if isinstance(cell, str)))
    problem = "含有无法显示的控制字符，请重新输入该行内容" if is_damaged else ""
    return SourceRow(number=number, cells=cells, problem=problem, filled=filled)


def _with_errors(cells: tuple[Cell, ...], errors: Mapping[int, str]) -> tuple[Cell, ...]:
    wide = (*cells, *[""] * (max(errors) + 1 - len(cells)))
    return tuple(errors.get(index, cell) for index, cell in enumerate(wide))


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _EXACT_BELOW else value
    if isinstance(value, str | int | date):
        return value
    return str(value)
