"""The letters of a black listing: notice, decision, removal; a periodic job issues each once (lists-procedure.md)."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from enterprises.agencies.models import Agency
from enterprises.agencies.permissions import NotPermitted, agency_of_user, require_credit_office
from enterprises.documents.letters.kinds import KINDS, LetterCode
from enterprises.documents.letters.models import Letter, LetterService
from enterprises.documents.letters.rounds import LetterQueue, failure_of
from enterprises.documents.letters.services import issue_letter, lack_of
from enterprises.documents.refs import Ref, RefKind
from enterprises.shared.refusals import Refused
from lists.criteria.colors import Color
from lists.criteria.definitions import DEFINITIONS
from lists.listings.models import Listing, ListingEvent, ListingLetter
from lists.listings.rules import ListingState
from lists.listings.services.letter_content import listing_letter_content
from lists.listings.services.letter_queries import letters_in_force
from lists.listings.services.notices import open_window, require_ours
from lists.listings.services.workflow import LISTINGS

NO_AUTHORITY = "还没有认定单位，选定后出具。"
REMOVALS = frozenset({"remove", "lose-grounds"})
RESTORED = frozenset({"refuse-removal", "take-back"})


class NoticeNotIssued(Refused):
    """A notice of this listing cannot be issued by the portal."""


@transaction.atomic
def issue_notice(*, listing: Listing, authority: Agency, by: User, at: datetime) -> Listing:
    """Have the portal issue 拟列入告知书 in the name of the authority; its service opens the objection window.

    :raises NotPermitted: `by` keeps no lists, or those of another authority.
    :raises NotOurs: no authority of this city decides on the list.
    :raises StateChanged: it is not proposed.
    :raises NoticeNotIssued: the list is red, the authority decides on other lists, or there is a notice already.
    """
    officer = require_credit_office(by)
    listing = LISTINGS.locked(listing)
    require_ours(listing.credit_list)
    if officer.agency_id not in (None, authority.pk):
        raise NotPermitted("只能以本机关的名义出具告知书。")
    if listing.color != Color.BLACK:
        raise NoticeNotIssued("守信激励对象名单以公示方式征求异议，不出具告知书。")
    LISTINGS.require_transition(listing, verb="notify")
    if authority.domain not in DEFINITIONS[listing.credit_list.slug].domains:
        raise NoticeNotIssued(
            "{authority}不是{list}的认定单位。", authority=authority.name, list=listing.credit_list.name
        )
    if has_portal_notice(listing):
        raise NoticeNotIssued("拟列入告知书已经出具，或者正在出具。")
    listing.authority = authority
    listing.save(update_fields=["authority"])
    LISTINGS.note(listing, verb="issue-notice", by=by, at=at, reason=authority.name)
    return listing


def has_portal_notice(listing: Listing) -> bool:
    """Return whether the portal issues its notice, so that the service of that letter opens the window."""
    return notice_is_coming(listing) or bool(letters_in_force(listing, LetterCode.LISTING_NOTICE))


def notice_is_coming(listing: Listing) -> bool:
    """Return whether a notice was ordered that the periodic job has not issued yet."""
    return listing_letters_waiting().filter(listing=listing, letter=LetterCode.LISTING_NOTICE.value).exists()


def follow_service(service: LetterService) -> None:
    """Open the window when a notice is served; a proof that comes later is taken over while none is there.

    Runs in the transaction of the service; whoever records it has the right to the letter.
    """
    letter = service.letter
    if letter.kind != LetterCode.LISTING_NOTICE or letter.about_kind != RefKind.LISTING:
        return
    listing = LISTINGS.locked(Listing(pk=letter.about_id))
    by, at = service.recorded_by, service.recorded_at
    if listing.state == ListingState.PROPOSED:
        open_window(listing, served_on=service.served_on, by=by, at=at, notice_proof=service.proof)
    elif listing.state == ListingState.NOTIFIED and listing.notice_proof_id is None and service.proof is not None:
        listing.notice_proof = service.proof
        listing.save(update_fields=["notice_proof"])
        LISTINGS.note(listing, verb="attach-proof", by=by, at=at)


def listing_letters_waiting() -> QuerySet[ListingEvent]:
    """Return the steps without their letter."""
    steps = ListingEvent.objects.filter(issued__isnull=True).exclude(letter="")
    related = ("listing__credit_list__authority", "listing__enterprise", "listing__authority", "actor")
    return steps.select_related(*related).order_by("pk")


def coming_letters_of(listing: Listing) -> Iterator[tuple[str, str]]:
    """Yield the letters of a listing that are to come: title, and what is in the way, "" for nothing."""
    for event in listing_letters_waiting().filter(listing=listing):
        if step_stands(event):
            obstacle = obstacle_to(event) or failure_of(LISTING_LETTERS, event.pk)
            yield KINDS[LetterCode(event.letter)].title, obstacle


def obstacle_to(event: ListingEvent) -> str:
    """Return the sentence why the letter of a step cannot be issued, "" if it can."""
    if signatory_of(event) is None:
        return NO_AUTHORITY
    return lack_of(KINDS[LetterCode(event.letter)], listing_letter_content(event))


def step_stands(event: ListingEvent) -> bool:
    """Return whether a step still holds: no notice after the notice, no removal of what was put back."""
    listing = event.listing
    if event.verb == "issue-notice":
        return listing.state == ListingState.PROPOSED
    if event.verb in REMOVALS:
        return not listing.events.filter(verb__in=RESTORED, pk__gt=event.pk).exists()
    return True


def signatory_of(event: ListingEvent) -> Agency | None:
    """Return the agency that signs: the deciding authority, else the officer's own, else the keeper of the list."""
    listing = event.listing
    if listing.authority is not None:
        return listing.authority
    return agency_of_user(event.actor_id) or listing.credit_list.authority


@transaction.atomic
def issue_letter_of(pk: int, *, at: datetime) -> Letter | None:
    """Issue the letter of one step; return None if another worker does, or if it cannot be issued."""
    event = listing_letters_waiting().select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    # The lock was taken after the look: another worker may have issued the letter between them.
    if event is None or ListingLetter.objects.filter(event=event).exists():
        return None
    # The listing is locked too: a step that undoes this one waits, and finds the letter.
    Listing.objects.select_for_update().get(pk=event.listing_id)
    event.listing.refresh_from_db(fields=["state"])
    agency = signatory_of(event)
    if agency is None or not step_stands(event) or obstacle_to(event):
        return None
    letter: Letter = issue_letter(
        kind=LetterCode(event.letter),
        content=listing_letter_content(event),
        agency=agency,
        about=Ref(kind=RefKind.LISTING, id=event.listing_id),
        actor=None,
        at=at,
    )
    ListingLetter.objects.create(event=event, letter=letter)
    return letter


LISTING_LETTERS = LetterQueue(name="listing", waiting=listing_letters_waiting, issue=issue_letter_of)
