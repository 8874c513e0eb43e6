"""The officer's own account: login and password."""

from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator

from enterprises.agencies.desk import desk_or_none, list_keeper_or_none
from enterprises.evaluations.desk.access import institution_desk_or_none
from enterprises.logins.answers import notice_of
from enterprises.logins.services import address_lock
from enterprises.shared import clock
from enterprises.shared.http import client_address
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled


class WithTabs:
    """Shows the tabs of the desk to whom they belong; the pages themselves are for every account."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the desk, that the user keeps the lists, or the institution."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc] # of the view it is mixed in
        request = self.request  # type: ignore[attr-defined] # of the view it is mixed in
        keeper = list_keeper_or_none(request)
        return context | {
            "desk": desk_or_none(request),
            "credit_office": keeper is not None,
            "shield_office": keeper is not None and keeper.agency_id is None,
            "institution_desk": institution_desk_or_none(request),
        }


@method_decorator(throttled(Scope.LOGIN, methods=frozenset({"POST"})), name="dispatch")
class Login(auth.LoginView):
    """The login page; it shows why a session ended and whether the reader's address must wait."""

    template_name = "desk/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the reason that brought the reader here, and a lock of the address."""
        lock = address_lock(address=client_address(self.request), at=clock.now())
        added = {
            "ended": self.request.GET.get("ended", ""),
            "lock": notice_of(lock) if lock else None,
            "idle_minutes": settings.SESSION_IDLE_MINUTES,
            "session_hours": settings.SESSION_HOURS,
        }
        return super().get_context_data(**kwargs) | added


class PasswordChange(WithTabs, auth.PasswordChangeView):
    template_name = "desk/password.html"
    success_url = reverse_lazy("desk:password-done")


class PasswordChangeDone(WithTabs, auth.PasswordChangeDoneView):
    template_name = "desk/password_done.html"
