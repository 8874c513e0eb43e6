#!/usr/bin/env bash
# pandoc, python-docx, mammoth and MarkItDown leave a character with Word's pinyin guide out of the name
#
# Guess:     Word's pinyin guide is decoration: a reader of DOCX gives the character, some with its reading beside it.
# Versions:  pypandoc-binary 1.17 (pandoc 3.9), python-docx 1.2.0, mammoth 1.13.0, markitdown 0.1.9, docx2txt 0.9 and
#            docx2python 3.7.1 (PyPI); mammoth 1.13.0, officeparser 7.8.0 and word-extractor 1.0.4 (npm), Node.js 18 or newer
# Behaviour: The guide is an element w:ruby that holds the character itself, in w:rubyBase. Readers that do not know it drop
#            both: 王曌 is 王, with nothing in its place. Those that take every text give 王zhào曌. None gives 王曌. Only
#            mammoth has a message about an element that it ignored; MarkItDown, built on it, does not pass it on.
# Output:    reader            text of the paragraph
#            pandoc            经营者王，武汉江城经营部
#            python-docx       经营者王，武汉江城经营部
#            mammoth           经营者王，武汉江城经营部
#            MarkItDown        经营者王，武汉江城经营部
#            mammoth (npm)     经营者王，武汉江城经营部
#            officeparser      经营者王，武汉江城经营部
#            docx2txt          经营者王zhào曌，武汉江城经营部
#            docx2python       经营者王zhào曌，武汉江城经营部
#            word-extractor    经营者王zhào曌，武汉江城经营部
# Why a credit portal cares: Clerks put the guide over just the rare characters of names, in decisions and in answers to
#            objections. Whoever takes names out of decisions or blacks them out by search has another name, and finds
#            nothing. Look for w:ruby before a document is read.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'pypandoc-binary==1.17' 'python-docx==1.2.0' \
    'mammoth==1.13.0' 'markitdown==0.1.9' 'docx2txt==0.9' 'docx2python==3.7.1'
npm install --silent --no-audit --no-fund 'mammoth@1.13.0' 'officeparser@7.8.0' 'word-extractor@1.0.4'

cat >read.js <<'JS'
const mammoth = require("mammoth");
const WordExtractor = require("word-extractor");
const { parseOffice } = require("officeparser");
(async () => {
  const { value } = await mammoth.extractRawText({ path: "guide.docx" });
  const parsed = await parseOffice("guide.docx");
  const extracted = await new WordExtractor().extract("guide.docx");
  console.log(JSON.stringify([value, parsed.toText(), extracted.getBody()]));
})();
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

import docx
import docx2txt
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python
from markitdown import MarkItDown

RUN = "<w:r><w:t>{}</w:t></w:r>"
GUIDE = f"""<w:r {nsdecls("w")}><w:ruby>
<w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="18"/><w:hpsBaseText w:val="21"/>
<w:lid w:val="zh-CN"/></w:rubyPr>
<w:rt>{RUN.format("zhào")}</w:rt><w:rubyBase>{RUN.format("曌")}</w:rubyBase></w:ruby></w:r>"""
WITHOUT, WITH = "经营者王，武汉江城经营部", "经营者王zhào曌，武汉江城经营部"
EXPECTED = {
    "pandoc": WITHOUT,
    "python-docx": WITHOUT,
    "mammoth": WITHOUT,
    "MarkItDown": WITHOUT,
    "mammoth (npm)": WITHOUT,
    "officeparser": WITHOUT,
    "docx2txt": WITH,
    "docx2python": WITH,
    "word-extractor": WITH,
}

document = docx.Document()
paragraph = document.add_paragraph("经营者王")
paragraph._p.append(parse_xml(GUIDE))
paragraph.add_run("，武汉江城经营部")
document.save("guide.docx")

asked = subprocess.run(["node", "read.js"], check=True, capture_output=True)
by_npm, by_officeparser, by_extractor = json.loads(asked.stdout)
with open("guide.docx", "rb") as stream:
    by_mammoth = mammoth.extract_raw_text(stream).value
seen = {
    "pandoc": pypandoc.convert_file("guide.docx", "plain"),
    "python-docx": docx.Document("guide.docx").paragraphs[0].text,
    "mammoth": by_mammoth,
    "MarkItDown": MarkItDown().convert("guide.docx").text_content,
    "mammoth (npm)": by_npm,
    "officeparser": by_officeparser,
    "docx2txt": docx2txt.process("guide.docx"),
    "docx2python": docx2python("guide.docx").text,
    "word-extractor": by_extractor,
}
seen = {reader: text.strip() for reader, text in seen.items()}
print("reader".ljust(16), "text of the paragraph", sep="  ")
for reader, text in seen.items():
    print(reader.ljust(16), text, sep="  ")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
