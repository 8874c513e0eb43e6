"""The answer that hands a letter's PDF to somebody who may read it."""

from collections.abc import Callable
from urllib.parse import quote

from django.http import Http404, HttpResponse

from enterprises.documents.checking import FileDamaged, whole_bytes
from enterprises.documents.letters.models import Letter


def letter_answer(letter: Letter, *, may_read: Callable[[Letter], bool]) -> HttpResponse:
    """Return the signed bytes as a download, if `may_read` agrees; a sentence where they are damaged.

    A room whose addressee has another key than a login, as a case has its code, brings its own check.

    :raises Http404: it does not agree, whether or not the letter exists.
    """
    if not may_read(letter):
        raise Http404("no such letter")
    try:
        content = whole_bytes(letter.document.files.get(format="pdf"))
    except FileDamaged as damage:
        return HttpResponse(str(damage), status=503, content_type="text/plain; charset=utf-8")
    plain, name = letter.document.number, f"{letter.letter_kind.title}-{letter.reference}"
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}.pdf\"; filename*=UTF-8''{quote(name, safe='')}.pdf",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, noarchive",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
