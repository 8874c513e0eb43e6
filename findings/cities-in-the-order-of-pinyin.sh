#!/usr/bin/env bash
# Unicode's Chinese order files Chongqing under C, but Changsha under Z and Xiamen under S
#
# Guess:     Intl.Collator of Chinese sorts well-known cities by the reading of their names, as dictionaries and maps do.
# Versions:  pypinyin 0.55.0 (PyPI), Node.js 18 or newer (seen with Node.js 20.20.2, ICU 78.2, CLDR 48)
# Behaviour: The order goes by one fixed reading of a character: 长 is zhang, 厦 is sha, 番 is fan, 铅 is qian, whatever
#            word it stands in. A few pairs have an order of their own: 重庆 and 沈阳 do, so the first tries look right.
# Output:    letter of CLDR beside letter of the reading
#            重庆 C C, 沈阳 S S, 成都 C C, 长沙 Z C, 长春 Z C, 厦门 S X, 番禺 F P, 铅山 Q Y
# Why a credit portal cares: Lists of enterprises begin with their city. Sorted so by the browser, by PostgreSQL's ICU order
#            or by any other heir of CLDR, a page "C" lacks each enterprise of Changsha and Changchun, and nobody sees it, as
#            Chongqing is there. Sort by readings of the names, which places take from a table.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'pypinyin==0.55.0'

cat >letters.js <<'JS'
// The first character of each letter in the order; a name has the letter of the last one that does not follow it.
const FIRST = [..."阿八擦搭蛾发嘎哈击喀垃妈拿哦啪期然撒塌挖昔压匝"];
const LETTERS = [..."ABCDEFGHJKLMNOPQRSTWXYZ"];
const order = new Intl.Collator("zh").compare;
const letter = (name) => LETTERS[FIRST.filter((first) => order(first, name) <= 0).length - 1];
console.log(JSON.stringify(process.argv.slice(2).map(letter)));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

from pypinyin import Style, pinyin

EXPECTED = {
    "重庆": "CC",
    "沈阳": "SS",
    "成都": "CC",
    "长沙": "ZC",
    "长春": "ZC",
    "厦门": "SX",
    "番禺": "FP",
    "铅山": "QY",
}
letters = json.loads(subprocess.run(["node", "letters.js", *EXPECTED], check=True, capture_output=True).stdout)
seen = {}
for name, letter in zip(EXPECTED, letters, strict=True):
    reading = pinyin(name, style=Style.NORMAL)[0][0]
    seen[name] = letter + reading[0].upper()
    print(name, letter, reading, sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
