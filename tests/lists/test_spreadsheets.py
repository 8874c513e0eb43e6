"""Codes of digits alone in our CSV: plain for DuckDB and Arrow, whole in a spreadsheet (docs/decisions/0049)."""

from pathlib import Path

import duckdb
import pytest
from pyarrow import csv as arrow

from enterprises.shared.csv_tables import csv_table
from lists.editions.files.tables import csv_of, xlsx_of
from tests.lists.files import content, entry
from tests.support.libreoffice import cells_in

CODE, NUMBER = "914201037646247541", "000123"  # of digits alone; the second begins with zeros
CODE_COLUMN, NUMBER_COLUMN = "统一社会信用代码", "决定文书号"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    path = tmp_path / "edition.csv"
    rows = (entry(uscc=CODE, document_number=NUMBER), entry(2, name="江城,贸易\n有限公司", reason='“"引号"”'))
    path.write_bytes(csv_of(content(*rows)))
    return path


def test_a_spreadsheet_keeps_codes_whole(libreoffice: str, edition: Path) -> None:
    header, first, second = cells_in(libreoffice, edition)
    as_text = {name: header.index(f"{name}（文本）") for name in (CODE_COLUMN, NUMBER_COLUMN)}
    assert first[as_text[CODE_COLUMN]] == f"[{CODE}]"
    assert first[as_text[NUMBER_COLUMN]] == f"[{NUMBER}]"
    assert isinstance(first[header.index(CODE_COLUMN)], int | float)  # why the text column exists
    assert second[header.index("名称")] == "江城,贸易\n有限公司"


def test_a_spreadsheet_keeps_the_workbook_as_it_is(libreoffice: str, tmp_path: Path) -> None:
    path = tmp_path / "edition.xlsx"
    path.write_bytes(xlsx_of(content(entry(uscc=CODE, document_number=NUMBER))))
    header, first = cells_in(libreoffice, path)
    assert first[header.index(CODE_COLUMN)] == CODE
    assert first[header.index(NUMBER_COLUMN)] == NUMBER


def test_duckdb_reads_plain_values(edition: Path) -> None:
    read = duckdb.read_csv(str(edition), all_varchar=True)
    assert read.select(f'"{CODE_COLUMN}", "{NUMBER_COLUMN}", "名称"').fetchall() == [
        (CODE, NUMBER, "武汉江城贸易有限公司"),
        ("91420102MA4L00019X", "武信列〔2026〕7号", "江城,贸易\n有限公司"),
    ]


def test_arrow_reads_plain_values(edition: Path) -> None:
    as_text = arrow.ConvertOptions(column_types=dict.fromkeys((CODE_COLUMN, NUMBER_COLUMN), "string"))
    table = arrow.read_csv(edition, parse_options=arrow.ParseOptions(newlines_in_values=True), convert_options=as_text)
    assert table.column(CODE_COLUMN).to_pylist() == [CODE, "91420102MA4L00019X"]
    assert table.column(NUMBER_COLUMN)[0].as_py() == NUMBER
    assert table.column("名称")[1].as_py() == "江城,贸易\n有限公司"


def test_the_columns_of_before_stand_first_and_unchanged() -> None:
    data = csv_table(("代码", "名称"), [(CODE, "=甲"), ("", "乙")], codes=("代码",))
    assert data.decode("utf-8-sig").splitlines() == ["代码,名称,代码（文本）", f"{CODE},'=甲,[{CODE}]", ",乙,"]
