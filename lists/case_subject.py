"""Listings as what cases are about (setting CASE_SUBJECTS): a black or red listing, or a notice of one."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import Max, Q
from django.urls import reverse

from enterprises.agencies.models import Officer
from enterprises.cases.kinds.types import BLACK_LISTING, NOTICE, RED_LISTING
from enterprises.cases.rules.admission import Standing
from enterprises.cases.subjects.types import CaseSubject, TakenBack, TakenOff, Undo, last_taken_back, shielded_label
from enterprises.documents.letters.models import Letter
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record
from enterprises.shared.rules.masking import public_text
from enterprises.shared.workflow.second_person import is_another
from lists.criteria.colors import Color
from lists.criteria.kinds import ListKind
from lists.listings.models import Listing, ListingEvent, Matter
from lists.listings.rules import DISPUTE, ListingState, MatterKind, RemovalReason
from lists.listings.services.decisions import reject_listing
from lists.listings.services.exits import (
    ask_take_back,
    confirm_removal,
    refuse_removal,
    remove_listing,
    take_back,
    turn_down_take_back,
)
from lists.listings.services.resuming import offer_new_notice, resume_listing
from lists.listings.services.workflow import LISTINGS

_CATEGORIES = {Color.BLACK: BLACK_LISTING, Color.RED: RED_LISTING}
_SHOWN_AS_OVER = (ListingState.DECIDED, ListingState.REMOVED)
_NEVER_PUBLIC = (ListingState.NOTIFIED, ListingState.REJECTED)


class ListingSubjects:
    """The owner of listings of ours; those of other authorities are disputed with them."""

    ref_kind = RefKind.LISTING

    def subject(self, *, pk: int, on: date) -> CaseSubject | None:
        """Return a listing that is or was public, or one whose notice was served."""
        rows = Listing.objects.select_related("credit_list", "enterprise", "authority").filter(kind=ListKind.OURS)
        listing = rows.filter(pk=pk).first()
        if listing is None:
            return None
        if listing.state == ListingState.NOTIFIED:
            return _notice(listing)
        return _listing(listing, on=on) if listing.state in _SHOWN_AS_OVER else None

    def standing(self, *, pks: Collection[int], on: date) -> set[int]:
        """Return the listings that are public on that day or shielded, or of which notice was served."""
        public = Listing.objects.public(on=on).filter(pk__in=pks).order_by().values_list("pk", flat=True)
        shielded = Listing.objects.in_term(on=on).filter(pk__in=pks, color=Color.BLACK).order_by()
        notified = Listing.objects.filter(pk__in=pks, state=ListingState.NOTIFIED).order_by()
        return {*public, *(shielded | notified).values_list("pk", flat=True)}

    def successor(self, *, pk: int) -> int | None:
        """Return None: a listing has no versions."""
        return None

    def changed_at(self, *, pk: int) -> datetime | None:
        """Return when the last step of the listing was taken."""
        found: datetime | None = ListingEvent.objects.filter(listing=pk).aggregate(last=Max("at"))["last"]
        return found

    def wrote(self, *, pk: int, by: User) -> bool:
        """Return whether a person proposed the listing or entered its decision."""
        return Listing.objects.filter(Q(proposed_by=by) | Q(decided_by=by), pk=pk).exists()

    def mark(self, *, pk: int, reason: str, by: User | None, at: datetime) -> bool:
        """Put the mark of a dispute on; a notice is not public and bears none."""
        listing = _locked(pk)
        if listing.disputed_at is not None or listing.state != ListingState.DECIDED:
            return False
        LISTINGS.mark(listing, mark=DISPUTE, reason=reason, by=by, at=at)
        return True

    def unmark(self, *, pk: int, outcome: str, by: User | None, at: datetime) -> None:
        """Take the mark off."""
        listing = _locked(pk)
        if listing.disputed_at is not None and listing.state == ListingState.DECIDED:
            LISTINGS.unmark(listing, mark=DISPUTE, reason=outcome, by=by, at=at)

    def withdraw(self, *, pk: int, note: str, by: User, at: datetime) -> None:
        """Take the enterprise off the list, or give the listing up whose notice was disputed."""
        listing = _locked(pk)
        if listing.state == ListingState.NOTIFIED:
            reject_listing(listing=listing, reason=note, by=by, at=at, is_of_case=True)
        else:
            upheld = RemovalReason.OBJECTION_UPHELD
            remove_listing(listing=listing, reason=upheld, note=note, by=by, at=at, is_of_case=True)

    def confirm_withdrawal(self, *, pk: int, by: User, at: datetime) -> None:
        """Confirm the removal, unless somebody has on the listing's own page."""
        listing = _locked(pk)
        is_given_up = listing.state == ListingState.REJECTED
        if not is_given_up and listing.removal_confirmed_by_id is None:
            confirm_removal(listing=listing, by=by, at=at, is_of_case=True)

    def refuse_withdrawal(self, *, pk: int, reason: str, by: User, at: datetime) -> None:
        """Put the enterprise back, unless somebody has; a notice that was given up stands again as it was served."""
        listing = _locked(pk)
        if listing.state == ListingState.REJECTED:
            resume_listing(listing=listing, reason=reason, by=by, at=at)
        elif listing.state != ListingState.DECIDED:
            refuse_removal(listing=listing, reason=reason, by=by, at=at, is_of_case=True)

    def taken_off(self, *, pks: Collection[int]) -> Mapping[int, TakenOff]:
        """Return how the removed ones of the listings were removed."""
        rows = Listing.objects.filter(pk__in=pks, state=ListingState.REMOVED, removed_by__isnull=False)
        removals = ListingEvent.objects.filter(listing__in=pks, verb="remove").order_by("pk")
        removed_at = dict(removals.values_list("listing_id", "at"))
        return {
            listing.pk: TakenOff(
                at=removed_at[listing.pk],
                is_repair=listing.removed_reason == RemovalReason.REPAIRED,
                is_upheld=listing.removed_reason == RemovalReason.OBJECTION_UPHELD,
                first=listing.removed_by,
                second=listing.removal_confirmed_by,
            )
            for listing in rows.select_related("removed_by", "removal_confirmed_by").order_by("pk")
            if listing.pk in removed_at
        }

    def taken_back(self, *, pks: Collection[int]) -> Mapping[int, TakenBack]:
        """Return who put those of the listings back that stand again."""
        verbs = ("ask-takeback", "take-back")
        rows = ListingEvent.objects.filter(listing__in=pks, listing__state=ListingState.DECIDED, verb__in=verbs)
        return last_taken_back(rows.select_related("actor").order_by("pk"), key="listing_id")

    def correct(self, *, pk: int, note: str, by: User, at: datetime) -> Record | None:
        """Return None: a listing has no versions, its keepers correct it by a new decision."""
        return None

    def propose_repair(self, *, pk: int, note: str, by: User, at: datetime) -> None:
        """Do nothing: a removal needs no preparation."""

    def turn_down_repair(self, *, pk: int, reason: str, by: User, at: datetime) -> None:
        """Do nothing: nothing was prepared."""

    def repair(self, *, pk: int, note: str, first: User, by: User, at: datetime) -> None:
        """Take the enterprise off the list by repair; a removal by repair that waits is confirmed."""
        listing = _locked(pk)
        if listing.state != ListingState.REMOVED:
            repaired = RemovalReason.REPAIRED
            listing = remove_listing(
                listing=listing, reason=repaired, note=note, by=first, at=at, is_of_case=True, is_earlier=True
            )
        is_repaired = listing.removed_reason == RemovalReason.REPAIRED
        if is_repaired and listing.removal_confirmed_by_id is None:
            confirm_removal(listing=listing, by=by, at=at, is_of_case=True)

    def ask_undo(self, *, pk: int, undo: Undo, by: User, at: datetime) -> None:
        """Request that the removal be taken back, in the place of any other request."""
        listing = _locked(pk)
        if not _is_off(listing, undo):
            return
        self._ask_undo(listing, undo=undo, first=by, by=by, at=at)

    def undo(self, *, pk: int, undo: Undo, first: User, by: User, at: datetime) -> None:
        """Take it back, as the second person: 恢复列入状态. A listing that stands again stays so.

        A notice that was given up is not served again by that: the office is offered to propose anew.
        """
        listing = _locked(pk)
        if listing.state == ListingState.REJECTED:
            offer_new_notice(listing, at=at)
        if not _is_off(listing, undo):
            return
        asked = _undo_asked(listing)
        if asked is None or is_another(first, asked.opened_by_id):
            self._ask_undo(listing, undo=undo, first=first, by=by, at=at)
        take_back(listing=listing, by=by, at=at, is_by_deceit=undo.is_by_deceit, is_of_case=True)

    def _ask_undo(self, listing: Listing, *, undo: Undo, first: User, by: User, at: datetime) -> None:
        """Request it for `first` in the place of any other request; he made it earlier unless he is `by`."""
        if _undo_asked(listing) is not None:
            turn_down_take_back(listing=listing, reason=undo.reason, by=by, at=at, is_of_case=True)
        ask_take_back(
            listing=listing,
            reason=undo.reason,
            by=first,
            at=at,
            is_by_deceit=undo.is_by_deceit,
            is_of_case=True,
            is_earlier=is_another(first, by.pk),
        )

    def was_published(self, *, pk: int) -> bool:
        """Return whether it is or was on the list: a notice of listing is not public, and is never served again."""
        return not Listing.objects.filter(pk=pk, state__in=_NEVER_PUBLIC).exists()

    def turn_down_undo(self, *, pk: int, reason: str, by: User, at: datetime) -> None:
        """Leave the enterprise off the list; a request turned down on the listing's own page is gone already."""
        listing = _locked(pk)
        if _undo_asked(listing) is not None:
            turn_down_take_back(listing=listing, reason=reason, by=by, at=at, is_of_case=True)

    def companions(self, *, enterprise_id: int, on: date, agency_id: int | None = None) -> Iterable[int]:
        """Return the black listings of the enterprise, public or hidden by a shield from all but their authority."""
        known = Q(pk__in=Listing.objects.public(on=on).filter(enterprise=enterprise_id).order_by().values("pk"))
        if agency_id is not None:
            known |= Q(pk__in=Listing.objects.in_term(on=on).filter(authority=agency_id).order_by().values("pk"))
        rows = Listing.objects.filter(known, enterprise=enterprise_id, color=Color.BLACK)
        return list(rows.order_by("pk").values_list("pk", flat=True))

    def things(self, *, enterprise_id: int, officer: Officer, number: str, on: date) -> Iterable[int]:
        """Return public listings, black ones of the officer's authority that a shield hides, and notices.

        A notice is for those who keep it, and for whoever reads its number off the letter.
        """
        own = Listing.objects.none()
        if officer.agency_id is not None:
            own = Listing.objects.filter(authority=officer.agency_id)
        notices = Listing.objects.filter(kind=ListKind.OURS, state=ListingState.NOTIFIED)
        if not officer.credit_office:
            letters = Letter.objects.filter(about_kind=self.ref_kind.value, reference=number)
            notices = notices.filter(Q(pk__in=own.values("pk")) | Q(pk__in=letters.values("about_id")))
        known = (
            Q(pk__in=Listing.objects.public(on=on).filter(enterprise=enterprise_id).order_by().values("pk"))
            | Q(pk__in=own.in_term(on=on).filter(color=Color.BLACK).order_by().values("pk"))
            | Q(pk__in=notices.order_by().values("pk"))
        )
        return Listing.objects.filter(known, enterprise=enterprise_id).order_by("pk").values_list("pk", flat=True)


