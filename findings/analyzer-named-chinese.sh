#!/usr/bin/env bash
# TEXT_MATCH of Milvus Lite finds a Chinese name by its whole text alone, whatever analyzer the column has
#
# Guess:     Milvus Lite is the small edition of Milvus with the same interface. A column with the analyzer "chinese" finds 机械 in
#            武汉江城机械有限公司 by TEXT_MATCH, or the analyzer is refused when the collection is made.
# Versions:  milvus-lite 3.2.2, pymilvus 3.0.2 and jieba 0.42.1 (PyPI)
# Behaviour: The analyzer is stored, not asked. Words are runs of letters, and Chinese characters are letters: a whole name is one
#            word. With "chinese", with the tokenizer jieba and jieba installed, and with none the answers are the same. Nothing
#            warns. LIKE finds each part.
# Output:    asked for               chinese  jieba  none   LIKE
#            武汉江城机械有限公司    1        1      1      1
#            机械                    0        0      0      2
#            有限公司                0        0      0      3
#            Costa                   1        1      1      1
# Why a credit portal cares: Programs are tried on Milvus Lite and run on Milvus. Here a search by a part of the name means that
#            no listed enterprise has it, and a trial with whole or Latin names passes. Use LIKE, or try with a part of a
#            Chinese name.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  'milvus-lite==3.2.2' 'pymilvus==3.0.2' 'jieba==0.42.1'

venv/bin/python - <<'PY'
import sys
import warnings

warnings.simplefilter("ignore")
from pymilvus import DataType, MilvusClient

NAMES = ["武汉江城机械有限公司", "武汉江城食品有限公司", "宜昌江城机械有限公司", "Costa Coffee Wuhan Ltd"]
ANALYZERS = {"chinese": {"type": "chinese"}, "jieba": {"tokenizer": "jieba"}, "none": None}
EXPECTED = {
    "武汉江城机械有限公司": [1, 1, 1, 1],
    "机械": [0, 0, 0, 2],
    "有限公司": [0, 0, 0, 3],
    "Costa": [1, 1, 1, 1],
}
client = MilvusClient("names.db")


def make(collection, params):
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    analyzer = {"analyzer_params": params} if params else {}
    schema.add_field(
        "name", DataType.VARCHAR, max_length=200, enable_analyzer=True, enable_match=True, **analyzer
    )
    schema.add_field("place", DataType.FLOAT_VECTOR, dim=2)
    client.create_collection(collection, schema=schema)
    client.insert(collection, [{"id": at, "name": name, "place": [at, 1.0]} for at, name in enumerate(NAMES)])
    index = client.prepare_index_params()
    index.add_index("place", index_type="FLAT", metric_type="L2")
    client.create_index(collection, index)
    client.load_collection(collection)


def count(collection, condition):
    return len(client.query(collection, filter=condition, output_fields=["id"]))


for analyzer, params in ANALYZERS.items():
    make(analyzer, params)
print("asked for", *ANALYZERS, "LIKE", sep="\t")
seen = {}
for text in EXPECTED:
    matches = [count(analyzer, f"TEXT_MATCH(name, '{text}')") for analyzer in ANALYZERS]
    seen[text] = [*matches, count("none", f"name like '%{text}%'")]
    print(text, *seen[text], sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
