"""Cursors as opaque, signed text for the address of the next page."""

from hashlib import blake2b

from django.conf import settings
from django.core.signing import BadSignature, Signer

from search.filters import Filters
from search.port import SCHEMA, Cursor

_FIT_BYTES = 8


def _signer() -> Signer:
    return Signer(salt="search-cursor")


def _fit(text: str, filters: Filters) -> str:
    """Return a digest of what a cursor belongs to: the query, the engine and its schema."""
    belonging = repr((text, filters, settings.SEARCH_URL, SCHEMA))
    return blake2b(belonging.encode(), digest_size=_FIT_BYTES).hexdigest()


def write_cursor(cursor: Cursor, *, text: str, filters: Filters) -> str:
    """Return a cursor as signed text."""
    parts = [_fit(text, filters), cursor.after, cursor.exclude_ids, cursor.total, cursor.total_is_exact]
    return _signer().sign_object(parts, compress=True)


def read_cursor(signed: str, *, text: str, filters: Filters) -> Cursor | None:
    """Return the cursor; None if the text is not ours or belongs to another query."""
    try:
        fit, after, exclude_ids, total, is_exact = _signer().unsign_object(signed)
    except (BadSignature, ValueError):
        return None
    if fit != _fit(text, filters):
        return None
    return Cursor(after=tuple(after), exclude_ids=tuple(exclude_ids), total=total, total_is_exact=is_exact)
