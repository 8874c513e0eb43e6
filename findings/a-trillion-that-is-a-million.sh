#!/usr/bin/env bash
# numeral, numbro and humanize shorten no Chinese amount to 万 or 亿, and a trillion yuan is 1.0兆, which is a million by law
#
# Guess:     With its Chinese locale a library shortens 12,345,678 to 1234.6万 and a trillion to 1万亿, as CLDR does, and reads
#            its own locale's short amounts.
# Versions:  numeral 2.0.6, numbro 2.5.0 (npm), Node.js 20 or newer; humanize 4.17.0 and babel 2.19.0 (PyPI)
# Behaviour: All three translate the words for thousand, million, billion and trillion: 千, 百万, 十亿 and 兆. 50,000 becomes
#            50.0千. In the People's Republic 兆 is the prefix mega, a million. Babel and Intl, which have CLDR, write 万, 亿 and
#            万亿. What these write, numeral reads without its unit, and numbro not at all. Besides, humanize calls the third
#            3第, not 第3.
# Output:    amount         numeral   numbro    humanize  Babel     Intl
#            50000          50.0千    50.0千    50.0 千   5万       5万
#            12345678       12.3百万  12.3百万  12.3 百万 1234.6万  1234.6万
#            250000000      250.0百万 250.0百万 250.0 百万 2.5亿    2.5亿
#            1000000000000  1.0兆     1.0兆     1.0 兆    1万亿     1万亿
#            2.5亿 read     2.5       undefined
# Why a credit portal cares: Charts of fines, and of capital by trade, shorten their axes with such libraries. Readers take 1.0兆
#            for a million, and read 250.0百万 twice before they know it as 2.5亿. Shorten with CLDR's forms.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'humanize==4.17.0' 'babel==2.19.0'
npm install --silent --no-audit --no-fund 'numeral@2.0.6' 'numbro@2.5.0'

cat >shorten.cjs <<'JS'
const numbro = require("numbro");
const numeral = require("numeral");
require("numeral/locales/chs");
numeral.locale("chs");
numbro.registerLanguage(require("numbro/dist/languages.min.js")["zh-CN"]);
numbro.setLanguage("zh-CN");

const intl = new Intl.NumberFormat("zh-CN", { notation: "compact", maximumFractionDigits: 1 });
const short = JSON.parse(process.argv[2]).map((amount) => [
  numeral(amount).format("0.0a"),
  numbro(amount).format({ average: true, mantissa: 1 }),
  intl.format(amount),
]);
const read = [numeral("2.5亿").value(), String(numbro.unformat("2.5亿"))];
console.log(JSON.stringify([short, read]));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

import humanize
from babel.numbers import format_compact_decimal

EXPECTED = {
    50_000: ["50.0千", "50.0千", "50.0 千", "5万", "5万"],
    12_345_678: ["12.3百万", "12.3百万", "12.3 百万", "1234.6万", "1234.6万"],
    250_000_000: ["250.0百万", "250.0百万", "250.0 百万", "2.5亿", "2.5亿"],
    1_000_000_000_000: ["1.0兆", "1.0兆", "1.0 兆", "1万亿", "1万亿"],
}
asked = ["node", "shorten.cjs", json.dumps(list(EXPECTED))]
short, read = json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)
humanize.i18n.activate("zh_CN")
seen = {
    amount: [
        by_numeral,
        by_numbro,
        humanize.intword(amount),
        format_compact_decimal(amount, locale="zh_CN", fraction_digits=1),
        by_intl,
    ]
    for amount, (by_numeral, by_numbro, by_intl) in zip(EXPECTED, short, strict=True)
}
print("amount", "numeral", "numbro", "humanize", "Babel", "Intl", sep="\t")
for amount, forms in seen.items():
    print(amount, *forms, sep="\t")
print("2.5亿 read", *read, sep="\t")
print("the third:", humanize.ordinal(3))
is_as_seen = seen == EXPECTED and read == [2.5, "undefined"] and humanize.ordinal(3) == "3第"
sys.exit(0 if is_as_seen else "The behaviour has changed.")
PY
