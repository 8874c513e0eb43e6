"""Where an answer goes on, as an opaque text for the address of the next page; signed, so what comes back is ours."""

from hashlib import blake2b

from django.conf import settings
from django.core.signing import BadSignature, Signer

from search.filters import Filters
from search.port import SCHEMA, Place

_FIT_BYTES = 8


def _signer() -> Signer:
    return Signer(salt="search-cursor")


def _fit(text: str, filters: Filters) -> str:
    """Return a digest of what a cursor belongs to: the question, the engine and its schema."""
    asked = repr((text, filters, settings.SEARCH_URL, SCHEMA))
    return blake2b(asked.encode(), digest_size=_FIT_BYTES).hexdigest()


def write_cursor(place: Place, *, text: str, filters: Filters) -> str:
    """Return the cursor of a place in the answer to that question."""
    parts = [_fit(text, filters), place.after, place.without, place.total, place.total_is_exact]
    return _signer().sign_object(parts, compress=True)


def read_cursor(cursor: str, *, text: str, filters: Filters) -> Place | None:
    """Return the place; None if the cursor is not one of ours or belongs to another question."""
    try:
        fit, after, without, total, is_exact = _signer().unsign_object(cursor)
    except (BadSignature, ValueError):
        return None
    if fit != _fit(text, filters):
        return None
    return Place(after=tuple(after), without=tuple(without), total=total, total_is_exact=is_exact)
