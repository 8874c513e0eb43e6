"""Sheets of OpenDocument: .ods, and .fods, which is one XML file ([ODF 1.3] part 3, 9).

Read from the document itself: the reader of other workbooks gives no error cells here and nothing of what a cell shows.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from pathlib import Path
from typing import IO

from lxml import etree

from enterprises.shared.rules.marks import NO_RESULT, CellMark, mark_of
from enterprises.shared.sheets.held_table import (
    DAMAGED,
    EXACT_BELOW,
    MAX_BYTES,
    MAX_COLUMNS,
    TOO_LARGE,
    HeldTable,
    numbered,
    require_narrow,
)
from enterprises.shared.sheets.merged_cells import MergedCells
from enterprises.shared.sheets.source import Cell, Hidden, UnreadableFile
from enterprises.shared.sheets.workbook_guard import check_sizes
from enterprises.shared.sheets.workbook_marks import PROTECTED

NAMED_OPENDOCUMENT = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TYPE = b"application/vnd.oasis.opendocument."
_SPACE = "urn:oasis:names:tc:opendocument:xmlns"
_OFFICE, _TABLE, _TEXT, _STYLE = (f"{{{_SPACE}:{name}:1.0}}" for name in ("office", "table", "text", "style"))
_CALC_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CELL, _COVERED_CELL, _PARAGRAPH = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell", f"{_TEXT}p"
_STYLES, _COLUMN, _ROW = f"{_STYLE}style", f"{_TABLE}table-column", f"{_TABLE}table-row"
_SHEET, _EPOCH = f"{_TABLE}table", f"{_TABLE}null-date"
_HIDDEN = ("collapse", "filter")
_UNREAD = (f"{_OFFICE}annotation", f"{_TEXT}ruby-text")  # comments, and the pinyin above a text
_BREAKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_LARGEST_PART = 16 * 1024**2  # of the part that names what is encrypted
_DIGITS = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_HAN = re.compile("[\u3400-\u9fff]")
_NO_SHEET = "文件不是电子表格，或者里面没有可见的工作表。请另存为.xlsx或CSV后再导入。"


def is_opendocument(path: Path) -> bool:
    """Return whether an archive is a document of this format, by its type or its parts."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "mimetype" not in names:
                return "content.xml" in names and "META-INF/manifest.xml" in names
            with archive.open("mimetype") as stream:
                return stream.read(len(_TYPE)) == _TYPE
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        return False  # the other reader of archives has the sentence


def open_opendocument(path: Path) -> tuple[HeldTable, ...]:
    """Return the visible sheets of an .ods.

    :raises UnreadableFile: too large, damaged, protected by a password, a bomb, or no spreadsheet.
    """
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile(TOO_LARGE)
    try:
        with zipfile.ZipFile(path) as archive:
            check_sizes(archive.infolist())
            with archive.open("META-INF/manifest.xml") as stream:
                if b"encryption-data" in stream.read(_LARGEST_PART):
                    raise UnreadableFile(PROTECTED)
            with archive.open("content.xml") as stream:
                return tables_in(stream)
    except (etree.LxmlError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError) as error:
        raise UnreadableFile(DAMAGED) from error


def tables_in(stream: IO[bytes]) -> tuple[HeldTable, ...]:
    """Return the visible sheets of a document.

    :raises UnreadableFile: it has none.
    :raises lxml.etree.XMLSyntaxError: it is no XML.
    """
    sheets = _Sheets()
    visible: list[HeldTable] = []
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        tag=(_STYLES, _EPOCH, _SHEET, _COLUMN, _ROW),
        resolve_entities=False,
        remove_comments=True,
    )
    for event, element in events:
        if event == "start" and element.tag == _SHEET and _is_sheet(element):
            visible += sheets.read(element, events)
        elif event == "end":
            sheets.note(element)
    if not visible:
        raise UnreadableFile(_NO_SHEET)
    return tuple(
        each._replace(is_1904=sheets.is_1904, hidden=each.hidden._replace(sheets=tuple(sheets.hidden)))
        for each in visible
    )


class _Sheets:
    """What the sheets of a document share."""

    def __init__(self) -> None:
        self._hidden_styles: set[str] = set()
        self.is_1904 = False
        self.hidden: list[str] = []  # names of sheets

    def note(self, element: etree._Element) -> None:
        """Take what stands before the sheets: styles, and the day from which days count."""
        if element.tag == _EPOCH:
            self.is_1904 = (element.get(f"{_TABLE}date-value") or "").startswith("1904")
        elif element.tag == _STYLES and any(each.get(f"{_TABLE}display") == "false" for each in element):
            self._hidden_styles.add(element.get(f"{_STYLE}name") or "")

    def read(self, sheet: etree._Element, events: Iterator[tuple[str, etree._Element]]) -> Iterator[HeldTable]:
        """Read the events of a sheet up to its end; yield it if the document shows it."""
        name, reader = sheet.get(f"{_TABLE}name") or "", _Rows()
        rows = numbered(reader.read(sheet, events), reader.merged)
        if sheet.find(f"{_TABLE}table-source") is not None:
            return  # a copy of cells of another file that formulas name
        if sheet.get(f"{_TABLE}style-name") in self._hidden_styles:
            if rows:
                self.hidden.append(name)
        else:
            hidden = Hidden(rows=frozenset(reader.hidden_rows), columns=frozenset(reader.hidden_columns))
            yield HeldTable(table=rows, label=name, hidden=hidden)


