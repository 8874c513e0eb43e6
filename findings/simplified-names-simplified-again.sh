#!/usr/bin/env bash
# Converters to simplified Chinese change names that are simplified: hanziconv writes 唿和浩特, and 畲 for the surname 佘
#
# Guess:     What is simplified already stays as it is. A converter touches the few characters that were in both uses, such
#            as 乾, and words know better: 乾元 stays.
# Versions:  hanziconv 0.3.2, zhconv 1.4.3 and OpenCC 1.4.2 (PyPI)
# Behaviour: GB 2312 is the set of simplified characters. hanziconv changes 29 of it, among them 呼, 猛, 脊, 藉 and 佘, and has no
#            words, so 乾元 is 干元 and 瞭望 is 了望. zhconv changes 24, among them 钜, 锺, 甯, which the list of
#            standard characters of 2013 admits again, for names above all. OpenCC changes 16; both write 升 for 昇, which
#            that list admits, too.
# Output:    text    hanziconv  zhconv  OpenCC
#            呼和浩特  唿和浩特   =       =
#            佘氏    畲氏       =       =
#            勇猛    勇勐       =       =
#            乾元    干元       =       =
#            瞭望    了望       =       =
#            钜源    鉅源       巨源    =
#            锺祥    =          钟祥    =
#            甯氏    =          宁氏    =
#            昇辉    =          升辉    升辉
#            characters of GB 2312 that change: hanziconv 29, zhconv 24, OpenCC 16
# Why a credit portal cares: Names are converted so that a name in traditional characters finds its enterprise. What is
#            stored converted shows another name on the page, and merges two shops, 佘 with 畲 and 昇辉 with 升辉. Convert
#            copies for search only, and compare registered names as they are.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'hanziconv==0.3.2' 'zhconv==1.4.3' 'OpenCC==1.4.2'

venv/bin/python - <<'PY'
import sys

import zhconv
from hanziconv import HanziConv
from opencc import OpenCC

EXPECTED = {
    "呼和浩特": ("唿和浩特", "=", "="),
    "佘氏": ("畲氏", "=", "="),
    "勇猛": ("勇勐", "=", "="),
    "乾元": ("干元", "=", "="),
    "瞭望": ("了望", "=", "="),
    "钜源": ("鉅源", "巨源", "="),
    "锺祥": ("=", "钟祥", "="),
    "甯氏": ("=", "宁氏", "="),
    "昇辉": ("=", "升辉", "升辉"),
}
CHANGED = {"hanziconv": 29, "zhconv": 24, "OpenCC": 16}
CONVERTERS = {
    "hanziconv": HanziConv.toSimplified,
    "zhconv": lambda text: zhconv.convert(text, "zh-cn"),
    "OpenCC": OpenCC("t2s").convert,
}
rows = [[bytes([row, cell]) for cell in range(0xA1, 0xFF)] for row in range(0xB0, 0xF8)]
characters = [character for row in rows for each in row if (character := each.decode("gb2312", "ignore"))]


def other(text, converted):
    return "=" if converted == text else converted


seen = {text: tuple(other(text, convert(text)) for convert in CONVERTERS.values()) for text in EXPECTED}
changed = {
    name: sum(convert(character) != character for character in characters) for name, convert in CONVERTERS.items()
}
print("text", *CONVERTERS, sep="\t")
for text, converted in seen.items():
    print(text, *converted, sep="\t")
print("characters of GB 2312 that change:", ", ".join(f"{name} {count}" for name, count in changed.items()))
sys.exit(0 if (seen, changed) == (EXPECTED, CHANGED) else "The behaviour has changed.")
PY
