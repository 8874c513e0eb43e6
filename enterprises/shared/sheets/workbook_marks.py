"""What a workbook holds beside its values: errors, formulas without results, formats, the day from which it counts.

The reader of values gives '' for an error cell, as for an empty one. In .xlsx the cell's type is read from
the part of the sheet, in .xls from the records BOOLERR and FORMULA ([MS-XLS] 2.4.24, 2.4.127).
"""

import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import olefile
from lxml import etree

from enterprises.shared.rules.marks import NO_RESULT
from enterprises.shared.sheets.hidden import MARKED_IN_STREAM, hidden_in_part, hidden_in_records
from enterprises.shared.sheets.number_formats import BUILT_IN_PERCENT, ShownAs, shown_as, styles_of
from enterprises.shared.sheets.source import Hidden, UnreadableFile
from enterprises.shared.sheets.workbook_guard import Suspects

# The text of each error cell by row number and by column index.
ErrorCells = Mapping[int, Mapping[int, str]]
# How a cell shows its number where its format changes it, likewise.
ShownCells = Mapping[int, Mapping[int, ShownAs]]

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
_FORMAT, _STYLE, _NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS, _COMPUTED_BY = 0x41E, 0xE0, 0x203, 0x27E, 0xBD, 0x1C1
_IS_NAMED_STYLE, _COMPUTED_LATER = 0x4, 0x2  # flags of a style, of a formula
_ZERO, _EMPTY_TEXT = bytes(8), 3
# A formula whose result is an empty text, or 0 to be computed later.
_ANY_EMPTY_RESULT = re.compile(rb"\x06\x00.{8}(?:\x03.{5}\xff\xff|\x00{8}[\x02\x03]\x00)", re.DOTALL)
_ANY_ERROR = re.compile(rb"\x05\x02\x08\x00.{7}\x01|\x02.{5}\xff\xff", re.DOTALL)
_DATES_1904 = re.compile(rb"""<(?:\w+:)?workbookPr\s[^<>]*?\bdate1904\s*=\s*["'](?:1|true)["']""")
_COMPUTED_ON_LOAD = re.compile(rb"""<(?:\w+:)?calcPr\s[^<>]*?\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']""")
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LARGEST_PART = 16 * 1024**2  # of the two parts that name the sheets


class BookMarks(NamedTuple):
    """Marks of one workbook; all but the first go by the index of the sheet among all of the workbook."""

    is_1904: bool
    errors: Mapping[int, ErrorCells]
    shown: Mapping[int, ShownCells] = MappingProxyType({})
    hidden: Mapping[int, Hidden] = MappingProxyType({})


def marks_of_xlsx(path: Path, *, suspects: Suspects) -> BookMarks:
    """Read the marks of an .xlsx that was looked through.

    :raises UnreadableFile: a part is no XML.
    """
    with zipfile.ZipFile(path) as archive:
        with archive.open("xl/workbook.xml") as stream:
            book = stream.read(_LARGEST_PART)
        is_1904 = _DATES_1904.search(book) is not None
        # Libraries that write formulas without computing them set this; a result of 0 is then none.
        is_uncomputed = _COMPUTED_ON_LOAD.search(book) is not None
        parts_of_interest = suspects.errors | (suspects.zeros if is_uncomputed else frozenset())
        try:
            styles = styles_of(archive)
            if not parts_of_interest and not styles and not suspects.hidden:
                return BookMarks(is_1904=is_1904, errors={})
            parts = _sheet_parts(archive, book)
            looked_at = [(index, part) for index, part in enumerate(parts) if styles or part in parts_of_interest]
            found = {
                index: _marked_cells(archive, part, styles, is_uncomputed=is_uncomputed) for index, part in looked_at
            }
            hidden = {index: _hidden_in(archive, part) for index, part in enumerate(parts) if part in suspects.hidden}
        except (etree.XMLSyntaxError, KeyError, ValueError) as error:
            raise UnreadableFile("工作簿内容有误，无法读取。请用Excel打开后另存为新的.xlsx，再导入。") from error
    return BookMarks(
        is_1904=is_1904,
        errors={index: errors for index, (errors, _) in found.items()},
        shown={index: shown for index, (_, shown) in found.items()},
        hidden=hidden,
    )


def marks_of_xls(path: Path) -> BookMarks:
    """Read the marks of an old .xls.

    :raises UnreadableFile: a password protects it, or it is no workbook.
    """
    stream = _book_stream(path)
    is_1904, is_computed, offsets = False, False, []
    formats = {number: ShownAs(behind="%") for number in BUILT_IN_PERCENT}
    styles: list[ShownAs | None] = []
    for kind, start, length in _records(stream, 0):
        if kind == _FILE_PASSWORD:
            raise UnreadableFile(PROTECTED)
        if kind == _DATE_MODE and length:
            is_1904 = stream[start] == 1
        elif kind == _SHEET and length >= 4:  # noqa: PLR2004 - its first field
            offsets.append(struct.unpack_from("<I", stream, start)[0])
        elif kind == _FORMAT and (shown := shown_as(_format_text(stream, start, length))):
            formats[struct.unpack_from("<H", stream, start)[0]] = shown
        elif kind == _STYLE and length >= 6:  # noqa: PLR2004 - font, format, flags
            _, number, flags = struct.unpack_from("<HHH", stream, start)
            styles.append(None if flags & _IS_NAMED_STYLE else formats.get(number))
        elif kind == _COMPUTED_BY:
            is_computed = True
        elif kind == _SHEET_END:
            break
    errors = {}
    if _ANY_ERROR.search(stream) or _ANY_EMPTY_RESULT.search(stream):
        sheets = (
            (index, _error_records(stream, offset, is_computed=is_computed)) for index, offset in enumerate(offsets)
        )
        errors = dict(sheets)
    shown_cells = (
        {index: _shown_records(stream, offset, styles) for index, offset in enumerate(offsets)} if any(styles) else {}
    )
    hidden = {}
    if MARKED_IN_STREAM.search(stream):
        walks = (_records_of_sheet(stream, offset) for offset in offsets)
        hidden = {index: hidden_in_records(stream, records) for index, records in enumerate(walks)}
    return BookMarks(is_1904=is_1904, errors=errors, shown=shown_cells, hidden=hidden)


