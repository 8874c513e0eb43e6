#!/usr/bin/env bash
# The stream readers of ExcelJS and ExcelTS give the pinyin of a cell in place of its name
#
# Guess:     Excel keeps the pinyin above a cell (拼音字段) apart from its text, and readers of workbooks give the text alone. A
#            library gives the same cell whether it reads the workbook whole or as a stream.
# Versions:  exceljs 4.4.0, @cj-tech-master/excelts 10.2.0, xlsx 0.18.5, xlsx-stream-reader 1.1.1 (npm), Node.js 20 or newer;
#            openpyxl 3.1.5, python-calamine 0.9.1 and XlsxWriter 3.3.1 (PyPI)
# Behaviour: Read as a stream, a cell with pinyin has the pinyin as its value and no sign of the name, without a warning. A cell
#            of more than one font keeps its name. Read whole, both libraries give the name. SheetJS gives the name as text, but
#            the HTML of a cell of more than one font ends with the pinyin.
# Output:    reader                 one font          two fonts
#            ExcelJS, whole         黄陂机械有限公司  重阳食品有限公司
#            ExcelJS, stream        huáng pí          重阳食品有限公司
#            ExcelTS, whole         黄陂机械有限公司  重阳食品有限公司
#            ExcelTS, stream        huáng pí          重阳食品有限公司
#            SheetJS, text          黄陂机械有限公司  重阳食品有限公司
#            SheetJS, HTML          黄陂机械有限公司  重阳食品有限公司chóng yáng
#            xlsx-stream-reader     黄陂机械有限公司  重阳食品有限公司
#            openpyxl               黄陂机械有限公司  重阳食品有限公司
#            Calamine               黄陂机械有限公司  重阳食品有限公司
# Why a credit portal cares: Offices give pinyin to the names that many misread. Large sheets are read as a stream, and just
#            these enterprises come out of an import under a name that nobody has. Check that a name has Chinese
#            characters before it is taken.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  'openpyxl==3.1.5' 'python-calamine==0.9.1' 'XlsxWriter==3.3.1'
npm install --silent --no-audit --no-fund \
  'exceljs@4.4.0' '@cj-tech-master/excelts@10.2.0' 'xlsx@0.18.5' 'xlsx-stream-reader@1.1.1'

cat >read.mjs <<'JS'
import fs from "node:fs";
import * as excelts from "@cj-tech-master/excelts";
import exceljs from "exceljs";
import sheetjs from "xlsx";
import XlsxStreamReader from "xlsx-stream-reader";

const FILE = "list.xlsx";
const textOf = (value) => value.richText?.map((run) => run.text).join("") ?? value;

async function whole(book) {
  await book.xlsx.readFile(FILE);
  return book.worksheets[0].getColumn(1).values.filter(Boolean).map(textOf);
}

async function streamed(reader) {
  const names = [];
  for await (const sheet of reader) for await (const row of sheet) names.push(textOf(row.getCell(1).value));
  return names;
}

function byEvents() {
  return new Promise((resolve, reject) => {
    const [reader, names] = [new XlsxStreamReader(), []];
    reader.on("error", reject);
    reader.on("worksheet", (sheet) => {
      sheet.on("row", (row) => names.push(row.values[1]));
      sheet.process();
    });
    reader.on("end", () => resolve(names));
    fs.createReadStream(FILE).pipe(reader);
  });
}

const { A1, A2 } = sheetjs.read(fs.readFileSync(FILE)).Sheets["名单"];
console.log(
  JSON.stringify({
    "ExcelJS, whole": await whole(new exceljs.Workbook()),
    "ExcelJS, stream": await streamed(new exceljs.stream.xlsx.WorkbookReader(FILE)),
    "ExcelTS, whole": await whole(new excelts.Workbook()),
    "ExcelTS, stream": await streamed(new excelts.WorkbookReader(FILE)),
    "SheetJS, text": [A1.v, A2.v],
    "SheetJS, HTML": [A1.h, A2.h].map((html) => html.replace(/<[^>]+>/g, "")),
    "xlsx-stream-reader": await byEvents(),
  }),
);
JS

venv/bin/python - <<'PY'
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

NAMES = ["黄陂机械有限公司", "重阳食品有限公司"]
PINYIN = '<rPh sb="0" eb="2"><t>{}</t></rPh><phoneticPr fontId="0" type="noConversion"/>'
TEXTS = [
    "<t>黄陂机械有限公司</t>" + PINYIN.format("huáng pí"),
    "<r><rPr><b/></rPr><t>重阳</t></r><r><t>食品有限公司</t></r>" + PINYIN.format("chóng yáng"),
]
EXPECTED = {
    "ExcelJS, whole": NAMES,
    "ExcelJS, stream": ["huáng pí", NAMES[1]],
    "ExcelTS, whole": NAMES,
    "ExcelTS, stream": ["huáng pí", NAMES[1]],
    "SheetJS, text": NAMES,
    "SheetJS, HTML": [NAMES[0], NAMES[1] + "chóng yáng"],
    "xlsx-stream-reader": NAMES,
    "openpyxl": NAMES,
    "Calamine": NAMES,
}


def write_book():
    """Write the names with XlsxWriter, then their pinyin as Excel does."""
    with Workbook("plain.xlsx") as book:
        book.add_worksheet("名单").write_column("A1", NAMES)
    texts = "".join(f"<si>{text}</si>" for text in TEXTS)
    with zipfile.ZipFile("plain.xlsx") as plain, zipfile.ZipFile("list.xlsx", "w", zipfile.ZIP_DEFLATED) as written:
        for part in plain.namelist():
            content = plain.read(part).decode()
            if part == "xl/sharedStrings.xml":
                content = re.sub(r"<si>.*</si>", texts, content, flags=re.DOTALL)
            written.writestr(part, content)


write_book()
seen = json.loads(subprocess.run(["node", "read.mjs"], check=True, capture_output=True).stdout)
seen["openpyxl"] = [cell for (cell,) in load_workbook("list.xlsx").active.iter_rows(values_only=True)]
seen["Calamine"] = [cell for (cell,) in CalamineWorkbook.from_path(Path("list.xlsx")).get_sheet_by_index(0).to_python()]
print("reader", "one font", "two fonts", sep="\t")
for reader, names in seen.items():
    print(reader, *names, sep="\t")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
