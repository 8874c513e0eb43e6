"""The one getter through which the desk's pages of cases obtain what they work on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from enterprises.agencies.models import Officer
from enterprises.agencies.permissions import NotPermitted, officer_of
from enterprises.cases.models import Case
from enterprises.cases.selectors import cases_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDesk:
    """Who works on cases, for his authority or for the credit office."""

    user: User
    officer: Officer

    def case(self, number: str) -> Case:
        """Return one of the authority's cases.

        :raises Http404: there is none of that number, or it is another authority's.
        """
        found = cases_of(self.officer).select_related("correction", "decided_by").filter(number=number).first()
        if found is None:
            raise Http404("no such case")
        return found

    @property
    def navigation(self) -> dict[str, Any]:
        """What the frame of the desk's pages needs."""
        if self.officer.agency is None:
            return {"credit_office": True, "shield_office": self.officer.credit_office}
        return {"desk": {"officer": self.officer, "agency": self.officer.agency}}


def with_cases(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Require a login of an officer, then call the view with `desk=`; nothing of the answer is cached."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = cast("User", request.user)
        try:
            officer = officer_of(user)
        except NotPermitted as refusal:
            raise PermissionDenied(refusal.sentence) from refusal
        return view(request, *args, desk=CaseDesk(user=user, officer=officer), **kwargs)

    return cast("Callable[..., HttpResponseBase]", login_required(never_cache(inner)))
