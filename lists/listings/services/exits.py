"""What happens to a listing after the decision: objection, exit before its last day."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_credit_office
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from lists.criteria.colors import Color
from lists.listings.models import Listing
from lists.listings.rules import DISPUTE, REMOVAL, REMOVALS, RemovalReason
from lists.listings.services.workflow import LISTINGS


class RemovalInvalid(Refused):
    """The reason does not exist for such a list, or repair comes before the shortest term has passed."""


@transaction.atomic
def remove_listing(*, listing: Listing, reason: RemovalReason, note: str, by: User, at: datetime) -> Listing:
    """Take an enterprise off the list at once; a second person confirms afterwards.

    Page, API and search follow at once, files of editions with the next periodic job.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no note with the document or facts behind it.
    :raises RemovalInvalid: the reason is not one of such a list, or repair comes too early.
    :raises StateChanged: it is not on the list.
    """
    require_credit_office(by)
    listing = LISTINGS.locked(listing)
    why = LISTINGS.require_reason(note, sentence="请写明移出依据(文书号或事实)。")
    if reason not in REMOVALS[Color(listing.color)]:
        raise RemovalInvalid("这类名单没有该移出原因，请重新选择。")
    on = day_of(at)
    if reason is RemovalReason.REPAIRED and listing.repairable_from and on < listing.repairable_from:
        raise RemovalInvalid(f"最短期限未满，最早可于{listing.repairable_from}因信用修复移出。")
    LISTINGS.move(
        listing,
        verb="remove",
        by=by,
        at=at,
        reason=f"{reason.value}: {why}",
        removed_on=on,
        removed_reason=reason,
        removed_by=by,
    )
    return listing


@transaction.atomic
def confirm_removal(*, listing: Listing, by: User, at: datetime) -> Listing:
    """Have a second person confirm a removal that already holds.

    :raises NotPermitted: `by` is not of the credit office.
    :raises StateChanged: it was not removed.
    :raises FourEyes: `by` removed it.
    :raises AlreadyConfirmed: confirmed before.
    """
    require_credit_office(by)
    listing = LISTINGS.locked(listing)
    LISTINGS.confirm(listing, confirmation=REMOVAL, by=by, at=at)
    return listing


@transaction.atomic
def mark_listing_disputed(*, listing: Listing, reason: str, by: User, at: datetime) -> Listing:
    """Mark a public listing as disputed, at once when an objection is lodged; it stays public.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it is not on the list, or marked already.
    """
    require_credit_office(by)
    listing = LISTINGS.locked(listing)
    LISTINGS.mark(listing, mark=DISPUTE, reason=reason, by=by, at=at)
    return listing


@transaction.atomic
def settle_listing_dispute(*, listing: Listing, reason: str, by: User, at: datetime) -> Listing:
    """Take the mark off when the objection was rejected or taken back.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no outcome given.
    :raises StateChanged: it is not on the list, or not marked.
    """
    require_credit_office(by)
    listing = LISTINGS.locked(listing)
    LISTINGS.unmark(listing, mark=DISPUTE, reason=reason, by=by, at=at)
    return listing
