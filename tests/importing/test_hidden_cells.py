"""Rows and columns that a sheet does not show are read, and a warning names them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt
from django.core.files.uploadedfile import SimpleUploadedFile

from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from tests.desk.pages import ADDRESS
from tests.importing.field_rows import REGISTER, STORED
from tests.importing.make import new_enterprise, office, penalty, run, run_refused, uscc
from tests.importing.sheets import Rows, write
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db
ROWS: Rows = (REGISTER, *((uscc(n), f"武汉第{n}商贸有限公司", *STORED[2:-1], "") for n in range(1, 7)))
ROW_WARNING = "提示：第3-4、6行在表里是隐藏的（或者被筛选掉了），同样读取"
COLUMN_WARNING = f"提示：以下列在表里是隐藏的，同样读取：{REGISTER[4]}、{REGISTER[5]}；"
HIDDEN_ROWS, HIDDEN_COLUMNS = (3, 4, 6), (4, 5)


def by_openpyxl(folder: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(list(row))
    for number in HIDDEN_ROWS:
        book.active.row_dimensions[number].hidden = True
    for column in HIDDEN_COLUMNS:
        book.active.column_dimensions[openpyxl.utils.get_column_letter(column + 1)].hidden = True
    book.save(folder / "rows.xlsx")
    return folder / "rows.xlsx"


def filtered_by_xlsxwriter(folder: Path) -> Path:
    with xlsxwriter.Workbook(folder / "rows.xlsx") as book:
        book.add_worksheet("封面").write_row(0, 0, ["说明"])
        page = book.add_worksheet("数据")
        for number, row in enumerate(ROWS):
            page.write_row(number, 0, row)
        page.autofilter(0, 0, len(ROWS) - 1, 1)
        page.filter_column(0, "x == NonBlanks")
        for number in HIDDEN_ROWS:
            page.set_row(number - 1, options={"hidden": True})
        page.set_row(len(ROWS) + 5, options={"hidden": True})  # empty: nobody needs to know
        page.set_column(HIDDEN_COLUMNS[0], HIDDEN_COLUMNS[-1], options={"hidden": True})
    return folder / "rows.xlsx"


def by_xlwt(folder: Path) -> Path:
    book = xlwt.Workbook()
    page: Any = book.add_sheet("表")
    for number, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            page.write(number, column, cell)
    for number in HIDDEN_ROWS:
        page.row(number - 1).hidden = True
    for column in HIDDEN_COLUMNS:
        page.col(column).hidden = True
    book.save(str(folder / "rows.xls"))
    return folder / "rows.xls"


def in_xml(folder: Path) -> Path:
    path = write(folder, "xml", ROWS)
    columns = f'<Column ss:Index="{HIDDEN_COLUMNS[0] + 1}" ss:Hidden="1" ss:Span="1"/>'
    return marked(path, "<Row", ' ss:Hidden="1"', before=columns)


def in_a_page(folder: Path) -> Path:
    path = write(folder, "html", ROWS)
    columns = f"<col span={HIDDEN_COLUMNS[0]}><col span={len(HIDDEN_COLUMNS)} style='display:none'>"
    return marked(path, "<tr", " style='height:0;DISPLAY: none'", before=columns)


def marked(path: Path, tag: str, mark: str, *, before: str) -> Path:
    """Mark the hidden rows of a file, and put something before the first row."""
    first, *rows = path.read_text().split(f"{tag}>")
    begun = (f"{tag}{mark if number in HIDDEN_ROWS else ''}>{row}" for number, row in enumerate(rows, 1))
    path.write_text(first + before + "".join(begun))
    return path


WRITERS = [by_openpyxl, filtered_by_xlsxwriter, by_xlwt, in_xml, in_a_page]


@pytest.mark.parametrize("writer", WRITERS)
def test_what_a_sheet_hides_is_read_and_named(tmp_path: Path, writer: Callable[[Path], Path]) -> None:
    out = run("import_enterprises", str(writer(tmp_path)))
    assert "接受6行，无变化0行，拒绝0行" in out
    assert ROW_WARNING in out
    assert COLUMN_WARNING in out
    assert Enterprise.objects.get(uscc=uscc(3)).address == STORED[4]


@pytest.mark.parametrize("form", ["csv", "xlsx", "xls", "xml", "html", "json"])
def test_a_sheet_that_hides_nothing_has_no_such_warning(tmp_path: Path, form: str) -> None:
    assert "隐藏" not in run("import_enterprises", str(write(tmp_path, form, ROWS)))


def test_the_desk_names_hidden_rows_before_anything_is_stored(tmp_path: Path) -> None:
    officers = office()
    new_enterprise()
    rows = [penalty(1), penalty(2), penalty(3)]
    path = tmp_path / "rows.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for number, row in enumerate([list(rows[0]), *(list(row.values()) for row in rows)]):
            page.write_row(number, 0, row)
        page.set_row(2, options={"hidden": True})
    sent = {"kind": "penalty", "file": SimpleUploadedFile("处罚.xlsx", path.read_bytes()), "do": "check"}
    page = client_of(officers.recorder).post(ADDRESS, sent, follow=True).content.decode()
    assert "第3行在表里是隐藏的（或者被筛选掉了），同样读取" in page
    assert not Record.objects.exists()


def test_many_hidden_rows_are_counted(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "rows.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(0, 0, REGISTER[:2])
        for number in range(1, 31):
            page.write_row(number, 0, (uscc(number), f"武汉第{number}商贸有限公司"))
            page.set_row(number, options={"hidden": number % 2})
    out = run("import_enterprises", str(tmp_path / "rows.xlsx"))
    assert "第2、4、6、8、10、12、14、16、18、20等共15行在表里是隐藏的" in out


def test_a_page_in_a_single_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.xls"
    path.write_bytes(
        b'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="--=_1"\r\n\r\n'
        b"----=_1\r\nContent-Type: text/html\r\n\r\n<table><tr><td>1</td></tr></table>\r\n----=_1--\r\n"
    )
    assert "文件是“单个文件网页”(.mht)，不是工作簿" in run_refused("import_enterprises", str(path), status=2)


def second_sheet_of_excel(folder: Path, cell: str) -> Path:
    with xlsxwriter.Workbook(folder / "rows.xlsx") as book:
        page, hidden = book.add_worksheet("数据"), book.add_worksheet("藏")
        for number, row in enumerate(ROWS):
            page.write_row(number, 0, row)
        if cell.startswith("#"):
            hidden.write_formula(2, 3, "=1/0", None, cell)
        elif cell:
            hidden.write(2, 3, cell)
        hidden.write_blank(0, 0, None, book.add_format({"bold": True}))
        hidden.hide()
    return folder / "rows.xlsx"


def second_sheet_of_old_excel(folder: Path, cell: str) -> Path:
    book = xlwt.Workbook()
    page: Any = book.add_sheet("数据")
    hidden: Any = book.add_sheet("藏")
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            page.write(number, column, value)
    if cell.startswith("#"):
        hidden.row(2).set_cell_error(3, 7)
    elif cell:
        hidden.write(2, 3, cell)
    hidden.visibility = 1
    book.save(str(folder / "rows.xls"))
    return folder / "rows.xls"


def second_sheet_in_xml(folder: Path, cell: str) -> Path:
    path = write(folder, "xml", ROWS)
    data = f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' if cell else ""
    options = "<Visible>SheetHidden</Visible>"
    hidden = f"""<Worksheet ss:Name="藏"><Table><Row>{data}</Row></Table>
        <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">{options}</WorksheetOptions></Worksheet>"""
    path.write_text(path.read_text().replace("</Workbook>", f"{hidden}</Workbook>"))
    return path


