"""Number formats of a workbook by which a cell shows something else than its number.

| format | number | shown |
|---|---|---|
| `0"."0,"万元"`, `0"."0000` | 30000 | 3: a literal point before the last digits, for Excel has no format for 万 |
| `0.00%` | 0.125 | 12.5% |
| `000000` | 123 | 000123 |
| `"武市监罚〔2026〕"0"号"` | 6 | 武市监罚〔2026〕6号 |

A reader of values gives the number. What the cell shows is what its author means (docs/import.md). Digits that a format
hides are kept.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from enterprises.shared.sheets.source import Cell

STYLES = "xl/styles.xml"
BUILT_IN_PERCENT = (9, 10)  # 0% and 0.00%, which a workbook names by their number alone
_LARGEST_PART = 16 * 1024**2
_MAY_MATTER = re.compile(rb"""&quot;|\\|'[^'<>]*"|%|formatCode=["']0{2}|numFmtId=["'](?:9|10)["']""")
_LITERAL_POINT = re.compile(r'(?:"\."|\\\.)([0#?]+)(,*)(?![0#?.])')
_LITERAL = r'(?:"[^"]*"|\\.|_.|\*.|[^\x00-\x7f]| )'
_WITH_WORDS = re.compile(
    rf"(?:\[[^\]]*\])*(?P<before>{_LITERAL}*)(?P<whole>#,##0|[0#]+|General|G/通用格式)(?:\.[0#?]+)?"
    rf"(?P<percent>%?)(?P<behind>{_LITERAL}*)"
)
_SIGN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|([^\x00-\x7f])')
_HAN = re.compile("[\u3400-\u9fff]")
_MOST_ZEROS = 18


class ShownAs(NamedTuple):
    """How a cell shows its number: the point moved to the left, padded with zeros, between words, as a percentage."""

    shift: int = 0
    zeros: int = 0
    before: str = ""
    behind: str = ""

    def cell(self, value: Cell) -> Cell:
        """Return what a cell with this number shows, to the 15 digits that a workbook keeps; no number: as it is."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        if self.shift:
            return float(f"{value / 10**self.shift:.15g}")
        is_whole = isinstance(value, int) or value.is_integer()
        if value < 0 or (self.zeros and not is_whole):
            return value
        if self.behind.startswith("%"):
            value *= 100
        digits = f"{value:.15g}".zfill(self.zeros)
        return value if "e" in digits else f"{self.before}{digits}{self.behind}"


def styles_of(archive: zipfile.ZipFile) -> Mapping[str, ShownAs]:
    """Return the styles of cells that show something else, by the index that cells name.

    Empty for nearly all workbooks.

    :raises lxml.etree.XMLSyntaxError: the part is no XML.
    """
    try:
        with archive.open(STYLES) as stream:
            part = stream.read(_LARGEST_PART)
    except KeyError:
        return {}
    return dict(_styles(part)) if _MAY_MATTER.search(part) else {}


def shown_as(number_format: str) -> ShownAs | None:
    """Return how a format shows numbers, None where it shows them as they are."""
    first = number_format.split(";", 1)[0]
    if point := _LITERAL_POINT.search(first):
        return ShownAs(shift=len(point[1]) + 3 * len(point[2]))
    match = _WITH_WORDS.fullmatch(first)
    if match is None:
        return None
    zeros = len(match["whole"]) if len(match["whole"]) > 1 and set(match["whole"]) == {"0"} else 0
    before, behind = _words(match["before"]), match["percent"] + _words(match["behind"])
    if not (zeros or before or behind) or zeros > _MOST_ZEROS:
        return None
    return ShownAs(zeros=zeros, before=before, behind=behind)


def _words(literals: str) -> str:
    """Return what stands beside the digits where it is a word; signs of money and blanks are none."""
    text = "".join("".join(each) for each in _SIGN.findall(literals))
    return text if _HAN.search(text) else ""


def _styles(part: bytes) -> Iterator[tuple[str, ShownAs]]:
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    formats = {str(number): ShownAs(behind="%") for number in BUILT_IN_PERCENT}
    for each in _named(root, "numFmt"):
        if found := shown_as(each.get("formatCode") or ""):
            formats[each.get("numFmtId", "")] = found
    styles = next(_named(root, "cellXfs"), None)
    for index, style in enumerate(() if styles is None else styles):
        if found := formats.get(style.get("numFmtId", "")):
            yield str(index), found


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (each for each in root.iter() if etree.QName(each).localname == name)
