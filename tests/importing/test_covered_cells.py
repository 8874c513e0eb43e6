"""What a merged cell covers is named: the sheet does not show it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwt

from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from tests.importing.field_rows import BY, REGISTER, STORED
from tests.importing.make import new_enterprise, office, penalty, run, run_refused, uscc
from tests.importing.sheets import Rows, write

pytestmark = pytest.mark.django_db
SECOND = (uscc(2), "武汉乙商贸有限公司", *STORED[2:-1], "")


def covered_xlsx(folder: Path, rows: Rows) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.merged_cells.add("C2:D2")  # the cells that it covers keep what they held
    book.active.merged_cells.add("E2:E3")
    book.save(folder / "rows.xlsx")
    return folder / "rows.xlsx"


def covered_xls(folder: Path, rows: Rows) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("表", cell_overwrite_ok=True)
    page.merge(1, 1, 2, 3)
    page.merge(1, 2, 4, 4)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write(number, column, cell)
    book.save(str(folder / "rows.xls"))
    return folder / "rows.xls"


def covered_ods(folder: Path, rows: Rows) -> Path:
    path = write(folder, "fods", rows)
    first, second = (f"<text:p>{cell}<" for cell in (rows[1][2], rows[1][4]))
    spans = {first: 'table:number-columns-spanned="2"', second: 'table:number-rows-spanned="2"'}
    text = path.read_text()
    for cell, span in spans.items():
        text = text.replace(f'office:value-type="string">{cell}', f'{span} office:value-type="string">{cell}', 1)
    path.write_text(text)
    return path


def covered_xml(folder: Path, rows: Rows) -> Path:
    path = write(folder, "xml", rows)
    first, second, day = (f'<Data ss:Type="String">{cell}<' for cell in (rows[1][2], rows[1][4], rows[1][3]))
    marks = {first: ' ss:MergeAcross="1"', second: ' ss:MergeDown="1"', day: ' ss:Index="4"'}
    text = path.read_text()
    for cell, mark in marks.items():
        text = text.replace(f"<Cell>{cell}", f"<Cell{mark}>{cell}", 1)
    path.write_text(text)
    return path


@pytest.mark.parametrize("writer", [covered_xlsx, covered_xls, covered_ods, covered_xml])
def test_what_a_merged_cell_covers_is_named_and_not_read(tmp_path: Path, writer: Callable[[Path, Rows], Path]) -> None:
    second = [*SECOND[:4], "解放大道2号", *SECOND[5:]]
    out = run("import_enterprises", str(writer(tmp_path, [REGISTER, STORED, second])))
    covered = "单元格已与别的单元格合并，表里看不到，里面却另有内容"
    assert f"第2行 提示：成立日期：{covered}" in out
    assert f"第3行 提示：住所：{covered}" in out
    assert "接受2行" in out
    stored = Enterprise.objects.order_by("pk").values_list("established_on", "address", "legal_representative")
    assert list(stored) == [(None, "江汉路1号", "张三"), (date(2015, 6, 1), "", "张三")]


def test_a_row_of_records_with_a_covered_cell_is_refused(tmp_path: Path) -> None:
    office()
    new_enterprise()
    rows = [penalty(1), penalty(2, CF_WFXW="另一行为")]
    path, book = tmp_path / "rows.xlsx", openpyxl.Workbook()
    for row in (list(rows[0]), *(list(row.values()) for row in rows)):
        book.active.append(row)
    column = openpyxl.utils.get_column_letter(list(rows[0]).index("CF_WFXW") + 1)
    book.active.merged_cells.add(f"{column}2:{column}3")
    book.save(path)
    assert "第3行 违法行为类型：单元格已与别的单元格合并" in run_refused("import_records", "penalty", str(path), *BY)
    assert Record.objects.count() == 1
