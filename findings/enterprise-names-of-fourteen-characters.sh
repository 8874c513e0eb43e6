#!/usr/bin/env bash
# Tantivy and LanceDB leave an enterprise name of fourteen Chinese characters out of the index
#
# Guess:     Chinese text has no blanks, so a tokenizer that splits at blanks and signs takes a whole name for one word. Then
#            the name in full finds its row, whatever its length: the limit is 40 characters by the documentation.
# Versions:  tantivy 0.27.0 and lancedb 0.40.0 (PyPI)
# Behaviour: Words of more than 39 bytes are left out in tantivy, of more than 40 in LanceDB: 13 Chinese characters in UTF-8.
#            A name of fourteen is stored, but not indexed, and found by no search; nothing warns. The same name with
#            （汉阳） in it is found where brackets part it. tantivy is right with the tokenizer raw. LanceDB's raw and
#            whitespace have the same limit, and max_token_length=None lifts it.
# Output:    characters                  10   13   14   16   14 in two parts
#            tantivy, default            1    1    0    0    1
#            tantivy, raw                1    1    1    1    1
#            LanceDB, default            1    1    0    0    1
#            LanceDB, raw                1    1    0    0    0
#            LanceDB, no limit           1    1    1    1    1
# Why a credit portal cares: Many registered names have fourteen characters or more, and those are the groups and the
#            branches. A search over open data of the portal finds the small shop and shows "no such enterprise" for the group.
#            A trial with a few short names passes. Set the limit, or index n-grams.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'tantivy==0.27.0' 'lancedb==0.40.0'

venv/bin/python - <<'PY'
import sys

import lancedb
import pyarrow
import tantivy
from lancedb.index import FTS

NAMES = [
    "武汉江城机械有限公司",
    "汉江城机械设备制造有限公司",
    "武汉江城机械设备制造有限公司",
    "武汉江城高新技术产业投资有限公司",
    "武汉江城（汉阳）制造有限公司",
]
EXPECTED = {
    "tantivy, default": [1, 1, 0, 0, 1],
    "tantivy, raw": [1, 1, 1, 1, 1],
    "LanceDB, default": [1, 1, 0, 0, 1],
    "LanceDB, raw": [1, 1, 0, 0, 0],
    "LanceDB, no limit": [1, 1, 1, 1, 1],
}


def in_tantivy(tokenizer):
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", stored=True, tokenizer_name=tokenizer)
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for name in NAMES:
        writer.add_document(tantivy.Document(name=name))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    hits = [searcher.search(index.parse_query(f'"{name}"', ["name"]), 10).hits for name in NAMES]
    return [
        sum(searcher.doc(place)["name"] == [name] for _, place in found) for name, found in zip(NAMES, hits)
    ]


def in_lancedb(**options):
    table.create_index("name", config=FTS(**options), replace=True)
    hits = [table.search(name, query_type="fts").limit(10).to_list() for name in NAMES]
    return [sum(row["name"] == name for row in found) for name, found in zip(NAMES, hits)]


table = lancedb.connect("lance").create_table("names", pyarrow.table({"name": NAMES}))
seen = {
    "tantivy, default": in_tantivy("default"),
    "tantivy, raw": in_tantivy("raw"),
    "LanceDB, default": in_lancedb(),
    "LanceDB, raw": in_lancedb(base_tokenizer="raw"),
    "LanceDB, no limit": in_lancedb(max_token_length=None),
}
print(f"{'characters':<20}", *(f"{len(name):<4}" for name in NAMES))
for kind, found in seen.items():
    print(f"{kind:<20}", *(f"{number:<4}" for number in found))
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
