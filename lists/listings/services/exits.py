"""What happens to a listing after the decision: objection, exit before its last day."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_credit_office
from enterprises.documents.letters.kinds import LetterCode
from enterprises.documents.letters.services import withdraw_if_in_force
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.reserved import AFTER_TAKING_OFF, ReservedAct, require_unreserved
from enterprises.shared.workflow.second_person import is_another, require_no_writer, require_second_person
from lists.criteria.colors import Color
from lists.listings.models import Listing
from lists.listings.rules import DISPUTE, REMOVAL, REMOVALS, TAKE_BACK_DAYS, ListingState, MatterKind, RemovalReason
from lists.listings.services.consequences import what_fell
from lists.listings.services.decisions import leave_red_lists
from lists.listings.services.letter_queries import letters_in_force
from lists.listings.services.matters import MatterGone, close_matters, offer_red_listings, open_matter
from lists.listings.services.workflow import LISTINGS

# Removals on which a case about the listing decides while it runs.
REMOVALS_OF_CASES = {RemovalReason.REPAIRED: ReservedAct.REPAIR, RemovalReason.OBJECTION_UPHELD: ReservedAct.UPHOLD}
WROTE_IT = "提出列入建议或者登记列入决定的人不得取消异议标注，请由另一人办理。"


class NotRestorable(Refused):
    """An exit cannot be taken back: too late, or nothing stands that could be restored."""


class RemovalInvalid(Refused):
    """The reason does not exist for such a list, or repair comes before the shortest term has passed."""


@transaction.atomic
def remove_listing(
    *,
    listing: Listing,
    reason: RemovalReason,
    note: str,
    by: User,
    at: datetime,
    is_of_case: bool = False,
    is_earlier: bool = False,
) -> Listing:
    """Take an enterprise off the list at once; a second person confirms afterwards.

    Page, API and search follow at once, files of editions with the next periodic job. `is_of_case`: a case about the
    listing takes the step; nobody else repairs what it is to repair, or upholds its objection. `is_earlier`: the case
    keeps that `by` decided it while he kept the list; he may have left since.

    :raises NotPermitted: `by` is not of the credit office.
    :raises StepReserved: a case about the listing decides on such a removal.
    :raises ReasonMissing: no note with the document or facts behind it.
    :raises RemovalInvalid: the reason is not one of such a list, or repair comes too early.
    :raises StateChanged: it is not on the list.
    """
    if not is_earlier:
        require_credit_office(by)
    listing = LISTINGS.locked(listing)
    if reason in REMOVALS_OF_CASES and not is_of_case:
        require_unreserved(listing, REMOVALS_OF_CASES[reason], enterprise_id=listing.enterprise_id)
    why = LISTINGS.require_reason(note, sentence="请写明移出依据(文书号或事实)。")
    if reason not in REMOVALS[Color(listing.color)]:
        raise RemovalInvalid("这类名单没有该移出原因，请重新选择。")
    on = day_of(at)
    if reason is RemovalReason.REPAIRED and listing.repairable_from and on < listing.repairable_from:
        raise RemovalInvalid("最短期限未满，最早可于{day}因信用修复移出。", day=listing.repairable_from)
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
    close_matters(listing, MatterKind.REVIEW, MatterKind.DISPUTE, at=at)
    if listing.color == Color.BLACK:
        offer_red_listings(listing, at=at)
    return listing


@transaction.atomic
def confirm_removal(*, listing: Listing, by: User, at: datetime, is_of_case: bool = False) -> Listing:
    """Have a second person confirm a removal that already holds.

    `is_of_case`: a case about the listing takes the step, which nobody else may while it waits.

    :raises NotPermitted: `by` is not of the credit office.
    :raises StepReserved: a case about the listing takes the step.
    :raises StateChanged: it was not removed.
    :raises FourEyes: `by` removed it.
    :raises AlreadyConfirmed: confirmed before.
    """
    require_credit_office(by)
    listing = LISTINGS.locked(listing)
    require_unreserved(listing, *AFTER_TAKING_OFF, enterprise_id=listing.enterprise_id, by_matter=is_of_case)
    LISTINGS.confirm(listing, confirmation=REMOVAL, by=by, at=at)
    return listing


@transaction.atomic
def refuse_removal(*, listing: Listing, reason: str, by: User, at: datetime, is_of_case: bool = False) -> Listing:
    """Refuse an exit instead of confirming it: the listing is public again, with its number and first public day.

    `is_of_case` as in `confirm_removal`.

    :raises NotPermitted: `by` is not of the credit office.
    :raises StepReserved: a case about the listing takes the step.
    :raises ReasonMissing: no reason.
    :raises StateChanged: it was not removed.
    :raises FourEyes: `by` removed it.
    :raises AlreadyConfirmed: a second person confirmed it; two people can take it back.
    :raises NotRestorable: too late, or nothing to restore.
    """
    require_credit_office(by)
    listing = LISTINGS.locked(listing)
    require_unreserved(listing, *AFTER_TAKING_OFF, enterprise_id=listing.enterprise_id, by_matter=is_of_case)
    why = LISTINGS.require_reason(reason, sentence="请写明不同意移出的理由。")
    LISTINGS.require_transition(listing, verb="refuse-removal")
    LISTINGS.require_unconfirmed(listing, confirmation=REMOVAL, by=by)
    return _restore(listing, verb="refuse-removal", reason=why, by=by, at=at)


@transaction.atomic
def ask_take_back(
    *,
    listing: Listing,
    reason: str,
    by: User,
    at: datetime,
    is_by_deceit: bool = False,
    is_of_case: bool = False,
    is_earlier: bool = False,
) -> Listing:
    """Request that a mistaken exit be taken back; another person agrees or turns it down.

    `is_by_deceit`: it was got by false papers, which no time limit protects (恢复列入状态). `is_of_case` as in
    `confirm_removal`, `is_earlier` as in `remove_listing`.

    :raises NotPermitted: `by` is not of the credit office.
    :raises StepReserved: a case about the listing takes the step.
    :raises ReasonMissing: no reason.
    :raises StateChanged: it was not removed.
    :raises NotRestorable: too late, requested already, or nothing to restore.
    """
    if not is_earlier:
        require_credit_office(by)
    listing = LISTINGS.locked(listing)
    require_unreserved(listing, *AFTER_TAKING_OFF, enterprise_id=listing.enterprise_id, by_matter=is_of_case)
    why = LISTINGS.require_reason(reason, sentence="请写明撤回移出的理由。")
    LISTINGS.require_transition(listing, verb="take-back")
    _require_restorable(listing, at=at, is_limited=not is_by_deceit)
    if listing.matters.filter(kind=MatterKind.TAKE_BACK, settled_at__isnull=True).exists():
        raise NotRestorable("撤回已经提出，等待另一人同意。")
    open_matter(listing, kind=MatterKind.TAKE_BACK, text=why, facts=at.isoformat(), by=by, at=at)
    LISTINGS.note(listing, verb="ask-takeback", by=by, at=at, reason=why)
    return listing


@transaction.atomic
def take_back(
    *, listing: Listing, by: User, at: datetime, is_by_deceit: bool = False, is_of_case: bool = False
) -> Listing:
    """Agree, as the second person, that an exit is taken back; number and first public day are kept.

    `is_by_deceit` and `is_of_case` as in `ask_take_back`.

    :raises NotPermitted: `by` is not of the credit office.
    :raises StepReserved: a case about the listing takes the step.
    :raises MatterGone: nobody requested it.
    :raises FourEyes: `by` requested it.
    :raises NotRestorable: too late, or nothing to restore.
    """
    require_credit_office(by)
    listing = LISTINGS.locked(listing)
    require_unreserved(listing, *AFTER_TAKING_OFF, enterprise_id=listing.enterprise_id, by_matter=is_of_case)
    asked = listing.matters.filter(kind=MatterKind.TAKE_BACK).order_by("-id").first()
    if asked is None or asked.settled_at is not None:
        raise MatterGone("没有待同意的撤回。")
    require_second_person(by, first_id=asked.opened_by_id, sentence="撤回移出须由另一人同意。")
    asked.settled_by, asked.settled_at = by, at
    asked.save(update_fields=["settled_by", "settled_at"])
    return _restore(listing, verb="take-back", reason=asked.text, by=by, at=at, is_limited=not is_by_deceit)


@transaction.atomic
def turn_down_take_back(*, listing: Listing, reason: str, by: User, at: datetime, is_of_case: bool = False) -> Listing:
    """Leave an exit as it is; whoever made the request may withdraw it so.

    `is_of_case` as in `confirm_removal`.

    :raises NotPermitted: `by` is not of the credit office.
    :raises StepReserved: a case about the listing takes the step.
    :raises ReasonMissing: no reason.
    :raises MatterGone: nobody requested it.
    """
    require_credit_office(by)
    listing = LISTINGS.locked(listing)
    require_unreserved(listing, *AFTER_TAKING_OFF, enterprise_id=listing.enterprise_id, by_matter=is_of_case)
    why = LISTINGS.require_reason(reason, sentence="请写明不撤回的理由。")
    if not close_matters(listing, MatterKind.TAKE_BACK, at=at):
        raise MatterGone("没有待同意的撤回。")
    LISTINGS.note(listing, verb="turn-down-takeback", by=by, at=at, reason=why)
    return listing


def _restore(listing: Listing, *, verb: str, reason: str, by: User, at: datetime, is_limited: bool = True) -> Listing:
    _require_restorable(listing, at=at, is_limited=is_limited)
    LISTINGS.move(
        listing,
        verb=verb,
        by=by,
        at=at,
        reason=reason,
        removed_on=None,
        removed_reason="",
        removed_by=None,
        removal_confirmed_by=None,
        ended_by=None,
    )
    for letter in letters_in_force(listing, LetterCode.REMOVAL_NOTICE):
        withdraw_if_in_force(letter=letter, reason=f"移出已撤销，恢复列入：{reason}", by=by, at=at)
    close_matters(listing, MatterKind.OFFER, MatterKind.TAKE_BACK, MatterKind.REINSTATE, at=at)
    if listing.color == Color.BLACK:
        _withdraw_offers(listing, at=at)
        leave_red_lists(listing, by=by, at=at)
    return listing


def last_restorable_day(listing: Listing) -> date | None:
    """Return the last day on which an exit can be undone: thirty days, or the last day of a reminder if later."""
    if listing.removed_on is None:
        return None
    reminders = listing.matters.filter(kind=MatterKind.REINSTATE, settled_at__isnull=True, due_on__isnull=False)
    days = [*reminders.values_list("due_on", flat=True), listing.removed_on + timedelta(days=TAKE_BACK_DAYS)]
    return max(day for day in days if day is not None)


def _require_restorable(listing: Listing, *, at: datetime, is_limited: bool) -> None:
    on = day_of(at)
    last = last_restorable_day(listing)
    if is_limited and last is not None and on > last:
        raise NotRestorable("移出已超过{days}日，须重新提出列入建议。", days=TAKE_BACK_DAYS)
    if listing.public_until is not None and listing.public_until <= on:
        raise NotRestorable("公示期已满，不能恢复。")
    rivals = Listing.objects.filter(credit_list=listing.credit_list_id, enterprise=listing.enterprise_id)
    if rivals.exclude(pk=listing.pk).filter(state=ListingState.DECIDED, public_until__gt=listing.public_from).exists():
        raise NotRestorable("该主体已重新列入，不能恢复原列入。")
    if sentence := what_fell(listing):
        raise NotRestorable("{sentence}，不能恢复。", sentence=sentence)


def _withdraw_offers(black: Listing, *, at: datetime) -> None:
    """Take back the offers of red listings that a black one ended: it stands again."""
    for red in Listing.objects.filter(ended_by=black):
        close_matters(red, MatterKind.OFFER, at=at)


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
    """Take the mark off when the objection was rejected or taken back; who wrote the listing does not.

    :raises NotPermitted: `by` is not of the credit office.
    :raises StepReserved: the case that put the mark on runs.
    :raises FourEyes: `by` proposed the listing or entered the decision.
    :raises ReasonMissing: no outcome given.
    :raises StateChanged: it is not on the list, or not marked.
    """
    require_credit_office(by)
    listing = LISTINGS.locked(listing)
    require_unreserved(listing, ReservedAct.DISPUTE, enterprise_id=listing.enterprise_id)
    require_no_writer(wrote=wrote_listing(listing, by=by), sentence=WROTE_IT)
    LISTINGS.unmark(listing, mark=DISPUTE, reason=reason, by=by, at=at)
    return listing


def wrote_listing(listing: Listing, *, by: User) -> bool:
    """Return whether a person proposed a listing or entered its decision: whoever did ends no objection to it."""
    return not is_another(by, listing.proposed_by_id, listing.decided_by_id)
