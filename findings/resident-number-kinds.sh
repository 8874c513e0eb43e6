#!/usr/bin/env bash
# No recogniser of Chinese personal numbers knows all kinds of 18 digits that are in use
#
# Guess:     Permits of residents of Hong Kong, Macao and Taiwan bear numbers of GB 11643 since 2018-09-01, cards of
#            permanent residents of other countries such numbers since 2023-12-01: recognisers accept them.
# Versions:  python-stdnum 2.2 and id-validator 1.0.20 (PyPI), validator 13.15.35 and id-validator 1.3.0 (npm),
#            Node.js 18 or newer
# Behaviour: Each knows another part. npm's id-validator refuses all permits, PyPI's package of the same name takes them.
#            validator.js and stdnum take 810000 and 820000 but not 830000. The first digit 9 of foreigners' cards is known
#            to none: validator.js takes a card that begins 91, which it holds for a province "abroad".
#            (国办发〔2018〕81号, art. 3, gives 810000, 820000, 830000. The card of 2023: 9, province, numeric country, day
#            of birth, sequence, check digit of MOD 11-2.)
# Output:    number                           stdnum  id-validator  validator.js  id-validator
#                                             (PyPI)        (PyPI)         (npm)         (npm)
#            resident, Wuhan                     yes           yes           yes           yes
#            permit, Hong Kong                   yes           yes           yes            no
#            permit, Macao                       yes           yes           yes            no
#            permit, Taiwan                       no           yes            no            no
#            foreigner, card of Beijing           no            no           yes            no
#            foreigner, card of Hubei             no            no            no            no
# Why a credit portal cares: A legal representative may hold any of these, and no such number may be public. A rule that
#            excludes 91 to spare unified codes passes the foreigners' cards; they differ by check digit and day of birth.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'python-stdnum==2.2' 'id-validator==1.0.20'
npm install --silent --no-audit --no-fund 'validator@13.15.35' 'id-validator@1.3.0'

cat >recognise.js <<'JS'
const validator = require("validator");
const IdValidator = require("id-validator");
const own = new IdValidator(require("id-validator/src/GB2260"));
const answers = process.argv.slice(2).map((number) => [
  validator.isIdentityCard(number, "zh-CN"),
  own.isValid(number),
]);
console.log(JSON.stringify(answers));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

from id_validator import validator
from stdnum.cn import ric

# The first 17 digits, all made up.
KINDS = {
    "resident, Wuhan": "42010620010101123",
    "permit, Hong Kong": "81000020010101123",
    "permit, Macao": "82000020010101123",
    "permit, Taiwan": "83000020010101123",
    "foreigner, card of Beijing": "91184020010101123",
    "foreigner, card of Hubei": "94284020010101123",
}
EXPECTED = [
    [True, True, True, True],
    [True, True, True, False],
    [True, True, True, False],
    [False, True, False, False],
    [False, False, True, False],
    [False, False, False, False],
]
numbers = [body + ric.calc_check_digit(body + "0") for body in KINDS.values()]
by_node = json.loads(subprocess.run(["node", "recognise.js", *numbers], check=True, capture_output=True).stdout)
seen = [
    [ric.is_valid(number), bool(validator.is_valid(number)), *answers] for number, answers in zip(numbers, by_node)
]
ROW = "{:<30}{:>9}{:>14}{:>14}{:>14}"
print(ROW.format("number", "stdnum", "id-validator", "validator.js", "id-validator"))
print(ROW.format("", "(PyPI)", "(PyPI)", "(npm)", "(npm)"))
for kind, answers in zip(KINDS, seen):
    print(ROW.format(kind, *("yes" if answer else "no" for answer in answers)))
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
