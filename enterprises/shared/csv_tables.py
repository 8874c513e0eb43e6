"""CSV files of the portal: plain values for programs, codes whole for spreadsheets (docs/decisions/0049)."""

import csv
from collections.abc import Collection, Iterable, Sequence
from io import StringIO

from enterprises.shared.rules.cells import harmless_cell, text_cell

AS_TEXT = "（文本）"


def csv_table(headers: Sequence[str], rows: Iterable[Sequence[str]], *, codes: Collection[str]) -> bytes:
    """Return a table as CSV: UTF-8 with the mark by which Excel knows it, a header row and nothing above it.

    Columns hold their values as they are; a cell that a spreadsheet would run as a formula gets an apostrophe before
    it. Each column of `codes` comes once more behind the last one, in brackets. A spreadsheet takes digits alone for
    a number, rounds it to 15 digits and drops its leading zeros.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    copied = [place for place, header in enumerate(headers) if header in codes]
    writer.writerow((*headers, *(f"{headers[place]}{AS_TEXT}" for place in copied)))
    writer.writerows((*map(harmless_cell, cells), *(text_cell(cells[place]) for place in copied)) for cells in rows)
    return text.getvalue().encode("utf-8-sig")
