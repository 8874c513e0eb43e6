#!/usr/bin/env bash
# Orama and lunr put no Chinese name into the index, MiniSearch and FlexSearch find one by its beginning alone
#
# Guess:     A search library for the browser finds a Chinese name at least by its whole text, as one word.
# Versions:  @orama/orama 3.1.18, lunr 2.3.9, minisearch 7.2.0, flexsearch 0.8.212 (npm), Node.js 20 or newer
# Behaviour: Orama's tokenizer, which is for English unless another is named, cuts at all that is no Latin letter or digit, and lunr's
#            trimmer takes off each sign that is not \w: nothing is left of a Chinese name. Both answer "no hits" without
#            an error. MiniSearch (prefix: true) and FlexSearch (tokenize: "forward") take the name for one word and find
#            it by its beginning. FlexSearch with tokenize: "full" finds each part.
# Output:    asked for               Orama  lunr  MiniSearch  FlexSearch forward  FlexSearch full
#            武汉江城机械有限公司    0      0     1           1                   1
#            武汉                    0      0     2           2                   2
#            江城                    0      0     0           0                   3
#            Costa                   1      1     1           1                   1
# Why a credit portal cares: Static editions of black lists search in the browser. "No enterprise of this name" then stands on the
#            page for each listed enterprise, while the trial with a name in Latin letters works. Try with Chinese names,
#            and with a part from the middle.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
npm install --silent --no-audit --no-fund \
  '@orama/orama@3.1.18' 'lunr@2.3.9' 'minisearch@7.2.0' 'flexsearch@0.8.212'

cat >search.mjs <<'JS'
import { create, insert, search } from "@orama/orama";
import lunr from "lunr";
import MiniSearch from "minisearch";
import FlexSearch from "flexsearch";
const [names, questions] = JSON.parse(process.argv[2]);
const rows = names.map((name, at) => ({ id: String(at), name }));

const orama = create({ schema: { name: "string" } });
rows.forEach((row) => insert(orama, row));
const byLunr = lunr(function () {
  this.ref("id");
  this.field("name");
  rows.forEach((row) => this.add(row));
});
const mini = new MiniSearch({ fields: ["name"], searchOptions: { prefix: true } });
mini.addAll(rows);
const forward = new FlexSearch.Index({ tokenize: "forward" });
const full = new FlexSearch.Index({ tokenize: "full" });
rows.forEach((row) => [forward, full].forEach((index) => index.add(row.id, row.name)));

const answers = [];
for (const asked of questions) {
  const hits = await search(orama, { term: asked });
  const found = [hits.hits, byLunr.search(asked), mini.search(asked), forward.search(asked), full.search(asked)];
  answers.push(found.map((each) => each.length));
}
console.log(JSON.stringify(answers));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

NAMES = ["武汉江城机械有限公司", "武汉江城食品有限公司", "宜昌江城机械有限公司", "Costa Coffee Wuhan Ltd"]
EXPECTED = {
    "武汉江城机械有限公司": [0, 0, 1, 1, 1],
    "武汉": [0, 0, 2, 2, 2],
    "江城": [0, 0, 0, 0, 3],
    "Costa": [1, 1, 1, 1, 1],
}
asked = [NAMES, list(EXPECTED)]
found = subprocess.run(["node", "search.mjs", json.dumps(asked)], check=True, capture_output=True)
seen = dict(zip(EXPECTED, json.loads(found.stdout), strict=True))
print("asked for", "Orama", "lunr", "MiniSearch", "FlexSearch forward", "FlexSearch full", sep="\t")
for question, hits in seen.items():
    print(question, *hits, sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
