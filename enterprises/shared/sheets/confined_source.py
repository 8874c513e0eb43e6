"""The parent's side of a table: sources whose rows come from a confined child (`sheet_reader`)."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from enterprises.shared.confined.limits import Limits
from enterprises.shared.confined.parent import Reader, Slots, confined, keep_spare
from enterprises.shared.sheets.source import OLE_MAGIC, PLAIN_TYPES, ZIP_MAGIC, Cell, SourceRow, magic_of

# One for each format: a child imports what it needs and no more.
TEXT_READER = "enterprises.shared.sheets.csv_source:open_file"
WORKBOOK_READER = "enterprises.shared.sheets.workbook_source:open_file"
MARKUP_READER = "enterprises.shared.sheets.markup_source:open_file"
JSON_READER = "enterprises.shared.sheets.json_source:open_file"
_HEAD = 1024
_MARKUP = re.compile(rb"<[?!a-zA-Z]")
_JSON = re.compile(rb"\[\s*[{\]]|\{\s*[\"}]")
# Sheets that one process of the web server reads at a time; a check of 300 rows takes a third of a second.
SLOTS = Slots(2, wait_seconds=5)


def keep_spare_child() -> None:
    """Have a child wait for the next file of this process: a check of 300 rows takes a fifth less."""
    keep_spare(*(reader.partition(":")[0] for reader in (TEXT_READER, WORKBOOK_READER)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfinedSource:
    """One sheet, or one reading of a text table; `head` holds its first filled rows."""

    reader: Reader
    index: int
    label: str
    estimate: int
    head: tuple[SourceRow, ...]

    def rows(self) -> Iterator[SourceRow]:
        """Yield the filled rows; each call starts anew and ends an earlier one.

        :raises UnreadableFile: the file cannot be read on, or not within the limits.
        """
        return self.reader.ask("rows", self.index, read=_row)

    def row_estimate(self) -> int:
        """Return about how many rows there are, for a progress bar."""
        return self.estimate

    def is_1904(self) -> bool:
        """Return whether numbers of days count from 1904."""
        return any(self.reader.ask("is_1904", self.index, read=_flag))

    def hidden_rows(self, *, after: int) -> list[int]:
        """Return the numbers of the data rows behind the row `after` that the sheet does not show."""
        return list(self.reader.ask("hidden_rows", self.index, after, read=_number))

    def hidden_columns(self) -> set[int]:
        """Return the indices of the columns that the sheet does not show."""
        return set(self.reader.ask("hidden_columns", self.index, read=_number))

    def hidden_sheets(self) -> list[str]:
        """Return the names of the sheets that the workbook does not show."""
        return list(self.reader.ask("hidden_sheets", self.index, read=_text))

    def count_rows(self, *, after: int, without: Sequence[int], most: int) -> int:
        """Return how many data rows stand behind the row `after`, without those named, counted up to `most`."""
        return sum(self.reader.ask("count", self.index, after, without, most, read=_number))


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFile:
    """A file that a child has open."""

    reader: Reader

    def labels(self) -> tuple[str, ...]:
        """Return the name of each source, "" in a text table."""
        return tuple(self.reader.ask("labels", read=_text))

    def source(self, index: int, *, label: str) -> ConfinedSource:
        """Return one source with its first rows."""
        estimate, head = 0, []
        for value in self.reader.ask("head", index, read=_head_value):
            if isinstance(value, int):
                estimate = value
            else:
                head.append(value)
        return ConfinedSource(reader=self.reader, index=index, label=label, estimate=estimate, head=tuple(head))


@contextmanager
def opened_file(path: Path) -> Iterator[SheetFile]:
    """Open a table in a child, which ends with the block; its format is known by its content.

    :raises Busy: too many are being read.
    """
    reader, size = TEXT_READER, 0
    with suppress(OSError):  # the child names what is wrong
        size = path.stat().st_size
        reader = _reader_of(path)
    with confined(reader, path, limits=Limits.of_sheet(size), slots=SLOTS) as opened:
        yield SheetFile(reader=opened)


def _reader_of(path: Path) -> str:
    if magic_of(path) in (ZIP_MAGIC, OLE_MAGIC):
        return WORKBOOK_READER
    with path.open("rb") as stream:
        start = stream.read(_HEAD).replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \r\n\t")
    if _MARKUP.match(start):
        return MARKUP_READER
    return JSON_READER if _JSON.match(start) else TEXT_READER


def _row(value: object) -> SourceRow:
    if not isinstance(value, list):
        raise TypeError
    number, problem, cells, *filled = value
    if type(number) is not int or type(problem) is not str or type(cells) is not list:
        raise TypeError
    if filled and {*map(type, filled)} != {int}:
        raise TypeError
    if not PLAIN_TYPES.issuperset(map(type, cells)):
        cells = map(_cell, cells)
    return SourceRow(number=number, cells=tuple(cells), problem=problem, filled=tuple(filled))


def _cell(value: object) -> Cell:
    match value:
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case {"instant": str(instant)}:
            return datetime.fromisoformat(instant)
    if isinstance(value, str | int | float):
        return value
    raise TypeError


def _head_value(value: object) -> SourceRow | int:
    return value if type(value) is int else _row(value)


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _flag(value: object) -> bool:
    if type(value) is not bool:
        raise TypeError
    return value


def _text(value: object) -> str:
    if type(value) is not str:
        raise TypeError
    return value
