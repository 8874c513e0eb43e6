"""The officer's own account: login and password."""

from typing import Any

from django.contrib.auth import views as auth
from django.urls import reverse_lazy

from enterprises.desk.access import desk_or_none, is_credit_office


class WithTabs:
    """Shows the tabs of the desk to whom they belong; the pages themselves are for every account."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the desk, or that the user keeps the lists."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc] # of the view it is mixed in
        request = self.request  # type: ignore[attr-defined] # of the view it is mixed in
        return context | {"desk": desk_or_none(request), "credit_office": is_credit_office(request)}


class Login(auth.LoginView):
    template_name = "desk/login.html"
    redirect_authenticated_user = True


class PasswordChange(WithTabs, auth.PasswordChangeView):
    template_name = "desk/password.html"
    success_url = reverse_lazy("desk:password-done")


class PasswordChangeDone(WithTabs, auth.PasswordChangeDoneView):
    template_name = "desk/password_done.html"
