#!/usr/bin/env bash
# WeasyPrint and PyMuPDF give every 金 of a PDF's text the code of a look-alike
#
# Guess:     A PDF's text gives back what was typed, 金 and the radical U+2FA6 each as itself. At worst the radical, which no
#            font draws otherwise, is copied as 金.
# Versions:  weasyprint 70.0, pymupdf 2.0, fpdf2 2.8.9, pypdfium2 5.15.2, noto-cjk-sans-jp-regular 0.0.1 (PyPI)
# Behaviour: Noto Sans CJK draws 212 of 214 Kangxi radicals with the glyph of their ideograph. WeasyPrint keeps one character a
#            glyph for a whole document, the first that comes: one radical in a name makes each later 金 a radical. PyMuPDF
#            takes the table of the font backwards and copies every 金 as the compatibility ideograph U+F90A, though nobody
#            typed one. fpdf2 embeds the glyph twice and keeps both apart. pypdfium2 reads the text of all three.
# Output:    writer      typed              codes of 金 and its look-alikes in the text
#            weasyprint  91D1 91D1 2FA6     91D1 91D1 91D1
#            weasyprint  2FA6 91D1 91D1     2FA6 2FA6 2FA6
#            pymupdf     91D1 91D1 2FA6     F90A F90A F90A
#            pymupdf     2FA6 91D1 91D1     F90A F90A F90A
#            fpdf2       91D1 91D1 2FA6     91D1 91D1 2FA6
#            fpdf2       2FA6 91D1 91D1     2FA6 91D1 91D1
# Why a credit portal cares: Names copied from such a PDF are not found in registers and searches, and look right on every screen.
#            A credit report with one such name makes more of them. Unify characters before layout, and on the way in.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  'weasyprint==70.0' 'pymupdf==2.0' 'fpdf2==2.8.9' 'pypdfium2==5.15.2' 'noto-cjk-sans-jp-regular==0.0.1'

venv/bin/python - <<'PY'
import sys
import unicodedata
from pathlib import Path

import noto_cjk_sans_jp_regular
import pymupdf
import pypdfium2
from fontTools.ttLib import TTFont
from fpdf import FPDF
from weasyprint import HTML

[FONT] = Path(noto_cjk_sans_jp_regular.__file__).parent.glob("*.otf")


def by_weasyprint(text):
    style = f"@font-face {{ font-family: N; src: url({FONT.as_uri()}) }} p {{ font-family: N }}"
    return HTML(string=f"<style>{style}</style><p>{text}").write_pdf()


def by_pymupdf(text):
    document = pymupdf.open()
    page = document.new_page()
    page.insert_font(fontname="N", fontfile=str(FONT))
    page.insert_text((72, 72), text, fontname="N")
    return document.tobytes()


def by_fpdf2(text):
    document = FPDF()
    document.add_font("N", fname=FONT)
    document.add_page()
    document.set_font("N", size=14)
    document.cell(text=text)
    return bytes(document.output())


def codes(text):
    return " ".join(f"{ord(sign):04X}" for sign in text if unicodedata.normalize("NFKC", sign) == "金")


characters = TTFont(FONT, lazy=True).getBestCmap()
shared = sum(
    characters.get(code) == characters.get(ord(unicodedata.normalize("NFKC", chr(code)))) for code in range(0x2F00, 0x2FD6)
)
print(f"{shared} radicals share the glyph of their ideograph")
seen = [shared]
print("writer", "typed", "in the text", sep="\t")
for writer in (by_weasyprint, by_pymupdf, by_fpdf2):
    for typed in ("金融公司　金属\u2fa6", "\u2fa6属　金融公司　金"):
        read = pypdfium2.PdfDocument(writer(typed))[0].get_textpage().get_text_bounded()
        print(writer.__name__.removeprefix("by_"), codes(typed), codes(read), sep="\t")
        seen.append(codes(read))
kept = ["91D1 91D1 2FA6", "2FA6 91D1 91D1"]
expected = [212, "91D1 91D1 91D1", "2FA6 2FA6 2FA6", *["F90A F90A F90A"] * 2, *kept]
sys.exit(0 if seen == expected else "The behaviour has changed.")
PY
