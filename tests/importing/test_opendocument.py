"""Workbooks of OpenDocument (.ods, .fods) are read as those of Excel are."""

import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from enterprises.register.models import Enterprise
from enterprises.shared.rules.marks import NO_RESULT
from enterprises.shared.sheets.opendocument_source import is_opendocument, shown_number, tables_in
from enterprises.shared.sheets.source import Cell, Hidden, Source, UnreadableFile
from enterprises.shared.sheets.workbook_source import open_workbook
from tests.importing.field_rows import REGISTER, STORED
from tests.importing.make import run, run_refused
from tests.importing.sheets import as_ods, opendocument, packed, write
from tests.support.libreoffice import CONVERT_S

DAY, INSTANT = datetime(2026, 4, 15), datetime(2026, 4, 15, 10, 30)  # noqa: DTZ001 - cells have no zone
NUMBERS: list[tuple[float, str, Cell]] = [
    (0.125, "0.00%", "12.5%"),
    (123, "000000", "000123"),
    (6, '"武市监罚〔2026〕"0"号"', "武市监罚〔2026〕6号"),
    (30000, '0"."0000', 3.0),
    (1234.567, "#,##0.0", 1234.567),
    (1234.5, "¥#,##0.00", 1234.5),
    (30000, "[$-407]#,##0", 30000),
    (1234.5, "[$-407]#,##0.00", 1234.5),
    (15000, '#,##0"元"', "15000元"),
    (0.456, "0", 0.456),
    (914201037646247541, "General", 9.14201037646248e17),
    (46127, "General", 46127),
]


def all_rows(sheet: Source) -> list[list[Cell]]:
    """Return the filled rows without the empty cells at their ends."""
    rows = [list(row.cells) for row in sheet.rows() if not row.is_blank]
    for row in rows:
        while row[-1] == "":
            row.pop()
    return rows


