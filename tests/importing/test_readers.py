"""Readers: encodings, delimiters, damaged rows, workbooks that must not be opened."""

import csv
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from enterprises.shared.sheets import csv_source
from enterprises.shared.sheets.source import SourceRow, UnreadableFile
from enterprises.shared.sheets.table import CodeOf, Table, open_table
from tests.support.unconfined import unconfined


@pytest.fixture(scope="module", autouse=True)
def in_this_process() -> Iterator[None]:
    """Read here what a child would read: files by the hundred, limits of the readers, and their memory."""
    with unconfined():
        yield


CODES = {"代码": "code", "名称": "name", "日期": "day"}


def table_of(path: Path) -> Table:
    return opened(path, code_of=lambda header: CODES.get(header.strip()), required={"code": "代码", "name": "名称"})


def opened(path: Path, *, code_of: CodeOf, required: dict[str, str]) -> Table:
    with open_table(path, code_of=code_of, required=required) as table:
        return table


def rows_of(path: Path) -> list[tuple[object, ...]]:
    return [row.cells for row in table_of(path).rows() if not row.problem]


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def workbook(path: Path, rows: list[list[object]], *, sheet: str = "表") -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


TEXT = "代码,名称,日期\n1,甲公司,2018.7.5\n2,乙公司,2018.7.6\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(tmp_path: Path, encoding: str, delimiter: str, ending: str) -> None:
    text = TEXT.replace(",", delimiter).replace("\n", ending)
    path = write(tmp_path / "a.csv", text.encode(encoding))
    assert rows_of(path) == [("1", "甲公司", "2018.7.5"), ("2", "乙公司", "2018.7.6")]


def test_big_endian_utf16(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert rows_of(path)[0] == ("1", "甲公司", "2018.7.5")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_byte_refuses_its_row_alone(tmp_path: Path, encoding: str) -> None:
    lines = TEXT.encode(encoding).split(b"\n")
    lines[1] = lines[1].replace("公".encode(encoding), b"\xff")
    rows = list(table_of(write(tmp_path / "a.csv", b"\n".join(lines))).rows())
    assert "文件第2行" in rows[0].problem
    assert ("UTF-8" if encoding == "utf-8" else "GB18030") in rows[0].problem
    assert rows[0].number == 2
    assert rows[1].values["name"] == ("乙公司",)
    assert not rows[1].problem


def test_a_long_ascii_beginning_does_not_hide_gb18030(tmp_path: Path) -> None:
    head = "code,name\n"
    body = "".join(f"{n},plain\n" for n in range(3_000)) + "9,联通\n8,武汉甲公司\n"
    path = write(tmp_path / "a.csv", (head + body).encode("gb18030"))
    table = opened(path, code_of={"code": "code", "name": "name"}.get, required={"code": "代码"})
    assert list(table.rows())[-1].values["name"] == ("武汉甲公司",)


def test_cells_over_several_lines_count_as_one_row(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", '代码,名称\n1,"甲\n公司"\n2,乙\n'.encode())
    rows = list(table_of(path).rows())
    assert [(row.number, row.values["name"]) for row in rows] == [(2, ("甲\n公司",)), (3, ("乙",))]


@pytest.mark.parametrize("bad", ['1,"甲', '1,"甲"乙', '"1,甲'])
def test_an_open_quote_costs_one_row(tmp_path: Path, bad: str) -> None:
    body = "\n".join([bad, *(f"{n},乙" for n in range(500))])
    rows = list(table_of(write(tmp_path / "a.csv", f"代码,名称\n{bad}\n{body}\n".encode())).rows())
    refused = [row.number for row in rows if row.problem]
    assert set(refused) <= {2, 3}
    assert refused
    assert len(rows) >= 501


def test_an_inch_sign_inside_a_cell_is_text(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", '代码,名称\n1,5" 管材\n2,乙\n'.encode())
    assert rows_of(path) == [("1", '5" 管材'), ("2", "乙")]


def test_codes_kept_as_text_by_exports(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", '代码,名称\n="91",\'甲\n'.encode())
    assert rows_of(path) == [("91", "甲")]


def test_surplus_cells_refuse_the_row(tmp_path: Path) -> None:
    rows = list(table_of(write(tmp_path / "a.csv", "代码,名称\n1,甲,乙\n2,丙,\n".encode())).rows())
    assert ["比表头多出" in row.problem for row in rows] == [True, False]


def test_a_line_without_end_is_one_refused_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_source, "MAX_LINE", 100)
    path = write(tmp_path / "a.csv", ("代码,名称\n1," + "甲" * 350 + "\n2,乙\n").encode())
    rows = list(table_of(path).rows())
    assert [bool(row.problem) for row in rows] == [True, False]
    assert rows[1].number == 3


def test_header_below_notes_and_blank_rows(tmp_path: Path) -> None:
    text = "表格说明：请按模板填写,\n\n行政处罚信息,\n代码,名称\ncode,name\n表格说明：以下为数据,\n1,甲\n,\n2,乙\n"
    codes = CODES | {"code": "code", "name": "name"}
    path = write(tmp_path / "a.csv", text.encode())
    table = opened(path, code_of=codes.get, required={"code": "代码", "name": "名称"})
    assert [(row.number, row.values["code"]) for row in table.rows()] == [(7, ("1",)), (9, ("2",))]


def test_header_in_the_sixth_filled_row_is_not_found(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ("说明,\n" * 5 + "代码,名称\n1,甲\n").encode())
    with pytest.raises(UnreadableFile, match="前5行"):
        table_of(path)


def test_missing_required_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="缺少必需的列：名称"):
        table_of(write(tmp_path / "a.csv", "代码,日期\n1,2\n".encode()))


def test_unknown_columns_are_told(tmp_path: Path) -> None:
    table = table_of(write(tmp_path / "a.csv", "代码,名称,星座\n1,甲,狮子\n".encode()))
    assert table.warnings == ("以下列不认识，没有读取：星座",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"\x00" * 5000, "既不是工作簿"),
        (b"<html><p>1</p></html>", "网页"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "没有找到表头"),
        (b"\xd0\xcf\x11\xe0" + b"nonsense" * 100, "旧版.xls"),
        (b"PK\x03\x04" + b"nonsense" * 100, "已损坏"),
        (b"a,b\n1,2\n", "没有找到表头"),
        (bytes(range(1, 256)) * 50, "没有找到表头"),
    ],
)
def test_no_table_is_one_clear_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        table_of(write(tmp_path / "a.csv", content))


