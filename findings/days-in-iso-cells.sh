#!/usr/bin/env bash
# ExcelJS reads every ISO day of a workbook as 1905-07-18, SheetJS reads its midnight in China as the day before
#
# Guess:     A workbook may hold days as text of ISO 8601 (cell type d of ECMA-376, which openpyxl writes on request). A
#            reader gives such a day as a day, or its text.
# Versions:  openpyxl 3.1.5 and python-calamine 0.9.1 (PyPI), exceljs 4.4.0, xlsx 0.18.5 (SheetJS) and read-excel-file 9.3.17
#            (npm), Node.js 18 or newer
# Behaviour: ExcelJS reads the year, takes 2026 for a serial number, and has 1905-07-18 for all days of 2026. The others know
#            a day. With a time of day beside it, which has no zone, SheetJS and read-excel-file take it for UTC or local
#            time and shift it: in China midnight falls on the day before. SheetJS adds 43 seconds.
# Output:    cell                 calamine          ExcelJS     read-excel-file        SheetJS (CSV), all in Shanghai
#            2026-03-01           2026-03-01        1905-07-18  2026-03-01T00:00:00Z   2026-03-01
#            2026-03-01T00:00:00  2026-03-01 00:00  1905-07-18  2026-02-28T16:00:00Z   2026-02-28 16:00:43
#            2026-12-31           2026-12-31        1905-07-18  2026-12-31T00:00:00Z   2026-12-31
# Why a credit portal cares: The day of decision starts every period, and 1905-07-18 is a valid day: each penalty of such a
#            sheet would have ended long ago, and midnight ends one day early. Refuse days before the first law, and compare
#            a column whose days are all equal with the text.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'openpyxl==3.1.5' 'python-calamine==0.9.1'
npm install --silent --no-audit --no-fund 'exceljs@4.4.0' 'xlsx@0.18.5' 'read-excel-file@9.3.17'

cat >read.mjs <<'JS'
import ExcelJS from "exceljs";
import readSheets from "read-excel-file/node";
import xlsx from "xlsx";
const book = new ExcelJS.Workbook();
await book.xlsx.readFile("days.xlsx");
const [{ data }] = await readSheets("days.xlsx");
const lines = xlsx.utils.sheet_to_csv(xlsx.readFile("days.xlsx").Sheets.Sheet).trim().split("\n");
const text = (value) => value.toISOString().replace(".000Z", "Z");
console.log(
  JSON.stringify(
    lines.map((line, row) => [text(book.worksheets[0].getCell(row + 1, 1).value), text(data[row][0]), line]),
  ),
);
JS

venv/bin/python - <<'PY'
import json
import os
import subprocess
import sys
from datetime import date, datetime

import openpyxl
from python_calamine import CalamineWorkbook

DAYS = [date(2026, 3, 1), datetime(2026, 3, 1), date(2026, 12, 31)]
SERIAL_2026 = "1905-07-18T00:00:00Z"
EXPECTED = [
    (DAYS[0], SERIAL_2026, "2026-03-01T00:00:00Z", "2026-03-01"),
    (DAYS[1], SERIAL_2026, "2026-02-28T16:00:00Z", "2026-02-28 16:00:43"),
    (DAYS[2], SERIAL_2026, "2026-12-31T00:00:00Z", "2026-12-31"),
]
book = openpyxl.Workbook(iso_dates=True)
for day in DAYS:
    book.active.append([day])
book.save("days.xlsx")

calamine = CalamineWorkbook.from_path("days.xlsx").get_sheet_by_index(0).to_python()
shanghai = os.environ | {"TZ": "Asia/Shanghai"}
asked = subprocess.run(["node", "read.mjs"], check=True, capture_output=True, env=shanghai)
seen = [(day, *others) for (day,), others in zip(calamine, json.loads(asked.stdout), strict=True)]
print("cell", "calamine", "ExcelJS", "read-excel-file", "SheetJS", sep="\t")
for day, values in zip(DAYS, seen):
    print(day.isoformat(), *values, sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
