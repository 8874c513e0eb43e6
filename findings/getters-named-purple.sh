#!/usr/bin/env bash
# quicktype names Java's getters of Chinese members Empty, Purple and Fluffy, and gives each another member when one is added
#
# Guess:     A generator keeps 当事人 as a name, which Java, C++, PHP and TypeScript allow, or makes a name out of its pinyin. A
#            member more in the schema adds a getter and leaves the others alone.
# Versions:  quicktype-core 26.0.0, json-schema-to-typescript 16.0.0 (npm), Node.js 20 or newer
# Behaviour: For Java, C++, PHP, Dart and Rust quicktype drops all but ASCII. It then numbers what is left in the order of the
#            code points, with words of a list: Empty, Purple, Fluffy, Tentacled. A new member that sorts before moves each of them
#            on by one: getPurple() gave 没收, now it gives 当事人, and all are String. For Kotlin, Go, Swift and TypeScript
#            it keeps the Chinese. json-schema-to-typescript keeps members, but calls every Chinese type NoName and a number.
# Output:    quicktype, Java            当事人  没收    罚款
#            three members              Empty   Purple  Fluffy
#            and 地址                   Purple  Fluffy  Tentacled
#            quicktype, TypeScript      当事人  没收    罚款
#            json-schema-to-typescript  当事人  没收    罚款    type: NoName
# Why a credit portal cares: Publishers describe open data by a schema with Chinese names; users make classes from it. After
#            a new field their program compiles, runs and prints the party where the confiscation stood. Give each member
#            a name in ASCII, the Chinese one as its title.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
npm install --silent --no-audit --no-fund 'quicktype-core@26.0.0' 'json-schema-to-typescript@16.0.0'

cat >generate.mjs <<'JS'
import { compile } from "json-schema-to-typescript";
import { InputData, JSONSchemaInput, quicktype } from "quicktype-core";
const schemas = JSON.parse(process.argv[2]);

async function byQuicktype(schema, lang) {
  const source = new JSONSchemaInput(undefined);
  await source.addSource({ name: schema.title, schema: JSON.stringify(schema) });
  const inputData = new InputData();
  inputData.addInput(source);
  return (await quicktype({ inputData, lang })).lines.join("\n");
}

const written = [];
for (const schema of schemas) {
  const others = [await byQuicktype(schema, "java"), await byQuicktype(schema, "typescript")];
  written.push([...others, await compile(structuredClone(schema), schema.title)]);
}
console.log(JSON.stringify(written));
JS

venv/bin/python - <<'PY'
import json
import re
import subprocess
import sys

MEMBERS = ["当事人", "没收", "罚款"]
EXPECTED = [
    ({"当事人": "Empty", "没收": "Purple", "罚款": "Fluffy"}, MEMBERS, MEMBERS, "NoName"),
    (
        {"当事人": "Purple", "没收": "Fluffy", "罚款": "Tentacled", "地址": "Empty"},
        ["地址", *MEMBERS],
        ["地址", *MEMBERS],
        "NoName",
    ),
]


def schema(members):
    text = {"type": "string"}
    return {
        "title": "处罚",
        "type": "object",
        "properties": dict.fromkeys(members, text),
        "additionalProperties": False,
    }


def getters(program):
    found = re.findall(r'@JsonProperty\("(.+)"\)\s+public String get(\w+)\(', program)
    return {json.loads(f'"{member}"'): name for member, name in found}


def members(program):
    return sorted(re.findall(r"^ +(\w+)\?: +string;", program, re.MULTILINE))


asked = json.dumps([schema(MEMBERS), schema([*MEMBERS, "地址"])])
written = json.loads(subprocess.run(["node", "generate.mjs", asked], check=True, capture_output=True).stdout)
seen = []
for java, typescript, interface in written:
    name = re.search(r"export interface (\S+)", interface)[1]
    seen.append((getters(java), members(typescript), members(interface), name))
    print("quicktype, Java:", seen[-1][0])
    print("quicktype, TypeScript:", *seen[-1][1])
    print("json-schema-to-typescript:", *seen[-1][2], "type:", name)
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
