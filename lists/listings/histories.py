"""Histories of listings as the rule of standing reads them, and what of a list is forgotten."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from enterprises.register.models import Enterprise
from enterprises.register.selectors import linked_enterprises
from enterprises.shared.clock import day_of
from enterprises.shared.rules.masking import public_text
from lists.criteria.models import CreditList
from lists.listings.models import Listing, ListingEvent
from lists.listings.queries import listed_on
from lists.listings.rules import ListingState
from lists.listings.standing import History, ListStanding, ListStep, Turn, standing_of

TURNS = {
    "decide": Turn.LISTED,
    "remove": Turn.REMOVED,
    "lose-grounds": Turn.REMOVED,
    "refuse-removal": Turn.RESTORED,
    "take-back": Turn.RESTORED,
}
# Words of officers stay in the desk: the basis of a public step is one of these, or the number of the decision.
BASES = {
    "remove": "移出处理",
    "lose-grounds": "认定依据失去效力",
    "refuse-removal": "移出未获第二人同意",
    "take-back": "移出已撤销，经两人办理",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAnswer:
    """An answer with the listing that held that day, and the known steps of the one whose term has that day."""

    standing: ListStanding
    listing: Listing | None = None
    steps: tuple[ListStep, ...] = ()


def standing_on(
    credit_list: CreditList, *, enterprise: Enterprise, valid_on: date, known_on: date, on: date
) -> StandingAnswer:
    """Answer for one enterprise, all its codes taken together; `on` is today, whose law decides what is answered."""
    codes = [enterprise.pk, *(one.pk for one in linked_enterprises(enterprise))]
    listings = list(listed_on(credit_list, on=on).filter(enterprise__in=codes).order_by("-public_from", "-pk"))
    histories = histories_of(listings)
    days = {"valid_on": valid_on, "known_on": known_on}
    is_listed = any(history.is_listed(**days) for history in histories.values())
    forgotten = not is_listed and is_forgotten(credit_list, **days, on=on)
    standing = standing_of(histories.values(), is_forgotten=forgotten, **days)
    found = next((one for one in listings if histories[one.pk].is_in_term(on=valid_on)), None)
    if found is None:
        return StandingAnswer(standing=standing)
    history = histories[found.pk]
    listing = found if history.is_listed(**days) else None
    return StandingAnswer(standing=standing, listing=listing, steps=history.known(on=known_on))


def histories_of(listings: Collection[Listing]) -> dict[int, History]:
    """Return the history of each decided listing by its id; one query."""
    steps: dict[int, list[ListStep]] = defaultdict(list)
    for event in ListingEvent.objects.filter(listing__in=listings, verb__in=sorted(TURNS)).order_by("at", "id"):
        basis = BASES.get(event.verb) or public_text(event.reason)
        steps[event.listing_id].append(ListStep(turn=TURNS[event.verb], on=day_of(event.at), basis=basis))
    return {
        one.pk: History(
            public_from=one.public_from,
            public_until=one.public_until,
            steps=tuple(steps[one.pk] or [ListStep(turn=Turn.LISTED, on=one.public_from)]),
        )
        for one in listings
        if one.public_from is not None and one.public_until is not None
    }


def is_forgotten(credit_list: CreditList, *, valid_on: date, known_on: date, on: date) -> bool:
    """Return whether the list held somebody, for that pair of days, who is not public today.

    Of today itself the public list is the whole answer. Who was off the list for some days, came back and left for good
    counts as held on those days.
    """
    if valid_on == known_on == on:
        return False
    day = min(valid_on, known_on)
    held = Listing.objects.filter(
        Q(removed_on__isnull=True) | Q(removed_on__gt=day),
        credit_list=credit_list,
        state__in=[ListingState.DECIDED, ListingState.REMOVED],
        public_from__lte=day,
        public_until__gt=valid_on,
    )
    return held.exclude(pk__in=listed_on(credit_list, on=on).order_by().values("pk")).exists()
