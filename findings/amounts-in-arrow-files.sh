#!/usr/bin/env bash
# Apache Arrow for JavaScript gives 50,000.00 yuan as 5000000
#
# Guess:     An amount of the type decimal(18, 2) is the same amount in each reader of Arrow and Parquet files.
# Versions:  pyarrow 26.0.1 (PyPI), apache-arrow 21.2.0 and hyparquet 1.33.0 (npm), Node.js 18 or newer
# Behaviour: apache-arrow gives the whole number behind the decimal, without its scale, as text, as a number and in JSON: a
#            hundred times the amount, or ten thousand times with four places. The scale is in the column's type alone.
#            pyarrow reads the same file right, hyparquet the same table from Parquet.
# Output:    amount      pyarrow     apache-arrow  in JSON      hyparquet
#            50000.00    50000.00    5000000       "5000000"    50000
#            19.99       19.99       1999          "1999"       19.99
#            -5.10       -5.10       -510          "-510"       -5.1
#            1234567.89  1234567.89  123456789     "123456789"  1234567.89
# Why a credit portal cares: Dashboards and notebooks in the browser take open data as Arrow. A fine of fifty thousand becomes one
#            of five million, and all are wrong by one factor, so no chart looks odd. Divide by the scale of the type, or
#            publish amounts in whole fen and name the unit.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'pyarrow==26.0.1'
npm install --silent --no-audit --no-fund 'apache-arrow@21.2.0' 'hyparquet@1.33.0'

cat >read.mjs <<'JS'
import fs from "node:fs";
import { tableFromIPC } from "apache-arrow";
import { parquetReadObjects } from "hyparquet";
const bytes = new Uint8Array(fs.readFileSync("table.parquet"));
const amounts = [...tableFromIPC(fs.readFileSync("table.arrow"))].map((row) => row.amount);
const rows = await parquetReadObjects({ file: bytes.buffer });
console.log(
  JSON.stringify(rows.map((row, at) => [`${amounts[at]}`, JSON.parse(JSON.stringify(amounts[at])), `${row.amount}`])),
);
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys
from decimal import Decimal

import pyarrow
from pyarrow import parquet

EXPECTED = {
    "50000.00": ["50000.00", "5000000", '"5000000"', "50000"],
    "19.99": ["19.99", "1999", '"1999"', "19.99"],
    "-5.10": ["-5.10", "-510", '"-510"', "-5.1"],
    "1234567.89": ["1234567.89", "123456789", '"123456789"', "1234567.89"],
}
column = pyarrow.array(map(Decimal, EXPECTED), pyarrow.decimal128(18, 2))
table = pyarrow.table({"amount": column})
with pyarrow.ipc.new_file("table.arrow", table.schema) as file:
    file.write_table(table)
parquet.write_table(table, "table.parquet", compression="none")
by_pyarrow = pyarrow.ipc.open_file("table.arrow").read_all()["amount"].to_pylist()
of_node = json.loads(subprocess.run(["node", "read.mjs"], check=True, capture_output=True).stdout)
print("amount", "pyarrow", "apache-arrow", "in JSON", "hyparquet", sep="\t")
seen = {}
for amount, read, others in zip(EXPECTED, by_pyarrow, of_node, strict=True):
    seen[amount] = [str(read), *others]
    print(amount, *seen[amount], sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
