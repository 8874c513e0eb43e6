"""Error workbooks loaded again: rows, numbers and cells mean what they meant in the first file."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from tests.importing.field_rows import BY
from tests.importing.make import new_enterprise, office, penalty, run, run_refused, uscc
from tests.importing.sheets import as_xlsx, write

pytestmark = pytest.mark.django_db


def test_the_error_workbook_skips_what_was_a_natural_person(tmp_path: Path) -> None:
    office()
    new_enterprise()
    person = penalty(1) | {"CF_XDR_LB": "自然人", "CF_XDR_SHXYM": ""}
    rows = [person, penalty(2) | {"CF_JDRQ": "2026-4-31"}]
    path, errors = (
        write(tmp_path, "csv", [list(person), *(list(row.values()) for row in rows)]),
        tmp_path / "errors.xlsx",
    )
    assert "拒绝2行" in run_refused("import_records", "penalty", str(path), *BY, "--errors", str(errors))
    assert "拒绝1行" in run_refused("import_records", "penalty", str(errors), *BY)


def test_the_error_workbook_keeps_the_order_and_the_numbers_of_the_first_file(tmp_path: Path) -> None:
    office()
    new_enterprise()
    wrong_name = {"CF_XDR_MC": "武汉乙商贸有限公司"}  # known only when the row meets the database
    rows = [penalty(1), penalty(2, **wrong_name), penalty(3, CF_JDRQ="2026-4-31"), penalty(4), penalty(5, **wrong_name)]
    path = write(tmp_path, "csv", [list(rows[0]), *(list(row.values()) for row in rows)])
    errors, again = tmp_path / "errors.xlsx", tmp_path / "again.xlsx"
    text = run_refused("import_records", "penalty", str(path), *BY, "--errors", str(errors))
    assert re.findall(r"^第\d+行", text, re.MULTILINE) == ["第3行", "第4行", "第6行"]
    text = run_refused("import_records", "penalty", str(errors), *BY, "--errors", str(again))
    assert re.findall(r"^第\d+行", text, re.MULTILINE) == ["第3行", "第4行", "第6行"]
    sheet = CalamineWorkbook.from_path(again).get_sheet_by_index(0).to_python()
    assert [row[-2] for row in sheet] == ["错误行号", "3", "4", "6"]


def corrected(errors: Path, header: str, cell: str) -> Path:
    """Type another value into the one row of an error workbook."""
    book = load_workbook(errors)
    page = book.worksheets[0]
    column = next(each.column for each in page[1] if each.value == header)
    page.cell(row=2, column=column).value = cell
    book.save(errors)
    return errors


MORNING = datetime(2026, 4, 15, 10, 30)  # noqa: DTZ001 - cells have no zone


@pytest.mark.parametrize("is_1904", [False, True])
@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (46127, ""),
        (46127.4375, "处罚决定日期：单元格含时间10:30:00，只取日期2026-04-15"),
        (MORNING, "处罚决定日期：单元格含时间10:30:00，只取日期2026-04-15"),
        (date(2026, 4, 15), ""),
        ("2026-04-15", ""),
    ],
)
def test_a_day_stays_the_day(tmp_path: Path, is_1904: bool, cell: Any, sentence: str) -> None:
    office()
    new_enterprise()
    if is_1904 and isinstance(cell, int | float):
        cell -= 1462
    row = {**penalty(1, CF_XDR_SHXYM="不详"), "CF_JDRQ": cell}
    path, errors = tmp_path / "first.xlsx", tmp_path / "errors.xlsx"
    as_xlsx(path, [list(row), list(row.values())], date_1904=is_1904)
    run_refused("import_records", "penalty", str(path), *BY, "--errors", str(errors))
    out = run("import_records", "penalty", str(corrected(errors, "CF_XDR_SHXYM", uscc(1))), *BY)
    assert Record.objects.get().decided_on == date(2026, 4, 15)
    assert sentence in out


@pytest.mark.usefixtures("reference")
def test_a_number_that_lost_a_zero_stays_in_doubt(tmp_path: Path) -> None:
    path, errors = tmp_path / "first.xlsx", tmp_path / "errors.xlsx"
    as_xlsx(path, [["统一社会信用代码", "企业名称", "行业代码"], ["不是代码", "武汉甲商贸有限公司", 111]])
    run_refused("import_enterprises", str(path), "--errors", str(errors))
    out = run("import_enterprises", str(corrected(errors, "统一社会信用代码", uscc(1))))
    assert "数字111可能是111，也可能是丢了开头的0的0111" in out
    assert Enterprise.objects.get().industry_id is None


def test_an_organisation_code_is_padded_again(tmp_path: Path) -> None:
    office()
    new_enterprise()
    row = {**penalty(1, CF_JDRQ="2026-4-31"), "CF_XDR_ZZJG": 12345671}
    path, errors = write(tmp_path, "xls", [list(row), list(row.values())]), tmp_path / "errors.xlsx"
    run_refused("import_records", "penalty", str(path), *BY, "--errors", str(errors))
    run("import_records", "penalty", str(corrected(errors, "CF_JDRQ", "2026-4-30")), *BY)
    assert Record.objects.get().details["CF_XDR_ZZJG"] == "012345671"


def test_a_number_of_too_many_digits_is_text(tmp_path: Path) -> None:
    path, errors = tmp_path / "first.xlsx", tmp_path / "errors.xlsx"
    as_xlsx(path, [["统一社会信用代码", "企业名称"], [9.14201e17, "武汉甲商贸有限公司"]])
    for file in (path, errors):
        text = run_refused("import_enterprises", str(file), "--errors", str(tmp_path / f"{file.stem}-errors.xlsx"))
        assert "变成了科学计数" in text
        (tmp_path / f"{file.stem}-errors.xlsx").replace(errors)


def test_what_is_typed_into_a_cell_stays_text(tmp_path: Path) -> None:
    path, errors = tmp_path / "first.xlsx", tmp_path / "errors.xlsx"
    as_xlsx(path, [["统一社会信用代码", "企业名称", "行业代码"], ["不是代码", "武汉甲商贸有限公司", ""]])
    run_refused("import_enterprises", str(path), "--errors", str(errors))
    page = load_workbook(errors).worksheets[0]
    assert {page.cell(row=2, column=column).number_format for column in (1, 2)} == {"@"}
    assert page.column_dimensions["A"].max >= 3  # the empty cells, too
