"""Reads of lists and listings."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.listings.models import Listing
from lists.listings.rules import ListingState


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFact:
    """That an enterprise is on a list on the half-open days from `public_from` to `public_until`."""

    slug: str
    list_name: str
    color: str
    public_from: date
    public_until: date


def lists_with_counts(*, on: date) -> QuerySet[CreditList]:
    """Return the lists of ours with the number of enterprises that are publicly on them on that day."""
    public = Q(listings__state=ListingState.DECIDED, listings__public_from__lte=on, listings__public_until__gt=on)
    lists = CreditList.objects.ours().select_related("authority")
    return lists.annotate(listing_count=Count("listings", filter=public)).order_by("-color", "slug")


def listed_on(credit_list: CreditList, *, on: date) -> QuerySet[Listing]:
    """Return what is public of a list on that day, the newest decision first, with what is shown of it."""
    listings = Listing.objects.public(on=on).filter(credit_list=credit_list)
    return listings.select_related("enterprise__region", "authority").order_by("-decided_on", "-pk")


def listing_facts(enterprise_ids: Collection[int]) -> dict[int, list[ListingFact]]:
    """Return for the search index on which lists each enterprise is, was or will be; no entry for none."""
    decided = Listing.objects.filter(kind=ListKind.OURS, state=ListingState.DECIDED)
    rows = decided.filter(enterprise_id__in=enterprise_ids)
    found: dict[int, list[ListingFact]] = defaultdict(list)
    for listing in rows.select_related("credit_list").order_by("enterprise_id", "pk"):
        if listing.public_from is None or listing.public_until is None:
            continue
        found[listing.enterprise_id].append(
            ListingFact(
                slug=listing.credit_list.slug,
                list_name=listing.credit_list.name,
                color=listing.color,
                public_from=listing.public_from,
                public_until=listing.public_until,
            )
        )
    return dict(found)


def listings_without_ground(*, on: date) -> list[Listing]:
    """Return the public listings that rest on a record which was withdrawn; somebody has to look at each.

    A record whose days are over is no such case: the listing has a term of its own.
    """
    resting = Listing.objects.public(on=on).exclude(record_ids=[]).order_by("pk")
    grounds = {record_id for ids in resting.values_list("record_ids", flat=True) for record_id in ids}
    withdrawn = set(Record.objects.filter(state=State.WITHDRAWN).filter(pk__in=grounds).values_list("pk", flat=True))
    return [
        listing
        for listing in resting.select_related("credit_list", "enterprise")
        if withdrawn.intersection(listing.record_ids)
    ]
