#!/usr/bin/env bash
# Parsers of prices read 5万元 as 5, currency.js even where it is to refuse what is no number
#
# Guess:     A parser of prices that knows ￥ and 元 multiplies by 万 and 亿, or gives nothing where a unit is unknown to it.
# Versions:  price-parser 0.5.1 (PyPI), currency.js 2.0.4, accounting 0.4.1, numeral 2.0.6 (npm), Node.js 18 or newer
# Behaviour: All four take the digits and leave the rest of the text out: 5万元 is 5, 3亿元 is 3. errorOnInvalid of currency.js
#            refuses what is no text or number, not a text with other words in it. numeral set to Chinese knows 千 and 百万, not
#            万, and reads 20千 as 20,000, but 5千元 as 5.
# Output:    text           means      price-parser  currency.js  accounting  numeral
#            ￥50,000.00    50000      50000.00      50000        50000       50000
#            5万元          50000      5             5            5           5
#            罚款1.5万元    15000      1.5           1.5          1.5         1.5
#            3亿元          300000000  3             3            3           3
# Why a credit portal cares: Decisions state amounts in 万元. A list taken from their text with such a parser has fines of five
#            yuan, which pass as numbers, sort as the smallest and shrink every sum. Refuse an amount whose text has 万 or
#            亿 before it goes to a general parser.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'price-parser==0.5.1'
npm install --silent --no-audit --no-fund 'currency.js@2.0.4' 'accounting@0.4.1' 'numeral@2.0.6'

cat >read.cjs <<'JS'
const currency = require("currency.js");
const accounting = require("accounting");
const numeral = require("numeral");
require("numeral/locales/chs");
numeral.locale("chs");
const read = (text) => [
  currency(text, { errorOnInvalid: true }).value,
  accounting.unformat(text),
  numeral(text).value(),
];
console.log(JSON.stringify(process.argv.slice(2).map(read)));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

from price_parser import Price

EXPECTED = {
    "￥50,000.00": (50000, ["50000.00", 50000, 50000, 50000]),
    "5万元": (50000, ["5", 5, 5, 5]),
    "罚款1.5万元": (15000, ["1.5", 1.5, 1.5, 1.5]),
    "3亿元": (300000000, ["3", 3, 3, 3]),
}
asked = subprocess.run(["node", "read.cjs", *EXPECTED], check=True, capture_output=True)
of_node = json.loads(asked.stdout)
print("text", "means", "price-parser", "currency.js", "accounting", "numeral", sep="\t")
seen = {}
for (text, (meant, _)), numbers in zip(EXPECTED.items(), of_node, strict=True):
    seen[text] = (meant, [str(Price.fromstring(text).amount), *numbers])
    print(text, meant, *seen[text][1], sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
