"""HTML to a PDF that is PDF/A-3a (archivable) and PDF/UA-1 (accessible) at once.

How that was found, and which HTML breaks it: decision 0003. The layout library is loaded by the first document:
most processes print nothing, and it takes half a second.
"""

import gc
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Lock

from enterprises.documents.fonts import printable
from enterprises.documents.printed_parts import Attached, RenderingFailed, TypesetRows

__all__ = ["Attached", "RenderingFailed", "TypesetRows", "render"]

# One layout at a time in a process: it takes 0.4 GB, and the garbage collector is off meanwhile.
ONE_AT_A_TIME = Lock()


def render(
    html: str,
    *,
    number: str,
    at: datetime,
    attachments: Sequence[Attached] = (),
    rows: TypesetRows | None = None,
    part: int | None = None,
) -> bytes:
    """Return the PDF of an HTML document; the same arguments give the same bytes.

    The document needs `<html lang>` and `<title>`, brings its styles in `<style>` and fetches
    nothing but `data:`. `number` becomes the keyword by which an altered copy is recognised.
    `rows` stand where the document has `<tbody data-rows>`. `part` is the place of a document that will be joined to
    others: it is neither compressed nor identified.

    :raises RenderingFailed: something in the HTML would be missing from the PDF, or break its claims.
    """
    from enterprises.documents.layout import laid_out_pdf  # noqa: PLC0415 (half a second)

    with ONE_AT_A_TIME, _collector_off(), _warnings() as warnings:
        content = laid_out_pdf(printable(html), number=number, at=at, attachments=attachments, rows=rows, part=part)
    if warnings:
        raise RenderingFailed("; ".join(warnings))
    return content


@contextmanager
def _collector_off() -> Iterator[None]:
    """Switch the garbage collector off: it costs 40% on big tables and finds nothing before the end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.collect()


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what the library would only log: a style it ignores, a missing language."""
    logger, listener = logging.getLogger("weasyprint"), _Listener()
    propagated = logger.propagate
    logger.propagate = False
    logger.addHandler(listener)
    try:
        yield listener.messages
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagated
