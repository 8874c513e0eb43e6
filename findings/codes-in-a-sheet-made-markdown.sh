#!/usr/bin/env bash
# MarkItDown writes credit codes that a sheet holds as text as 9.142010e+17, and an enterprise named None as NaN
#
# Guess:     A cell of the type text comes into the Markdown as its text. A number may lose its format, not its digits.
# Versions:  markitdown 0.1.9, pandas 3.1.1 and openpyxl 3.1.5 (PyPI)
# Behaviour: MarkItDown reads the sheet with pandas, which makes numbers of a column of texts that are all digits. One empty cell
#            makes them floats, and these are written with seven digits. Amounts lose their fen as soon as one of the column, as
#            its total, reaches a billion. NA, None and NULL are empty cells for pandas and come out as NaN. The same
#            table as CSV, given to MarkItDown, keeps every sign.
# Output:    in the sheet             beside it     from the sheet       from CSV
#            '914201000000000018      one more      914201000000000018   914201000000000018
#            '914201000000000018      empty         9.142010e+17         914201000000000018
#            '00123                   one more      123                  00123
#            1234567.89               50000         1234567.89           1234567.89
#            1234567.89               1234567890.12 1.234568e+06         1234567.89
#            'None                    a name        NaN                  None
# Why a credit portal cares: Offices give published lists to assistants, and MarkItDown is a usual way in. The assistant
#            then finds no enterprise by its code, or all of the city by one, and states rounded fines as exact. Offer CSV or
#            JSON beside the workbook.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  'markitdown==0.1.9' 'pandas==3.1.1' 'openpyxl==3.1.5'

venv/bin/python - <<'PY'
import csv
import sys
from pathlib import Path

from markitdown import MarkItDown
from openpyxl import Workbook

CODE = "914201000000000018"
EXPECTED = {
    (CODE, CODE): (CODE, CODE),
    (CODE, None): ("9.142010e+17", CODE),
    ("00123", "00124"): ("123", "00123"),
    (1234567.89, 50000): ("1234567.89", "1234567.89"),
    (1234567.89, 1234567890.12): ("1.234568e+06", "1234567.89"),
    ("None", "江城机械"): ("NaN", "None"),
}


def first_cell(name):
    lines = MarkItDown().convert(name).text_content.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("| ---"))
    return lines[start + 1].split("|")[1].strip()


def converted(cells):
    rows = [["value", "name"], *([cell, "江城"] for cell in cells)]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save("list.xlsx")
    with Path("list.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return first_cell("list.xlsx"), first_cell("list.csv")


print("in the sheet", "beside it", "from the sheet", "from CSV", sep="\t")
seen = {}
for cells in EXPECTED:
    seen[cells] = converted(cells)
    print(*map(repr, cells), *seen[cells], sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
