"""The one writer of a listing's history, and its compare-and-swap."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from enterprises.shared.refusals import Refused
from lists.listings.models import Listing, ListingEvent
from lists.listings.rules import STATE_LABELS, ListingState, allows


class StateChanged(Refused):
    """Somebody else moved the listing first, or the step does not exist from its state."""


class ReasonMissing(Refused):
    """The step needs a reason that a reader can follow."""


class SamePerson(Refused):
    """The step needs a second person."""


def locked(listing: Listing) -> Listing:
    """Read a listing again inside the transaction, locked, with the relations that rules need."""
    rows = Listing.objects.select_for_update(of=("self",)).select_related("credit_list", "enterprise", "authority")
    return rows.get(pk=listing.pk)


def move(
    listing: Listing, *, after: ListingState, verb: str, by: User, at: datetime, reason: str = "", **columns: Any
) -> None:
    """Take a listing to another state by compare-and-swap and write the event.

    Call inside a transaction. `listing` is brought up to date.

    :raises StateChanged: the procedure does not allow it, or the row is no longer in the state read.
    """
    before = ListingState(listing.state)
    if not allows(before=before, after=after):
        raise StateChanged(f"该主体当前状态为“{STATE_LABELS[before]}”，不能执行此操作，请刷新页面。")
    if not Listing.objects.filter(pk=listing.pk, state=before).update(state=after, **columns):
        raise StateChanged("该主体刚刚被他人处理过，请刷新页面后再试。")
    for name, value in columns.items():
        setattr(listing, name, value)
    listing.state = after
    write_event(listing, verb=verb, by=by, at=at, reason=reason, before=before)


def write_event(
    listing: Listing, *, verb: str, by: User, at: datetime, reason: str = "", before: ListingState | None = None
) -> None:
    """Add one row to the history; without `before` the listing stayed where it was."""
    ListingEvent.objects.create(
        listing=listing,
        at=at,
        actor=by,
        verb=verb,
        before=listing.state if before is None else before,
        after=listing.state,
        reason=reason[:1000],
    )


def require_reason(reason: str, *, sentence: str) -> str:
    """Return the reason without outer blanks.

    :raises ReasonMissing: there is none.
    """
    if not reason.strip():
        raise ReasonMissing(sentence)
    return reason.strip()
