"""Tags of rows whose texts were set beside the layout library, which has tagged one empty cell a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import pydyf


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTags:
    """A row drawn on a page, counted from 0: its empty cell, and for each column its mark in the page's content."""

    page: int
    box: Any
    marks: Sequence[int | None]


class Written(pydyf.Object):  # type: ignore[misc]  # the library has no types
    """An object whose bytes are known when it is made."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data

    @property
    def data(self) -> bytes:
        """Return the bytes."""
        return self._data


def prefix_heads(pdf: Any, prefix: str) -> None:
    """Make the identifiers of header cells unlike those of other documents; what refers to them shares the text."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Dictionary) and one.get("S") == "/TH":
            one["ID"].string = prefix + one["ID"].string


def write_rows(pdf: Any, rows: Sequence[RowTags]) -> None:
    """Write a tag for each cell under that of its row, with the head of its column alone.

    The empty cell, which the library gave the heads of all columns, becomes the first.
    """
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    shared: dict[tuple[bytes, ...], list[bytes]] = {}
    for row in rows:
        first = row.box.mark
        heads = tuple(one.data for one in first["A"]["Headers"])
        if heads not in shared:
            shared[heads] = [_added(pdf, b"<</O/Table/Headers[%s]>>" % head) for head in heads]
        cells = _cells(pdf, first, marks=row.marks, attributes=shared[heads])
        _object(pdf, first["P"])["K"] = pydyf.Array(cells)
        numbers[2 * row.page + 1] += [cell for cell, mark in zip(cells, row.marks, strict=True) if mark is not None]


def _cells(pdf: Any, first: Any, *, marks: Sequence[int | None], attributes: Sequence[bytes]) -> list[bytes]:
    """Fill the first cell, add the others; return their references."""
    first["A"], first["K"] = attributes[0], pydyf.Array([] if marks[0] is None else [marks[0]])
    cells = [first.reference]
    for mark, own in zip(marks[1:], attributes[1:], strict=True):
        content = b"" if mark is None else b"/K %d" % mark
        cells.append(_added(pdf, b"<</S/TD/P %s/Pg %s/A %s%s>>" % (first["P"], first["Pg"], own, content)))
    return cells


def _added(pdf: Any, data: bytes) -> bytes:
    written = Written(data)
    pdf.add_object(written)
    return bytes(written.reference)


def _object(pdf: Any, reference: bytes) -> dict[str, Any]:
    return cast("dict[str, Any]", pdf.objects[int(reference.split()[0])])
