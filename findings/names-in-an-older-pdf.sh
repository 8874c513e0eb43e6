#!/usr/bin/env bash
# pypdf gives the Chinese text of a PDF in GBKp-EUC-H as Korean
#
# Guess:     A reader of PDFs knows the character maps that the standard predefines for Chinese (ISO 32000, 9.7.5.2), or
#            leaves the text out.
# Versions:  pypdf 7.1.1, pdfminer.six 20260107 and pypdfium2 5.15.2 (PyPI)
# Behaviour: pypdf reads twelve of the fourteen. For GBKp-EUC-H and GBKp-EUC-V, which are GBK with proportional Latin letters, it takes
#            the bytes for UTF-16: the text is as long as before and consists of Korean syllables. A line in the log states
#            that the encoding is not implemented. pdfminer.six and pypdfium2 read all fourteen.
# Output:    map            pypdf                 pdfminer.six          pypdfium2
#            GBK-EUC-H      武汉江城机械有限公司  武汉江城机械有限公司  武汉江城机械有限公司
#            GBKp-EUC-H     커몺붭돇믺킵폐쿞릫쮾  武汉江城机械有限公司  武汉江城机械有限公司
#            UniGB-UTF16-H  武汉江城机械有限公司  武汉江城机械有限公司  武汉江城机械有限公司
# Why a credit portal cares: Decisions of former years come as such files, without embedded fonts. Their text goes into the search
#            index as Korean, so the decision is there and no name in it is found. Check that a Chinese document has the
#            characters of Chinese before its text is used.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'pypdf==7.1.1' 'pdfminer.six==20260107' 'pypdfium2==5.15.2'

venv/bin/python - <<'PY'
import io
import logging
import sys

import pypdf
import pypdfium2
from pdfminer.high_level import extract_text

logging.disable()
NAME = "武汉江城机械有限公司"
CODECS = {
    "GB-EUC": "gb2312",
    "GBpc-EUC": "gb2312",
    "GBK-EUC": "gbk",
    "GBKp-EUC": "gbk",
    "GBK2K": "gb18030",
    "UniGB-UCS2": "utf-16-be",
    "UniGB-UTF16": "utf-16-be",
}


def document(character_map, text):
    content = f"BT /F 20 Tf 72 720 Td <{text.hex()}> Tj ET"
    system = "<< /Registry (Adobe) /Ordering (GB1) /Supplement 5 >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{character_map} /DescendantFonts [6 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
        f" /CIDSystemInfo {system} /FontDescriptor 7 0 R /DW 1000 >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    written, places = "%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(written)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    written += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return written.encode()


def texts(pdf):
    return [
        pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text(),
        "".join(extract_text(io.BytesIO(pdf)).split()),
        pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded(),
    ]


print("map", "pypdf", "pdfminer.six", "pypdfium2", sep="\t")
seen = {}
for name, codec in CODECS.items():
    for direction in "HV":
        character_map = f"{name}-{direction}"
        seen[character_map] = texts(document(character_map, NAME.encode(codec)))
        print(character_map, *seen[character_map], sep="\t")
expected = {character_map: [NAME] * 3 for character_map in seen}
expected["GBKp-EUC-H"] = expected["GBKp-EUC-V"] = ["커몺붭돇믺킵폐쿞릫쮾", NAME, NAME]
sys.exit(0 if seen == expected and len(seen) == 14 else "The behaviour has changed.")
PY
