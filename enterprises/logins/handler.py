"""Handler of django-axes for logins, desk and admin alike (setting AXES_HANDLER).

axes hooks the login in and swaps the answer; counting and delays are `enterprises.logins.services`.
"""

from typing import Any

from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext

from enterprises.logins import sessions
from enterprises.logins.answers import note_lock
from enterprises.logins.models import LoginEvent
from enterprises.logins.services import (
    FailedLogins,
    LoginLocked,
    accept_attempt,
    fail_attempt,
    open_attempt,
    record_end,
)
from enterprises.shared import clock
from enterprises.shared.http import client_address

ATTEMPT = "login_attempt"


class LoginHandler(AbstractAxesHandler, AxesBaseHandler):  # type: ignore[misc] # axes has no types
    """Counts each attempt before its password is looked at, in one table."""

    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Open an attempt, or note the lock that refuses it."""
        username = (credentials or {}).get("username") or ""
        try:
            attempt = open_attempt(username=username, address=client_address(request), at=clock.now())
        except LoginLocked as locked:
            note_lock(request, locked.lock)
            return False
        setattr(request, ATTEMPT, attempt)
        return True

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return 0: `is_allowed` alone decides."""
        return 0

    def user_login_failed(
        self, sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """Close the attempt; the answer is that of a lock if it brought one."""
        attempt = _attempt_of(request)
        lock = fail_attempt(attempt, at=clock.now()) if attempt else None
        if request and lock:
            note_lock(request, lock)

    def user_logged_in(self, sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
        """Write the login down, begin its session, and report failures since the login before."""
        at = clock.now()
        failed = accept_attempt(_attempt_of(request), user=user, address=client_address(request), at=at)
        sessions.begin(request.session, at=at)
        if failed:
            messages.warning(request, _sentence(failed), fail_silently=True)

    def user_logged_out(self, sender: object, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
        """Write down that the officer left."""
        if user:
            record_end(
                LoginEvent.Verb.LOGGED_OUT,
                username=user.get_username(),
                address=client_address(request),
                at=clock.now(),
            )


def _attempt_of(request: HttpRequest | None) -> LoginEvent | None:
    """Return the open attempt of a request, once."""
    return vars(request).pop(ATTEMPT, None) if request else None


def _sentence(failed: FailedLogins) -> str:
    when = failed.last_at.astimezone(clock.SHANGHAI)
    wording = gettext(
        "自上次登录以来有 {number} 次失败的登录尝试，最近一次来自 {address}，"
        "时间 {when}（北京时间）。如果不是您本人操作，请修改密码，并告知本单位的系统管理员。",
    )
    return wording.format(number=failed.count, address=failed.last_address, when=f"{when:%Y-%m-%d %H:%M}")