def _hidden_in(archive: zipfile.ZipFile, part: str) -> Hidden:
    with archive.open(part) as stream:
        return hidden_in_part(stream)


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
    archive: zipfile.ZipFile, part: str, styles: Mapping[str, ShownAs], *, is_uncomputed: bool
) -> tuple[dict[int, dict[int, str]], dict[int, dict[int, ShownAs]]]:
    """Return the cells of a sheet with an error or without a result, and those that show something else.

    An address may be left out, then it follows the one before.
    """
    found: dict[int, dict[int, str]] = {}
    shown: dict[int, dict[int, ShownAs]] = {}
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
                elif len(element) and _has_no_result(element, is_uncomputed=is_uncomputed):
                    found.setdefault(row, {})[column] = NO_RESULT
                elif shown_as := styles.get(element.get("s", "")):
                    shown.setdefault(row, {})[column] = shown_as
                element.clear()
            elif event == "end" and name == "row":
                element.clear()
    return found, shown


def _has_no_result(cell: etree._Element, *, is_uncomputed: bool) -> bool:
    """Return whether a cell holds a formula that no program has computed; an empty text may be a result."""
    names = {etree.QName(each).localname for each in cell}
    if "f" not in names:
        return False
    value, kind = _value_of(cell), cell.get("t", "n")
    if not value:
        return kind != "str" or "v" not in names
    return is_uncomputed and value == "0" and kind == "n"


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


def _error_records(stream: bytes, offset: int, *, is_computed: bool) -> dict[int, dict[int, str]]:
    """Return the error cells of a sheet, and its formulas without a result.

    An empty text is a result too. It counts for none where no formula of the sheet has another one. The book must
    not name the version that has computed it, either ([MS-XLS] 2.4.215).
    """
    found: dict[int, dict[int, str]] = {}
    empty: list[tuple[int, int]] = []
    has_results = is_computed
    for kind, start, length in _records_of_sheet(stream, offset):
        code = _error_code(stream, kind, start, length)
        if code is not None:
            row, column = struct.unpack_from("<HH", stream, start)
            found.setdefault(row + 1, {})[column] = _ERROR_TEXTS.get(code, _UNKNOWN_ERROR)
        elif kind == _FORMULA and length >= 16:  # noqa: PLR2004 - place, style, result, flags
            row, column, _, result, flags = struct.unpack_from("<HHH8sH", stream, start)
            if result == _ZERO and flags & _COMPUTED_LATER:
                found.setdefault(row + 1, {})[column] = NO_RESULT
            elif result[0] == _EMPTY_TEXT and result[6:] == b"\xff\xff":
                empty.append((row + 1, column))
            else:
                has_results = True
    for row, column in () if has_results else empty:
        found.setdefault(row, {})[column] = NO_RESULT
    return found


def _shown_records(stream: bytes, offset: int, styles: Sequence[ShownAs | None]) -> dict[int, dict[int, ShownAs]]:
    """Return the cells of a sheet that show something else than their number."""
    found: dict[int, dict[int, ShownAs]] = {}
    for kind, start, length in _records_of_sheet(stream, offset):
        if kind in (_NUMBER, _SHORT_NUMBER, _FORMULA) and length >= 6:  # noqa: PLR2004 - row, column, style
            row, column, *indices = struct.unpack_from("<HHH", stream, start)
        elif kind == _SHORT_NUMBERS and length >= 6:  # noqa: PLR2004 - row, first column, pairs, last column
            row, column = struct.unpack_from("<HH", stream, start)
            indices = [struct.unpack_from("<H", stream, place)[0] for place in range(start + 4, start + length - 2, 6)]
        else:
            continue
        for place, index in enumerate(indices, column):
            if index < len(styles) and (shown := styles[index]):
                found.setdefault(row + 1, {})[place] = shown
    return found


def _records_of_sheet(stream: bytes, offset: int) -> Iterator[tuple[int, int, int]]:
    """Yield the records of a sheet and of the charts in it."""
    depth = 0
    for kind, start, length in _records(stream, offset):
        if kind in _BEGINNINGS:
            depth += 1
        elif kind == _SHEET_END:
            depth -= 1
            if depth <= 0:
                return
        yield kind, start, length


def _format_text(stream: bytes, start: int, length: int) -> str:
    """Return the text of a number format: behind its number, the length, and whether characters have two bytes."""
    if length < 5:  # noqa: PLR2004
        return ""
    text = stream[start + 5 : start + length]
    return text.decode("utf-16-le" if stream[start + 4] & 1 else "latin-1", "replace")


_BEGINNINGS = frozenset({0x0809, 0x0409, 0x0209, 0x0009})  # a chart in a sheet has a beginning and an end of its own


def _error_code(stream: bytes, kind: int, start: int, length: int) -> int | None:
    """Return the code of an error that the record holds, None if it holds none."""
    if kind == _BOOL_OR_ERROR and length >= 8 and stream[start + 7] == 1:  # noqa: PLR2004 - row, column, format, value
        return stream[start + 6]
    if kind == _FORMULA and length >= 14 and stream[start + 6] == 2:  # noqa: PLR2004 - the result, its sort first
        return stream[start + 8] if stream[start + 12 : start + 14] == b"\xff\xff" else None
    return None
