"""Joins PDFs that were laid out apart into one tagged document, with page numbers (decision 0048)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from pikepdf import Array, ObjectStreamMode, OutlineItem, Pdf
from pikepdf import Object as PdfObject

NUMBERS = "第 {page} 页 / 共 {pages} 页"
SIZE_PT = 7.5
GREY = "0.263 0.329 0.361"  # #43545c
MAPPED_GLYPH = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner:
    """Where page numbers end: distances from the right and the lower edge, in points."""

    right: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """A line of the outline; `page` counts from 0."""

    title: str
    page: int
    children: tuple["Bookmark", ...]


def merge(parts: Sequence[bytes], *, numerals: bytes, corner: Corner) -> bytes:
    """Return the parts as one PDF: pages, tags, bookmarks; metadata and attachments are those of the first.

    Identifiers of header cells are unlike already. `numerals` is a PDF that prints every character of a page number
    once. The same parts give the same bytes.
    """
    with Pdf.open(BytesIO(parts[0])) as pdf:
        bookmarks = list(_bookmarks(pdf, offset=0))
        for part in parts[1:]:
            with Pdf.open(BytesIO(part)) as other:
                bookmarks += _bookmarks(other, offset=len(pdf.pages))
                _append(pdf, other)
        _write_outline(pdf, bookmarks)
        _number_pages(pdf, numerals, corner=corner)
        target = BytesIO()
        pdf.save(target, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return target.getvalue()


def _append(pdf: Pdf, other: Pdf) -> None:
    """Append pages with their tags; keys of the parent tree move up."""
    tree, own = other.Root.StructTreeRoot, pdf.Root.StructTreeRoot
    offset = _next_key(own)
    for page in other.pages:
        _shift(page.obj, "/StructParents", offset)
        for annotation in page.obj.get("/Annots", ()):
            _shift(annotation, "/StructParent", offset)
    pdf.pages.extend(other.pages)
    top = own.K[0]
    for kid in _as_list(_as_list(tree.K)[0].K):
        copied = pdf.copy_foreign(kid)
        copied.P = top
        top.K.append(copied)
    numbers = own.ParentTree.Nums
    for key, value in _pairs(tree.ParentTree.Nums):
        numbers.append(int(key) + offset)
        numbers.append(pdf.copy_foreign(other.make_indirect(value)))
    own["/ParentTreeNextKey"] = _next_key(own)


def _shift(holder: PdfObject, key: str, offset: int) -> None:
    if key in holder:
        holder[key] = int(holder[key]) + offset


def _next_key(tree: PdfObject) -> int:
    return max((int(key) for key, _ in _pairs(tree.ParentTree.Nums)), default=-1) + 1


def _pairs(numbers: PdfObject) -> Iterator[tuple[PdfObject, PdfObject]]:
    flat = list(numbers)
    return zip(flat[::2], flat[1::2], strict=True)


def _as_list(kids: PdfObject) -> list[PdfObject]:
    return list(kids) if isinstance(kids, Array) else [kids]


def _bookmarks(pdf: Pdf, *, offset: int) -> Iterator[Bookmark]:
    places = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

    def read(items: Sequence[OutlineItem]) -> Iterator[Bookmark]:
        for item in items:
            assert isinstance(item.destination, Array)
            page = places[item.destination[0].objgen] + offset
            yield Bookmark(title=item.title, page=page, children=tuple(read(item.children)))

    with pdf.open_outline() as outline:
        return iter(list(read(outline.root)))


def _write_outline(pdf: Pdf, bookmarks: Sequence[Bookmark]) -> None:
    """Replace the outline."""
    with pdf.open_outline() as outline:
        outline.root[:] = [_item(one) for one in bookmarks]


def _item(bookmark: Bookmark) -> OutlineItem:
    item = OutlineItem(bookmark.title, bookmark.page, "Fit")
    item.children.extend(_item(one) for one in bookmark.children)
    return item


# --- Page numbers


def _number_pages(pdf: Pdf, numerals: bytes, *, corner: Corner) -> None:
    """Print "page x of y" on each page as an artifact, which is not read aloud."""
    with Pdf.open(BytesIO(numerals)) as source:
        font = pdf.copy_foreign(source.make_indirect(next(iter(dict(source.pages[0].Resources.Font).values()))))
    glyphs, widths = _glyphs_of(font), _widths_of(font)
    opening, pages = pdf.make_stream(b"q\n"), len(pdf.pages)
    for number, page in enumerate(pdf.pages, start=1):
        text = [glyphs[one] for one in NUMBERS.format(page=number, pages=pages)]
        width = sum(widths[glyph] for glyph in text) * SIZE_PT / 1000
        x = float(page.mediabox[2]) - corner.right - width
        page.Resources.Font["/PageNumber"] = font
        page.Contents = Array([opening, *_as_list(page.Contents), pdf.make_stream(_drawn(text, x=x, y=corner.bottom))])


def _drawn(text: Sequence[int], *, x: float, y: float) -> bytes:
    shown = "".join(f"{glyph:04x}" for glyph in text)
    drawing = f"/PageNumber {SIZE_PT} Tf {GREY} rg 1 0 0 1 {x:.2f} {y:.2f} Tm <{shown}> Tj"
    return f"Q\n/Artifact <</Type /Pagination>> BDC\nq BT {drawing} ET Q\nEMC\n".encode()


def _glyphs_of(font: PdfObject) -> dict[str, int]:
    """Return the glyph of each character that a font prints."""
    pairs = MAPPED_GLYPH.findall(font.ToUnicode.read_bytes().decode("latin-1"))
    texts = ((bytes.fromhex(text).decode("utf-16-be"), int(glyph, 16)) for glyph, text in pairs if len(text) >= 4)  # noqa: PLR2004 (one UTF-16 unit)
    return dict(texts)


def _widths_of(font: PdfObject) -> dict[int, float]:
    """Return the width of each glyph, in thousandths of the size."""
    widths: dict[int, float] = {}
    for first, run in _pairs(font.DescendantFonts[0].W):
        widths |= {int(first) + place: float(width) for place, width in enumerate(run)}
    return widths
