#!/usr/bin/env bash
# JioNLP reads 3万5千元 as 65,000 yuan and calls it accurate, nzh reads 两万零五百 as 500
#
# Guess:     Packages for Chinese numbers read amounts as penalty decisions write them, or refuse what they do not know.
# Versions:  jionlp 1.5.31 and cn2an 0.5.24 (PyPI), nzh 1.0.14 (npm), Node.js 18 or newer
# Behaviour: Where digits stand with more than one unit, JioNLP counts the part before the last unit twice: 1亿2000万元 is
#            220,020,000, with the word "accurate" beside it. Words alone (三万五千元) are right. Formal words with 元整
#            are refused. nzh skips what it does not know, 两, 廿 and all digits, and gives the rest: 500, 50,000, 0.
#            cn2an in the mode smart is right each time.
# Output:    text            means      JioNLP        nzh       cn2an
#            3万5千元        35000      65000.00      0         35000
#            1亿2000万元     120000000  220020000.00  0         120000000
#            12万5千元       125000     155000.00     0         125000
#            三万五千元      35000      35000.00      35000     35000
#            壹万伍仟元整    15000      refused       15000     15000
#            两万零五百      20500      20500.00      500       20500
#            廿五万          250000     refused       50000     250000
# Why a credit portal cares: The fine decides the class of a penalty and so how long it is public. Whoever reads fines out of
#            decisions with these takes 3万5千元 for nearly twice as much, and two 万 for nothing. Take the amount from the
#            column of the sheet, and compare it with the text by two packages.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'jionlp==1.5.31' 'cn2an==0.5.24'
npm install --silent --no-audit --no-fund 'nzh@1.0.14'

cat >read.js <<'JS'
const nzh = require("nzh/cn");
const FORMAL = /[壹贰叁肆伍陆柒捌玖拾佰仟]/;
const read = (text) => (FORMAL.test(text) ? nzh.decodeB(text) : nzh.decodeS(text));
console.log(JSON.stringify(process.argv.slice(2).map((text) => Number(read(text)))));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

import cn2an
import jionlp

AMOUNTS = {
    "3万5千元": (35000, "65000.00", 0, 35000),
    "1亿2000万元": (120000000, "220020000.00", 0, 120000000),
    "12万5千元": (125000, "155000.00", 0, 125000),
    "三万五千元": (35000, "35000.00", 35000, 35000),
    "壹万伍仟元整": (15000, "refused", 15000, 15000),
    "两万零五百": (20500, "20500.00", 500, 20500),
    "廿五万": (250000, "refused", 50000, 250000),
}


def by_jionlp(text):
    try:
        amount = jionlp.parse_money(text)
    except ValueError:
        return "refused"
    return amount["num"] if amount["definition"] == "accurate" else "not accurate"


asked = subprocess.run(["node", "read.js", *AMOUNTS], check=True, capture_output=True)
by_nzh = json.loads(asked.stdout)
seen = []
print("text", "means", "JioNLP", "nzh", "cn2an", sep="\t")
for (text, (yuan, *_)), other in zip(AMOUNTS.items(), by_nzh, strict=True):
    seen.append((yuan, by_jionlp(text), other, cn2an.cn2an(text, "smart")))
    print(text, *seen[-1], sep="\t")
sys.exit(0 if seen == list(AMOUNTS.values()) else "The behaviour has changed.")
PY
