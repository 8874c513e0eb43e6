#!/usr/bin/env bash
# Polars empties the registration numbers with letters that come behind a hundred rows of a workbook
#
# Guess:     A reader of workbooks that guesses a column's type from its first rows raises an error, or reads the column as
#            text, when a later cell does not fit.
# Versions:  polars 2.1.0, fastexcel 0.21.0, pandas 3.1.1, openpyxl 3.1.5, python-calamine 0.9.1,
#            pyarrow 26.0.1 (PyPI)
# Behaviour: Polars, with its default engine fastexcel, guesses from 100 rows, fastexcel alone from 1,000. Where they hold numbers,
#            each later cell with letters comes as null, without a warning; a row of such a cell alone is left out.
#            dtype_coercion="strict" refuses a mixed column, but looks at no more rows. With one such cell among the first
#            rows the column is text and whole. The engine openpyxl, infer_schema_length=None, and pandas read all.
# Output:    reader                            letters in row 50  500              1,500
#            polars                            420100NA000001X    None             None
#            fastexcel                         420100NA000001X    420100NA000001X  None
#            fastexcel, strict                 refused            refused          None
#            polars, infer_schema_length=None  420100NA000001X    420100NA000001X  420100NA000001X
#            polars, openpyxl                  420100NA000001X    420100NA000001X  420100NA000001X
#            pandas, calamine                  420100NA000001X    420100NA000001X  420100NA000001X
# Why a credit portal cares: Lists sorted by kind have the companies first and the cooperatives last, so a whole kind loses its
#            numbers, in long lists alone; the test file of twenty rows passes. Name the type of each column, or have
#            all rows looked at.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  'polars==2.1.0' 'fastexcel==0.21.0' 'pandas==3.1.1' 'openpyxl==3.1.5' 'python-calamine==0.9.1' 'pyarrow==26.0.1'

venv/bin/python - <<'PY'
import sys

import fastexcel
import openpyxl
import pandas
import polars

NUMBER = "420100NA000001X"


def workbook(place):
    book = openpyxl.Workbook()
    book.active.append(["number", "name"])
    for row in range(1, 2001):
        book.active.append([NUMBER if row == place else 420100000000000 + row, f"企业{row}"])
    book.save(f"{place}.xlsx")
    return f"{place}.xlsx"


def strictly(path):
    try:
        sheet = fastexcel.read_excel(path).load_sheet(0, dtype_coercion="strict")
    except fastexcel.UnsupportedColumnTypeCombinationError:
        return ["refused"] * 2000
    return sheet.to_polars()["number"].to_list()


READERS = {
    "polars": lambda path: polars.read_excel(path)["number"].to_list(),
    "fastexcel": lambda path: fastexcel.read_excel(path).load_sheet(0).to_polars()["number"].to_list(),
    "fastexcel, strict": strictly,
    "polars, infer_schema_length=None": lambda path: (
        polars.read_excel(path, infer_schema_length=None)["number"].to_list()
    ),
    "polars, openpyxl": lambda path: polars.read_excel(path, engine="openpyxl")["number"].to_list(),
    "pandas, calamine": lambda path: pandas.read_excel(path, engine="calamine")["number"].to_list(),
}
PLACES = (50, 500, 1500)
paths = [workbook(place) for place in PLACES]
seen = {name: [read(path)[place - 1] for place, path in zip(PLACES, paths)] for name, read in READERS.items()}
print("reader", *(f"letters in row {place:,}" for place in PLACES), sep="\t")
for name, cells in seen.items():
    print(name, *cells, sep="\t")
expected = {name: [NUMBER] * 3 for name in READERS}
expected["polars"] = [NUMBER, None, None]
expected["fastexcel"] = [NUMBER, NUMBER, None]
expected["fastexcel, strict"] = ["refused", "refused", None]
sys.exit(0 if seen == expected else "The behaviour has changed.")
PY
