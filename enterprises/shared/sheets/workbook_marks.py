"""What a workbook holds beside its values: error cells, formats that move the point, the day from which it counts.

The reader of values gives '' for an error cell, as for an empty one. In .xlsx the cell's type is read from
the part of the sheet, in .xls from the records BOOLERR and FORMULA ([MS-XLS] 2.4.24, 2.4.127).
"""

import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import olefile
from lxml import etree

from enterprises.shared.sheets.number_formats import shifts_of
from enterprises.shared.sheets.source import UnreadableFile

# The text of each error cell by row number and by column index.
ErrorCells = Mapping[int, Mapping[int, str]]
# By how many places the number format of a cell moves the point, likewise.
Shifts = Mapping[int, Mapping[int, int]]

PROTECTED = "工作簿设有打开密码，受到保护，无法读取。请用Excel输入密码打开，取消密码后另存为.xlsx，再导入。"
_ERROR_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_UNKNOWN_ERROR = "#VALUE!"
_FILE_PASSWORD, _DATE_MODE, _SHEET, _FORMULA, _BOOL_OR_ERROR, _SHEET_END = 0x2F, 0x22, 0x85, 0x06, 0x205, 0x0A
# An error in either record: looked for before the records are walked through, which takes a second a million.
_ANY_ERROR = re.compile(rb"\x05\x02\x08\x00.{7}\x01|\x02.{5}\xff\xff", re.DOTALL)
_DATES_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\s[^<>]*?\bdate1904\s*=\s*["'](?:1|true)["']""")
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LARGEST_PART = 16 * 1024**2  # of the two parts that name the sheets


class BookMarks(NamedTuple):
    """Marks of one workbook; `errors` and `shifts` go by the index of the sheet among all of the workbook."""

    is_1904: bool
    errors: Mapping[int, ErrorCells]
    shifts: Mapping[int, Shifts] = MappingProxyType({})


def marks_of_xlsx(path: Path, *, suspects: frozenset[str]) -> BookMarks:
    """Read the marks of an .xlsx that was looked through; `suspects` are the parts that hold an error cell.

    :raises UnreadableFile: a part is no XML.
    """
    with zipfile.ZipFile(path) as archive:
        with archive.open("xl/workbook.xml") as stream:
            book = stream.read(_LARGEST_PART)
        is_1904 = _DATES_1904.search(book) is not None
        try:
            styles = shifts_of(archive)
            if not suspects and not styles:
                return BookMarks(is_1904=is_1904, errors={})
            parts = _sheet_parts(archive, book)
            looked_at = [(index, part) for index, part in enumerate(parts) if styles or part in suspects]
            found = {index: _marked_cells(archive, part, styles) for index, part in looked_at}
        except (etree.XMLSyntaxError, KeyError, ValueError) as error:
            raise UnreadableFile("工作簿内容有误，无法读取。请用Excel打开后另存为新的.xlsx，再导入。") from error
    return BookMarks(
        is_1904=is_1904,
        errors={index: errors for index, (errors, _) in found.items()},
        shifts={index: shifts for index, (_, shifts) in found.items()},
    )


def marks_of_xls(path: Path) -> BookMarks:
    """Read the marks of an old .xls.

    :raises UnreadableFile: a password protects it, or it is no workbook.
    """
    stream = _book_stream(path)
    is_1904, offsets = False, []
    for kind, start, length in _records(stream, 0):
        if kind == _FILE_PASSWORD:
            raise UnreadableFile(PROTECTED)
        if kind == _DATE_MODE and length:
            is_1904 = stream[start] == 1
        elif kind == _SHEET and length >= 4:  # noqa: PLR2004 - its first field
            offsets.append(struct.unpack_from("<I", stream, start)[0])
        elif kind == _SHEET_END:
            break
    has_errors = _ANY_ERROR.search(stream) is not None
    errors = {index: _error_records(stream, offset) for index, offset in enumerate(offsets)} if has_errors else {}
    return BookMarks(is_1904=is_1904, errors=errors)


def _sheet_parts(archive: zipfile.ZipFile, book: bytes) -> list[str]:
    """Return the part of each sheet, in the order of the workbook."""
    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        relations = _parsed(stream.read(_LARGEST_PART))
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    sheets = (each for each in _parsed(book).iter() if etree.QName(each).localname == "sheet")
    found = (targets.get(each.get(_RELATION_ID) or next(_ids(each), ""), "") for each in sheets)
    return [posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") for target in found]


def _ids(sheet: etree._Element) -> Iterator[str]:
    """Yield the relation of a sheet in the strict variant of the format, whose namespace differs."""
    return (str(value) for name, value in sheet.attrib.items() if etree.QName(name).localname == "id")


def _parsed(part: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(part, parser)


def _marked_cells(
    archive: zipfile.ZipFile, part: str, styles: Mapping[str, int]
) -> tuple[dict[int, dict[int, str]], dict[int, dict[int, int]]]:
    """Return the error cells of a sheet, and those whose style moves the point.

    An address may be left out, then it follows the one before.
    """
    found: dict[int, dict[int, str]] = {}
    shifts: dict[int, dict[int, int]] = {}
    row, column = 0, -1
    with archive.open(part) as stream:
        for event, element in etree.iterparse(stream, events=("start", "end"), resolve_entities=False):
            name = etree.QName(element).localname
            if event == "start" and name == "row":
                row, column = int(element.get("r") or row + 1), -1
            elif event == "end" and name == "c":
                address = element.get("r")
                column = _column_of(address) if address else column + 1
                if element.get("t") == "e":
                    found.setdefault(row, {})[column] = _value_of(element) or _UNKNOWN_ERROR
                elif shift := styles.get(element.get("s", "")):
                    shifts.setdefault(row, {})[column] = shift
                element.clear()
            elif event == "end" and name == "row":
                element.clear()
    return found, shifts


def _column_of(address: str) -> int:
    number = 0
    for letter in address.upper():
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value_of(cell: etree._Element) -> str:
    return next((each.text or "" for each in cell if etree.QName(each).localname == "v"), "").strip()


def _book_stream(path: Path) -> bytes:
    try:
        with olefile.OleFileIO(path) as file:
            if file.exists("EncryptedPackage") or file.exists("EncryptionInfo"):
                raise UnreadableFile(PROTECTED)
            name = next((name for name in ("Workbook", "Book") if file.exists(name)), None)
            if name is None:
                raise UnreadableFile("文件是旧版Office文档，但不是工作簿。请用Excel另存为.xlsx或CSV后再导入。")
            with file.openstream(name) as stream:
                content: bytes = stream.read()
                return content
    except UnreadableFile:
        raise
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise UnreadableFile("旧版.xls内容有误，无法读取。请用Excel打开后另存为新的.xlsx，再导入。") from error


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, start of the content and length of the records from an offset on."""
    header = struct.Struct("<HH")
    last = len(stream) - header.size
    while 0 <= offset <= last:
        kind, length = header.unpack_from(stream, offset)
        start = offset + header.size
        if start + length > len(stream):
            return
        yield kind, start, length
        offset = start + length


def _error_records(stream: bytes, offset: int) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    depth = 0
    for kind, start, length in _records(stream, offset):
        if kind in _BEGINNINGS:
            depth += 1
        elif kind == _SHEET_END:
            depth -= 1
            if depth <= 0:
                break
        code = _error_code(stream, kind, start, length)
        if code is not None:
            row, column = struct.unpack_from("<HH", stream, start)
            found.setdefault(row + 1, {})[column] = _ERROR_TEXTS.get(code, _UNKNOWN_ERROR)
    return found


_BEGINNINGS = frozenset({0x0809, 0x0409, 0x0209, 0x0009})  # a chart in a sheet has a beginning and an end of its own


def _error_code(stream: bytes, kind: int, start: int, length: int) -> int | None:
    """Return the code of an error that the record holds, None if it holds none."""
    if kind == _BOOL_OR_ERROR and length >= 8 and stream[start + 7] == 1:  # noqa: PLR2004 - row, column, format, value
        return stream[start + 6]
    if kind == _FORMULA and length >= 14 and stream[start + 6] == 2:  # noqa: PLR2004 - the result, its sort first
        return stream[start + 8] if stream[start + 12 : start + 14] == b"\xff\xff" else None
    return None