def _listing(listing: Listing, *, on: date) -> CaseSubject:
    is_shown = Listing.objects.public(on=on).filter(pk=listing.pk).exists()
    is_hidden = not is_shown and listing.color == Color.BLACK and listing.is_in_term(on=on)
    hidden = Standing.UNAVAILABLE if is_hidden else Standing.OVER
    return CaseSubject(
        ref=Ref(kind=RefKind.LISTING, id=listing.pk),
        category=_CATEGORIES[Color(listing.color)],
        label=listing.credit_list.name,
        full_label=shielded_label(listing.credit_list.name) if is_hidden else "",
        path=reverse("lists:list", args=[listing.credit_list.slug]),
        desk_path=reverse("lists-desk:listing", args=[listing.pk]),
        enterprise=listing.enterprise,
        agency=listing.authority,
        standing=Standing.PUBLIC if is_shown else hidden,
        adverse=listing.color == Color.BLACK,
        public_until=listing.public_until,
        has_minimum=True,
        repairable_from=listing.repairable_from,
        repair_basis=public_text(listing.term_basis),
        is_disputed=listing.disputed_at is not None,
        fields=(("reason", "列入事由"), ("document_number", "决定文书号"), ("authority", "认定单位"), ("term", "期限")),
    )


def _notice(listing: Listing) -> CaseSubject:
    """Name the list alone: who holds the notice reads the rest in it, and nobody else may."""
    return CaseSubject(
        ref=Ref(kind=RefKind.LISTING, id=listing.pk),
        category=NOTICE,
        label=f"拟列入告知 {listing.credit_list.name}",
        path=reverse("lists:list", args=[listing.credit_list.slug]),
        desk_path=reverse("lists-desk:listing", args=[listing.pk]),
        enterprise=listing.enterprise,
        agency=listing.authority,
        standing=Standing.NOTICE,
        adverse=listing.color == Color.BLACK,
        window_until=listing.objection_until,
    )


def _is_off(listing: Listing, undo: Undo) -> bool:
    """Return whether an enterprise is off the list for the reason for which the case removed it."""
    reason = RemovalReason.REPAIRED if undo.is_repair else RemovalReason.OBJECTION_UPHELD
    return listing.state == ListingState.REMOVED and listing.removed_reason == reason


def _undo_asked(listing: Listing) -> Matter | None:
    """Return the request to take a removal back that waits for a second person."""
    return listing.matters.filter(kind=MatterKind.TAKE_BACK, settled_at__isnull=True).order_by("-id").first()


def _locked(pk: int) -> Listing:
    return LISTINGS.locked(Listing(pk=pk))


owner = ListingSubjects()
