"""The same rows as CSV, XLSX, XLS, web page, XML workbook and JSON, with cells of every type."""

import csv
import json
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
    "xlsx named .xls": ("wrong.xls", as_xlsx),
    "xls named .xlsx": ("wrong.xlsx", as_xls),
}


def write(folder: Path, form: str, rows: Rows) -> Path:
    """Write rows in one of the forms."""
    name, writer = FORMS[form]
    path = folder / name
    writer(path, rows)
    return path
