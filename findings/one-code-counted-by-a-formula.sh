#!/usr/bin/env bash
# COUNTIF finds a credit code three times among three different ones, never, or once, depending on the engine
#
# Guess:     Engines for formulas outside Excel compare texts whole. Excel's COUNTIF makes numbers of 15 digits of them; who writes
#            an engine anew leaves that out. MATCH finds the right row everywhere.
# Versions:  hyperformula 3.5.0 and fast-formula-parser 1.0.19 (npm), ironcalc 0.9.1, formulas 1.3.4 and openpyxl 3.1.5
#            (PyPI), Node.js 18 or newer
# Behaviour: HyperFormula and IronCalc make binary floats of criterion and cells: codes that differ in the last two signs are
#            one. formulas finds no code of 18 digits at all, not even the cell it was asked for, but 123 twice in 00123 and 123.
#            fast-formula-parser compares the texts. A code with a letter is counted once by all. MATCH with 0 is exact in
#            HyperFormula, IronCalc and formulas.
# Output:    formula                            HyperFormula  IronCalc  formulas  fast-formula-parser
#            COUNTIF of a code in three         3             3         0         1
#            COUNTIF of one with a letter       1             1         1         1
#            COUNTIF of 123 in 00123 and 123    2             2         2         1
#            MATCH of the second code           2             2         2         -
# Why a credit portal cares: Offices look for doubles of a list with COUNTIF, and checks in web sheets use these engines. Enterprises
#            with neighbouring codes pass for doubles and are struck off, or real doubles pass. Count with SUMPRODUCT and
#            EXACT, or outside the sheet.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  'ironcalc==0.9.1' 'formulas==1.3.4' 'openpyxl==3.1.5'
npm install --silent --no-audit --no-fund 'hyperformula@3.5.0' 'fast-formula-parser@1.0.19'

cat >count.cjs <<'JS'
const { HyperFormula } = require("hyperformula");
const FormulaParser = require("fast-formula-parser");
const [cells, formulas] = JSON.parse(process.argv[2]);
const sheet = cells.map((cell, at) => [`'${cell}`, formulas[at] ? `=${formulas[at]}` : null]);
const engine = HyperFormula.buildFromArray(sheet, { licenseKey: "gpl-v3" });
const parser = new FormulaParser({
  onCell: ({ row }) => cells[row - 1],
  onRange: ({ from, to }) => cells.slice(from.row - 1, to.row).map((cell) => [cell]),
});

function byParser(formula) {
  try {
    return parser.parse(formula, { sheet: "Sheet", row: 1, col: 2 });
  } catch (error) {
    if (!`${error.message}`.includes("not implemented")) throw error;
    return "-";
  }
}

const answers = formulas.map((formula, row) => [engine.getCellValue({ sheet: 0, row, col: 1 }), byParser(formula)]);
console.log(JSON.stringify(answers));
JS

venv/bin/python - <<'PY'
import json
import os
import subprocess
import sys

os.environ["TQDM_DISABLE"] = "1"
import formulas
import ironcalc
from openpyxl import Workbook

CELLS = [
    "914201000000000018",
    "914201000000000026",
    "914201000000000034",
    "91420100MA00000001",
    "91420100MA00000002",
    "00123",
    "123",
]
EXPECTED = {
    "COUNTIF(A1:A3,A1)": [3, 3, 0, 1],
    "COUNTIF(A4:A5,A4)": [1, 1, 1, 1],
    "COUNTIF(A6:A7,A7)": [2, 2, 2, 1],
    "MATCH(A2,A1:A3,0)": [2, 2, 2, "-"],
}


def by_ironcalc():
    model = ironcalc.create("list", "en", "UTC", "en")
    for row, cell in enumerate(CELLS, start=1):
        model.set_user_input(0, row, 1, f"'{cell}")
    for row, formula in enumerate(EXPECTED, start=1):
        model.set_user_input(0, row, 2, f"={formula}")
    model.evaluate()
    return [int(model.get_formatted_cell_value(0, row, 2)) for row in range(1, len(EXPECTED) + 1)]


def by_formulas():
    book = Workbook()
    sheet = book.active
    sheet.title = "S"
    for cell in CELLS:
        sheet.append([cell])
    for row, formula in enumerate(EXPECTED, start=1):
        sheet.cell(row, 2, f"={formula}")
    book.save("list.xlsx")
    solution = formulas.ExcelModel().loads("list.xlsx").finish().calculate()
    return [int(solution[f"'[list.xlsx]S'!B{row}"].value[0][0]) for row in range(1, len(EXPECTED) + 1)]


asked = json.dumps([CELLS, list(EXPECTED)])
of_node = json.loads(subprocess.run(["node", "count.cjs", asked], check=True, capture_output=True).stdout)
print("formula", "HyperFormula", "IronCalc", "formulas", "fast-formula-parser", sep="\t")
seen = {}
for formula, others, second, third in zip(EXPECTED, of_node, by_ironcalc(), by_formulas(), strict=True):
    seen[formula] = [others[0], second, third, others[1]]
    print(formula, *seen[formula], sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