def one_of_excel(path: Path) -> Path:
    """Write a workbook with cells of every type and everything that a workbook hides."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表")
        page.write_row(0, 0, ["两  个空格\n第二行", "甲", "乙"])
        for column, error in enumerate(("#N/A", "#DIV/0!", "#REF!")):
            page.write_formula(1, column, "=NA()" if column == 0 else "=1/0", None, error)
        for column, (number, number_format, _) in enumerate(NUMBERS):
            page.write_number(2, column, number, book.add_format({"num_format": number_format}))
        page.write_datetime(3, 0, DAY, book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
        page.write_datetime(3, 1, INSTANT, book.add_format({"num_format": "yyyy-mm-dd"}))
        for row in range(4, 8):
            page.write_row(row, 0, ["同", "样", 1])
        page.set_row(5, options={"hidden": True})
        page.set_column(1, 1, options={"hidden": True})
        page.write_comment(4, 0, "批注")
        page.merge_range(10, 0, 11, 0, "合")
        page.write(11, 1, "丙")
        page.write(20_000, 0, "末行")
        hidden = book.add_worksheet("藏")
        hidden.write(0, 0, "甲")
        hidden.hide()
    return path


@pytest.mark.parametrize("ending", ["ods", "fods"])
def test_what_libreoffice_makes_of_a_workbook_is_read_alike(libreoffice: str, tmp_path: Path, ending: str) -> None:
    path = one_of_excel(tmp_path / "rows.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [libreoffice, profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=CONVERT_S)
    converted = path.with_suffix(f".{ending}")
    if ending == "ods":
        (sheet,) = open_workbook(converted)
    else:
        with converted.open("rb") as stream:
            (sheet,) = tables_in(stream)
    rows = all_rows(sheet)
    assert rows[0] == ["两  个空格\n第二行", "甲", "乙"]
    assert rows[1][0] == "#N/A"
    assert set(rows[1][1:]) <= {"#DIV/0!", "#REF!"}
    assert rows[2] == [shown for _, _, shown in NUMBERS]
    assert rows[3] == [date(2026, 4, 15), INSTANT]
    assert rows[4:8] == [["同", "样", 1]] * 4
    assert rows[8:] == [["合"], ["合", "丙"], ["末行"]]
    assert [row.number for row in sheet.rows() if row.filled] == [12]
    assert [row.number for row in sheet.rows()][-1] == 20_001
    assert sheet.hidden == Hidden(rows=frozenset({6}), columns=frozenset({1}), sheets=("藏",))


@pytest.mark.parametrize(
    ("number", "shown", "read"),
    [
        (30000, "3.0万元", "3.0万元"),
        (30050, "30,050.00元", "30050元"),
        (2.5, "约3元", "约2.5元"),
        (0.5, "1/2", 0.5),
        (30000, "3.00E+04", 30000),
        (-3, "(3)", -3),
        (1.5, "1,5", 1.5),
        (30000, "30.000", 30000),
        (30000, "30.000 万元", "30000 万元"),
        (1234.5, "1.234,50", 1234.5),
        (1.234, "1.234", 1.234),
        (7, "", 7),
        (7, "正常", 7),
    ],
)
def test_a_number_is_what_its_cell_shows_with_all_its_digits(number: float, shown: str, read: Cell) -> None:
    assert shown_number(float(number), shown, is_percentage=False) == read


def sheet_of(folder: Path, rows: str, **changed: str) -> Source:
    text = opendocument(f'<table:table table:name="表">{rows}</table:table>')
    for old, new in changed.items():
        text = text.replace(old, new)
    (sheet,) = open_workbook(packed(folder / "rows.ods", text))
    return sheet


def test_pinyin_above_a_name_is_no_part_of_it(tmp_path: Path) -> None:
    guide = "<text:ruby><text:ruby-base>黄陂</text:ruby-base><text:ruby-text>huáng pí</text:ruby-text></text:ruby>"
    cell = f"<table:table-cell><text:p>{guide}机械有限公司</text:p></table:table-cell>"
    assert all_rows(sheet_of(tmp_path, f"<table:table-row>{cell}</table:table-row>")) == [["黄陂机械有限公司"]]


def test_a_formula_without_a_result_is_named_and_an_empty_result_is_none(tmp_path: Path) -> None:
    cell = '<table:table-cell table:formula="of:=1+1">{}</table:table-cell>'
    sheet = sheet_of(tmp_path, f"<table:table-row>{cell.format('')}{cell.format('<text:p/>')}</table:table-row>")
    assert all_rows(sheet) == [[NO_RESULT]]


def test_rows_and_cells_that_are_written_once_are_counted(tmp_path: Path) -> None:
    two = '<table:table-cell table:number-columns-repeated="2"><text:p>甲</text:p></table:table-cell>'
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = (
        f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'
        for times, cells in ((3, blank), (2, two), (1_048_000, blank))
    )
    sheet = sheet_of(tmp_path, "".join(rows))
    assert [(each.number, each.cells) for each in sheet.rows()] == [(4, ("甲", "甲")), (5, ("甲", "甲"))]


@pytest.mark.parametrize("shape", [(1_048_000, 10), (1, 2_000)])
def test_a_sheet_of_too_many_cells_is_refused(tmp_path: Path, shape: tuple[int, int]) -> None:
    cell = f'<table:table-cell table:number-columns-repeated="{shape[1]}"><text:p>甲</text:p></table:table-cell>'
    with pytest.raises(UnreadableFile):
        sheet_of(tmp_path, f'<table:table-row table:number-rows-repeated="{shape[0]}">{cell}</table:table-row>')


def test_days_of_1904_are_known(tmp_path: Path) -> None:
    text = opendocument(
        '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
        "<table:table><table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert open_workbook(packed(tmp_path / "rows.ods", text))[0].is_1904


@pytest.mark.parametrize(
    ("content", "manifest", "sentence"),
    [
        ("<x/>", "<manifest><encryption-data/></manifest>", "设有打开密码"),
        ("<office", "<manifest/>", "文件内容有误"),
        (opendocument(""), "<manifest/>", "文件不是电子表格"),
    ],
)
def test_what_cannot_be_read_has_a_sentence(tmp_path: Path, content: str, manifest: str, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        open_workbook(packed(tmp_path / "rows.ods", content, manifest=manifest))


def test_a_workbook_of_excel_is_none(tmp_path: Path) -> None:
    assert not is_opendocument(write(tmp_path, "xlsx", [["甲"]]))


@pytest.mark.django_db
def test_a_register_file_is_imported_whatever_its_name_ends_in(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    as_ods(path, [REGISTER, STORED])
    run("import_enterprises", str(path))
    assert Enterprise.objects.get().name == STORED[1]


@pytest.mark.django_db
@pytest.mark.parametrize("cell", [0.125, -1, 1e17])
def test_a_wrong_number_in_a_required_cell_is_refused(tmp_path: Path, cell: Any) -> None:
    row = [cell, *STORED[1:]]
    assert "第2行" in run_refused("import_enterprises", str(write(tmp_path, "ods", [REGISTER, row])))
