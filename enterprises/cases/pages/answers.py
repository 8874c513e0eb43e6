"""What answers have in common that belong to one reader."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http.response import HttpResponseBase

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def no_store(view: _View) -> _View:
    """Keep the answers of `view` out of caches, archives and search engines; no other site learns their addresses."""

    @wraps(view)
    def inner(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response["Cache-Control"] = "no-cache, no-store"
        response["X-Robots-Tag"] = "noindex, noarchive"
        response["Referrer-Policy"] = "same-origin"
        return response

    return cast("_View", inner)
