#!/usr/bin/env bash
# Pydantic takes ４２０１００ for six digits, its own schema in another validator does not
#
# Guess:     The pattern ^\d{6}$ of a JSON schema means the digits 0 to 9, as in the regular expressions of ECMAScript that
#            the standard names, and all validators take and refuse the same codes.
# Versions:  pydantic 2.14.4, msgspec 0.23.0, jsonschema 4.26.0, fastjsonschema 2.22.3, jsonschema-rs 0.60.3 (PyPI),
#            ajv 8.20.0 (npm), Node.js 18 or newer
# Behaviour: Pydantic (by Rust), msgspec, jsonschema and fastjsonschema (by Python) take each digit of Unicode, jsonschema-rs and
#            Ajv 0 to 9 alone. Pydantic publishes the pattern unchanged, so clients check otherwise than its server.
#            jsonschema and msgspec take a line end behind the code, too. With [0-9] for \d all refuse full-width digits.
# Output:    validator       420100  ４２０１００  420100 and a line end  ４２０１００ by [0-9]
#            pydantic        taken   taken         refused                refused
#            msgspec         taken   taken         taken                  refused
#            jsonschema      taken   taken         taken                  refused
#            fastjsonschema  taken   taken         refused                refused
#            jsonschema-rs   taken   refused       refused                refused
#            ajv             taken   refused       refused                refused
# Why a credit portal cares: Chinese input methods write full-width digits at one key's press. A code of them passes the gate of
#            an import, is stored, and equals no code of the register; the next system refuses the whole parcel. Write
#            [0-9] into patterns, and fold full-width digits before the check.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  'pydantic==2.14.4' 'msgspec==0.23.0' 'jsonschema==4.26.0' 'fastjsonschema==2.22.3' 'jsonschema-rs==0.60.3'
npm install --silent --no-audit --no-fund 'ajv@8.20.0'

cat >check.cjs <<'JS'
const Ajv = require("ajv").default;
const [schema, codes] = JSON.parse(process.argv[2]);
console.log(JSON.stringify(codes.map((code) => new Ajv({ strict: false }).compile(schema)(code))));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys
from typing import Annotated

import fastjsonschema
import jsonschema
import jsonschema_rs
import msgspec
import pydantic

CODES = ["420100", "４２０１００", "420100\n"]


def accepts(check, *refusals):
    def is_accepted(code):
        try:
            check(code)
        except refusals:
            return False
        return True

    return is_accepted


def checks(pattern):
    adapter = pydantic.TypeAdapter(Annotated[str, pydantic.Field(pattern=pattern)])
    schema = adapter.json_schema()
    kind = Annotated[str, msgspec.Meta(pattern=pattern)]
    asked = subprocess.run(["node", "check.cjs", json.dumps([schema, CODES])], check=True, capture_output=True)
    of_ajv = dict(zip(CODES, json.loads(asked.stdout), strict=True))
    return {
        "pydantic": accepts(adapter.validate_python, pydantic.ValidationError),
        "msgspec": accepts(lambda code: msgspec.convert(code, kind), msgspec.ValidationError),
        "jsonschema": jsonschema.Draft7Validator(schema).is_valid,
        "fastjsonschema": accepts(fastjsonschema.compile(schema), fastjsonschema.JsonSchemaValueException),
        "jsonschema-rs": jsonschema_rs.Draft7Validator(schema).is_valid,
        "ajv": of_ajv.get,
    }


by_digits, by_range = checks(r"^\d{6}$"), checks("^[0-9]{6}$")
print("validator", "420100", "４２０１００", "420100 and a line end", "４２０１００ by [0-9]", sep="\t")
seen = {}
for name, check in by_digits.items():
    answers = [*map(check, CODES), by_range[name](CODES[1])]
    seen[name] = ["taken" if answer else "refused" for answer in answers]
    print(name, *seen[name], sep="\t")
expected = {
    "pydantic": ["taken", "taken", "refused", "refused"],
    "msgspec": ["taken", "taken", "taken", "refused"],
    "jsonschema": ["taken", "taken", "taken", "refused"],
    "fastjsonschema": ["taken", "taken", "refused", "refused"],
    "jsonschema-rs": ["taken", "refused", "refused", "refused"],
    "ajv": ["taken", "refused", "refused", "refused"],
}
sys.exit(0 if seen == expected else "The behaviour has changed.")
PY
