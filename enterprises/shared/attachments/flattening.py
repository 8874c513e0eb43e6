"""The child's side of blacked-out texts: pages become pixels, so nothing lies beneath the black.

A PDF is drawn page by page into a PDF of pictures alone; a picture is encoded anew. Text that is still readable is
searched for personal data first. A letter counts as blacked out where its place on the drawn page has one colour.
"""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from enterprises.shared.attachments.pdf_check import check_pdf
from enterprises.shared.attachments.pictures import LONGEST_SIDE, encoded_anew
from enterprises.shared.attachments.reader import picture_format, pieces_of
from enterprises.shared.attachments.sentences import BROKEN, LARGE_TEXT, MANY_PAGES, PERSONAL
from enterprises.shared.attachments.types import PDF
from enterprises.shared.confined.errors import Unreadable
from enterprises.shared.rules.characters import unified
from enterprises.shared.rules.masking import public_text, suspicions_of
from enterprises.shared.rules.masking.types import STAR

PAGES_AT_MOST = 40
DOTS_PER_INCH = 150
# Forty pages of A3 have 174 million; three bytes each lie in memory.
PIXELS_AT_MOST = 200_000_000
DRAWN_BYTES = 16 * 1024**2
QUALITY = 70
# Around a letter; without it, a stroke that fills its own box would look blacked out.
_MARGIN = 1
# Differences of grey that nobody reads: edges and compression.
_ONE_COLOUR = 40
_POINTS_PER_INCH = 72


def open_file(path: Path) -> Callable[[], Iterator[object]]:
    """Return the answer to the one question, which has no arguments: media type, then the bytes in base64."""
    return lambda: _answer(path.read_bytes())


def _answer(content: bytes) -> Iterator[object]:
    if content.startswith(b"%PDF-"):
        media_type, drawn = PDF, _drawn(content)
    else:
        media_type, drawn = encoded_anew(content, name=picture_format(content))
    yield media_type
    yield from pieces_of(drawn)


def _drawn(content: bytes) -> bytes:
    """Return a PDF of pictures of the pages.

    :raises Unreadable: it is broken, has too many pages, or personal data can be read on one.
    """
    import pypdfium2  # noqa: PLC0415 (after the limits)

    check_pdf(content)
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            if len(pdf) > PAGES_AT_MOST:
                raise Unreadable(MANY_PAGES.format(most=PAGES_AT_MOST))
            pdf.init_forms()
            pictures = list(_drawn_pages(pdf))
    except pypdfium2.PdfiumError as problem:
        raise Unreadable(BROKEN) from problem
    return _bound(pictures)


def _drawn_pages(pdf: Any) -> Iterator[Any]:
    """Yield the pictures of the pages; all of them lie in memory until they are bound."""
    pixels = 0
    for number, page in enumerate(pdf, start=1):
        picture = _drawn_page(page, number=number)
        pixels += picture.width * picture.height
        if pixels > PIXELS_AT_MOST:
            raise Unreadable(LARGE_TEXT)
        yield picture


def _drawn_page(page: Any, *, number: int) -> Any:
    scale = min(DOTS_PER_INCH / _POINTS_PER_INCH, LONGEST_SIDE / max(page.get_size()))
    picture = page.render(scale=scale, draw_annots=True, may_draw_forms=True).to_pil().convert("RGB")
    _require_nothing_personal(_readable_text(page, picture), page=number)
    return picture


def _require_nothing_personal(text: str, *, page: int) -> None:
    """Search a page as it is and with its lines joined, as a number may be broken by the line's end."""
    for view in (text, text.replace("\r", "").replace("\n", "")):
        if public_text(view) != unified(view):
            excerpt = next((one.excerpt for one in suspicions_of(view)), STAR)
            raise Unreadable(PERSONAL.format(page=page, excerpt=excerpt))


def _readable_text(page: Any, picture: Any) -> str:
    """Return the text of a page with stars for letters that the drawn page does not show."""
    grey = picture.convert("L")
    letters = page.get_textpage()
    text = [letters.get_text_range(place, 1) for place in range(letters.count_chars())]
    return "".join(
        sign if not sign.strip() or _is_drawn(grey, _box(page, letters.get_charbox(place), grey.size)) else STAR
        for place, sign in enumerate(text)
    )


def _is_drawn(grey: Any, box: tuple[int, int, int, int]) -> bool:
    darkest, lightest = grey.crop(box).getextrema()
    return bool(lightest - darkest > _ONE_COLOUR)


def _box(page: Any, place: tuple[float, float, float, float], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the pixels around a letter; the page may be turned and cropped."""
    import ctypes  # noqa: PLC0415

    from pypdfium2 import raw  # noqa: PLC0415

    corners = []
    for x, y in ((place[0], place[1]), (place[2], place[3])):
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down))
        corners.append((across.value, down.value))
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(*corners, strict=True))
    return (
        max(0, left - _MARGIN),
        max(0, top - _MARGIN),
        max(1, min(size[0], right + _MARGIN)),
        max(1, min(size[1], bottom + _MARGIN)),
    )


def _bound(pictures: list[Any]) -> bytes:
    stream = io.BytesIO()
    first, *others = pictures
    first.save(stream, "PDF", save_all=True, append_images=others, resolution=float(DOTS_PER_INCH), quality=QUALITY)
    if stream.tell() > DRAWN_BYTES:
        raise Unreadable(LARGE_TEXT)
    return stream.getvalue()
