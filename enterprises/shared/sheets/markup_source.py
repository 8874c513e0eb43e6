"""Tables that government systems export as .xls: workbooks in one XML file (SpreadsheetML 2003) and web pages.

Both are known by their content. Every cell of a web page is text, as in a text table.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import NamedTuple

from lxml import etree, html

from enterprises.shared.rules.marks import NO_RESULT
from enterprises.shared.sheets.csv_source import detect_encoding, plain_text
from enterprises.shared.sheets.merged_cells import MergedCells
from enterprises.shared.sheets.number_formats import ShownAs, shown_as
from enterprises.shared.sheets.sheet_reader import answering
from enterprises.shared.sheets.source import CUT, NOTHING_HIDDEN, Cell, Hidden, SourceRow, UnreadableFile, has_damage

MAX_BYTES = 50 * 1024**2
MAX_COLUMNS = 1_000
MAX_CELLS = 2_000_000
_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_VISIBLE = "{urn:schemas-microsoft-com:office:excel}Visible"
_EXACT_BELOW = 10**15
_NO_TABLE = "文件是网页或文档，里面没有表格。请用Excel打开后另存为.xlsx，再导入。"
_TOO_LARGE = f"文件超过{MAX_BYTES // 1024**2}MB，请另存为.xlsx或CSV后再导入。"
_DAMAGED = "文件内容有误，无法读取。请用Excel打开后另存为新的.xlsx，再导入。"
_HEAD = 4096
_LABELLED_GB2312 = re.compile(rb"<\?xml[^>]*encoding=[\"']gb_?2312", re.IGNORECASE)
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NAMED_FORMATS = {"Percent": "0.00%"}  # the others of the format show numbers as they are
_TABLE, _TABLE_END = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table\b", re.IGNORECASE)


class MarkupSource(NamedTuple):
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


def open_file(path: Path) -> Callable[..., Iterator[object]]:
    """Open a table in a child.

    :raises UnreadableFile: it cannot be opened.
    """
    return answering(path, open_markup)


def open_markup(path: Path) -> tuple[MarkupSource, ...]:
    """Return the sheets of a workbook in XML, or the tables of a web page.

    :raises UnreadableFile: too large, damaged, or without a table.
    """
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile(_TOO_LARGE)
    try:
        is_book = b"urn:schemas-microsoft-com:office:spreadsheet" in _head(path)
        sources = _sheets(path) if is_book else _tables(path)
    except (etree.LxmlError, ValueError, UnicodeError) as error:
        raise UnreadableFile(_DAMAGED) from error
    if not sources:
        raise UnreadableFile(_NO_TABLE)
    return sources


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    return head.replace(b"\x00", b"")  # UTF-16, as far as it matters here


def _sheets(path: Path) -> tuple[MarkupSource, ...]:
    parser = etree.XMLParser(
        encoding=_encoding_of(path), resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    book = etree.fromstring(path.read_bytes(), parser)
    is_1904 = next(book.iter(f"{_SPREADSHEET}Date1904"), None) is not None
    styles = dict(_styles_of(book))
    return tuple(
        MarkupSource(
            table=_numbered(_rows_of_sheet(sheet, merged := MergedCells(), styles), merged),
            label=sheet.get(f"{_SPREADSHEET}Name", ""),
            is_1904=is_1904,
            hidden=_hidden_in_sheet(sheet),
        )
        for sheet in book.iter(f"{_SPREADSHEET}Worksheet")
        if next(sheet.iter(_VISIBLE), None) is None  # the element names what is hidden
    )


def _encoding_of(path: Path) -> str | None:
    """Return what is to be read where the label is GB2312: names have more (镕, 喆), and Excel shows them."""
    if not _LABELLED_GB2312.search(_head(path)):
        return None
    with path.open("rb") as stream:
        return detect_encoding(stream).removesuffix("-sig")


def _styles_of(book: etree._Element) -> Iterator[tuple[str, ShownAs]]:
    """Yield the styles of cells that show something else than their number."""
    for style in book.iter(f"{_SPREADSHEET}Style"):
        number_format = style.find(f"{_SPREADSHEET}NumberFormat")
        given = "" if number_format is None else number_format.get(f"{_SPREADSHEET}Format", "")
        if shown := shown_as(_NAMED_FORMATS.get(given, given)):
            yield style.get(f"{_SPREADSHEET}ID", ""), shown


def _hidden_in_sheet(sheet: etree._Element) -> Hidden:
    return Hidden(
        rows=frozenset(number for number, row in _placed(sheet, "Row") if row.get(f"{_SPREADSHEET}Hidden") == "1"),
        columns=frozenset(
            index - 1
            for first, column in _placed(sheet, "Column")
            if column.get(f"{_SPREADSHEET}Hidden") == "1"
            for index in range(first, min(first + _span_of(column), MAX_COLUMNS) + 1)
        ),
    )


def _placed(sheet: etree._Element, name: str) -> Iterator[tuple[int, etree._Element]]:
    """Yield the rows or columns of a sheet with their numbers; `Index` skips some, `Span` repeats one."""
    number = 0
    for each in sheet.iter(f"{_SPREADSHEET}{name}"):
        number = int(each.get(f"{_SPREADSHEET}Index") or number + 1)
        yield number, each
        number += _span_of(each)


def _span_of(row: etree._Element) -> int:
    return int(row.get(f"{_SPREADSHEET}Span") or 0)


def _rows_of_sheet(
    sheet: etree._Element, merged: MergedCells, styles: Mapping[str, ShownAs]
) -> Iterator[tuple[int, list[Cell]]]:
    """Yield number and cells of each row; `Index` skips empty ones, `MergeAcross` covers those behind."""
    by_column = {number: column.get(f"{_SPREADSHEET}StyleID", "") for number, column in _placed(sheet, "Column")}
    for number, row in _placed(sheet, "Row"):
        of_row = row.get(f"{_SPREADSHEET}StyleID")
        cells: list[Cell] = []
        for cell in row.iter(f"{_SPREADSHEET}Cell"):
            index = int(cell.get(f"{_SPREADSHEET}Index") or len(cells) + 1)
            _require_narrow(index)
            cells += [""] * (index - 1 - len(cells))
            style = cell.get(f"{_SPREADSHEET}StyleID") or of_row or by_column.get(index, "")
            value = _value_of(cell)
            cells.append(styles[style].cell(value) if style in styles else value)
            covered = int(cell.get(f"{_SPREADSHEET}MergeAcross") or 0)
            _require_narrow(index + covered)
            cells += [""] * covered
            below = int(cell.get(f"{_SPREADSHEET}MergeDown") or 0)
            merged.add(first=number, last=number + below, column=index - 1)
        yield number, cells


def _value_of(cell: etree._Element) -> Cell:
    data = cell.find(f"{_SPREADSHEET}Data")
    if data is None:
        return NO_RESULT if cell.get(f"{_SPREADSHEET}Formula") else ""
    text = "".join(map(str, data.itertext()))
    match data.get(f"{_SPREADSHEET}Type"):
        case "Number":
            number = float(text)
            return int(number) if number.is_integer() and abs(number) < _EXACT_BELOW else number
        case "DateTime":
            instant = datetime.fromisoformat(text)
            return instant if instant.time() != time() else instant.date()
        case "Error":
            return text.strip() or "#VALUE!"
        case _:
            return text


def _tables(path: Path) -> tuple[MarkupSource, ...]:
    with path.open("rb") as stream:
        content = stream.read()
        stream.seek(0)
        encoding = detect_encoding(stream)
    text = content.decode(encoding, "replace")
    page = html.document_fromstring(_without_declaration(text), parser=html.HTMLParser(no_network=True))
    found = []
    for table in page.iter("table"):
        if next(table.iterdescendants("table"), None) is None:  # a table around others only lays the page out
            rows = _numbered(_rows_of_table(table, merged := MergedCells()), merged)
            found.append((rows, _hidden_in_table(table)))
    if found and found[-1][0] and len(_TABLE.findall(text)) > len(_TABLE_END.findall(text)):
        last, hidden = found[-1]
        found[-1] = ((*last[:-1], last[-1]._replace(problem=CUT)), hidden)
    return tuple(
        MarkupSource(table=rows, label=f"表{number}", hidden=hidden)
        for number, (rows, hidden) in enumerate(found, 1)
        if rows
    )


def _hidden_in_table(table: etree._Element) -> Hidden:
    """Return what a page does not show; spreadsheet programs hide rows, and columns by `col`, with a style."""
    columns: set[int] = set()
    index = 0
    for column in table.iter("col"):
        width = _span(column, "span")
        if _is_hidden(column):
            columns.update(range(index, min(index + width, MAX_COLUMNS)))
        index += width
    rows = (number for number, row in enumerate(table.iter("tr"), 1) if _is_hidden(row))
    return Hidden(rows=frozenset(rows), columns=frozenset(columns))


def _is_hidden(element: etree._Element) -> bool:
    return "hidden" in element.attrib or _NOT_DISPLAYED.search(element.get("style") or "") is not None


def _without_declaration(text: str) -> str:
    """Drop <?xml ... encoding=...?>, which the parser refuses in decoded text."""
    start = text.lstrip("\ufeff \r\n\t")
    return start.partition("?>")[2] if start.startswith("<?xml") else start


def _rows_of_table(table: etree._Element, merged: MergedCells) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the rows; a cell over several columns or rows leaves the places it covers empty."""
    covered: dict[int, int] = {}  # column: rows that a cell above still covers
    for number, row in enumerate(table.iter("tr"), 1):
        cells: list[Cell] = []
        begun: dict[int, int] = {}
        for cell in row.iter("td", "th"):
            while covered.get(len(cells), 0) > 0:
                cells.append("")
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            _require_narrow(len(cells) + width)
            begun |= dict.fromkeys(range(len(cells), len(cells) + width), height - 1)
            merged.add(first=number, last=number + height - 1, column=len(cells))
            cells += [_text_of(cell), *[""] * (width - 1)]
        covered = {column: left - 1 for column, left in covered.items() if left > 1} | {
            column: height for column, height in begun.items() if height > 0
        }
        yield number, cells