def test_pinyin_above_a_name_in_a_web_page_is_no_part_of_it(tmp_path: Path) -> None:
    name = "<ruby>黄陂<rp>(</rp><rt>huáng pí</rt><rp>)</rp></ruby>机械<br>有限公司"
    page = f"<table><tr><td>代码<td>名称<tr><td>1<td>{name}</table>"
    assert rows_of(write(tmp_path / "a.xls", page.encode())) == [("1", "黄陂机械\n有限公司")]


def test_a_missing_file_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="打不开文件"):
        table_of(tmp_path / "none.csv")


@contextmanager
def peak_memory() -> Iterator[list[int]]:
    """Give a list that holds, after the block, the most bytes that were held inside it."""
    peak: list[int] = []
    tracemalloc.start()
    try:
        yield peak
    finally:
        peak.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()


@pytest.mark.parametrize("first", [b"\x00", b"x"])
def test_two_hundred_megabytes_of_nonsense_are_refused_without_holding_them(tmp_path: Path, first: bytes) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.write(first * 100_000)
        stream.truncate(200 * 1024**2)
    with peak_memory() as peak, pytest.raises(UnreadableFile):
        table_of(path)
    assert peak[0] < 40 * 1024**2


def test_workbook_cells_keep_their_types(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(2, 0, ["代码", "名称", "日期"])
        page.write_row(3, 0, [43286, "甲", 9.11e17])
        page.write_datetime(3, 2, date(2018, 7, 5), book.add_format({"num_format": "yyyy/mm/dd"}))
        page.write_row(5, 0, [911e15, "乙", 1.5])
    rows = list(table_of(path).rows())
    assert [(row.number, row.cells) for row in rows] == [
        (4, (43286, "甲", date(2018, 7, 5))),
        (6, (911e15, "乙", 1.5)),
    ]


def test_the_sheet_with_the_header_is_read_and_others_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("封面").write("A1", "说明")
        page = book.add_worksheet("数据")
        page.write_row(0, 0, ["代码", "名称"])
        page.write_row(1, 0, ["1", "甲"])
        hidden = book.add_worksheet("隐藏")
        hidden.write("A1", "旧")
        hidden.hide()
    table = table_of(path)
    assert [row.cells for row in table.rows()] == [("1", "甲")]
    assert table.warnings == (
        "只读取了工作表“数据”，没有读取：封面",
        "工作簿里还有隐藏的工作表，没有读取：隐藏；要导入的，请取消隐藏，另存为单独的文件再导入",
    )


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", [["代码", "名称"], ["1", "甲"]]).read_bytes()
    for length in (len(whole) // 2, len(whole) - 30, 200):
        with pytest.raises(UnreadableFile, match="已损坏"):
            table_of(write(tmp_path / "b.xlsx", whole[:length]))


def repacked(path: Path, target: Path, changed: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name])
    return target


def test_a_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", [["代码", "名称"], ["1", "甲"]])
    bomb = repacked(whole, tmp_path / "b.xlsx", {"xl/media/image1.png": b"\x00" * (60 * 1024**2)})
    assert bomb.stat().st_size < 200_000
    with peak_memory() as peak, pytest.raises(UnreadableFile, match="解压后过大"):
        table_of(bomb)
    assert peak[0] < 5 * 1024**2


def test_a_bomb_that_declares_a_small_size_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", [["代码", "名称"], ["1", "甲"]])
    size = 60 * 1024**2
    bomb = repacked(whole, tmp_path / "b.xlsx", {"xl/media/image1.png": b"\x00" * size})
    lie = bomb.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 1000))
    with pytest.raises(UnreadableFile, match="已损坏"):
        table_of(write(tmp_path / "c.xlsx", lie))


