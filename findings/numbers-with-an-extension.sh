#!/usr/bin/env bash
# libphonenumber does not know 转, the Chinese word for an extension, and makes one number of 027-82811234-8012
#
# Guess:     027-82811234转8012 is the number with the extension 8012. The library knows such words of other languages, доб among
#            them.
# Versions:  phonenumbers 9.0.43 (PyPI), libphonenumber-js 1.13.16 (npm), Node.js 18 or newer
# Behaviour: Read alone, a number with 转 or 分机 behind it is no number for either. Found in a text, it is the exchange
#            without the extension. With a hyphen between, the extension becomes the end of the number: it is
#            stored as +8627828112348012, and no search of a text finds it.
# Output:    written                   read                            found in a text
#            027-82811234转8012        -                               +862782811234
#            027-82811234分机8012      -                               +862782811234
#            027-82811234-8012         +8627828112348012 (invalid)     -
#            027-82811234 доб. 8012    +862782811234 ext. 8012         +862782811234 ext. 8012
#            027-82811234              +862782811234                   +862782811234
# Why a credit portal cares: Contact numbers of enterprises and offices come with 转. Stored as E.164 they lead to the exchange,
#            to nobody, or are refused as a mistake of the office. Split at 转, 分机 and the second hyphen first, and
#            keep the text as written.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'phonenumbers==9.0.43'
npm install --silent --no-audit --no-fund 'libphonenumber-js@1.13.16'

cat >read.cjs <<'JS'
const { ParseError, findPhoneNumbersInText, parsePhoneNumberWithError } = require("libphonenumber-js/max");
const shown = ({ number, ext }) => (ext ? `${number} ext. ${ext}` : number);

function read(text) {
  try {
    const number = parsePhoneNumberWithError(text, "CN");
    return shown(number) + (number.isValid() ? "" : " (invalid)");
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return "-";
  }
}

function found(text) {
  const [first] = findPhoneNumbersInText(`电话：${text}。`, "CN");
  return first ? shown(first.number) : "-";
}

console.log(JSON.stringify(process.argv.slice(2).map((text) => [read(text), found(text)])));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

import phonenumbers

EXPECTED = {
    "027-82811234转8012": ["-", "+862782811234"],
    "027-82811234分机8012": ["-", "+862782811234"],
    "027-82811234-8012": ["+8627828112348012 (invalid)", "-"],
    "027-82811234 доб. 8012": ["+862782811234 ext. 8012", "+862782811234 ext. 8012"],
    "027-82811234": ["+862782811234", "+862782811234"],
}


def shown(number):
    digits = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{digits} ext. {number.extension}" if number.extension else digits


def read(text):
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return "-"
    return shown(number) + ("" if phonenumbers.is_valid_number(number) else " (invalid)")


def found(text):
    matches = phonenumbers.PhoneNumberMatcher(f"电话：{text}。", "CN")
    return next((shown(match.number) for match in matches), "-")


asked = subprocess.run(["node", "read.cjs", *EXPECTED], check=True, capture_output=True)
of_node = dict(zip(EXPECTED, json.loads(asked.stdout), strict=True))
seen = {text: [read(text), found(text)] for text in EXPECTED}
print("written", "read", "found in a text", sep="\t")
for text, answers in seen.items():
    print(text, *answers, sep="\t")
print("libphonenumber-js:", "the same" if of_node == seen else of_node)
sys.exit(0 if seen == of_node == EXPECTED else "The behaviour has changed.")
PY
