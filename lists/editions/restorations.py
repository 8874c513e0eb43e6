"""Listings that are back in an edition because their removal was annulled."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from enterprises.shared.clock import day_of
from lists.editions.changes import Restoration
from lists.editions.models import Edition, Entry
from lists.listings.histories import BASES, TURNS
from lists.listings.models import ListingEvent
from lists.listings.standing import Turn

RESTORING = sorted(verb for verb, turn in TURNS.items() if turn is Turn.RESTORED)


def restorations(*, before: Edition, after: Edition) -> dict[int, Restoration]:
    """Return by id each listing of `after` that was off the list when `before` was published, and was restored since.

    `after` may be a draft. Two queries.
    """
    held = Entry.objects.filter(edition=before).order_by().values("listing")
    named = Entry.objects.filter(edition=after).exclude(listing__in=held).order_by().values("listing")
    back = ListingEvent.objects.filter(verb__in=RESTORING, listing__in=named).order_by()
    ids = set(back.values_list("listing_id", flat=True))
    steps: dict[int, list[ListingEvent]] = defaultdict(list)
    for step in ListingEvent.objects.filter(listing__in=ids, verb__in=sorted(TURNS)).order_by("at", "id"):
        steps[step.listing_id].append(step)
    found = {one: _restoration(taken, before=before, after=after) for one, taken in steps.items()}
    return {one: back for one, back in found.items() if back is not None}


def _restoration(steps: Sequence[ListingEvent], *, before: Edition, after: Edition) -> Restoration | None:
    was, last = _last(steps, at=before.published_at), _last(steps, at=after.published_at)
    if was is None or last is None:
        return None
    if TURNS[was.verb] is not Turn.REMOVED or TURNS[last.verb] is not Turn.RESTORED:
        return None
    return Restoration(on=day_of(last.at), basis=BASES[last.verb])


def _last(steps: Sequence[ListingEvent], *, at: datetime | None) -> ListingEvent | None:
    """Return the last step up to an instant, of all steps for None."""
    taken = [step for step in steps if at is None or step.at <= at]
    return taken[-1] if taken else None