def test_a_cell_in_the_last_corner_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["代码", "名称"])
        page.write("XFD1048576", "x")
    with pytest.raises(UnreadableFile, match="过于稀疏"):
        table_of(path)


def test_a_formatted_empty_corner_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["代码", "名称"])
        page.write_row(1, 0, ["一", "甲"])
        page.write_blank("XFD1048576", None, book.add_format({"bold": True}))
    assert [row[:2] for row in rows_of(path)] == [("一", "甲")]


def test_another_archive_is_named_as_such(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(UnreadableFile, match=r"不是.xlsx工作簿"):
        table_of(tmp_path / "a.xlsx")


@given(content=st.binary(max_size=2_000))
def test_no_bytes_make_a_reader_fail(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("x") / "a.csv"
    path.write_bytes("代码,名称\n".encode() + content)
    try:
        assert all(row.number > 1 for row in table_of(path).rows())
    except UnreadableFile as refusal:
        assert refusal.sentence


@given(
    cells=st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))), min_size=2, max_size=2)
    )
)
def test_what_a_writer_of_csv_wrote_comes_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
) -> None:

    path = tmp_path_factory.mktemp("x") / "a.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([["代码", "名称"], *cells])
    kept = [tuple(row) for row in cells if not SourceRow(number=1, cells=tuple(row)).is_blank]
    kept = [row for row in kept if not any(cell.startswith(('="', "'", "表格说明", "填")) for cell in row)]
    kept = [row for row in kept if not set(row) & {"代码", "名称"} and "\ufffd" not in "".join(row)]
    read = rows_of(path)
    assert [row for row in kept if row not in read] == []


@cache
def whole_workbook() -> bytes:
    with TemporaryDirectory() as folder:
        return workbook(Path(folder) / "a.xlsx", [["代码", "名称"], ["x", "甲"]]).read_bytes()


@given(position=st.integers(0, 100_000), flipped=st.integers(1, 255))
def test_a_flipped_byte_in_a_workbook_never_ends_the_process(
    tmp_path_factory: pytest.TempPathFactory, position: int, flipped: int
) -> None:
    folder = tmp_path_factory.mktemp("x")
    whole = bytearray(whole_workbook())
    whole[position % len(whole)] ^= flipped
    try:
        assert len(rows_of(write(folder / "b.xlsx", bytes(whole)))) <= 1
    except UnreadableFile as refusal:
        assert refusal.sentence
