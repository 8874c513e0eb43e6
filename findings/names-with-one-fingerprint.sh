#!/usr/bin/env bash
# fingerprints gives enterprises of 陕西 and 山西 one fingerprint, and 武汉江城 and 江城武汉, too
#
# Guess:     A fingerprint of a Chinese name joins its spellings, blanks and traditional characters, and keeps the names of
#            two enterprises apart, for each character of a name counts.
# Versions:  fingerprints 1.3.1 and normality 3.1.0 (PyPI)
# Behaviour: The name becomes pinyin without tones, one word a character, and the words are sorted and made unique. So names
#            that sound alike are one name, in whatever order their characters stand and however often one comes twice.
#            keep_order=True keeps order and number, but still takes 陕西 for 山西.
# Output:    names                                            as it is  keep_order
#            武汉江城机械有限公司 / 武漢江城機械有限公司      one       one
#            山西大同煤业有限公司 / 陕西大同煤业有限公司      one       one
#            武汉江城机械有限公司 / 江城武汉机械有限公司      one       two
#            江城食品有限公司 / 江江城食品有限公司            one       two
#            武汉江城贸易有限公司 / 武汉姜成贸易有限公司      one       one
#            武汉江城机械有限公司 / 武汉江城食品有限公司      two       two
#            武汉江城机械有限公司: cheng han ji jiang ltd wu xie
# Why a credit portal cares: Tools of open ownership data join companies by fingerprint. A penalty from Shanxi comes to stand
#            beside an enterprise of Shaanxi, and nothing in the match shows that the characters differ. Join by credit code, and
#            use a fingerprint to find candidates at most.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'fingerprints==1.3.1' 'normality==3.1.0'

venv/bin/python - <<'PY'
import sys

import fingerprints

EXPECTED = {
    ("武汉江城机械有限公司", "武漢江城機械有限公司"): ("one", "one"),
    ("山西大同煤业有限公司", "陕西大同煤业有限公司"): ("one", "one"),
    ("武汉江城机械有限公司", "江城武汉机械有限公司"): ("one", "two"),
    ("江城食品有限公司", "江江城食品有限公司"): ("one", "two"),
    ("武汉江城贸易有限公司", "武汉姜成贸易有限公司"): ("one", "one"),
    ("武汉江城机械有限公司", "武汉江城食品有限公司"): ("two", "two"),
}


def number(names, **options):
    return "one" if len({fingerprints.generate(name, **options) for name in names}) == 1 else "two"


seen = {names: (number(names), number(names, keep_order=True)) for names in EXPECTED}
print("names", "as it is", "keep_order", sep="\t")
for names, numbers in seen.items():
    print(" / ".join(names), *numbers, sep="\t")
print(fingerprints.generate("武汉江城机械有限公司"))
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
