"""Whether this process lives, and whether the portal can serve."""

import hmac

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from creditportal.readiness.watch import KEEPER
from enterprises.logins.sessions import ended_by
from enterprises.shared import clock
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled

BEARER = "Bearer "


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer while the process lives; depends on nothing else."""
    return JsonResponse({"status": "ok"})


@throttled(Scope.READINESS)
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when every part can do its work, else 503; operators see which cannot.

    The answer is some seconds old (READINESS_SECONDS).
    """
    readiness = KEEPER.readiness(at=clock.now(), keep_seconds=settings.READINESS_SECONDS)
    body: dict[str, object] = {"status": "ready" if readiness.is_ready else "not ready"}
    if is_operator(request):
        body["checks"] = {
            name: {"ok": check.ok, "warning": check.warning, "detail": check.detail}
            for name, check in readiness.checks.items()
        }
    return JsonResponse(body, status=200 if readiness.is_ready else 503)


def is_operator(request: HttpRequest) -> bool:
    """Return whether the request bears the operators' token or a superuser's session."""
    given = request.headers.get("Authorization", "")
    if settings.OPERATOR_TOKEN and given.startswith(BEARER):
        return hmac.compare_digest(given.removeprefix(BEARER).encode(), settings.OPERATOR_TOKEN.encode())
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    try:
        is_superuser = bool(getattr(request, "user", AnonymousUser()).is_superuser)
        return is_superuser and ended_by(request.session, at=clock.now()) is None
    except (DatabaseError, InterfaceError):
        return False
