"""Number formats of a workbook that show a number ten thousand times smaller: yuan shown as 万元.

Excel has no format for 万, so people write a literal point before the last digits: 0"."0,"万元" shows 30000 as 3.0万元,
and 0"."0000 does. A reader of values gives 30000. What the cell shows is what its author means (docs/import.md).
"""

import re
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree

STYLES = "xl/styles.xml"
_LARGEST_PART = 16 * 1024**2
_MAY_SHIFT = re.compile(rb"""&quot;\.&quot;|\\\.|'"\."|"\."'""")
_LITERAL_POINT = re.compile(r'(?:"\."|\\\.)([0#?]+)(,*)(?![0#?.])')


def shifts_of(archive: zipfile.ZipFile) -> Mapping[str, int]:
    """Return by how many decimal places each style of cells moves the point, by the index that cells name.

    Empty for nearly all workbooks.

    :raises lxml.etree.XMLSyntaxError: the part is no XML.
    """
    try:
        with archive.open(STYLES) as stream:
            part = stream.read(_LARGEST_PART)
    except KeyError:
        return {}
    return dict(_shifted_styles(part)) if _MAY_SHIFT.search(part) else {}


def shift_of(number_format: str) -> int:
    """Return by how many places a format moves the point to the left, 0 if it does not."""
    match = _LITERAL_POINT.search(number_format.split(";", 1)[0])
    return len(match[1]) + 3 * len(match[2]) if match else 0


def _shifted_styles(part: bytes) -> Iterator[tuple[str, int]]:
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    formats = {each.get("numFmtId"): shift_of(each.get("formatCode") or "") for each in _named(root, "numFmt")}
    styles = next(_named(root, "cellXfs"), None)
    for index, style in enumerate(() if styles is None else styles):
        if shift := formats.get(style.get("numFmtId"), 0):
            yield str(index), shift


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (each for each in root.iter() if etree.QName(each).localname == name)
