"""Tables that government systems export as .xls: workbooks in one XML file (SpreadsheetML 2003) and web pages.

All are known by their content. Every cell of a web page is text, as in a text table.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time
from pathlib import Path

from lxml import etree, html

from enterprises.shared.rules.marks import NO_RESULT
from enterprises.shared.sheets.csv_source import detect_encoding, plain_text
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
from enterprises.shared.sheets.number_formats import ShownAs, shown_as
from enterprises.shared.sheets.opendocument_source import NAMED_OPENDOCUMENT, tables_in
from enterprises.shared.sheets.sheet_reader import answering
from enterprises.shared.sheets.source import CUT, Cell, Hidden, UnreadableFile

_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_VISIBLE = "{urn:schemas-microsoft-com:office:excel}Visible"
_NO_TABLE = "文件是网页或文档，里面没有表格。请用Excel打开后另存为.xlsx，再导入。"
_HEAD = 4096
_LABELLED_GB2312 = re.compile(rb"<\?xml[^>]*encoding=[\"']gb_?2312", re.IGNORECASE)
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BESIDE_GUIDES = etree.XPath(".//text()[not(ancestor::rt or ancestor::rp)]", smart_strings=False)
_NAMED_FORMATS = {"Percent": "0.00%"}  # the others of the format show numbers as they are
_TABLE, _TABLE_END = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table\b", re.IGNORECASE)


def open_file(path: Path) -> Callable[..., Iterator[object]]:
    """Open a table in a child.

    :raises UnreadableFile: it cannot be opened.
    """
    return answering(path, open_markup)


def open_markup(path: Path) -> tuple[HeldTable, ...]:
    """Return the sheets of a workbook in XML, or the tables of a web page.

    :raises UnreadableFile: too large, damaged, or without a table.
    """
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile(TOO_LARGE)
    try:
        sources = _open(path, head=_head(path))
    except (etree.LxmlError, ValueError, UnicodeError) as error:
        raise UnreadableFile(DAMAGED) from error
    if not sources:
        raise UnreadableFile(_NO_TABLE)
    return sources


def _open(path: Path, *, head: bytes) -> tuple[HeldTable, ...]:
    if NAMED_OPENDOCUMENT in head:
        with path.open("rb") as stream:
            return tables_in(stream)
    return _sheets(path) if b"urn:schemas-microsoft-com:office:spreadsheet" in head else _tables(path)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    return head.replace(b"\x00", b"")  # UTF-16, as far as it matters here


def _sheets(path: Path) -> tuple[HeldTable, ...]:
    parser = etree.XMLParser(
        encoding=_encoding_of(path), resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    book = etree.fromstring(path.read_bytes(), parser)
    is_1904 = next(book.iter(f"{_SPREADSHEET}Date1904"), None) is not None
    styles = dict(_styles_of(book))
    sheets = list(book.iter(f"{_SPREADSHEET}Worksheet"))
    visible = [sheet for sheet in sheets if next(sheet.iter(_VISIBLE), None) is None]  # it names what is hidden
    hidden = tuple(
        sheet.get(f"{_SPREADSHEET}Name", "") for sheet in sheets if sheet not in visible and _has_content(sheet)
    )
    return tuple(
        HeldTable(
            table=numbered(_rows_of_sheet(sheet, merged := MergedCells(), styles), merged),
            label=sheet.get(f"{_SPREADSHEET}Name", ""),
            is_1904=is_1904,
            hidden=_hidden_in_sheet(sheet)._replace(sheets=hidden),
        )
        for sheet in visible
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


def _has_content(sheet: etree._Element) -> bool:
    return any("".join(data.itertext()).strip() for data in sheet.iter(f"{_SPREADSHEET}Data"))


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
            require_narrow(index)
            cells += [""] * (index - 1 - len(cells))
            del cells[index - 1 :]  # a cell that the one before covers
            style = cell.get(f"{_SPREADSHEET}StyleID") or of_row or by_column.get(index, "")
            value = _value_of(cell)
            cells.append(styles[style].cell(value) if style in styles else value)
            covered = int(cell.get(f"{_SPREADSHEET}MergeAcross") or 0)
            require_narrow(index + covered)
            cells += [""] * covered
            below = int(cell.get(f"{_SPREADSHEET}MergeDown") or 0)
            merged.add(first=number, last=number + below, column=index - 1, last_column=index - 1 + covered)
        yield number, cells


def _value_of(cell: etree._Element) -> Cell:
    data = cell.find(f"{_SPREADSHEET}Data")
    if data is None:
        return NO_RESULT if cell.get(f"{_SPREADSHEET}Formula") else ""
    text = "".join(map(str, data.itertext()))
    match data.get(f"{_SPREADSHEET}Type"):
        case "Number":
            number = float(text)
            return int(number) if number.is_integer() and abs(number) < EXACT_BELOW else number
        case "DateTime":
            instant = datetime.fromisoformat(text)
            return instant if instant.time() != time() else instant.date()
        case "Error":
            return text.strip() or "#VALUE!"
        case _:
            return text


def _tables(path: Path) -> tuple[HeldTable, ...]:
    with path.open("rb") as stream:
        content = stream.read()
        stream.seek(0)
        encoding = detect_encoding(stream)
    text = content.decode(encoding, "replace")
    page = html.document_fromstring(_without_declaration(text), parser=html.HTMLParser(no_network=True))
    found = []
    for table in page.iter("table"):
        if next(table.iterdescendants("table"), None) is None:  # a table around others only lays the page out
            rows = numbered(_rows_of_table(table, merged := MergedCells()), merged)
            found.append((rows, _hidden_in_table(table)))
    if found and found[-1][0] and len(_TABLE.findall(text)) > len(_TABLE_END.findall(text)):
        last, hidden = found[-1]
        found[-1] = ((*last[:-1], last[-1]._replace(problem=CUT)), hidden)
    return tuple(
        HeldTable(table=rows, label=f"表{number}", hidden=hidden)
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
            require_narrow(len(cells) + width)
            begun |= dict.fromkeys(range(len(cells), len(cells) + width), height - 1)
            last_column = len(cells) + width - 1
            merged.add(first=number, last=number + height - 1, column=len(cells), last_column=last_column)
            cells += [_text_of(cell), *[""] * (width - 1)]
        covered = {column: left - 1 for column, left in covered.items() if left > 1} | {
            column: height for column, height in begun.items() if height > 0
        }
        yield number, cells


def _span(cell: etree._Element, name: str) -> int:
    given = (cell.get(name) or "1").strip()
    return max(int(given), 1) if given.isdecimal() else 1


def _text_of(cell: etree._Element) -> str:
    """Return the text of a cell without the pinyin above it."""
    for line_break in cell.iter("br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    lines = "".join(_BESIDE_GUIDES(cell)).replace("\xa0", " ").strip().split("\n")
    return plain_text("\n".join(" ".join(line.split()) for line in lines))