def second_sheet_of_libreoffice(folder: Path, cell: str) -> Path:
    path = write(folder, "fods", ROWS)
    style = '<style:style style:name="off"><style:table-properties table:display="false"/></style:style>'
    paragraph = f"<text:p>{cell}</text:p>" if cell else ""
    row = f"<table:table-row><table:table-cell>{paragraph}</table:table-cell></table:table-row>"
    hidden = f'<table:table table:name="藏" table:style-name="off">{row}</table:table>'
    text = path.read_text().replace(
        "<office:body>", f"<office:automatic-styles>{style}</office:automatic-styles><office:body>"
    )
    path.write_text(text.replace("</office:spreadsheet>", f"{hidden}</office:spreadsheet>"))
    return path


@pytest.mark.parametrize("cell", ["", "甲", "#DIV/0!"])
@pytest.mark.parametrize(
    "writer", [second_sheet_of_excel, second_sheet_of_old_excel, second_sheet_in_xml, second_sheet_of_libreoffice]
)
def test_a_hidden_sheet_is_named_if_it_holds_anything(
    tmp_path: Path, writer: Callable[[Path, str], Path], cell: str
) -> None:
    out = run("import_enterprises", str(writer(tmp_path, cell)))
    assert "接受6行，无变化0行，拒绝0行" in out
    assert ("工作簿里还有隐藏的工作表，没有读取：藏" in out) == bool(cell)
