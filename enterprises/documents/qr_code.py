"""QR codes of printed documents."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_code(address: str, *, title: str) -> SafeString:
    """Return a QR code as inline SVG, its title first, as PDF/UA needs it."""
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(border=0, title=title, omitsize=True, dark="#000"))  # noqa: S308
