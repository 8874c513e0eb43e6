#!/usr/bin/env bash
# lxml ends a page labelled GB2312 at the first 镕 or 喆, and pandas gives the table without the rest
#
# Guess:     The label gb2312 means GBK, as in every browser. At worst a character that GB 2312 lacks becomes a question
#            mark, or the parser refuses the page.
# Versions:  lxml 6.1.3, pandas 3.1.1, beautifulsoup4 4.15.0 and html5lib 1.1 (PyPI)
# Behaviour: libxml2 takes the label at its word. lxml's HTML parser stops within the cell and hands out what came before,
#            with no error raised: rows and cells behind it are gone, and so in pandas.read_html. Beautiful Soup on lxml
#            finds no table at all. On html5lib all is there, and with the label gbk, too. lxml's XML parser refuses the
#            same bytes; with recover=True it cuts.
# Output:    reader                              rows  last cell
#            lxml.html                           2     江
#            pandas.read_html                    2     江
#            Beautiful Soup on lxml              0     -
#            Beautiful Soup on html5lib          4     武汉东湖食品有限公司
#            lxml.html, label gbk                4     武汉东湖食品有限公司
#            lxml.html, encoding="gb18030"       4     武汉东湖食品有限公司
#            lxml XML                            -     refused
#            lxml XML, recover=True              2     江
# Why a credit portal cares: Government pages and the tables that they export as .xls bear this label by habit. A list of
#            penalties ends at the first name with such a character, and the rest of the enterprises look clean. Decode the
#            bytes as GB18030 before they are parsed, and count rows.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'lxml==6.1.3' 'pandas==3.1.1' 'beautifulsoup4==4.15.0' \
    'html5lib==1.1'

venv/bin/python - <<'PY'
import sys
from io import BytesIO

import lxml.html
import pandas
from bs4 import BeautifulSoup
from lxml import etree

NAMES = ["武汉江城机械有限公司", "江镕喆经营部", "武汉光谷软件有限公司", "武汉东湖食品有限公司"]
TABLE = f"<table>{''.join(f'<tr><td>{name}</td></tr>' for name in NAMES)}</table>"
EXPECTED = {
    "lxml.html": (2, "江"),
    "pandas.read_html": (2, "江"),
    "Beautiful Soup on lxml": (0, "-"),
    "Beautiful Soup on html5lib": (4, NAMES[-1]),
    "lxml.html, label gbk": (4, NAMES[-1]),
    'lxml.html, encoding="gb18030"': (4, NAMES[-1]),
    "lxml XML": ("-", "refused"),
    "lxml XML, recover=True": (2, "江"),
}


def page(label):
    return f'<html><head><meta charset="{label}"></head><body>{TABLE}</body></html>'.encode("gb18030")


def book(**options):
    content = f'<?xml version="1.0" encoding="gb2312"?>{TABLE}'.encode("gb18030")
    try:
        return etree.fromstring(content, etree.XMLParser(**options)).xpath("//td/text()")
    except etree.XMLSyntaxError:
        return None


def soup(parser):
    return [cell.text for cell in BeautifulSoup(page("gb2312"), parser).find_all("td")]


gb18030 = lxml.html.HTMLParser(encoding="gb18030")
cells = {
    "lxml.html": lxml.html.fromstring(page("gb2312")).xpath("//td/text()"),
    "pandas.read_html": pandas.read_html(BytesIO(page("gb2312")), flavor="lxml")[0][0].tolist(),
    "Beautiful Soup on lxml": soup("lxml"),
    "Beautiful Soup on html5lib": soup("html5lib"),
    "lxml.html, label gbk": lxml.html.fromstring(page("gbk")).xpath("//td/text()"),
    'lxml.html, encoding="gb18030"': lxml.html.fromstring(page("gb2312"), parser=gb18030).xpath("//td/text()"),
    "lxml XML": book(),
    "lxml XML, recover=True": book(recover=True),
}
seen = {
    reader: ("-", "refused") if found is None else (len(found), found[-1] if found else "-")
    for reader, found in cells.items()
}
print("reader".ljust(34), "rows", "last cell", sep="  ")
for reader, (rows, last) in seen.items():
    print(reader.ljust(34), str(rows).ljust(4), last, sep="  ")
sys.exit(0 if seen == EXPECTED else "The behaviour has changed.")
PY
