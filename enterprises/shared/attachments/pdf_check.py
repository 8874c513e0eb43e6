"""PDFs, read through in the child: kept as they are, or refused with a sentence."""

import io
from typing import Any

from enterprises.shared.attachments.sentences import ACTIVE, BROKEN, LOCKED
from enterprises.shared.confined.errors import Unreadable

# What may follow the last end mark; more is another file behind the PDF.
TAIL_BYTES = 1024
# Actions that do more than show a place or a web address (ISO 32000-1, table 198).
_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/ResetForm", "/GoToE", "/GoToR", "/Rendition"}
    | {"/Movie", "/Sound", "/RichMediaExecute", "/Trans", "/SetOCGState", "/Hide"}
)
_CONTENTS = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})


def check_pdf(content: bytes) -> None:
    """Look at every object of a PDF.

    :raises Unreadable: it is broken or encrypted, holds another file, or does something of its own.
    """
    import pikepdf  # noqa: PLC0415 (after the limits)

    if len(content) - content.rfind(b"%%EOF") > TAIL_BYTES:
        raise Unreadable(BROKEN)
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise Unreadable(LOCKED)
            pages = len(pdf.pages)
            is_active = _opens_something(pdf.Root, pikepdf) or any(_is_active(one, pikepdf) for one in pdf.objects)
    except pikepdf.PasswordError as problem:
        raise Unreadable(LOCKED) from problem
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, AttributeError) as problem:
        raise Unreadable(BROKEN) from problem
    if not pages:
        raise Unreadable(BROKEN)
    if is_active:
        raise Unreadable(ACTIVE)


def _opens_something(root: Any, pikepdf: Any) -> bool:
    """Return whether the file does something at opening but show a page."""
    if "/AA" in root or ("/Names" in root and any(key in root.Names for key in ("/JavaScript", "/EmbeddedFiles"))):
        return True
    action = root.get("/OpenAction")
    # A destination is an array; an action is a dictionary.
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) != "/GoTo"


def _is_active(one: Any, pikepdf: Any) -> bool:
    """Return whether an object, or a dictionary written inside it, is an action, a script or an embedded file."""
    waiting = [one]
    while waiting:
        value = waiting.pop()
        if isinstance(value, pikepdf.Array):
            waiting.extend(inner for inner in value if _is_direct(inner, pikepdf))
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            if "/JS" in value or "/EF" in value or "/XFA" in value or "/AA" in value:
                return True
            if str(value.get("/S")) in _ACTIONS or str(value.get("/Subtype")) in _CONTENTS:
                return True
            if str(value.get("/Type")) == "/EmbeddedFile":
                return True
            waiting.extend(inner for _, inner in value.items() if _is_direct(inner, pikepdf))
    return False


def _is_direct(value: Any, pikepdf: Any) -> bool:
    """Return whether a value stands inside its owner; others are objects of their own and are looked at as such."""
    return isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect
