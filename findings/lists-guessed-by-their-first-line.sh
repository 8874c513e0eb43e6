#!/usr/bin/env bash
# With faust-cchardet beside it Beautiful Soup reads a list in GBK as Big5, depending on the first name
#
# Guess:     The longer a text, the surer its encoding: a thousand Chinese names in GBK are enough for every detector, and
#            their order does not matter.
# Versions:  faust-cchardet 3.2.0, chardet 7.7.0, charset-normalizer 3.5.3 and beautifulsoup4 4.15.0 (PyPI)
# Behaviour: faust-cchardet settles on what the first characters allow. One name decides: the same thousand names in another
#            order are BIG5 with 0.75 or GB18030 with 0.70, the wrong answer with more confidence. A header above is enough
#            to be right. Beautiful Soup asks cchardet first where it is installed, and hands out other Chinese characters
#            with no mark of damage. chardet and charset-normalizer are right each time.
# Output:    first of 1,000 lines      faust-cchardet  chardet  charset-normalizer  Beautiful Soup
#            武汉江城机械有限公司      BIG5            GB18030  gb18030             挕犖蔬傑
#            武汉东湖食品有限公司      GB18030         GB18030  gb18030             武汉东湖
#            宜昌长江建筑工程有限公司  BIG5            GB18030  gb18030             皊荻酗蔬
#            襄阳晨光商贸有限公司      GB18030         GB18030  gb18030             襄阳晨光
#            企业名称                  GB18030         GB18030  gb18030             企业名称
# Why a credit portal cares: Lists of enterprises still come as GBK text without a label. One with the wrong name on top loses
#            every name, in an installation that differs from the tested one by a package nobody asked for. For Chinese
#            files try UTF-8 and else GB18030, and guess nothing.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'faust-cchardet==3.2.0' 'chardet==7.7.0' \
    'charset-normalizer==3.5.3' 'beautifulsoup4==4.15.0'

venv/bin/python - <<'PY'
import sys
from itertools import cycle, islice

import cchardet
import chardet
import charset_normalizer
from bs4.dammit import UnicodeDammit

NAMES = ["武汉江城机械有限公司", "武汉东湖食品有限公司", "宜昌长江建筑工程有限公司", "襄阳晨光商贸有限公司"]
RIGHT = ("GB18030", "GB18030", "gb18030")
WRONG = ("BIG5", "GB18030", "gb18030")
EXPECTED = {
    NAMES[0]: (*WRONG, False),
    NAMES[1]: (*RIGHT, True),
    NAMES[2]: (*WRONG, False),
    NAMES[3]: (*RIGHT, True),
    "企业名称": (*RIGHT, True),
}
LINES = 1000

seen = {}
print("first of 1,000 lines", "faust-cchardet", "chardet", "charset-normalizer", "Beautiful Soup", sep="\t")
for first in EXPECTED:
    start = NAMES.index(first) if first in NAMES else 0
    lines = list(islice(cycle(NAMES), start, start + LINES))
    text = "\n".join(lines if first in NAMES else [first, *lines[1:]])
    content = text.encode("gbk")
    guesses = (
        cchardet.detect(content)["encoding"],
        chardet.detect(content)["encoding"],
        charset_normalizer.from_bytes(content).best().encoding,
    )
    read = UnicodeDammit(content).unicode_markup
    seen[first] = (*guesses, read == text)
    print(first, *guesses, read[:4], sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
