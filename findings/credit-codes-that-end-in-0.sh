#!/usr/bin/env bash
# The npm package stdnum refuses every credit code whose check sign is 0, one enterprise in thirty-one
#
# Guess:     stdnum for npm follows python-stdnum. Both take every code of an enterprise (91...) whose check sign is
#            that of GB 32100-2015, and so does util-helpers.
# Versions:  stdnum 1.12.0 and util-helpers 5.8.1 (npm), python-stdnum 2.2 (PyPI), Node.js 18 or newer
# Behaviour: Of 31 valid codes, one for each check sign, stdnum for npm calls the one that ends in 0 wrong. The standard
#            takes 31 less the remainder, and 0 where the remainder is 0; this package looks up the sign number 31,
#            which does not exist. python-stdnum and util-helpers take all. Of 3,100 made-up codes 100 are refused.
# Output:    package                      refuses of 31  they end in  refuses of 3,100
#            stdnum 1.12.0                1              0            100
#            util-helpers 5.8.1           0              -            0
#            python-stdnum 2.2            0              -            0
# Why a credit portal cares: A form, an open-data client or a tender site that checks codes with it turns away one
#            enterprise in thirty-one for good, always the same ones, as if their code were mistyped. Whoever builds on the
#            portal's API with it needs a second check.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'python-stdnum==2.2'
npm install --silent --no-audit --no-fund 'stdnum@1.12.0' 'util-helpers@5.8.1'

cat >check.mjs <<'JS'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const { stdnum } = require("stdnum");
const { isUnifiedIdentifier } = require("util-helpers");
const codes = JSON.parse(readFileSync("codes.json", "utf8"));
const refused = (check) => codes.filter((code) => !check(code));
console.log(
  JSON.stringify([
    refused((code) => stdnum.CN.uscc.validate(code).isValid),
    refused((code) => isUnifiedIdentifier(code)),
  ]),
);
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys
from pathlib import Path

from stdnum.cn import uscc

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [pow(3, place, 31) for place in range(17)]
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
EACH = 100


def organisation_code(body):
    total = sum(int(sign, 36) * weight for sign, weight in zip(body, ORGANISATION_WEIGHTS))
    return body + "0123456789X"[-total % 11]


def credit_code(number):
    body = "91420102" + organisation_code(f"MA4{number:05}")
    total = sum(SIGNS.index(sign) * weight for sign, weight in zip(body, WEIGHTS))
    return body + SIGNS[-total % 31]


by_sign = {sign: [] for sign in SIGNS}
number = 0
while any(len(codes) < EACH for codes in by_sign.values()):
    code = credit_code(number)
    if len(by_sign[code[-1]]) < EACH:
        by_sign[code[-1]].append(code)
    number += 1

codes = [code for each in by_sign.values() for code in each]
firsts = {each[0] for each in by_sign.values()}
Path("codes.json").write_text(json.dumps(codes))
answer = subprocess.run(["node", "check.mjs"], check=True, capture_output=True, text=True).stdout
npm, helpers = json.loads(answer)
python = [code for code in codes if not uscc.is_valid(code)]
print(f"{'package':<28} {'refuses of 31':<14} {'they end in':<12} refuses of {len(codes):,}")
for name, refused in [("stdnum 1.12.0", npm), ("util-helpers 5.8.1", helpers), ("python-stdnum 2.2", python)]:
    ends = ",".join(sorted({code[-1] for code in refused})) or "-"
    print(f"{name:<28} {len(firsts.intersection(refused)):<14} {ends:<12} {len(refused)}")
expected = [sorted(by_sign["0"]), [], []]
sys.exit(0 if [sorted(npm), helpers, python] == expected else "The behaviour has changed.")
PY
