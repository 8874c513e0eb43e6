"""Text tables: encodings, delimiters, and rows that do not pull their neighbours down."""

import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from enterprises.shared.sheets.sheet_reader import answering
from enterprises.shared.sheets.source import CUT, NOTHING_HIDDEN, Hidden, SourceRow, UnreadableFile, has_damage

DELIMITERS = (",", "\t", ";")
MAX_BYTES = 2 * 1024**3
# The longest official field has 5,000 characters and a row about 30 fields.
MAX_LINE = 1_000_000
# A cell with more line breaks than this is taken for a quote that was never closed.
MAX_CELL_LINES = 200

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE_LINES = 1_000
_SAMPLE_BYTES = 8 * 1024**2
_HEAD = 4096
_SINGLE_FILE_PAGE = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)

csv.field_size_limit(MAX_LINE)


class CsvSource(NamedTuple):
    """A text table in one encoding with one delimiter."""

    path: Path
    encoding: str
    delimiter: str
    label: str = ""
    is_1904: bool = False
    hidden: Hidden = NOTHING_HIDDEN

    def rows(self) -> Iterator[SourceRow]:
        """Yield the rows; one that cannot be read is yielded with its problem, and the next one follows."""
        with self.path.open("r", encoding=self.encoding, errors="replace", newline="") as stream:
            lines = _Lines(stream)
            number = width = 0
            while (line := lines.take()) is not None:
                number += 1
                row = self._row(number, line, lines)
                if lines.is_cut and len(row.cells) < width and not row.problem:
                    row = row._replace(problem=CUT)
                width = len(row.cells)
                yield row

    def row_estimate(self) -> int:
        """Return about how many lines the file has, from the length of its first ones."""
        with self.path.open("rb") as stream:
            sample = stream.read(64 * 1024)
        lines = sample.count(b"\n")
        return self.path.stat().st_size * lines // len(sample) if lines else 1

    def _row(self, number: int, line: str, lines: "_Lines") -> SourceRow:
        at_line = lines.number
        if len(line) >= MAX_LINE:
            return SourceRow(number=number, cells=(), problem=f"文件第{at_line}行超过{MAX_LINE}个字符，不是表格的一行")
        cells = self._cells(line, lines)
        if cells is None:
            return SourceRow(number=number, cells=(), problem=f"文件第{at_line}行的引号没有成对")
        if has_damage(line) or (lines.number > at_line and has_damage("".join(cells))):
            problem = f"文件第{at_line}行含有不能按{encoding_label(self.encoding)}读出的字符"
            return SourceRow(number=number, cells=cells, problem=problem)
        return SourceRow(number=number, cells=cells)

    def _cells(self, line: str, lines: "_Lines") -> tuple[str, ...] | None:
        """Cut a line, together with the lines that its open quotes reach over; None: a quote stays open."""
        if line.count('"') % 2 == 0:
            return self._cut(line)
        text = line
        taken: list[str] = []
        while len(taken) < MAX_CELL_LINES and (following := lines.take()) is not None:
            taken.append(following)
            text += following
            if text.count('"') % 2 == 0:
                cells = self._cut(text)
                if cells is not None and len(text) < MAX_LINE:
                    return cells
                break
        lines.give_back(taken)
        return self._cut(line)

    def _cut(self, text: str) -> tuple[str, ...] | None:
        try:
            rows = list(csv.reader((text,), delimiter=self.delimiter, strict=True))
        except csv.Error:
            return None
        cells = rows[0] if rows else []
        return tuple(map(plain_text, cells)) if "=" in text or "'" in text else tuple(cells)


class _Lines:
    """Physical lines, none longer than `MAX_LINE`, that can be given back; `number` is that of the last taken."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self._stream = stream
        self._returned: deque[str] = deque()
        self.number = 0
        self.is_cut = False  # the last taken has no end, as the last of a file may

    def take(self) -> str | None:
        line = self._returned.popleft() if self._returned else self._read()
        if not line:
            return None
        self.number += 1
        self.is_cut = line[-1] not in "\r\n"
        return line

    def give_back(self, lines: list[str]) -> None:
        self._returned.extendleft(reversed(lines))
        self.number -= len(lines)

    def _read(self) -> str:
        line = self._stream.readline(MAX_LINE)
        rest = line
        while len(rest) >= MAX_LINE and not rest.endswith(("\n", "\r")):
            rest = self._stream.readline(MAX_LINE)
        return line


def open_file(path: Path) -> Callable[..., Iterator[object]]:
    """Open a text table in a child.

    :raises UnreadableFile: it cannot be opened.
    """
    return answering(path, open_csv)


def open_csv(path: Path) -> tuple[CsvSource, ...]:
    """Return the file as a table, once for each delimiter it may have.

    :raises UnreadableFile: it is too large or no text.
    """
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableFile(f"文件超过{MAX_BYTES // 1024**3}GB，请分成几个文件导入。")
    with path.open("rb") as stream:
        encoding = detect_encoding(stream)
    return tuple(CsvSource(path=path, encoding=encoding, delimiter=delimiter) for delimiter in DELIMITERS)


def detect_encoding(stream: BinaryIO) -> str:
    """Distinguish UTF-8, UTF-16 with a byte order mark, and GB18030.

    Without a mark the lines vote: a broken byte in one line does not change what the others are.

    :raises UnreadableFile: the bytes are no text.
    """
    head = stream.read(_HEAD)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if b"\x00" in head:
        raise UnreadableFile("文件既不是工作簿(.xlsx)，也不是文本表格(.csv)。若是UTF-16文本，请另存为“CSV UTF-8”。")
    if _SINGLE_FILE_PAGE.search(head):
        raise UnreadableFile("文件是“单个文件网页”(.mht)，不是工作簿。请用Excel打开后另存为.xlsx，再导入。")
    if head.lstrip().lower().startswith(b"%pdf"):
        raise UnreadableFile("文件是PDF文档，不是表格。请向原单位索取.xlsx或CSV。")
    stream.seek(0)
    return "utf-8" if _mostly_utf8(stream) else "gb18030"


def encoding_label(encoding: str) -> str:
    """Return the name of an encoding as people know it."""
    return {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(encoding, "GB18030")


def _mostly_utf8(stream: BinaryIO) -> bool:
    votes = {True: 0, False: 0}
    while sum(votes.values()) < _SAMPLE_LINES and (line := stream.readline(MAX_LINE)):
        if stream.tell() > _SAMPLE_BYTES and any(votes.values()):
            break
        # A piece of an endless line may begin or end within a character.
        if not line.isascii() and len(line) < MAX_LINE:
            votes[_is_utf8(line)] += 1
    return votes[True] >= votes[False]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def plain_text(cell: str) -> str:
    """Undo what exports do to keep a code from becoming a number: ="9142..." and '9142...."""
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1]
    if cell.startswith("'") and not cell.endswith("'"):
        return cell[1:]
    return cell
