#!/usr/bin/env bash
# TEXT(50000,"#,##0.00") is 50000,##0.00 in HyperFormula, and capital numerals are [15BNu22] or $1234567.89
#
# Guess:     An engine for formulas knows the format of amounts, #,##0.00. It may not know [DBNum2], which writes an amount in
#            capital numerals on Chinese papers; then it gives an error.
# Versions:  hyperformula 3.5.0 and fast-formula-parser 1.0.19 (npm), ironcalc 0.9.1 (PyPI), Node.js 18 or newer
# Behaviour: HyperFormula takes the first run of # and digits for the number and leaves the comma and the rest as they are, with
#            the fen rounded away. In [DBNum2] it reads D and m as day and minute. fast-formula-parser passes over DBNum2 and takes
#            the $ of the locale for a currency. IronCalc alone raises #VALUE!. The last line is right in HyperFormula alone.
# Output:    formula                                       HyperFormula             fast-formula-parser  IronCalc
#            TEXT(50000,"#,##0.00")                        50000,##0.00             50,000.00            50,000.00
#            TEXT(1234567.89,"#,##0.00")                   1234568,##0.00           1,234,567.89         1,234,567.89
#            TEXT(1234567.89,"0.00")                       1234567.89               1234567.89           1234567.89
#            TEXT(1234567.89,"[DBNum2][$-804]General")     [15BNu22][$-804]General  $1234567.89          #VALUE!
#            TEXT(1234567.89,"0.00元")                     1234567.89元             #VALUE!              #VALUE!
# Why a credit portal cares: Sheets of decisions put the fine into a sentence with TEXT, once in digits and once in capital
#            numerals. Opened on the web such a sheet shows 50000,##0.00 or dollars, without an error. Keep amounts as
#            numbers in their own cells, and write the words where the document is made.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'ironcalc==0.9.1'
npm install --silent --no-audit --no-fund 'hyperformula@3.5.0' 'fast-formula-parser@1.0.19'

cat >text.cjs <<'JS'
const { HyperFormula } = require("hyperformula");
const FormulaParser = require("fast-formula-parser");
const formulas = process.argv.slice(2);
const engine = HyperFormula.buildFromArray(formulas.map((formula) => [`=${formula}`]), { licenseKey: "gpl-v3" });
const parser = new FormulaParser();
const byParser = (formula) => {
  const value = parser.parse(formula, { sheet: "Sheet", row: 1, col: 1 });
  return value instanceof FormulaParser.FormulaError ? value.name : value;
};
const answers = formulas.map((formula, row) => [
  engine.getCellValue({ sheet: 0, row, col: 0 }),
  byParser(formula),
]);
console.log(JSON.stringify(answers));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

import ironcalc

EXPECTED = {
    'TEXT(50000,"#,##0.00")': ["50000,##0.00", "50,000.00", "50,000.00"],
    'TEXT(1234567.89,"#,##0.00")': ["1234568,##0.00", "1,234,567.89", "1,234,567.89"],
    'TEXT(1234567.89,"0.00")': ["1234567.89", "1234567.89", "1234567.89"],
    'TEXT(1234567.89,"[DBNum2][$-804]General")': ["[15BNu22][$-804]General", "$1234567.89", "#VALUE!"],
    'TEXT(1234567.89,"0.00元")': ["1234567.89元", "#VALUE!", "#VALUE!"],
}
model = ironcalc.create("sheet", "en", "UTC", "en")
for row, formula in enumerate(EXPECTED, start=1):
    model.set_user_input(0, row, 1, f"={formula}")
model.evaluate()
asked = subprocess.run(["node", "text.cjs", *EXPECTED], check=True, capture_output=True)
print("formula", "HyperFormula", "fast-formula-parser", "IronCalc", sep="\t")
seen = {}
for row, (formula, others) in enumerate(zip(EXPECTED, json.loads(asked.stdout), strict=True), start=1):
    seen[formula] = [*others, model.get_formatted_cell_value(0, row, 1)]
    print(formula, *seen[formula], sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