class _Rows:
    """The rows of one sheet; equal rows, cells and columns that follow each other are written once, with a number."""

    def __init__(self) -> None:
        self.merged = MergedCells()
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._columns = 0

    def read(
        self, sheet: etree._Element, events: Iterator[tuple[str, etree._Element]]
    ) -> Iterator[tuple[int, list[Cell]]]:
        """Yield number and cells of each row that holds anything, up to the end of the sheet."""
        number, depth = 1, 1  # a table in a cell counts as a deeper one
        for event, element in events:
            if element.tag == _SHEET:
                depth += 1 if event == "start" else -1
                if not depth:
                    return
            elif event == "start" or depth > 1:
                continue
            elif element.tag == _COLUMN:
                self._note_column(element)
            elif element.tag == _ROW:
                repeated = _count(element, "number-rows-repeated")
                cells = self._cells(element, number)
                if any(cell != "" for cell in cells):
                    for each in range(number, number + repeated):
                        if _is_hidden(element):
                            self.hidden_rows.add(each)
                        yield each, cells
                number += repeated
                element.clear()

    def _note_column(self, column: etree._Element) -> None:
        repeated = _count(column, "number-columns-repeated")
        if column.get(f"{_TABLE}visibility") in _HIDDEN:
            self.hidden_columns.update(range(self._columns, min(self._columns + repeated, MAX_COLUMNS)))
        self._columns += repeated

    def _cells(self, row: etree._Element, number: int) -> list[Cell]:
        cells: list[Cell] = []
        column = 0
        for cell in row.iterchildren(_CELL, _COVERED_CELL):
            repeated, value = _count(cell, "number-columns-repeated"), _value_of(cell)
            last_row = number + _count(cell, "number-rows-spanned") - 1
            last_column = column + _count(cell, "number-columns-spanned") - 1
            self.merged.add(first=number, last=last_row, column=column, last_column=last_column)
            if value != "":
                require_narrow(column + repeated)
                cells += [*[""] * (column - len(cells)), *[value] * repeated]
            column += repeated
        return cells


def _is_sheet(table: etree._Element) -> bool:
    parent = table.getparent()
    return parent is not None and parent.tag == f"{_OFFICE}spreadsheet"


def _is_hidden(row: etree._Element) -> bool:
    groups = row.iterancestors(f"{_TABLE}table-row-group")
    return row.get(f"{_TABLE}visibility") in _HIDDEN or any(each.get(f"{_TABLE}display") == "false" for each in groups)


def _count(element: etree._Element, name: str) -> int:
    return max(int(element.get(f"{_TABLE}{name}") or 1), 1)


def _value_of(cell: etree._Element) -> Cell:
    lines = [_text_of(each) for each in cell.iterchildren(_PARAGRAPH)]
    shown = "\n".join(lines)
    given = cell.get(f"{_OFFICE}value")
    if cell.get(_CALC_TYPE) == "error":
        return shown if mark_of(shown) is CellMark.ERROR else "#VALUE!"
    match cell.get(f"{_OFFICE}value-type"):
        case "float" | "currency" | "percentage" as sort if given and isfinite(float(given)):
            return shown_number(float(given), shown, is_percentage=sort == "percentage")
        case "date":
            return _day_of(cell.get(f"{_OFFICE}date-value") or "") or shown
        case None:
            return NO_RESULT if cell.get(f"{_TABLE}formula") and not lines else shown
        case _:
            return shown or cell.get(f"{_OFFICE}string-value") or ""


def _text_of(element: etree._Element) -> str:
    """Return the text of a paragraph; blanks in a row, tabs and line breaks are elements."""
    parts = [element.text or ""]
    for each in element:
        if each.tag == f"{_TEXT}s":
            parts.append(" " * min(int(each.get(f"{_TEXT}c") or 1), MAX_COLUMNS))
        elif each.tag not in _UNREAD:
            parts.append(_BREAKS.get(str(each.tag)) or _text_of(each))
        parts.append(each.tail or "")
    return "".join(parts)


def _day_of(text: str) -> date | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.time() != time() else instant.date()


def shown_number(number: float, shown: str, *, is_percentage: bool) -> Cell:
    """Return what a cell with a number shows, with all digits of the number (enterprises.shared.sheets.number_formats).

    A format may move the point, pad with zeros, or set words beside the number.
    """
    if is_percentage:
        return f"{number * 100:.15g}%"
    plain = int(number) if number.is_integer() and abs(number) < EXACT_BELOW else number
    digits = f"{number:.15g}"
    if number < 0 or "e" in digits or "e" in shown.lower() or "/" in shown:
        return plain
    found = list(_DIGITS.finditer(shown))
    own = next((each for each in reversed(found) if _is_rounded(number, each[0])), None)
    has_words = _HAN.search(shown) is not None
    if own is None and len(found) == 1 and _is_grouped(number, found[0][0]):
        return f"{shown[: found[0].start()]}{digits}{shown[found[0].end() :]}" if has_words else plain
    if own is None:
        moved = found[0][0].replace(",", "") if len(found) == 1 else ""
        return shown if has_words and found else (float(moved) if moved and not has_words else plain)
    padded = digits.zfill(len(own[0])) if own[0].isdecimal() else digits
    if has_words:
        return f"{shown[: own.start()]}{padded}{shown[own.end() :]}"
    return padded if padded != digits else plain


def _is_grouped(number: float, text: str) -> bool:
    """Return whether a point groups thousands, as in German formats: 30.000 for 30000."""
    return re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", text) is not None and number == int(text.replace(".", ""))


def _is_rounded(number: float, text: str) -> bool:
    """Return whether a text is a number, rounded to the places that the text has."""
    places = Decimal(1).scaleb(-len(text.partition(".")[2]))
    return Decimal(repr(number)).quantize(places, ROUND_HALF_UP) == Decimal(text.replace(",", ""))
