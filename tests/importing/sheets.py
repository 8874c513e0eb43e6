"""The same rows as CSV, XLSX, XLS, OpenDocument, web page, XML workbook and JSON, with cells of every type."""

import csv
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from html import escape
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

Rows = Sequence[Sequence[Any]]
_XLS_ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_OPENDOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"


class Error(str):
    """An error cell, by its text."""


def as_csv(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def as_xlsx(path: Path, rows: Rows, **options: Any) -> None:
    with xlsxwriter.Workbook(path, options) as book:
        page = book.add_worksheet()
        days = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, Error):
                    page.write_formula(row, column, "=NA()", None, str(cell))
                elif isinstance(cell, date):
                    page.write_datetime(row, column, cell, days)
                elif isinstance(cell, str):
                    page.write_string(row, column, cell)
                else:
                    page.write_number(row, column, cell)


def as_xls(path: Path, rows: Rows, *, is_1904: bool = False) -> None:
    book = xlwt.Workbook()
    setattr(book, "dates_1904", is_1904)  # noqa: B010 - a property of xlwt that nothing here reads
    page = book.add_sheet("表")
    days = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, Error):
                page.row(row).set_cell_error(column, _XLS_ERRORS[str(cell)])
            elif isinstance(cell, date):
                page.write(row, column, cell, days)
            else:
                page.write(row, column, cell)
    book.save(str(path))


def as_html(path: Path, rows: Rows) -> None:
    lines = ("".join(f"<td>{escape(str(cell))}</td>" for cell in cells) for cells in rows)
    path.write_text(f"<html><body><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table></body></html>")


def as_xml(path: Path, rows: Rows) -> None:
    lines = ("".join(map(_xml_cell, cells)) for cells in rows)
    table = "".join(f"<Row>{line}</Row>" for line in lines)
    path.write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{_SPREADSHEET}" xmlns:ss="{_SPREADSHEET}">'
        f'<Worksheet ss:Name="表"><Table>{table}</Table></Worksheet></Workbook>'
    )


def as_json(path: Path, rows: Rows) -> None:
    header, *others = rows
    objects: list[Mapping[str, Any]] = [dict(zip(header, cells, strict=True)) for cells in others]
    path.write_text(json.dumps({"code": 0, "data": {"rows": objects}}, ensure_ascii=False, default=str))


def as_json_lines(path: Path, rows: Rows) -> None:
    header, *others = rows
    lines = (json.dumps(dict(zip(header, cells, strict=True)), ensure_ascii=False, default=str) for cells in others)
    path.write_text("".join(f"{line}\n" for line in lines))


def opendocument(sheets: str) -> str:
    """Return a document with the given sheets, as .fods and as the content of .ods."""
    spaces = " ".join(f'xmlns:{name}="{_OPENDOCUMENT}:{name}:1.0"' for name in ("office", "table", "text", "style"))
    return (
        f'<?xml version="1.0"?><office:document {spaces} xmlns:calcext="{_CALC}">'
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document>"
    )


def packed(path: Path, content: str, *, manifest: str = "<manifest/>") -> Path:
    """Write an .ods."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def as_ods(path: Path, rows: Rows) -> None:
    packed(path, opendocument(_ods_sheet(rows)))


def as_fods(path: Path, rows: Rows) -> None:
    path.write_text(opendocument(_ods_sheet(rows)))


def _ods_sheet(rows: Rows) -> str:
    lines = ("".join(map(_ods_cell, cells)) for cells in rows)
    body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return f'<table:table table:name="表">{body}</table:table>'


def _ods_cell(cell: Any) -> str:
    if isinstance(cell, Error):
        given = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
    elif isinstance(cell, date):
        given = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, str):
        given = 'office:value-type="string"'
    else:
        given = f'office:value-type="float" office:value="{cell}"'
    return f"<table:table-cell {given}><text:p>{escape(str(cell))}</text:p></table:table-cell>"


def _xml_cell(cell: Any) -> str:
    if isinstance(cell, Error):
        sort = "Error"
    elif isinstance(cell, datetime):
        sort, cell = "DateTime", cell.isoformat()
    else:
        sort = "String" if isinstance(cell, str) else "Number"
    return f'<Cell><Data ss:Type="{sort}">{escape(str(cell))}</Data></Cell>'


# Each form with the ending that such files come with.
FORMS: Mapping[str, tuple[str, Callable[[Path, Rows], None]]] = {
    "csv": ("rows.csv", as_csv),
    "xlsx": ("rows.xlsx", as_xlsx),
    "xls": ("rows.xls", as_xls),
    "html": ("page.xls", as_html),
    "xml": ("book.xls", as_xml),
    "json": ("rows.json", as_json),
    "json lines": ("rows.jsonl", as_json_lines),
    "ods": ("rows.ods", as_ods),
    "fods": ("rows.fods", as_fods),
    "xlsx named .xls": ("wrong.xls", as_xlsx),
    "xls named .xlsx": ("wrong.xlsx", as_xls),
}


def write(folder: Path, form: str, rows: Rows) -> Path:
    """Write rows in one of the forms."""
    name, writer = FORMS[form]
    path = folder / name
    writer(path, rows)
    return path
