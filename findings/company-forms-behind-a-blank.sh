#!/usr/bin/env bash
# rigour sees a Chinese company's legal form only behind a blank, and takes traditional characters for another name
#
# Guess:     rigour, the name library below OpenSanctions, knows 有限公司 and 有限责任公司, takes them off the end of
#            a name as it takes Co., Ltd., and counts them as one form. One name in simplified and in traditional
#            characters comes out closer than the names of two enterprises.
# Versions:  rigour 2.6.1 (PyPI)
# Behaviour: The forms are known, but found between blanks alone, and Chinese names are written without. So nothing is
#            taken off, and a whole name is one word. With a blank they are two forms, ltd and llc, though the Company
#            Law (art. 7) lets a limited liability company bear either. 股份有限公司 is not known. One enterprise's name
#            in traditional characters scores 0.64, like a name of another trade, below the first and second works.
# Output:    武汉江城机械有限公司                             forms: -
#            武汉江城机械 有限公司                            forms: ltd
#            武汉江城机械 有限责任公司                        forms: llc
#            武汉江城机械 股份有限公司                        forms: -
#            武汉江城机械有限公司 / 武漢江城機械有限公司      0.64
#            武汉江城机械有限公司 / 武汉江城食品有限公司      0.64
#            武汉第一机械厂 / 武汉第二机械厂                  0.73
# Why a credit portal cares: Whoever screens bidders against a black list with tools built on it gets the namesake of
#            another works before the listed enterprise as Hong Kong papers spell it. Fold characters and split names
#            before such a comparison, or compare by credit code.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'rigour==2.6.1'

venv/bin/python - <<'PY'
import sys

from rigour.names import NameTypeTag, analyze_names, compare_parts, extract_org_types

NAMES = ["武汉江城机械有限公司", "武汉江城机械 有限公司", "武汉江城机械 有限责任公司", "武汉江城机械 股份有限公司"]
PAIRS = [
    ("武汉江城机械有限公司", "武漢江城機械有限公司"),
    ("武汉江城机械有限公司", "武汉江城食品有限公司"),
    ("武汉第一机械厂", "武汉第二机械厂"),
]


def parts(name):
    (analysed,) = analyze_names(NameTypeTag.ORG, [name])
    return analysed.parts


forms = [[form for _, form in extract_org_types(name)] for name in NAMES]
alignments = [compare_parts(parts(one), parts(other)) for one, other in PAIRS]
scores = [[round(alignment.score, 2) for alignment in each] for each in alignments]
for name, found in zip(NAMES, forms):
    print(f"{name}  forms: {','.join(found) or '-'}")
for (one, other), found in zip(PAIRS, scores):
    print(f"{one} / {other}", *found)
seen = (forms, scores)
sys.exit(0 if seen == ([[], ["ltd"], ["llc"], []], [[0.64], [0.64], [0.73]]) else "The behaviour has changed.")
PY
