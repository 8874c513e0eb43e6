#!/usr/bin/env bash
# Days in the formats of a Chinese Excel come as numbers or as 3/1/26
#
# Guess:     Readers know the number formats that ECMA-376 (part 1, 18.8.30) lists for zh-cn under the ids 27 to 36 and 50 to
#            58, such as 31 for 2026年3月1日. A file names them by id alone, so the cell is a day all the same.
# Versions:  XlsxWriter 3.3.1, python-calamine 0.9.1 and openpyxl 3.1.5 (PyPI), xlsx 0.18.5 (SheetJS, npm), Node.js 18 or newer
# Behaviour: Three readers, three answers. calamine gives days. openpyxl, and pandas on it, gives the number 46082 and calls
#            its format General; only id 14 is a day. SheetJS knows that it is a day and writes it as 3/1/26, which holds
#            neither the year's century nor an order of day and month that a Chinese reader expects.
# Output:    id  calamine    openpyxl             SheetJS
#            14  2026-03-01  2026-03-01 00:00:00  3/1/26
#            27  2026-03-01  46082 (General)      3/1/26
#            31  2026-03-01  46082 (General)      3/1/26
#            57  2026-03-01  46082 (General)      3/1/26
# Why a credit portal cares: The day of decision starts every period. A sheet that went through pandas or a web tool on its
#            way brings 46082 or 3/1/26; the former must be read as a serial, in a book of the 1904 system with its own
#            zero, the latter refused.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'XlsxWriter==3.3.1' 'python-calamine==0.9.1' 'openpyxl==3.1.5'
npm install --silent --no-audit --no-fund 'xlsx@0.18.5'

cat >shown.js <<'JS'
const xlsx = require("xlsx");
const sheet = xlsx.readFile("days.xlsx").Sheets.Sheet1;
console.log(JSON.stringify(xlsx.utils.sheet_to_csv(sheet).trim().split("\n")));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys
from datetime import date, datetime

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

IDS = [14, 27, 31, 57]
DAY, SERIAL = date(2026, 3, 1), 46082
EXPECTED = [
    (DAY, datetime(2026, 3, 1), "mm-dd-yy", "3/1/26"),
    *[(DAY, SERIAL, "General", "3/1/26")] * 3,
]
with xlsxwriter.Workbook("days.xlsx") as book:
    sheet = book.add_worksheet()
    for row, number_format in enumerate(IDS):
        sheet.write_number(row, 0, SERIAL, book.add_format({"num_format": number_format}))

calamine = CalamineWorkbook.from_path("days.xlsx").get_sheet_by_index(0).to_python()
plain = openpyxl.load_workbook("days.xlsx").active
shown = json.loads(subprocess.run(["node", "shown.js"], check=True, capture_output=True).stdout)
seen = [
    (one[0], other[0].value, other[0].number_format, text)
    for one, other, text in zip(calamine, plain.iter_rows(), shown, strict=True)
]
print("id", "calamine", "openpyxl", "its format", "SheetJS", sep="\t")
for number, values in zip(IDS, seen):
    print(number, *values, sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
