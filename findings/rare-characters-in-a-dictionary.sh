#!/usr/bin/env bash
# jieba never gives a word with 㛃, （ or ·, not even one that was added to its dictionary
#
# Guess:     A word added to the dictionary of a segmenter, with add_word or a file of one's own, comes out of a text as one word.
# Versions:  jieba 0.42.1 (PyPI), @node-rs/jieba 2.0.3 (npm), Node.js 18 or newer
# Behaviour: jieba first cuts the text at each sign outside U+4E00 to U+9FD5, letters, digits and a few signs. Brackets, the
#            point of 江城·汉阳, the zero 〇 and all characters of the extensions, 㛃 and 𬭎 among them, stand alone whatever
#            the dictionary has. Nothing warns. @node-rs/jieba keeps rare characters, and cuts at the others as jieba does.
# Output:    added               jieba                @node-rs/jieba
#            江城机械            one word             one word
#            江城㛃              江城 㛃              one word
#            江城𬭎              江城 𬭎              one word
#            江城（汉阳）        江城 （ 汉阳 ）      江城 （ 汉阳 ）
#            江城·汉阳           江城 · 汉阳          江城 · 汉阳
#            二〇二六            二 〇 二六           二 〇 二六
#            鿍科技              one word             one word
# Why a credit portal cares: Whoever finds enterprises and persons in decisions by a dictionary of registered names finds
#            none with brackets, which many branches and joint ventures have, nor persons with rare characters. The same
#            dictionary gives other words on the server and in the browser. Look for such names as plain text.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'jieba==0.42.1'
npm install --silent --no-audit --no-fund '@node-rs/jieba@2.0.3'

cat >cut.mjs <<'JS'
import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict.js";
const words = process.argv.slice(2);
const jieba = Jieba.withDict(dict);
jieba.loadDict(Buffer.from(words.map((word) => `${word} 10000 nt\n`).join("")));
console.log(JSON.stringify(words.map((word) => jieba.cut(`关于${word}的决定`, false))));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys
import warnings

warnings.simplefilter("ignore")
import jieba

jieba.setLogLevel("ERROR")
EXPECTED = {
    "江城机械": ("one word", "one word"),
    "江城㛃": ("江城 㛃", "one word"),
    "江城𬭎": ("江城 𬭎", "one word"),
    "江城（汉阳）": ("江城 （ 汉阳 ）", "江城 （ 汉阳 ）"),
    "江城·汉阳": ("江城 · 汉阳", "江城 · 汉阳"),
    "二〇二六": ("二 〇 二六", "二 〇 二六"),
    "鿍科技": ("one word", "one word"),
}


def found(word, words):
    inner = [each for each in words if each not in ("关于", "的", "决定")]
    return "one word" if inner == [word] else " ".join(inner)


for word in EXPECTED:
    jieba.add_word(word, 10000)
asked = subprocess.run(["node", "cut.mjs", *EXPECTED], check=True, capture_output=True)
of_node = json.loads(asked.stdout)
print("added", "jieba", "@node-rs/jieba", sep="\t")
seen = {}
for word, words in zip(EXPECTED, of_node, strict=True):
    seen[word] = (found(word, jieba.lcut(f"关于{word}的决定", HMM=False)), found(word, words))
    print(word, *seen[word], sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
