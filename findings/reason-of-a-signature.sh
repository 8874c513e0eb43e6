#!/usr/bin/env bash
# signpdf writes a Chinese reason, name and place of a signature as other signs
#
# Guess:     Reason, name and place of a PDF signature are text strings. A library writes Chinese in them as UTF-16, as the
#            standard asks.
# Versions:  @signpdf/placeholder-pdf-lib 3.3.0, @signpdf/placeholder-plain 3.3.0, pdf-lib 1.17.1 (npm), pypdf 7.1.1 (PyPI),
#            Node.js 18 or newer
# Behaviour: placeholder-pdf-lib keeps the lower byte of each UTF-16 unit: 武汉 becomes fI. placeholder-plain writes UTF-16, then
#            each of its bytes once more as UTF-8, so that a reader sees no mark of UTF-16. Neither text comes back, and
#            nothing warns. Latin text is right with both.
# Output:    written     pdf-lib               plain
#            审核通过    '\xa18\u02c6\xc7'     '\xc3\xbe\xc3\xbf[\xc2\xa1h8\xc2\u2019\u02c6\xc2\u2018\xc3\u2044'
#            武汉市      'fI\x02'              '\xc3\xbe\xc3\xbfkflI^\x02'
#            武汉        'fI'                  '\xc3\xbe\xc3\xbfkflI'
#            approved    'approved'            'approved'
# Why a credit portal cares: Readers show who signed a decision and why from these texts, and the signature covers them: they cannot
#            be mended afterwards. A trial in English shows nothing. Write such texts in ASCII, or replace them in the
#            dictionary by UTF-16 in hexadecimal before it is signed.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'pypdf==7.1.1'
npm install --silent --no-audit --no-fund \
  '@signpdf/placeholder-pdf-lib@3.3.0' '@signpdf/placeholder-plain@3.3.0' 'pdf-lib@1.17.1'

cat >write.cjs <<'JS'
const fs = require("node:fs");
const { PDFDocument } = require("pdf-lib");
const { pdflibAddPlaceholder } = require("@signpdf/placeholder-pdf-lib");
const { plainAddPlaceholder } = require("@signpdf/placeholder-plain");

async function main([reason, name, location]) {
  const texts = { reason, name, location, contactInfo: "-" };
  const pdfDoc = await PDFDocument.create();
  pdfDoc.addPage();
  const plain = await pdfDoc.save({ useObjectStreams: false });
  fs.writeFileSync("plain.pdf", plainAddPlaceholder({ pdfBuffer: Buffer.from(plain), ...texts }));
  pdflibAddPlaceholder({ pdfDoc, ...texts });
  fs.writeFileSync("pdf-lib.pdf", await pdfDoc.save({ useObjectStreams: false }));
}
main(process.argv.slice(2));
JS

venv/bin/python - <<'PY'
import logging
import subprocess
import sys

from pypdf import PdfReader

logging.disable()
EXPECTED = [
    {
        "审核通过": ["\xa18\u02c6\xc7", "\xc3\xbe\xc3\xbf[\xc2\xa1h8\xc2\u2019\u02c6\xc2\u2018\xc3\u2044"],
        "武汉市": ["fI\x02", "\xc3\xbe\xc3\xbfkflI^\x02"],
        "武汉": ["fI", "\xc3\xbe\xc3\xbfkflI"],
    },
    {"approved": ["approved"] * 2, "Example Ltd": ["Example Ltd"] * 2, "Wuhan": ["Wuhan"] * 2},
]


def texts(file):
    (field,) = PdfReader(file).trailer["/Root"]["/AcroForm"]["/Fields"]
    signature = field.get_object()["/V"]
    return [str(signature[key]) for key in ("/Reason", "/Name", "/Location")]


print("written", "pdf-lib", "plain", sep="\t")
seen = []
for written in EXPECTED:
    subprocess.run(["node", "write.cjs", *written], check=True)
    read = zip(texts("pdf-lib.pdf"), texts("plain.pdf"), strict=True)
    seen.append(dict(zip(written, map(list, read), strict=True)))
    for text, answers in seen[-1].items():
        print(text, *map(ascii, answers), sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
