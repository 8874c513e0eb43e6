"""What every public answer has in common (decision 0007)."""

import hashlib
import ipaddress
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.http.response import HttpResponse
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control

UNPROCESSABLE = 422  # a form that must be corrected

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def public_answer(view: _View) -> _View:
    """Make the answers of `view` revalidated on every use and never archived.

    Sets `Cache-Control: no-cache`, `X-Robots-Tag: noarchive` and an ETag of the content, and
    answers 304 to a reader who holds it. Nothing withdrawn is shown from a cache that way. A public
    page holds no form token, which would make every answer another one.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _revalidated(request, view(request, *args, **kwargs))
        patch_cache_control(response, no_cache=True)
        response["X-Robots-Tag"] = "noarchive"
        return response

    return cast("_View", inner)


def _revalidated(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Put the ETag on a page that was found, or answer 304 to a reader who holds it."""
    if not isinstance(response, HttpResponse) or request.method not in {"GET", "HEAD"}:
        return response
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.render()
    if response.status_code != 200:  # noqa: PLR2004
        return response
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def catalogue_answer(datasets: Iterable[Mapping[str, Any]]) -> JsonResponse:
    """Return a data.json of these datasets (DCAT-US 1.1)."""
    content = {"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": list(datasets)}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})


def forget_query(request: HttpRequest) -> None:
    """Take the query out of a request, so that no link of its page repeats it."""
    request.META["QUERY_STRING"], request.GET = "", QueryDict()


def client_address(request: HttpRequest) -> str:
    """Return the address that limits are counted by; see `caller_address`."""
    forwarded_for = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return caller_address(request.META.get("REMOTE_ADDR", ""), forwarded_for=forwarded_for)


def caller_address(remote: str, *, forwarded_for: str = "") -> str:
    """Return the address that limits are counted by, "unknown" if there is none.

    Of X-Forwarded-For, given behind a proxy alone, the last entry counts, the only one the proxy itself wrote.
    """
    address = forwarded_for.rsplit(",", maxsplit=1)[-1].strip() if forwarded_for else remote
    return counted_address(address) or "unknown"


def counted_address(text: str) -> str | None:
    """Return an address as limits count it, None if it is none; an IPv6 address stands for its /64."""
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return None
    if parsed.version == 6:  # noqa: PLR2004
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def too_many_requests(request: HttpRequest, retry_after: int) -> HttpResponse:
    """Refuse for now, in the page or JSON that fits the address; `retry_after` in seconds."""
    return _refuse_for_now(
        request,
        template="429.html",
        code="throttled",
        detail="操作过于频繁，请稍后再试。",
        retry_after=retry_after,
        status=429,
    )


def unavailable(request: HttpRequest, retry_after: int | None, *, message: str = "") -> HttpResponse:
    """Answer that something cannot be served yet; `message` is one sentence on what.

    `retry_after` is None where nobody knows when: then nothing is promised.
    """
    return _refuse_for_now(
        request,
        template="503.html",
        code="unavailable",
        detail=message or "这项服务正在恢复。",
        retry_after=retry_after,
        status=503,
    )


def _refuse_for_now(
    request: HttpRequest, *, template: str, code: str, detail: str, retry_after: int | None, status: int
) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": detail, "code": code}, status=status, headers=headers)
    page = render(request, template, {"message": detail, "retry_after": retry_after}, status=status)
    for name, value in headers.items():
        page[name] = value
    return page
