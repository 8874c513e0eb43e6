"""The one getter through which every view of the lists' desk obtains what it works on."""

from dataclasses import dataclass
from typing import cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from enterprises.agencies.entrance import entrance
from enterprises.agencies.models import Agency
from enterprises.agencies.permissions import require_credit_office
from lists.criteria.colors import Color
from lists.criteria.definitions import OWN_LISTS
from lists.criteria.models import CreditList
from lists.listings.models import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who sits at the credit office's desk; all lists are theirs."""

    user: User
    agency: Agency | None = None  # the authority for which they decide; none at the credit office itself

    @property
    def decides(self) -> frozenset[str]:
        """Return the slugs of the lists on which this officer may decide: red ones, and those of the own authority."""
        return frozenset(
            own.slug
            for own in OWN_LISTS
            if own.color is Color.RED or (self.agency is not None and self.agency.domain in own.domains)
        )

    def listings(self) -> QuerySet[Listing]:
        """Return all listings with what pages show of them."""
        return Listing.objects.select_related(
            "credit_list", "enterprise__region", "authority", "proposed_by", "notice_proof"
        )

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

    :raises NotPermitted: the user has another role.
    """
    user = cast("User", request.user)
    office = Office(user=user, agency=require_credit_office(user).agency)
    request.shield_office = office.agency is None  # type: ignore[attr-defined] # for the tabs of every page
    return office


# Lets officers who keep the lists in, and calls the view with `office=`.
at_the_office = entrance("office", office_of)
