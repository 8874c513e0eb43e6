"""Home, help and the pages for refusals."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from creditportal.figures import figures
from enterprises.shared import clock
from enterprises.shared.forms import FilterUnreadable
from enterprises.shared.http import public_answer
from enterprises.shared.outages import Outage, outage_of
from lists.editions.queries import latest_editions

API_PREFIX = "/api/"
EDITIONS_SHOWN = 4
ICON_SECONDS = 86_400
SITEMAPS = ("doors:sitemap", "lists:sitemap")
# What crawlers leave alone: desks, the API, what one reader holds a code or number of, and every query.
NOT_CRAWLED = ("/admin/", "/desk/", "/api/v1/", "/cases/", "/products/comment/", "/reports/", "/verify/", "/*?")
CRAWLED_ALL_THE_SAME = ("/verify/$", "/verify/certificate.pem$")


@require_safe
@public_answer
def home(request: HttpRequest) -> HttpResponse:
    """Show the search box, what this is, and what was published last."""
    at = clock.now()
    context = {"figures": figures(on=clock.day_of(at), at=at), "editions": latest_editions(limit=EDITIONS_SHOWN)}
    return render(request, "home.html", context)


@require_safe
@public_answer
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain records, periods, repair, objection and verification."""
    return render(request, "help.html")


@require_safe
@cache_control(public=True, max_age=ICON_SECONDS)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that read no `<link rel=icon>` to the icon, whose name changes with its content."""
    return redirect(static("img/favicon.ico"))


@require_safe
@public_answer
def robots(request: HttpRequest) -> HttpResponse:
    """State what crawlers may fetch (RFC 9309): public pages, not desks, secrets or endless queries."""
    sitemaps = [settings.PUBLIC_BASE_URL + reverse(name) for name in SITEMAPS]
    lines = ["User-agent: *", *(f"Disallow: {rule}" for rule in NOT_CRAWLED)]
    lines += [f"Allow: {rule}" for rule in CRAWLED_ALL_THE_SAME]
    lines += [f"Sitemap: {address}" for address in sitemaps]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be understood, with the sentence of a filter that cannot be read."""
    unread = exception if isinstance(exception, FilterUnreadable) else FilterUnreadable("")
    label, sentence = unread.label, unread.sentence
    detail = (f"{label}：{sentence}" if label else sentence) or "请求无法识别。"
    return refusal(request, status=400, code="bad_request", detail=detail, label=label, sentence=sentence)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a reader who may not see the page."""
    return refusal(request, status=403, code="permission_denied", detail="没有权限访问。")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or stale."""
    return render(request, "403.html", {"stale_form": True}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist."""
    return refusal(request, status=404, code="not_found", detail="没有这个地址。")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a failure of ours, without the database and without context processors.

    Django calls it while it handles the exception, those of middleware included: an outage is answered
    with 503, its sentence and when to come back.
    """
    outage = outage_of(sys.exc_info()[1])
    if outage is not None:
        return _outage_answer(request, outage)
    if request.path.startswith(API_PREFIX):
        return JsonResponse({"detail": "服务器内部错误。", "code": "error"}, status=500)
    with translation.override(settings.LANGUAGE_CODE):
        page = render_to_string("500.html", _facts())
    return HttpResponse(page, status=500)


def _outage_answer(request: HttpRequest, outage: Outage) -> HttpResponse:
    headers = {"Retry-After": str(outage.retry_after), "Cache-Control": "no-store"}
    if request.path.startswith(API_PREFIX):
        return JsonResponse({"detail": outage.sentence, "code": outage.code}, status=503, headers=headers)
    with translation.override(settings.LANGUAGE_CODE):
        page = render_to_string("outage.html", {**_facts(), "outage": outage})
    return HttpResponse(page, status=503, headers=headers)


def _facts() -> dict[str, object]:
    return {
        "is_demo": settings.DEMO,
        "portal_name": settings.PORTAL_NAME,
        "contact_phone": settings.CONTACT_PHONE,
    }


def refusal(request: HttpRequest, *, status: int, code: str, detail: str, **facts: str) -> HttpResponse:
    """Refuse with the page of that status, or with JSON below `/api/`; `facts` are what the page shows."""
    if request.path.startswith(API_PREFIX):
        return JsonResponse({"detail": detail, "code": code}, status=status)
    return render(request, f"{status}.html", facts, status=status)
