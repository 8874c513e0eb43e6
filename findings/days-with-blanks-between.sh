#!/usr/bin/env bash
# JioNLP reads 2026 年 3 月 1 日 as the whole year and calls it accurate, chrono-node reads 二○二六年 as the year 26
#
# Guess:     Packages for Chinese days read every way in which offices write one, or refuse it: blanks, full-width digits and
#            the several signs for zero change nothing.
# Versions:  jionlp 1.5.31 and dateparser 1.5.0 (PyPI), chrono-node 2.10.3 (npm), Node.js 18 or newer
# Behaviour: JioNLP stops at a blank: what stands before it is the answer, a year or a month, "accurate". With full-width
#            digits it gives the year 26. chrono-node knows the zero 〇 (U+3007), but not its look-alikes ○ (U+25CB), which
#            older input methods write, and the letter O: it starts behind them and gives the year 26 of our era.
#            dateparser reads digits in every width, refuses all words, and gives a month the day of today.
# Output:    text                   JioNLP                  chrono-node  dateparser
#            2026年3月1日           2026-03-01              2026-03-01   2026-03-01
#            2026 年 3 月 1 日      2026-01-01..2026-12-31  2026-03-01   2026-03-01
#            2026年3月 1日          2026-03-01..2026-03-31  2026-03-01   2026-03-01
#            ２０２６年３月１日     26-01-01..26-12-31      -            2026-03-01
#            二〇二六年三月一日     2026-03-01              2026-03-01   -
#            二〇二六年 三月一日    2026-01-01..2026-12-31  2026-03-01   -
#            二○二六年三月一日      2026-03-01              26-03-01     -
#            二O二六年三月一日      2026-03-01              26-03-01     -
#            2026年3月              2026-03-01..2026-03-31  2026-03-29   2026-03-29
# Why a credit portal cares: Word and text out of a PDF put blanks around numbers, and decisions are dated in words. The day
#            of a decision begins the term for which it is public: from such a text it begins two months early, or long ago.
#            Fold widths and zeros, drop blanks, and take no day that is not one.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'jionlp==1.5.31' 'dateparser==1.5.0'
npm install --silent --no-audit --no-fund 'chrono-node@2.10.3'

cat >read.js <<'JS'
const chrono = require("chrono-node");
const padded = (number) => String(number).padStart(2, "0");
const read = (text) => {
  const [found] = chrono.zh.hans.parse(text, new Date(2026, 10, 29, 12));
  return found ? ["year", "month", "day"].map((part) => padded(found.start.get(part))).join("-") : "-";
};
console.log(JSON.stringify(process.argv.slice(2).map(read)));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys
from datetime import datetime

import dateparser
import jionlp

TODAY = datetime(2026, 11, 29, 12)
DAY, YEAR, MONTH = "2026-03-01", "2026-01-01..2026-12-31", "2026-03-01..2026-03-31"
EXPECTED = {
    "2026年3月1日": (DAY, DAY, DAY),
    "2026 年 3 月 1 日": (YEAR, DAY, DAY),
    "2026年3月 1日": (MONTH, DAY, DAY),
    "２０２６年３月１日": ("26-01-01..26-12-31", "-", DAY),
    "二〇二六年三月一日": (DAY, DAY, "-"),
    "二〇二六年 三月一日": (YEAR, DAY, "-"),
    "二○二六年三月一日": (DAY, "26-03-01", "-"),
    "二O二六年三月一日": (DAY, "26-03-01", "-"),
    "2026年3月": (MONTH, "2026-03-29", "2026-03-29"),
}


def by_jionlp(text):
    found = jionlp.parse_time(text, time_base=TODAY.timestamp())
    first, last = (instant.partition(" ")[0] for instant in found["time"])
    days = first if first == last else f"{first}..{last}"
    return days if found["definition"] == "accurate" else f"{days}?"


def by_dateparser(text):
    found = dateparser.parse(text, languages=["zh"], settings={"RELATIVE_BASE": TODAY})
    return str(found.date()) if found else "-"


asked = subprocess.run(["node", "read.js", *EXPECTED], check=True, capture_output=True)
seen = {
    text: (by_jionlp(text), other, by_dateparser(text))
    for text, other in zip(EXPECTED, json.loads(asked.stdout), strict=True)
}
print("text", "JioNLP", "chrono-node", "dateparser", sep="\t")
for text, days in seen.items():
    print(text, *days, sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
