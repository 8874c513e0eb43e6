"""Views that are limited by address."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from enterprises.shared.http import client_address, too_many_requests
from enterprises.shared.throttling.limits import Scope, seconds_to_wait

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def throttled(scope: Scope, *, methods: frozenset[str] = frozenset()) -> Callable[[_View], _View]:
    """Answer 429 with Retry-After to an address beyond the limit of `scope`; `methods` are counted, or all."""

    def decorate(view: _View) -> _View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not methods or request.method in methods:
                wait = seconds_to_wait(scope, address=client_address(request))
                if wait:
                    return too_many_requests(request, wait)
            return view(request, *args, **kwargs)

        return cast("_View", inner)

    return decorate
