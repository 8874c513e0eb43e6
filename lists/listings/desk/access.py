"""The one getter through which every view of the lists' desk obtains what it works on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from enterprises.agencies.permissions import NotPermitted, require_credit_office
from lists.criteria.models import CreditList
from lists.listings.models import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who sits at the credit office's desk; all lists are theirs."""

    user: User

    def listings(self) -> QuerySet[Listing]:
        """Return all listings with what pages show of them."""
        return Listing.objects.select_related("credit_list", "enterprise__region", "authority", "proposed_by")

    def listing(self, pk: int) -> Listing:
        """Return one listing.

        :raises Http404: there is none.
        """
        found = self.listings().filter(pk=pk).first()
        if found is None:
            raise Http404("no such listing")
        return found

    def credit_list(self, slug: str) -> CreditList:
        """Return one list.

        :raises Http404: there is none.
        """
        found = CreditList.objects.select_related("authority").filter(slug=slug).first()
        if found is None:
            raise Http404("no such list")
        return found


def office_of(request: HttpRequest) -> Office:
    """Return the desk of the signed-in officer of the credit office.

    :raises PermissionDenied: the user has another role.
    """
    user = cast("User", request.user)
    try:
        require_credit_office(user)
    except NotPermitted as refusal:
        raise PermissionDenied(refusal.sentence) from refusal
    return Office(user=user)


def at_the_office(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Require a login, then call the view with `office=`; nothing of the answer is cached."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, office=office_of(request), **kwargs)

    return cast("Callable[..., HttpResponseBase]", login_required(never_cache(inner)))
