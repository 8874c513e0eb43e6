#!/usr/bin/env bash
# string_grouper does not match a Chinese name with itself, name_matching matches 北京朝阳科技 with 江城股份 by 100
#
# Guess:     A package that matches the company names of two lists finds a Chinese name that stands in both, and gives names
#            with nothing in common a low score. One that cannot read Chinese raises an error.
# Versions:  string-grouper 0.8.0, name-matching 0.9.22, with sparse-dot-topn 1.2.0, sp-matmul-rs 0.2.1, loguru 0.7.3,
#            psutil 7.2.2, tqdm 4.70.1, pandas 2.3.3 and scikit-learn 1.9.1 (PyPI)
# Behaviour: string_grouper drops all but ASCII before it compares. Of a Chinese name nothing is left, and it has no match, without
#            a warning as long as some name has Latin letters. name_matching makes pinyin of 125 Chinese characters and drops the
#            others: of 北京朝阳科技有限公司 the word "you" is left, for 有 is one of the 125. So most companies are one.
#            With normalize_to_ascii=False and remove_ascii=False both compare the characters.
# Output:    list: 武汉江城机械有限公司, 上海浦东贸易有限公司, 江城股份有限公司, Jiangcheng Machinery Ltd
#            sought                string_grouper                  name_matching
#            武汉江城机械有限公司  -                               江城股份有限公司 100
#            北京朝阳科技有限公司  -                               江城股份有限公司 100
#            Jiangcheng Machinery  Jiangcheng Machinery Ltd        Jiangcheng Machinery Ltd 91
#            with all characters   string_grouper                  name_matching
#            武汉江城机械有限公司  武汉江城机械有限公司            武汉江城机械有限公司 100
#            北京朝阳科技有限公司  -                               江城股份有限公司 45
#            Jiangcheng Machinery  Jiangcheng Machinery Ltd        Jiangcheng Machinery Ltd 91
# Why a credit portal cares: Banks and offices hold their customers against published lists with such packages. By one no
#            customer is on the list, by the other each is there. Publish the credit code in every row, and let
#            nobody match by names alone.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --no-compile 'pandas==2.3.3' 'scikit-learn==1.9.1'
# Without what name-matching asks for to draw charts and bars
venv/bin/pip install --quiet --disable-pip-version-check --no-compile --no-deps \
  'string-grouper==0.8.0' 'name-matching==0.9.22' 'sparse-dot-topn==1.2.0' 'sp-matmul-rs==0.2.1' \
  'loguru==0.7.3' 'psutil==7.2.2' 'tqdm==4.70.1'

venv/bin/python - <<'PY'
import sys

import pandas as pd
from name_matching.name_matcher import NameMatcher
from string_grouper import match_strings

LATIN = "Jiangcheng Machinery Ltd"
LISTED = ["武汉江城机械有限公司", "上海浦东贸易有限公司", "江城股份有限公司", LATIN]
SOUGHT = ["武汉江城机械有限公司", "北京朝阳科技有限公司", "Jiangcheng Machinery"]
EXPECTED = {
    "by default": (["-", "-", LATIN], [("江城股份有限公司", 100), ("江城股份有限公司", 100), (LATIN, 91)]),
    "with all characters": (
        [LISTED[0], "-", LATIN],
        [(LISTED[0], 100), ("江城股份有限公司", 45), (LATIN, 91)],
    ),
}


def grouped(**options):
    matches = match_strings(pd.Series(LISTED), pd.Series(SOUGHT), min_similarity=0.5, **options)
    found = dict(zip(matches["right_index"], matches["left_index"], strict=True))
    return [LISTED[found[index]] if index in found else "-" for index in range(len(SOUGHT))]


def matched(**options):
    matcher = NameMatcher(verbose=False, **options)
    matcher.load_and_process_master_data("name", pd.DataFrame({"name": LISTED}))
    matches = matcher.match_names(to_be_matched=pd.DataFrame({"name": SOUGHT}), column_matching="name")
    return [(LISTED[int(row.match_index)], round(row.score)) for row in matches.itertuples()]


seen = {
    "by default": (grouped(), matched()),
    "with all characters": (grouped(normalize_to_ascii=False), matched(remove_ascii=False)),
}
for options, found in seen.items():
    print(options, "string_grouper", "name_matching", sep="\t")
    for name, group, match in zip(SOUGHT, *found, strict=True):
        print(name, group, *match, sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
