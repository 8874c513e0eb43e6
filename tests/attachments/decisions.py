"""Decision texts as PDF, with and without blacked-out parts."""

import io

import pikepdf
import pypdfium2

MOBILE = "13800138000"
_TEXT_AT = (72, 700)
# Around the text of 11 digits in 20 points.
BLACK = (70, 694, 130, 26)


def decision(
    text: str = MOBILE,
    *,
    black: tuple[int, int, int, int] | None = None,
    turned: int = 0,
    pages: int = 1,
    annotation: bool = False,
) -> bytes:
    """Return a PDF with one line of text on each page, and a black rectangle drawn over a part of it."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        rectangle = f"0 0 0 rg {black[0]} {black[1]} {black[2]} {black[3]} re f" if black and not annotation else ""
        drawing = f"BT /F1 20 Tf {_TEXT_AT[0]} {_TEXT_AT[1]} Td ({text}) Tj ET {rectangle}"
        page.Contents = pdf.make_stream(drawing.encode())
        page.obj["/Rotate"] = turned
        if black and annotation:
            page.Annots = pdf.make_indirect(pikepdf.Array([_black_annotation(pdf, black)]))
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def _black_annotation(pdf: pikepdf.Pdf, place: tuple[int, int, int, int]) -> pikepdf.Object:
    x, y, wide, high = place
    look = pdf.make_stream(
        f"0 0 0 rg 0 0 {wide} {high} re f".encode(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array([0, 0, wide, high]),
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Square,
            Rect=pikepdf.Array([x, y, x + wide, y + high]),
            F=4,
            AP=pikepdf.Dictionary(N=look),
        )
    )


def text_of(content: bytes) -> str:
    """Return the text that a reader of the PDF finds."""
    with pypdfium2.PdfDocument(content) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf)
