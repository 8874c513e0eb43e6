"""Parts of a file over HTTP (RFC 9110, 14): an interrupted download goes on where it stopped."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponse

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def accepting_ranges(view: _View) -> _View:
    """Serve one range of bytes of the view's 200 answers.

    `If-Range` must be the ETag. Several ranges, and what cannot be read, get the whole, as the standard allows.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or not isinstance(response, HttpResponse):  # noqa: PLR2004
            return response
        response["Accept-Ranges"] = "bytes"
        return _part(request, response) if request.method == "GET" else response

    return cast("_View", inner)


def _part(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    condition = request.headers.get("If-Range")
    if asked is None or asked.groups() == ("", "") or (condition and condition != response.get("ETag")):
        return response
    if asked[1] and asked[2] and int(asked[1]) > int(asked[2]):
        return response  # no valid range: ignored
    size = len(response.content)
    first, last = _bounds(*asked.groups(), size=size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response.content = response.content[first : last + 1]
    response.status_code = 206
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _bounds(first: str, last: str, *, size: int) -> tuple[int, int]:
    """Return the first and the last byte; the first is the greater where nothing is left."""
    if not first:
        return max(0, size - int(last)), size - 1 if int(last) else -1
    return int(first), min(int(last), size - 1) if last else size - 1
