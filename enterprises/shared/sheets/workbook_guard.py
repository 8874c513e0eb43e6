"""Checks of a workbook before any reader opens it.

An .xlsx file is a zip archive. Its reader holds a sheet as one dense block and ends the process when the memory does
not suffice. A bomb has to be seen before. So has one cell in the last corner of an otherwise empty sheet (17 thousand
million cells). One pass decompresses every entry, checks its checksum, counts its bytes and looks at the addresses of
the filled cells.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from enterprises.shared.sheets.hidden import MARKED_IN_PART
from enterprises.shared.sheets.source import UnreadableFile

MAX_BYTES = 100 * 1024**2
MAX_UNPACKED_BYTES = 1024**3
MAX_ENTRIES = 2_000
# A dense block of them takes 320 MB of the 512 that a child has.
MAX_CELLS = 10_000_000
# Sheets with repetitive rows pack to a hundredth; a zip of zeros to a thousandth.
MAX_RATIO = 250
RATIO_MATTERS_FROM = 20 * 1024**2

_CHUNK = 1024**2
_ENCRYPTED = 0x1
# A filled cell: `<c r="AB12" ...>` that is not closed at once.
_FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["'](?:[^<>]*[^<>/])?>""")
_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*["']e["']""")
_MAY_BE_ERROR = re.compile(rb"""["']e["']""")
# A formula without a stored result: no value behind it, an empty one, or the 0 of a library that does not compute.
_EMPTY_FORMULA = re.compile(
    rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*(?:/>|></))"
)
_ZERO_FORMULA = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\s[^<>]*/>)\s*<(?:\w+:)?v>0</")
_DISGUISED_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*&#")
_DAMAGED = "工作簿已损坏或没有传完整（压缩包不完整），请重新保存或重新上传。"
_BOMB = "工作簿解压后过大，疑似恶意文件，未予打开。"


class Suspects(NamedTuple):
    """Parts of sheets that hold an error or a formula without a result, a formula of result 0, something hidden."""

    errors: frozenset[str]
    zeros: frozenset[str]
    hidden: frozenset[str]


def check_workbook(path: Path) -> Suspects:
    """Refuse what must not be opened; return the parts of sheets to look through.

    :raises UnreadableFile: too large, damaged, protected by a password, no .xlsx, or a bomb.
    """
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile(f"工作簿超过{MAX_BYTES // 1024**2}MB，请分成几个文件或另存为CSV导入。")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive.infolist())
            return _check_contents(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise UnreadableFile(_DAMAGED) from error


def check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that unpacks to too much.

    :raises UnreadableFile: it is a bomb.
    """
    is_large = sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES or any(map(_is_bomb, entries))
    if len(entries) > MAX_ENTRIES or is_large:
        raise UnreadableFile(_BOMB)


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnreadableFile("工作簿设有密码，请取消密码后再导入。")
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise UnreadableFile("文件是压缩包，但不是.xlsx工作簿。请用Excel另存为.xlsx或CSV后再导入。")
    check_sizes(entries)


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_MATTERS_FROM and entry.file_size > MAX_RATIO * entry.compress_size


def _check_contents(archive: zipfile.ZipFile) -> Suspects:
    """Read all entries; the library refuses more bytes than declared by the checksum."""
    total = 0
    with_errors, with_zeros, with_hidden = set(), set(), set()
    for entry in archive.infolist():
        is_sheet = entry.filename.startswith("xl/worksheets/")
        corner = _Corner()
        for block in _blocks(archive, entry):
            total += len(block)
            if total > MAX_UNPACKED_BYTES:
                raise UnreadableFile(_BOMB)
            if is_sheet:
                corner.look_at(block)
        if corner.has_errors:
            with_errors.add(entry.filename)
        if corner.has_zeros:
            with_zeros.add(entry.filename)
        if corner.has_hidden:
            with_hidden.add(entry.filename)
    return Suspects(errors=frozenset(with_errors), zeros=frozenset(with_zeros), hidden=frozenset(with_hidden))


def _blocks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as stream:
        while block := stream.read(_CHUNK):
            yield block


class _Corner:
    """The last row and column that hold anything, over blocks that may cut a tag in two."""

    def __init__(self) -> None:
        self._rest = b""
        self._row = self._column = 0
        self.has_errors = self.has_zeros = self.has_hidden = False

    def look_at(self, block: bytes) -> None:
        """Take the next block of a sheet.

        :raises UnreadableFile: the sheet spans more cells than a reader can hold.
        """
        text = self._rest + block
        cut = max(text.rfind(b"<c "), 0) or text.rfind(b"<")  # a cell with its formula and value stays whole
        self._rest = text[cut:][-_CHUNK:] if cut >= 0 else b""
        if _DISGUISED_CELL.search(text):
            raise UnreadableFile(_DAMAGED)
        for letters, digits in _FILLED_CELL.findall(text):
            self._row = max(self._row, int(digits))
            self._column = max(self._column, _column_number(letters))
        if not self.has_errors and _MAY_BE_ERROR.search(text):
            self.has_errors = _ERROR_CELL.search(text) is not None
        if (b"<f" in text or b":f" in text) and not (self.has_errors and self.has_zeros):
            self.has_errors = self.has_errors or _EMPTY_FORMULA.search(text) is not None
            self.has_zeros = self.has_zeros or _ZERO_FORMULA.search(text) is not None
        if not self.has_hidden and b"hidden" in text:
            self.has_hidden = MARKED_IN_PART.search(text) is not None
        if self._row * self._column > MAX_CELLS:
            raise UnreadableFile(
                f"工作表的数据区到第{self._row}行、第{self._column}列，过于稀疏。请删除表格以外的零散单元格后再导入。"
            )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
