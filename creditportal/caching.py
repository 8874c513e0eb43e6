"""Cache headers of answers whose view sets none."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


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
