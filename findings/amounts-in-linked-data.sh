#!/usr/bin/env bash
# An amount of JSON-LD is a whole number or a power of ten by PyLD, another one by RDFLib, and never a decimal
#
# Guess:     A number of JSON with two decimals becomes the xsd:decimal of that amount, the same in each library.
# Versions:  pyld 3.3.0 and rdflib 7.6.0 (PyPI), jsonld 9.0.0 (npm), Node.js 18 or newer
# Behaviour: PyLD and jsonld follow the standard: 50000.00 is an xsd:integer, 19.99 the xsd:double 1.999E1. RDFLib makes an
#            xsd:double of both, in another spelling. Of the same document the two sides share no statement about an
#            amount. A decimal comes out alike only where the document names the type and quotes the number.
# Output:    in the document         pyld and jsonld      rdflib
#            50000.00                50000 integer        50000.0 double
#            19.99                   1.999E1 double       19.99 double
#            1234567.89              1.23456789E6 double  1234567.89 double
#            "50000.00", decimal     50000.00 decimal     50000.00 decimal
# Why a credit portal cares: Pages carry penalties as JSON-LD. A shape that asks for xsd:decimal refuses all amounts; digests and
#            comparisons of graphs differ between libraries; whole amounts and others differ in type within one column.
#            Publish amounts as quoted decimals with their type.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'pyld==3.3.0' 'rdflib==7.6.0'
npm install --silent --no-audit --no-fund 'jsonld@9.0.0'

cat >read.cjs <<'JS'
const jsonld = require("jsonld");
const document = JSON.parse(require("node:fs").readFileSync("document.json", "utf8"));
jsonld.toRDF(document, { format: "application/n-quads" }).then((text) => console.log(text));
JS

venv/bin/python - <<'PY'
import json
import re
import subprocess
import sys
from pathlib import Path

import rdflib
from pyld import jsonld

EXPECTED = {
    "50000.00": ("50000 integer", "50000.0 double"),
    "19.99": ("1.999E1 double", "19.99 double"),
    "1234567.89": ("1.23456789E6 double", "1234567.89 double"),
    '{"@value": "50000.00", "@type": "http://www.w3.org/2001/XMLSchema#decimal"}': ("50000.00 decimal",) * 2,
}
VOCABULARY = "http://example.org/"
members = ", ".join(f'"amount{number}": {written}' for number, written in enumerate(EXPECTED))
document = f'{{"@context": {{"@vocab": "{VOCABULARY}"}}, "@id": "{VOCABULARY}penalties/1", {members}}}'
Path("document.json").write_text(document)


def amounts(statements):
    lines = "\n".join(sorted(statements.splitlines()))
    return [" ".join(found) for found in re.findall(r'amount\d> "(.+)"\^\^<.+#(\w+)>', lines)]


by_pyld = amounts(jsonld.to_rdf(json.loads(document), {"format": "application/n-quads"}))
asked = subprocess.run(["node", "read.cjs"], check=True, capture_output=True, text=True)
by_rdflib = amounts(rdflib.Graph().parse(data=document, format="json-ld").serialize(format="nt"))
seen = dict(zip(EXPECTED, zip(by_pyld, by_rdflib, strict=True), strict=True))
print("in the document", "pyld", "rdflib", sep="\t")
for written, read in seen.items():
    print(written, *read, sep="\t")
is_as_seen = seen == EXPECTED and amounts(asked.stdout) == by_pyld
sys.exit(0 if is_as_seen else "The behaviour has changed.")
PY
