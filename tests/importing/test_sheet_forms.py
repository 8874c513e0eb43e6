"""Forms of sheets that are not one cell for each value: merged cells, formulas, formats, cut files, hidden sheets."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt

from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from enterprises.shared.sheets.markup_source import open_markup
from enterprises.shared.sheets.number_formats import shown_as
from tests.importing.field_rows import BY, REGISTER, STORED
from tests.importing.make import new_enterprise, office, penalty, run, run_refused, uscc
from tests.importing.sheets import Rows, as_xls, as_xlsx, write

pytestmark = pytest.mark.django_db
SECOND = (uscc(2), "武汉乙商贸有限公司", *STORED[2:-1], "")
NOT_COMPUTED = "单元格是公式，文件里没有它的结果"
COLUMNS = {header: place for place, header in enumerate(REGISTER)}


def sheet(folder: Path, change: Callable[[Any, Any], object], rows: Rows = (REGISTER, STORED)) -> Path:
    """Write a workbook and change its sheet before it is closed."""
    path = folder / "rows.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        change(book, page)
    return path


def loaded(path: Path) -> str:
    return run("import_enterprises", str(path))


def merged_xlsx(folder: Path, rows: Rows) -> Path:
    return sheet(folder, lambda _book, page: page.merge_range(1, 4, 2, 4, rows[1][4]), rows)


def merged_xls(folder: Path, rows: Rows) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("表")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if column != 4 or not number:
                page.write(number, column, cell)
    page.write_merge(1, 2, 4, 4, rows[1][4])
    book.save(str(folder / "rows.xls"))
    return folder / "rows.xls"


def merged_page(folder: Path, rows: Rows) -> Path:
    path = write(
        folder, "html", [[*row[:4], *([row[4]] if number < 2 else []), *row[5:]] for number, row in enumerate(rows)]
    )
    cell = f"<td>{rows[1][4]}</td>"
    path.write_text(path.read_text().replace(cell, cell.replace("<td>", "<td rowspan=2>")))
    return path


def merged_xml(folder: Path, rows: Rows) -> Path:
    path = write(folder, "xml", rows)
    data = f'<Cell><Data ss:Type="String">{rows[1][4]}'
    text = path.read_text().replace(data, data.replace("<Cell>", '<Cell ss:MergeDown="1">'))
    path.write_text(text.replace('<Cell><Data ss:Type="String"></Data></Cell><Cell>', '<Cell ss:Index="6">', 1))
    return path


@pytest.mark.parametrize("writer", [merged_xlsx, merged_xls, merged_page, merged_xml])
def test_a_cell_over_two_rows_is_read_in_both_and_named(tmp_path: Path, writer: Callable[[Path, Rows], Path]) -> None:
    covered = ["" if place == 4 else cell for place, cell in enumerate(SECOND)]
    out = loaded(writer(tmp_path, (REGISTER, STORED, covered)))
    assert set(Enterprise.objects.values_list("address", flat=True)) == {"江汉路1号"}
    assert "第3行 提示：住所：与上面的单元格合并，按合并的内容读取" in out
    assert "第2行 提示：住所" not in out


def test_a_cell_over_two_rows_of_records_is_named(tmp_path: Path) -> None:
    office()
    new_enterprise()
    rows = [list(penalty(1)), list(penalty(1).values()), list(penalty(2, CF_FRDB="").values())]
    column = rows[0].index("CF_FRDB")
    path = sheet(tmp_path, lambda _book, page: page.merge_range(1, column, 2, column, "张三"), rows)
    out = run("import_records", "penalty", str(path), *BY)
    assert [record.details["CF_FRDB"] for record in Record.objects.all()] == ["张三", "张三"]
    assert "第3行 提示：法定代表人：与上面的单元格合并" in out


def test_a_fine_over_two_parties_is_read_for_each_and_the_sentence_says_so(tmp_path: Path) -> None:
    office()
    new_enterprise()
    new_enterprise(2, name="武汉乙商贸有限公司")
    other = {"CF_XDR_MC": "武汉乙商贸有限公司", "CF_XDR_SHXYM": uscc(2), "CF_NR_FK": "", "CF_NR": "罚款2万元"}
    rows = [list(penalty(1)), list(penalty(1).values()), list(penalty(1, **other).values())]
    column = rows[0].index("CF_NR_FK")
    path = sheet(tmp_path, lambda _book, page: page.merge_range(1, column, 2, column, 2), rows)
    out = run("import_records", "penalty", str(path), *BY)
    assert list(Record.objects.values_list("fine_yuan", flat=True)) == [20_000, 20_000]
    named = "与上面的单元格合并，按合并的内容读取，每行各计一次；几个当事人共同的金额，请取消合并，分别填写各自的金额"
    assert f"第3行 提示：罚款金额(万元)：{named}" in out


def test_merged_cells_fill_no_row_without_content_and_no_column_beside_them(tmp_path: Path) -> None:
    def change(_book: Any, page: Any) -> None:
        page.merge_range(1, 0, 2, 0, uscc(1))
        page.merge_range(1, 4, 1, 5, "江汉路1号")

    row = [*STORED[:5], "", *STORED[6:]]
    assert "接受1行，无变化0行，拒绝0行" in loaded(sheet(tmp_path, change, (REGISTER, row, [""] * len(row))))
    assert Enterprise.objects.get().legal_representative == ""


def uncomputed_openpyxl(path: Path, column: int) -> None:
    book = openpyxl.Workbook()
    book.active.append(REGISTER)
    book.active.append([*STORED[:column], "=50+50", *STORED[column + 1 :]])
    book.save(path)


def uncomputed_xlsxwriter(path: Path, column: int) -> None:
    sheet(path.parent, lambda _book, page: page.write_formula(1, column, "=50+50"))


def uncomputed_xlwt(path: Path, column: int) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("表")
    for place, (header, cell) in enumerate(zip(REGISTER, STORED, strict=True)):
        page.write(0, place, header)
        page.write(1, place, xlwt.Formula("50+50") if place == column else cell)
    book.save(str(path))


WRITERS = [uncomputed_openpyxl, uncomputed_xlsxwriter, uncomputed_xlwt]


@pytest.mark.parametrize("writer", WRITERS)
def test_a_formula_without_its_result_empties_nothing_and_is_named(
    tmp_path: Path, stored: Enterprise, writer: Callable[[Path, int], None]
) -> None:
    path = tmp_path / "rows.xlsx"
    writer(path, COLUMNS["注册资金"])
    assert f"第2行 提示：注册资本(万元)：{NOT_COMPUTED}" in loaded(path)
    assert Enterprise.objects.get().registered_capital_yuan == 1_000_000
    writer(path, COLUMNS["企业名称"])
    assert f"第2行 企业名称：{NOT_COMPUTED}" in run_refused("import_enterprises", str(path))


def test_a_row_of_nothing_but_formulas_without_results_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(REGISTER)
    book.active.append([f'="{cell}"' for cell in STORED])
    book.save(tmp_path / "rows.xlsx")
    assert f"第2行 统一社会信用代码：{NOT_COMPUTED}" in run_refused("import_enterprises", str(tmp_path / "rows.xlsx"))


def repacked(path: Path, old: bytes, new: bytes) -> Path:
    """Replace bytes in every part of a workbook."""
    changed = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old, new))
    return changed


def test_a_formula_with_a_result_is_read(tmp_path: Path) -> None:
    def change(_book: Any, page: Any) -> None:
        page.write_formula(1, 2, "=50+50", None, 100)
        page.write_formula(1, 4, '=""', None, "none")

    path = repacked(sheet(tmp_path, change), b"<v>none</v>", b"<v></v>")  # an empty text is a result
    assert NOT_COMPUTED not in loaded(path)
    assert Enterprise.objects.get().registered_capital_yuan == 1_000_000


def test_zero_is_a_result_in_a_book_that_was_computed(tmp_path: Path) -> None:
    path = sheet(tmp_path, lambda _book, page: page.write_formula(1, 2, "=50-50"))
    assert NOT_COMPUTED not in loaded(repacked(path, b' fullCalcOnLoad="1"', b""))
    assert Enterprise.objects.get().registered_capital_yuan == 0


@pytest.mark.parametrize(
    ("number_format", "number", "shown"),
    [
        ("0%", 0.5, "50%"),
        ("0.00%", 0.125, "12.5%"),
        ("000000", 123, "000123"),
        ('"武市监罚〔2026〕"0"号"', 6, "武市监罚〔2026〕6号"),
        ('0"元"', 20000, "20000元"),
        ('#,##0.00"万元"', 2.5, "2.5万元"),
        ('0"."0,"万元"', 30000, 3),
        ("[$-804]General", 5, None),
        ('yyyy"年"m"月"d"日"', 46127, None),
        ('"¥"#,##0.00', 2, None),
        ("#,##0.00_ ", 2, None),
        ("0_);[Red]\\(0\\)", 2, None),
        ("General", 2, None),
        ("@", 2, None),
    ],
)
def test_a_number_is_what_its_format_shows(number_format: str, number: float, shown: object) -> None:
    found = shown_as(number_format)
    assert (found and found.cell(number)) == shown


@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_cells_that_show_something_else_than_their_number(tmp_path: Path, stored: Enterprise, form: str) -> None:
    formats = {"注册资金": (0.5, "0%"), "行业代码": (111, "0000"), "注册号": (20100000012345, "0" * 15)}
    path = tmp_path / f"rows.{form}"
    if form == "xlsx":

        def change(book: Any, page: Any) -> None:
            for header, (number, number_format) in formats.items():
                page.write_number(1, COLUMNS[header], number, book.add_format({"num_format": number_format}))

        path = sheet(tmp_path, change)
    else:
        book = xlwt.Workbook()
        page = book.add_sheet("表")
        for place, (header, cell) in enumerate(zip(REGISTER, STORED, strict=True)):
            page.write(0, place, header)
            if header in formats:
                page.write(1, place, formats[header][0], xlwt.easyxf(num_format_str=formats[header][1]))
            else:
                page.write(1, place, cell)
        book.save(str(path))
    out = loaded(path)
    assert "注册资本(万元)“50%”：应为以万元为单位的数字" in out
    assert "没有代码0111，按01存入" in out
    found = Enterprise.objects.get()
    assert (found.industry_id, found.register_number) == ("01", "020100000012345")
    assert found.registered_capital_yuan == 1_000_000


@pytest.mark.parametrize(
    ("number_format", "number", "shown"),
    [("Percent", "0.5", "50%"), ("0.0%", "0.125", "12.5%"), ("000000", "123", "000123"), ("Standard", "5", 5)],
)
@pytest.mark.parametrize("place", ["Cell", "Row"])
def test_a_number_of_an_xml_workbook_is_what_its_format_shows(
    tmp_path: Path, number_format: str, number: str, shown: object, place: str
) -> None:
    path = write(tmp_path, "xml", [["a", "b"], ["x", 0]])
    style = f'<Styles><Style ss:ID="s1"><NumberFormat ss:Format="{number_format}"/></Style></Styles>'
    text = path.read_text().replace("<Worksheet ", f"{style}<Worksheet ", 1)
    data = text[text.rindex("<Cell>") : text.rindex("</Cell>")]
    text = text.replace(data, f'<Cell><Data ss:Type="Number">{number}</Data>')
    first, _, last = text.rpartition(f"<{place}>")
    path.write_text(f'{first}<{place} ss:StyleID="s1">{last}')
    [source] = open_markup(path)
    assert [row.cells for row in source.rows()][1] == ("x", shown)


def test_a_row_of_an_xml_workbook_that_stands_for_several_is_counted(tmp_path: Path) -> None:
    path = write(tmp_path, "xml", [["a"], ["b"], ["c"]])
    first, _, last = path.read_text().partition("</Row>")
    path.write_text(f'{first}</Row><Row ss:Span="2"/>{last}')
    [source] = open_markup(path)
    assert [(row.number, row.cells) for row in source.rows() if row.cells] == [(1, ("a",)), (5, ("b",)), (6, ("c",))]


@pytest.mark.parametrize("writer", [as_xlsx, as_xls])
def test_a_text_that_became_a_day_is_named(
    tmp_path: Path, stored: Enterprise, writer: Callable[[Path, Rows], None]
) -> None:
    rows = [
        REGISTER,
        [date(2026, 7, 11) if header == "注册地址" else cell for header, cell in zip(REGISTER, STORED, strict=True)],
    ]
    writer(tmp_path / "rows.xlsx", rows)
    assert "第2行 提示：住所：单元格被识别成了日期" in loaded(tmp_path / "rows.xlsx")
    assert Enterprise.objects.get().address == "江汉路1号"
    rows[1] = [STORED[0], date(2026, 7, 11), *STORED[2:]]
    writer(tmp_path / "rows.xlsx", rows)
    assert "第2行 企业名称：单元格被识别成了日期" in run_refused("import_enterprises", str(tmp_path / "rows.xlsx"))


def test_a_text_of_a_record_that_became_a_day_is_named(tmp_path: Path) -> None:
    office()
    new_enterprise()
    row = {**penalty(1), "CF_WFXW": date(2026, 3, 1)}
    out = run("import_records", "penalty", str(write(tmp_path, "xlsx", [list(row), list(row.values())])), *BY)
    assert "违法行为类型：单元格是日期，按2026-03-01存入" in out


CUT = "文件到这一行中断，可能没有传完整"
SHORT = (REGISTER[:2], STORED[:2], SECOND[:2])


@pytest.mark.parametrize(("form", "until"), [("csv", "武汉乙"), ("csv", f"{uscc(2)}"), ("html", "武汉乙")])
def test_a_file_that_ends_within_a_row_is_named(tmp_path: Path, form: str, until: str) -> None:
    rows = [[*row, "存续", "张三"] for row in SHORT]
    rows[0][2:] = ["登记状态", "法定代表人"]
    path = write(tmp_path, form, rows)
    whole = path.read_text()
    path.write_text(whole[: whole.index(until) + len(until)])
    assert f"第3行 {CUT}" in run_refused("import_enterprises", str(path))
    assert Enterprise.objects.get().name == STORED[1]


def test_the_last_line_needs_no_end(tmp_path: Path) -> None:
    path = write(tmp_path, "csv", SHORT)
    path.write_bytes(path.read_bytes().rstrip())
    assert "接受2行" in loaded(path)


@pytest.mark.parametrize("form", ["csv", "xlsx", "html"])
def test_a_header_on_top_of_each_printed_page_is_no_row(tmp_path: Path, form: str) -> None:
    rows = [(uscc(number), f"武汉第{number}商贸有限公司") for number in range(1, 7)]
    assert "接受6行，无变化0行，拒绝0行" in loaded(
        write(tmp_path, form, [REGISTER[:2], *rows[:4], REGISTER[:2], *rows[4:]])
    )


def test_a_hidden_sheet_of_an_xml_workbook_is_not_read(tmp_path: Path) -> None:
    path = write(tmp_path, "xml", SHORT)
    hidden = "<Visible>SheetHidden</Visible>"
    options = f'<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">{hidden}</WorksheetOptions>'
    text = path.read_text()
    first = text[text.index("<Worksheet ") : text.index("</Worksheet>")].replace(STORED[0], uscc(7))
    path.write_text(text.replace("<Worksheet ", f"{first}{options}</Worksheet><Worksheet ", 1))
    assert "接受2行" in loaded(path)
    assert not Enterprise.objects.filter(uscc=uscc(7)).exists()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("form", ["html", "xml"])
def test_a_label_of_gb2312_costs_no_character(tmp_path: Path, form: str, encoding: str) -> None:
    path = write(tmp_path, form, (REGISTER, (STORED[0], "武汉镕喆商贸有限公司", *STORED[2:]), SECOND))
    label = {"html": "<meta charset=gb2312>", "xml": '<?xml version="1.0" encoding="GB2312"?>'}[form]
    text = path.read_text().removeprefix('<?xml version="1.0"?>')
    path.write_text(f"{label}{text}", encoding=encoding)
    assert "接受2行" in loaded(path)
    assert Enterprise.objects.get(uscc=STORED[0]).name == "武汉镕喆商贸有限公司"


def test_a_broken_byte_of_an_xml_workbook_has_a_sentence(tmp_path: Path) -> None:
    path = write(tmp_path, "xml", SHORT)
    path.write_bytes(path.read_bytes().replace("武汉乙".encode(), b"\xff\xfe"))
    assert "文件内容有误，无法读取" in run_refused("import_enterprises", str(path), status=2)
