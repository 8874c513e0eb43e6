"""CSV files of the portal: plain values for programs, codes whole for spreadsheets (docs/decisions/0049)."""

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence

from enterprises.shared.rules.cells import harmless_cell, text_cell

AS_TEXT = "（文本）"
_UTF8_MARK = "\ufeff"  # by which Excel recognises UTF-8


class _Line:
    """Gives back what `csv` writes."""

    def write(self, text: str) -> str:
        return text


def csv_lines(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, codes: Collection[str], as_text: str = AS_TEXT
) -> Iterator[str]:
    """Give the lines of a table as CSV, the mark by which Excel recognises UTF-8 first, then a header row.

    Columns hold their values as they are; a cell that a spreadsheet would run as a formula gets an apostrophe before
    it. Each column of `codes` comes once more behind the last one, in brackets. A spreadsheet takes digits alone for
    a number, rounds it to 15 digits and drops its leading zeros. `as_text` ends the header of such a column.
    """
    writer = csv.writer(_Line())
    copied = [place for place, header in enumerate(headers) if header in codes]
    yield _UTF8_MARK + writer.writerow((*headers, *(f"{headers[place]}{as_text}" for place in copied)))
    for cells in rows:
        yield writer.writerow((*map(harmless_cell, cells), *(text_cell(cells[place]) for place in copied)))


def csv_table(headers: Sequence[str], rows: Iterable[Sequence[str]], *, codes: Collection[str]) -> bytes:
    """Return the lines of `csv_lines` as one file."""
    return "".join(csv_lines(headers, rows, codes=codes)).encode()
