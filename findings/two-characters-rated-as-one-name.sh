#!/usr/bin/env bash
# jellyfish rates any two names of two Chinese characters as one, and writes the codex of 张小三 as 张小三张小三
#
# Guess:     match_rating_comparison finds that two Chinese names differ, unless they share most of their characters, or
#            that it cannot compare them. The codex of a short name is the name without doubled letters.
# Versions:  jellyfish 1.3.0 (PyPI)
# Behaviour: A codex of more than six bytes is cut to its first and last three letters. Three Chinese characters have nine
#            bytes, so their codex has them twice. The rating that two names must reach goes by bytes, too: names of two
#            characters have twelve bytes, for which a rating of 2 is enough, and two differences leave 4. The cut takes the middle
#            out of company names and leaves the city and 限公司. Names of two and of three characters are not compared: None.
# Output:    names                                        one name  codex of the first
#            张三 / 李四                                  True      张三
#            江城 / 东湖                                  True      江城
#            张小三 / 李大四                              False     张小三张小三
#            张三 / 张小三                                None      张三
#            武汉江城 / 武汉东湖                          True      武汉江汉江城
#            武汉江城机械有限公司 / 北京朝阳科技有限公司  True      武汉江限公司
#            SMITH / JONES                                False     SMTH
# Why a credit portal cares: Such a rating decides which persons and companies of two registers are laid before a clerk, or
#            joined. It lays every 张三 beside every 李四, and keeps 张三 from 张小三. Use phonetic ratings for Latin letters
#            alone, and identify by codes.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'jellyfish==1.3.0'

venv/bin/python - <<'PY'
import sys

from jellyfish import match_rating_codex, match_rating_comparison

EXPECTED = {
    ("张三", "李四"): (True, "张三"),
    ("江城", "东湖"): (True, "江城"),
    ("张小三", "李大四"): (False, "张小三张小三"),
    ("张三", "张小三"): (None, "张三"),
    ("武汉江城", "武汉东湖"): (True, "武汉江汉江城"),
    ("武汉江城机械有限公司", "北京朝阳科技有限公司"): (True, "武汉江限公司"),
    ("SMITH", "JONES"): (False, "SMTH"),
}
seen = {names: (match_rating_comparison(*names), match_rating_codex(names[0])) for names in EXPECTED}
print("names", "one name", "codex of the first", sep="\t")
for names, answers in seen.items():
    print(" / ".join(names), *answers, sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