def _span(cell: etree._Element, name: str) -> int:
    given = (cell.get(name) or "1").strip()
    return max(int(given), 1) if given.isdecimal() else 1


def _text_of(cell: etree._Element) -> str:
    for line_break in cell.iter("br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    lines = "".join(map(str, cell.itertext())).replace("\xa0", " ").strip().split("\n")
    return plain_text("\n".join(" ".join(line.split()) for line in lines))


def _numbered(rows: Iterator[tuple[int, Sequence[Cell]]], merged: MergedCells) -> tuple[SourceRow, ...]:
    """Return the rows, filled with what merged cells give; `rows` adds them to `merged` while it is read."""
    table = []
    total = 0
    for number, own in rows:
        total += len(own)
        if total > MAX_CELLS:
            raise UnreadableFile(_TOO_LARGE)
        damaged = has_damage("".join(cell for cell in own if isinstance(cell, str)))
        problem = "含有无法显示的字符，请重新输入该行内容" if damaged else ""
        cells, filled = merged.filled(number, own)
        table.append(SourceRow(number=number, cells=tuple(cells), problem=problem, filled=filled))
    return tuple(table)


def _require_narrow(width: int) -> None:
    if not 0 < width <= MAX_COLUMNS:
        raise UnreadableFile(f"表格超过{MAX_COLUMNS}列。请删除表格以外的零散单元格后再导入。")
