"""A listing that an upheld objection had ended, when that outcome does not hold: both steps are those of its case."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_credit_office
from enterprises.shared.clock import day_of
from lists.criteria.models import CreditList
from lists.listings.models import Listing
from lists.listings.rules import PENDING, MatterKind
from lists.listings.services.decisions import AlreadyListed
from lists.listings.services.matters import OF_CASE, notify_people, open_matter
from lists.listings.services.workflow import LISTINGS

_OFFER = "对告知书的异议曾认定成立，该决定已撤销；列入须重新提出建议、重新告知。"


@transaction.atomic
def resume_listing(*, listing: Listing, reason: str, by: User, at: datetime) -> Listing:
    """Go on with a listing whose objection a second person does not uphold: the notice stands as it was served.

    The case goes on, and no decision on the listing comes before its answer.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no reason.
    :raises StateChanged: it was not given up after its notice.
    :raises AlreadyListed: it was proposed anew or listed meanwhile.
    """
    require_credit_office(by)
    CreditList.objects.select_for_update().get(pk=listing.credit_list_id)
    listing = LISTINGS.locked(listing)
    why = LISTINGS.require_reason(reason, sentence="请写明不同意的理由。")
    others = Listing.objects.filter(credit_list=listing.credit_list_id, enterprise=listing.enterprise_id)
    others = others.exclude(pk=listing.pk)
    if others.filter(state__in=sorted(PENDING)).exists() or others.in_term(on=day_of(at)).exists():
        raise AlreadyListed("该主体已重新提出列入建议或者已列入，原告知不能恢复。")
    LISTINGS.move(listing, verb="resume", by=by, at=at, reason=why)
    return listing


def offer_new_notice(listing: Listing, *, at: datetime) -> None:
    """Offer the office to propose a listing anew that an upheld objection had ended, now that this is revoked.

    The old notice is not used again: the enterprise was informed that it would not be listed. It may state its case
    anew.
    """
    open_matter(listing, kind=MatterKind.REINSTATE, text=_OFFER, facts=f"{OF_CASE} {at.isoformat()}", at=at)
    notify_people(listing, text=_OFFER, at=at)
