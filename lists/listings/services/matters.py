"""What waits for the credit office about listings: opened by what happens elsewhere, settled by an officer."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_credit_office
from enterprises.shared.clock import day_of
from enterprises.shared.holidays.services import working_calendar
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.characters import unified
from enterprises.shared.workflow.refusals import StateChanged
from lists.listings.models import Listing, Matter
from lists.listings.rules import DUE, REVIEW_WORKDAYS, VOID, ListingState, MatterKind, RemovalReason
from lists.listings.services.decisions import propose_listing
from lists.listings.services.workflow import LISTINGS

OF_CASE = "case"  # begins the facts of a matter that a case put before the office


class MatterGone(Refused):
    """Nothing of the kind waits any more."""


def open_matter(
    listing: Listing, *, kind: MatterKind, text: str, at: datetime, facts: str = "", by: User | None = None
) -> None:
    """Put something before the office, unless the same was put before it already, settled or not."""
    if listing.matters.filter(kind=kind, facts=facts).exists():
        return
    Matter.objects.create(
        listing=listing,
        kind=kind,
        text=unified(text)[:1000],
        facts=facts,
        due_on=due_after(day_of(at)) if kind in DUE else None,
        opened_by=by,
        opened_at=at,
    )


def due_after(day: date) -> date:
    """Return the last day for a review of what came up that day."""
    return working_calendar().workdays_after(day, REVIEW_WORKDAYS).day


def notify_people(listing: Listing, *, text: str, at: datetime) -> None:
    """Leave a notice on the desk of whoever proposed the listing and of whoever decided it."""
    for recipient in sorted({listing.proposed_by_id, listing.decided_by_id} - {None}, key=int):  # type: ignore[arg-type]
        Matter.objects.create(
            listing=listing, kind=MatterKind.NOTICE, text=text[:1000], recipient_id=recipient, opened_at=at
        )


def close_matters(listing: Listing, *kinds: MatterKind, at: datetime) -> int:
    """Settle what waits of these kinds, because it no longer matters; return how many."""
    return listing.matters.filter(kind__in=kinds, settled_at__isnull=True).update(settled_at=at)


def offer_red_listings(black: Listing, *, at: datetime) -> None:
    """Offer back the red listings that a black one ended, if that one should never have been; restore none.

    A person proposes each again, and another one decides.
    """
    if RemovalReason(black.removed_reason) not in VOID:
        return
    for red in Listing.objects.filter(ended_by=black, state=ListingState.REMOVED).order_by("pk"):
        text = f"该主体因被列入“{black.credit_list.name}”（{black.document_number}）移出；该列入已失效，可以提出恢复。"
        open_matter(red, kind=MatterKind.OFFER, text=text, facts=f"black {black.pk}", at=at)


@transaction.atomic
def settle_review(*, listing: Listing, reason: str, by: User, at: datetime) -> Listing:
    """Keep a listing after its remaining grounds were looked at.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no reason.
    :raises MatterGone: nothing waits for review.
    """
    return _settle(listing, kind=MatterKind.REVIEW, verb="keep", reason=reason, by=by, at=at)


@transaction.atomic
def decline_offer(*, listing: Listing, reason: str, by: User, at: datetime) -> Listing:
    """Leave a red listing ended that could be offered back.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no reason.
    :raises MatterGone: nothing is offered.
    """
    return _settle(listing, kind=MatterKind.OFFER, verb="decline-offer", reason=reason, by=by, at=at)


@transaction.atomic
def accept_offer(*, listing: Listing, by: User, at: datetime) -> Listing:
    """Propose a red listing anew that a void black one had ended; return the proposal.

    :raises NotPermitted: `by` is not of the credit office.
    :raises AlreadyListed: it was proposed or listed meanwhile.
    :raises MatterGone: nothing is offered.
    """
    return _propose_anew(listing, kind=MatterKind.OFFER, verb="accept-offer", by=by, at=at)


@transaction.atomic
def propose_again(*, listing: Listing, by: User, at: datetime) -> Listing:
    """Propose anew what lapsed with its ground or ended with an objection, now that the cause is gone.

    Returns the proposal.

    :raises NotPermitted: `by` is not of the credit office.
    :raises StateChanged: it was on the list: such an exit is taken back.
    :raises AlreadyListed: it was proposed or listed meanwhile.
    :raises MatterGone: nothing waits.
    """
    if LISTINGS.locked(listing).state != ListingState.REJECTED:
        raise StateChanged("该主体曾在名单上，请提出撤回移出。")
    return _propose_anew(listing, kind=MatterKind.REINSTATE, verb="propose-again", by=by, at=at)


@transaction.atomic
def decline_reinstatement(*, listing: Listing, reason: str, by: User, at: datetime) -> Listing:
    """Leave an exit or a lapsed proposal as it is, though its ground stands again.

    :raises NotPermitted: `by` is not of the credit office.
    :raises ReasonMissing: no reason.
    :raises MatterGone: nothing waits.
    """
    return _settle(listing, kind=MatterKind.REINSTATE, verb="decline-reinstatement", reason=reason, by=by, at=at)


@transaction.atomic
def acknowledge(*, listing: Listing, by: User, at: datetime) -> Listing:
    """Take the notices about a listing off the desk of their recipient.

    :raises MatterGone: none waits for `by`.
    """
    waiting = listing.matters.filter(kind=MatterKind.NOTICE, recipient=by, settled_at__isnull=True)
    if not waiting.update(settled_by=by, settled_at=at):
        raise MatterGone("没有待阅的通知。")
    return listing


def _propose_anew(listing: Listing, *, kind: MatterKind, verb: str, by: User, at: datetime) -> Listing:
    listing = LISTINGS.locked(listing)
    matter = _waiting(listing, kind=kind, by=by)
    proposal = propose_listing(
        credit_list=listing.credit_list,
        enterprise=listing.enterprise,
        criterion=listing.criterion,
        reason=_reason_anew(listing, matter),
        record_ids=tuple(listing.record_ids),
        ground_document=listing.ground_document,
        ground_penalty=listing.ground_penalty,
        by=by,
        at=at,
    )
    _close(matter, by=by, at=at)
    LISTINGS.note(listing, verb=verb, by=by, at=at)
    return proposal


def _reason_anew(listing: Listing, matter: Matter) -> str:
    """Return the reason of a proposal made anew; what a case decided is no part of it, for it becomes public."""
    if matter.facts.startswith(OF_CASE):
        return listing.reason
    return f"恢复列入：{matter.text}原列入事由：{listing.reason}"[:1000]


def _settle(listing: Listing, *, kind: MatterKind, verb: str, reason: str, by: User, at: datetime) -> Listing:
    listing = LISTINGS.locked(listing)
    matter = _waiting(listing, kind=kind, by=by)
    why = LISTINGS.require_reason(reason, sentence="请写明处理结果。")
    _close(matter, by=by, at=at)
    LISTINGS.note(listing, verb=verb, by=by, at=at, reason=why)
    return listing


def _waiting(listing: Listing, *, kind: MatterKind, by: User) -> Matter:
    require_credit_office(by)
    matter = listing.matters.filter(kind=kind, settled_at__isnull=True).order_by("-id").first()
    if matter is None:
        raise MatterGone("该事项已经处理过，请刷新页面。")
    return matter


def _close(matter: Matter, *, by: User, at: datetime) -> None:
    """Settle a matter and all others of its kind: the last one names what all of them are about."""
    waiting = Matter.objects.filter(listing=matter.listing_id, kind=matter.kind, settled_at__isnull=True)
    waiting.update(settled_by=by, settled_at=at)
