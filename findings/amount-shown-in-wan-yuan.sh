#!/usr/bin/env bash
# SheetJS writes amounts that a number format shows in 万元 ten times too small
#
# Guess:     Sheets show yuan as 万元 by the number format 0"."0,"万元": the comma divides by 1,000, a literal point stands
#            before the last digit. A reader gives either the stored number or the text that people see, 3.0万元.
# Versions:  XlsxWriter 3.3.1, python-calamine 0.9.1 and openpyxl 3.1.5 (PyPI), xlsx 0.18.5 (SheetJS) and numfmt 4.0.1
#            (npm), Node.js 18 or newer
# Behaviour: calamine and openpyxl give the stored 30000 without a sign of the format. numfmt shows 3.0万元. The CSV and
#            the texts of SheetJS have .30万元: it fills the digits from the left once a comma scales and a literal parts
#            them. Without the comma (0"."0000) it is right. So one cell under 罚款金额(万元) is read as 30,000, 3 or 0.3.
# Output:    number format   stored  calamine openpyxl  numfmt     SheetJS
#            0"."0,"万元"    30000   30000.0  30000     3.0万元    .30万元
#            0"."0000"万元"  30000   30000.0  30000     3.0000万元 3.0000万元
#            0\.0,           152000  152000.0 152000    15.2       1.52
# Why a credit portal cares: The fine decides the class of a penalty and so how long it is public. A stored 30000 in a column
#            of 万元 may be three 万元 to whoever made the sheet; a CSV that a web tool made from it has 0.3. Compare the
#            column with the amount in the text before publishing.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'XlsxWriter==3.3.1' 'python-calamine==0.9.1' 'openpyxl==3.1.5'
npm install --silent --no-audit --no-fund 'xlsx@0.18.5' 'numfmt@4.0.1'

cat >shown.mjs <<'JS'
import xlsx from "xlsx";
import { format } from "numfmt";
const sheet = xlsx.readFile("amounts.xlsx", { cellNF: true }).Sheets.Sheet1;
const lines = xlsx.utils.sheet_to_csv(sheet).trim().split("\n");
const rows = lines.map((line, row) => {
  const cell = sheet[`A${row + 1}`];
  return [format(cell.z, cell.v), line];
});
console.log(JSON.stringify(rows));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

AMOUNTS = [('0"."0,"万元"', 30000), ('0"."0000"万元"', 30000), ("0\\.0,", 152000)]
EXPECTED = [
    (30000, 30000, "3.0万元", ".30万元"),
    (30000, 30000, "3.0000万元", "3.0000万元"),
    (152000, 152000, "15.2", "1.52"),
]
with xlsxwriter.Workbook("amounts.xlsx") as book:
    sheet = book.add_worksheet()
    for row, (number_format, yuan) in enumerate(AMOUNTS):
        sheet.write_number(row, 0, yuan, book.add_format({"num_format": number_format}))

calamine = CalamineWorkbook.from_path("amounts.xlsx").get_sheet_by_index(0).to_python()
plain = openpyxl.load_workbook("amounts.xlsx").active
shown = json.loads(subprocess.run(["node", "shown.mjs"], check=True, capture_output=True).stdout)
seen = [
    (one[0], other[0].value, *texts) for one, other, texts in zip(calamine, plain.iter_rows(), shown, strict=True)
]
print("number format", "stored", "calamine", "openpyxl", "numfmt", "SheetJS", sep="\t")
for (number_format, yuan), values in zip(AMOUNTS, seen):
    print(number_format, yuan, *values, sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
