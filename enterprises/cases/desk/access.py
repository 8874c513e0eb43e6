"""The one getter through which the desk's pages of cases obtain what they work on."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest

from enterprises.agencies.entrance import entrance
from enterprises.agencies.models import Officer
from enterprises.agencies.permissions import officer_of
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


def _desk_of(request: HttpRequest) -> CaseDesk:
    user = cast("User", request.user)
    return CaseDesk(user=user, officer=officer_of(user))


# Lets officers in, and calls the view with `desk=`.
with_cases = entrance("desk", _desk_of)
