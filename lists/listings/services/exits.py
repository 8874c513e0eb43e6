"""What happens to a listing after the decision: objection, exit before its last day."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_credit_office
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from lists.criteria.colors import Color
from lists.listings.models import Listing
from lists.listings.rules import REMOVALS, ListingState, RemovalReason
from lists.listings.services.history import SamePerson, StateChanged, locked, move, require_reason, write_event


class RemovalInvalid(Refused):
    """The reason does not exist for such a list, or repair comes before the shortest term has passed."""


class AlreadyConfirmed(Refused):
    """The removal was confirmed before."""


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
    listing = locked(listing)
    why = require_reason(note, sentence="请写明移出依据(文书号或事实)。")
    if reason not in REMOVALS[Color(listing.color)]:
        raise RemovalInvalid("这类名单没有该移出原因，请重新选择。")
    on = day_of(at)
    if reason is RemovalReason.REPAIRED and listing.repairable_from and on < listing.repairable_from:
        raise RemovalInvalid(f"最短期限未满，最早可于{listing.repairable_from}因信用修复移出。")
    move(
        listing,
        after=ListingState.REMOVED,
        verb="remove",
        by=by,
        at=at,
        reason=f"{reason.value}: {why}",
        removed_on=on,
        removed_reason=reason,
        removed_by=by,
    )
    touch_credit_files([listing.enterprise_id])
    return listing


@transaction.atomic
def confirm_removal(*, listing: Listing, by: User, at: datetime) -> Listing:
    """Have a second person confirm a removal that already holds.

    :raises NotPermitted: `by` is not of the credit office.
    :raises StateChanged: it was not removed.
    :raises SamePerson: `by` removed it.
    :raises AlreadyConfirmed: confirmed before.
    """
    require_credit_office(by)
    listing = locked(listing)
    if listing.state != ListingState.REMOVED:
        raise StateChanged("该主体没有移出，无需确认。")
    if listing.removed_by_id == by.pk:
        raise SamePerson("移出须由另一人确认。")
    if not Listing.objects.filter(pk=listing.pk, removal_confirmed_by__isnull=True).update(removal_confirmed_by=by):
        raise AlreadyConfirmed("移出已经确认过。")
    listing.removal_confirmed_by = by
    write_event(listing, verb="confirm-removal", by=by, at=at)
    return listing


@transaction.atomic
def mark_listing_disputed(*, listing: Listing, reason: str, by: User, at: datetime) -> Listing:
    """Mark a public listing as disputed, at once when an objection is lodged; it stays public.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it is not on the list, or marked already.
    """
    return _mark(listing, disputed_at=at, verb="dispute", reason=reason, by=by, at=at)


@transaction.atomic
def settle_listing_dispute(*, listing: Listing, reason: str, by: User, at: datetime) -> Listing:
    """Take the mark off when the objection was rejected or taken back.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no outcome given.
    :raises StateChanged: it is not on the list, or not marked.
    """
    return _mark(listing, disputed_at=None, verb="settle-dispute", reason=reason, by=by, at=at)


def _mark(listing: Listing, *, disputed_at: datetime | None, verb: str, reason: str, by: User, at: datetime) -> Listing:
    require_credit_office(by)
    listing = locked(listing)
    why = require_reason(reason, sentence="请写明异议情况或处理结果。")
    rows = Listing.objects.filter(
        pk=listing.pk, state=ListingState.DECIDED, disputed_at__isnull=disputed_at is not None
    )
    if not rows.update(disputed_at=disputed_at):
        raise StateChanged("该主体不在名单中，或异议标记已经是这个状态。")
    listing.disputed_at = disputed_at
    write_event(listing, verb=verb, by=by, at=at, reason=why)
    touch_credit_files([listing.enterprise_id])
    return listing
