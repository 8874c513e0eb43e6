#!/usr/bin/env bash
# companynameparser takes the trade names 江城, 和平 and 朝阳 of Wuhan enterprises for places and leaves the trade name empty
#
# Guess:     A parser of Chinese company names gives the four parts of the law: place, trade name, trade and form. A county's name
#            behind that of a city of another province is the trade name.
# Versions:  companynameparser 0.1.8 (PyPI)
# Behaviour: A trade name that is also a county somewhere goes to the place: 江城 is one in Yunnan, 和平 in Guangdong and Tianjin,
#            朝阳 in Beijing. 第一 goes to the trade. A shop without 有限公司 has the trade for its trade name, and of 上海路 the
#            place is 上海, the trade name 路. 鑫源, which is no place, comes out right.
# Output:    name                          place      trade name  trade
#            武汉鑫源机械有限公司          武汉       鑫源        机械
#            武汉江城机械有限公司          武汉江城   -           机械
#            武汉和平机械有限公司          武汉和平   -           机械
#            武汉朝阳机械有限公司          武汉朝阳   -           机械
#            武汉永安机械有限公司          武汉永安   -           机械
#            武汉第一机械有限公司          武汉       -           第一机械
#            武汉朝阳米粉店                武汉朝阳   米粉店      -
#            上海路商贸（武汉）有限公司    上海,武汉  路          商贸
# Why a credit portal cares: Who joins lists by trade name puts all such enterprises of a city and trade into one, and all noodle shops
#            into another. Enterprises are hung on a province that they have nothing to do with. Compare whole names or codes; take
#            the place from the division of the code.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'companynameparser==0.1.8'

venv/bin/python - <<'PY'
import sys

import companynameparser

EXPECTED = {
    "武汉鑫源机械有限公司": ("武汉", "鑫源", "机械"),
    "武汉江城机械有限公司": ("武汉江城", "", "机械"),
    "武汉和平机械有限公司": ("武汉和平", "", "机械"),
    "武汉朝阳机械有限公司": ("武汉朝阳", "", "机械"),
    "武汉永安机械有限公司": ("武汉永安", "", "机械"),
    "武汉第一机械有限公司": ("武汉", "", "第一机械"),
    "武汉朝阳米粉店": ("武汉朝阳", "米粉店", ""),
    "上海路商贸（武汉）有限公司": ("上海,武汉", "路", "商贸"),
}
print("name", "place", "trade name", "trade", sep="\t")
seen = {}
for name in EXPECTED:
    parts = companynameparser.parse(name)
    seen[name] = (parts["place"], parts["brand"], parts["trade"])
    print(name, *(part or "-" for part in seen[name]), sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
