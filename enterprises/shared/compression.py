"""Compressed answers (RFC 9110, 8.4 and 12.5.3), for texts that are the same for everybody.

A page with a secret and a reader's own words must not go this way: its size gives the secret away.
"""

import gzip
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import brotli
from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponse
from django.utils.cache import patch_vary_headers

SMALLEST = 1024
TEXTS = ("application/json", "application/schema+json", "text/csv")
# A ninth of the highest quality's time, and a tenth more bytes: these answers are compressed for each reader.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
CODED_TAG = re.compile(r'-(?:br|gzip)"')
CODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: bytes(brotli.compress(content, quality=BROTLI_QUALITY)),
    "gzip": lambda content: gzip.compress(content, GZIP_LEVEL, mtime=0),
}

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def compressed(view: _View) -> _View:
    """Compress the view's CSV and JSON for readers who accept it; a range is of the bytes as they are.

    A compressed answer has an ETag of its own, made of the plain one's.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        held = request.headers.get("If-None-Match", "")
        request.META["HTTP_IF_NONE_MATCH"] = CODED_TAG.sub('"', held)
        response = view(request, *args, **kwargs)
        if not isinstance(response, HttpResponse):
            return response
        coding = chosen_coding(request.headers.get("Accept-Encoding", ""))
        if response.status_code == 304:  # noqa: PLR2004
            _vary(response, coding if CODED_TAG.search(held) else None)
        elif response.status_code == 200 and _is_text(response):  # noqa: PLR2004
            worth = coding and "Range" not in request.headers and len(response.content) >= SMALLEST
            _vary(response, coding if worth else None)
            if worth:
                response.content = CODERS[coding](response.content)
                response["Content-Encoding"] = coding
        return response

    return cast("_View", inner)


def chosen_coding(accepted: str) -> str:
    """Return the best coding that a reader accepts, empty if none."""
    weights: dict[str, bool] = {}
    for one in accepted.lower().split(","):
        name, _, weight = one.partition(";")
        weights[name.strip()] = not re.fullmatch(r"q=0(\.0*)?", weight.strip())
    return next((coding for coding in CODERS if weights.get(coding, weights.get("*", False))), "")


def _is_text(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").partition(";")[0] in TEXTS


def _vary(response: HttpResponse, coding: str | None) -> None:
    patch_vary_headers(response, ["Accept-Encoding"])
    if coding and "ETag" in response:
        response["ETag"] = f'{response["ETag"][:-1]}-{coding}"'
