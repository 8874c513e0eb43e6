#!/usr/bin/env bash
# lxml knows six Chinese characters as letters of an XML schema
#
# Guess:     In the pattern of an XML schema \p{L} is any letter of Unicode, so [\p{L}（）]+ takes a Chinese name.
# Versions:  lxml 6.1.3 with its libxml2, and xmlschema 4.3.2 (PyPI)
# Behaviour: The tables of libxml2 hold the first and the last character of each block of ideographs alone, as Unicode's own list
#            abbreviates them: of 70,195 characters \p{L} and \p{Lo} take six, 一 among them. \P{L} takes the rest. \c knows
#            the 20,902 of XML 1.0, fourth edition. \w and the names of blocks are right. xmlschema is right with all but
#            \c, which knows no more than 27,484.
# Output:    pattern                      lxml   xmlschema
#            \p{L}                        6      70195
#            \p{Lo}                       6      70195
#            \w                           70195  70195
#            \c                           20902  27484
#            \p{IsCJKUnifiedIdeographs}   20902  20902
#            一 is \p{L}: lxml True, 武 is \p{L}: lxml False
# Why a credit portal cares: Departments exchange records as XML with a schema. A schema that the sender has checked with another
#            validator refuses every name at the receiver, who sees "not accepted by the pattern" and looks for a wrong
#            sign in the name. Write \w or the blocks into patterns.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'lxml==6.1.3' 'xmlschema==4.3.2'

venv/bin/python - <<'PY'
import sys

import xmlschema
from lxml import etree

SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="name">
    <xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="{}"/></xs:restriction></xs:simpleType>
  </xs:element>
</xs:schema>"""
EXPECTED = {
    r"\p{L}": (6, 70195),
    r"\p{Lo}": (6, 70195),
    r"\w": (70195, 70195),
    r"\c": (20902, 27484),
    r"\p{IsCJKUnifiedIdeographs}": (20902, 20902),
}
BLOCKS = (range(0x3400, 0x4DB6), range(0x4E00, 0x9FA6), range(0x20000, 0x2A6D7))
NAMES = {chr(code): f"<name>{chr(code)}</name>" for block in BLOCKS for code in block}


def of_lxml(pattern):
    schema = etree.XMLSchema(etree.XML(SCHEMA.format(pattern)))
    return {sign for sign, name in NAMES.items() if schema.validate(etree.XML(name))}


def of_xmlschema(pattern):
    facet = xmlschema.XMLSchema(SCHEMA.format(pattern)).elements["name"].type
    return {sign for sign in NAMES if facet.is_valid(sign)}


print("pattern", "lxml", "xmlschema", sep="\t")
seen = {}
for pattern in EXPECTED:
    seen[pattern] = (len(of_lxml(pattern)), len(of_xmlschema(pattern)))
    print(pattern, *seen[pattern], sep="\t")
letters = of_lxml(r"\p{L}")
print(f"一 is \\p{{L}}: lxml {'一' in letters}, 武 is \\p{{L}}: lxml {'武' in letters}")
is_as_seen = seen == EXPECTED and "一" in letters and "武" not in letters
sys.exit(0 if is_as_seen else "The behaviour has changed.")
PY
