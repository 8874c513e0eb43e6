"""Pages to print, and the text of what was printed."""

import io

import pypdf

_PAGE = (
    '<html lang="zh-CN"><head><title>试印</title>'
    '<style>body {{ font-family: "Noto Sans CJK SC" }} {style}</style></head>'
    "<body><h1>试印</h1>{body}</body></html>"
)


def page(body: str = "<p>内容</p>", *, style: str = "") -> str:
    """Return the HTML of a page."""
    return _PAGE.format(body=body, style=style)


def text_of(pdf: bytes) -> str:
    """Return the text of all pages."""
    return "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages)
