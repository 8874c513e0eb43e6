"""What is kept: values in the portal's cache for a short time, and the headers of answers whose view sets none."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase

logger = logging.getLogger(__name__)

T = TypeVar("T")


def kept(key: str, *, seconds: int, of: type[T], make: Callable[[], T]) -> T:
    """Return the value of a key, made anew if the cache holds none of that type.

    A cache that fails is one that holds nothing: it may cost time, never an answer. Nothing else uses the cache.
    """
    try:
        held = cache.get(key)
    except Exception:  # each kind of cache has errors of its own
        _note_failure()
        return make()
    if isinstance(held, of):
        return held
    made = make()
    try:
        cache.set(key, made, seconds)
    except Exception:
        _note_failure()
    return made


def _note_failure() -> None:
    logger.warning("The cache fails, values are made anew", exc_info=True, extra={"group": "the cache fails"})


class NothingIsKeptBlindlyMiddleware:
    """Have every answer requested again before it is shown from a cache, refusals included.

    A cache may keep a 404, 405 or 410 by its own judgement. The file of an enterprise would stay missing after it was
    published. Static files are answered before; headers that views set stay.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Fill in the headers that are missing."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers.setdefault("X-Robots-Tag", "noarchive")
        return response
