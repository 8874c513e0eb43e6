"""Who typed number and code of a case reads it for half an hour, by a signed cookie of that case's address alone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from enterprises.cases.models import Case
from enterprises.cases.services.following import caught_up
from enterprises.shared import clock

COOKIE = "case"
SECONDS = 30 * 60


def give_key(response: HttpResponse, *, case: Case) -> None:
    """Let the reader come back to the case."""
    response.set_signed_cookie(
        COOKIE,
        _content(case),
        salt=COOKIE,
        max_age=SECONDS,
        path=_path(case.number),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def take_key(response: HttpResponse, *, number: str) -> None:
    """Let the reader come back only with the code."""
    response.delete_cookie(COOKIE, path=_path(number), samesite="Strict")


def case_by_key(request: HttpRequest, *, number: str) -> Case | None:
    """Return the case whose number and code the reader typed within half an hour, else None."""
    held = request.get_signed_cookie(COOKIE, default=None, salt=COOKIE, max_age=SECONDS)
    if held is None:
        return None
    case = Case.objects.select_related("enterprise", "agency").filter(number=number).first()
    return caught_up(case, at=clock.now()) if case is not None and held == _content(case) else None


def _content(case: Case) -> str:
    """Return what the cookie holds: a new code ends every old cookie."""
    return f"{case.number}:{case.code_digest[:16]}"


def _path(number: str) -> str:
    return reverse("cases:case", args=[number])
