#!/usr/bin/env bash
# jsonschema and Ajv refuse every seventh amount as a multiple of 0.01
#
# Guess:     "multipleOf": 0.01 takes each amount of whole fen and refuses what has a third decimal.
# Versions:  jsonschema 4.26.0, fastjsonschema 2.22.3, jsonschema-rs 0.60.3 (PyPI), ajv 8.20.0 and zod 4.6.7 (npm),
#            Node.js 18 or newer
# Behaviour: jsonschema and Ajv divide binary fractions and ask for a whole quotient: 19.99 / 0.01 is 1998.9999999999998. Of
#            the amounts from 0.01 to 100.00 yuan both refuse 1,363, the same ones; the others refuse none. All refuse
#            0.015. With amounts and 0.01 read as Decimal (parse_float), jsonschema is right, too.
# Output:    validator              refuses of 10,000  4.35     19.99    0.015
#            jsonschema             1363               refused  refused  refused
#            jsonschema, Decimal    0                  taken    taken    refused
#            fastjsonschema         0                  taken    taken    refused
#            jsonschema-rs          0                  taken    taken    refused
#            ajv                    1363               refused  refused  refused
#            zod                    0                  taken    taken    refused
# Why a credit portal cares: Descriptions of interfaces write amounts in yuan with this keyword. A fine of 19.99 is refused at one
#            department's gate and taken at another's, and round fines pass everywhere, so tests do not show it. Exchange
#            amounts as strings with a pattern, or in whole fen.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  'jsonschema==4.26.0' 'fastjsonschema==2.22.3' 'jsonschema-rs==0.60.3'
npm install --silent --no-audit --no-fund 'ajv@8.20.0' 'zod@4.6.7'

cat >check.cjs <<'JS'
const fs = require("node:fs");
const Ajv = require("ajv").default;
const { z } = require("zod");
const amounts = JSON.parse(fs.readFileSync("amounts.json", "utf8"));
const ajv = new Ajv().compile({ type: "number", multipleOf: 0.01 });
const zod = z.number().multipleOf(0.01);
console.log(JSON.stringify([amounts.map((each) => ajv(each)), amounts.map((each) => zod.safeParse(each).success)]));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import fastjsonschema
import jsonschema
import jsonschema_rs

SCHEMA = '{"type": "number", "multipleOf": 0.01}'
SINGLE = ("4.35", "19.99", "0.015")


def by_fastjsonschema(amount):
    try:
        compiled(amount)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


text = json.dumps([*(fen / 100 for fen in range(1, 10001)), *map(float, SINGLE)])
Path("amounts.json").write_text(text)
amounts = json.loads(text)
exactly = jsonschema.Draft7Validator(json.loads(SCHEMA, parse_float=Decimal))
compiled = fastjsonschema.compile(json.loads(SCHEMA))
of_node = subprocess.run(["node", "check.cjs"], check=True, capture_output=True)
ajv, zod = json.loads(of_node.stdout)
answers = {
    "jsonschema": [*map(jsonschema.Draft7Validator(json.loads(SCHEMA)).is_valid, amounts)],
    "jsonschema, Decimal": [*map(exactly.is_valid, json.loads(text, parse_float=Decimal))],
    "fastjsonschema": [*map(by_fastjsonschema, amounts)],
    "jsonschema-rs": [*map(jsonschema_rs.Draft7Validator(json.loads(SCHEMA)).is_valid, amounts)],
    "ajv": ajv,
    "zod": zod,
}
print("validator", "refuses of 10,000", *SINGLE, sep="\t")
seen = {}
for name, taken in answers.items():
    seen[name] = (taken[:10000].count(False), *("taken" if each else "refused" for each in taken[10000:]))
    print(name, *seen[name], sep="\t")
expected = dict.fromkeys(answers, (0, "taken", "taken", "refused"))
expected["jsonschema"] = expected["ajv"] = (1363, "refused", "refused", "refused")
is_as_seen = seen == expected and answers["jsonschema"] == ajv
sys.exit(0 if is_as_seen else "The behaviour has changed.")
PY
