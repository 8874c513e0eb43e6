"""How long a session lasts, and that nothing of the desk or the admin stays in a cache."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from enterprises.logins.models import LoginEvent
from enterprises.logins.services import record_end
from enterprises.shared import clock
from enterprises.shared.http import client_address

PRIVATE = ("/desk/", "/admin/")
NO_STORE = "max-age=0, no-cache, no-store, must-revalidate, private"
STARTED, SEEN = "session_started_at", "session_seen_at"
SEEN_EVERY = timedelta(minutes=1)  # a session is written at most so often; it may end that much earlier


class Ended(StrEnum):
    """Why a reader is led to the login page; the value stands in its address."""

    IDLE = "idle"
    WHOLE = "whole"
    UNSAVED = "unsaved"


def begin(session: SessionBase, *, at: datetime) -> None:
    """Start the clocks of a session."""
    session[STARTED] = session[SEEN] = at.timestamp()


def ended_by(session: SessionBase, *, at: datetime) -> Ended | None:
    """Return why a session is over, None if it is not; one without clocks is over."""
    now = at.timestamp()
    if now - session.get(STARTED, 0) >= settings.SESSION_HOURS * 3600:
        return Ended.WHOLE
    if now - session.get(SEEN, 0) >= settings.SESSION_IDLE_MINUTES * 60:
        return Ended.IDLE
    return None


class PrivatePagesMiddleware:
    """Ends sessions in time and keeps private pages out of caches; public pages touch no session here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        if not request.path.startswith(PRIVATE):
            return self.get_response(request)
        ended = _end_session(request, at=clock.now()) if request.user.is_authenticated else None
        response = self.get_response(request)
        if not request.user.is_authenticated and _leads_to_login(response):
            response = _to_login(request, ended) or response
        response["Cache-Control"] = NO_STORE
        return response


def _end_session(request: HttpRequest, *, at: datetime) -> Ended | None:
    """End a session whose time is over, else note that it is used."""
    ended = ended_by(request.session, at=at)
    if ended:
        record_end(
            LoginEvent.Verb.EXPIRED, username=request.user.get_username(), address=client_address(request), at=at
        )
        request.session.flush()
        request.user = AnonymousUser()
    elif at.timestamp() - request.session[SEEN] >= SEEN_EVERY.total_seconds():
        request.session[SEEN] = at.timestamp()
    return ended


def _leads_to_login(response: HttpResponseBase) -> bool:
    path = urlsplit(response.get("Location", "")).path
    return path in (reverse("desk:login"), reverse("admin:login"))


def _to_login(request: HttpRequest, ended: Ended | None) -> HttpResponseRedirect | None:
    """Return the way to the login page with the reason, None without a reason."""
    if request.method == "POST":
        ended, back = Ended.UNSAVED, _page_of(request)
    else:
        back = request.get_full_path()
    if ended is None:
        return None
    return HttpResponseRedirect(f"{reverse('desk:login')}?{urlencode({'next': back, 'ended': ended.value})}")


def _page_of(request: HttpRequest) -> str:
    """Return the private page from which a form was sent: its own address may answer POST alone."""
    referer = request.headers.get("Referer", "")
    parts = urlsplit(referer)
    if parts.path.startswith(PRIVATE) and url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return reverse("desk:home")
