"""Rows and columns that a workbook does not show: hidden by hand, folded away, or left out by a filter.

In .xlsx they are attributes of rows and columns, in .xls flags of the records ROW and COLINFO ([MS-XLS] 2.4.221,
2.4.53).
"""

import re
import struct
from collections.abc import Iterable
from typing import IO

from lxml import etree

from enterprises.shared.sheets.source import Hidden

_COLUMN, _ROW = 0x7D, 0x208
_HIDDEN_COLUMN, _HIDDEN_ROW = 0x1, 0x20  # in the flags of each
_ROW_FLAGS = 12  # bytes before them
_MOST_COLUMNS = 16_384
# Looked for before a sheet is walked through.
MARKED_IN_PART = re.compile(rb"""<(?:\w+:)?(?:row|col)\s[^<>]*?\bhidden\s*=\s*["'](?:1|true)["']""")
_ODD = b"[" + b"".join(re.escape(bytes([each])) for each in range(256) if each & _HIDDEN_COLUMN) + b"]"
_ZERO_HEIGHT = b"[" + b"".join(re.escape(bytes([each])) for each in range(256) if each & _HIDDEN_ROW) + b"]"
MARKED_IN_STREAM = re.compile(
    rb"\x7d\x00[\x0a-\x0c]\x00.{8}" + _ODD + rb"|\x08\x02\x10\x00.{12}" + _ZERO_HEIGHT, re.DOTALL
)


def hidden_in_part(stream: IO[bytes]) -> Hidden:
    """Return what the part of a sheet in .xlsx hides.

    :raises lxml.etree.XMLSyntaxError: the part is no XML.
    """
    rows, columns, number = set(), set[int](), 0
    for _, element in etree.iterparse(stream, tag=("{*}row", "{*}col"), resolve_entities=False):
        is_hidden = element.get("hidden") in ("1", "true")
        if etree.QName(element).localname == "row":
            number = int(element.get("r") or number + 1)
            if is_hidden:
                rows.add(number)
        elif is_hidden:
            first, last = (int(element.get(name) or 0) for name in ("min", "max"))
            columns.update(range(first - 1, min(last, _MOST_COLUMNS)))
        element.clear()
    return Hidden(rows=frozenset(rows), columns=frozenset(columns))


def hidden_in_records(stream: bytes, records: Iterable[tuple[int, int, int]]) -> Hidden:
    """Return what the records of a sheet in .xls hide; each is kind, start and length."""
    rows, columns = set(), set[int]()
    for kind, start, length in records:
        if kind == _COLUMN and length >= 10:  # noqa: PLR2004 - first and last, width, style, flags
            first, last, _, _, flags = struct.unpack_from("<5H", stream, start)
            if flags & _HIDDEN_COLUMN:
                columns.update(range(first, last + 1))
        elif kind == _ROW and length > _ROW_FLAGS and stream[start + _ROW_FLAGS] & _HIDDEN_ROW:
            rows.add(struct.unpack_from("<H", stream, start)[0] + 1)
    return Hidden(rows=frozenset(rows), columns=frozenset(columns))
