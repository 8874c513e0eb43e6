"""The login page while logins are locked (setting AXES_LOCKOUT_CALLABLE)."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from enterprises.logins.services import Lock, LockScope
from enterprises.shared import clock

LOCK = "login_lock"
TOO_MANY = 429
TEMPLATE = "desk/login.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockNotice:
    """Sentence of the page about a lock; `until` is a full minute, never before the lock's end."""

    is_address: bool
    until: datetime


def note_lock(request: HttpRequest, lock: Lock) -> None:
    """Have the request answered by `locked`."""
    setattr(request, LOCK, lock)
    request.axes_locked_out = True  # type: ignore[attr-defined] # by which axes swaps the answer


def notice_of(lock: Lock) -> LockNotice:
    """Return the sentence of the page about a lock."""
    rest = timedelta(seconds=lock.until.second, microseconds=lock.until.microsecond)
    until = lock.until + (timedelta(minutes=1) - rest if rest else timedelta())
    return LockNotice(is_address=lock.scope is LockScope.ADDRESS, until=until)


def locked(
    request: HttpRequest, response: HttpResponseBase | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Answer 429 with the login page, which shows until when and whom to contact.

    The answer is the same whether or not an account has the name.
    """
    lock: Lock = getattr(request, LOCK)
    context = {"form": AuthenticationForm(request), "lock": notice_of(lock), "next": _next_of(request)}
    page = render(request, TEMPLATE, context, status=TOO_MANY)
    page["Retry-After"] = str(max(1, math.ceil((lock.until - clock.now()).total_seconds())))
    return page


def _next_of(request: HttpRequest) -> str:
    """Return where the officer was going, if it is on this site; the admin's form is continued at the desk's."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else ""
