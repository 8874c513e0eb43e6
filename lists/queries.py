"""Reads of the lists: what pages, API, home page and search ask."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from enterprises.models import IssuedFile, Record
from enterprises.rules.lifecycle import State
from lists.files.content import EntryContent, entry_content, entry_of, taken_off
from lists.models import CreditList, Edition, Entry, Listing
from lists.rules.procedure import ListingState


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFact:
    """That an enterprise is on a list on the half-open days from `public_from` to `public_until`."""

    slug: str
    list_name: str
    color: str
    public_from: date
    public_until: date


def latest_editions(*, limit: int) -> QuerySet[Edition]:
    """Return the editions published last, the newest first, each with its list and `entry_count`."""
    editions = _with_entry_count(Edition.objects.published()).select_related("credit_list")
    return editions.order_by("-published_at", "-pk")[:limit]


def editions_of(credit_list: CreditList) -> QuerySet[Edition]:
    """Return the published editions of a list, the newest first, with `entry_count` and the facts of their files."""
    editions = _with_entry_count(Edition.objects.published().filter(credit_list=credit_list))
    return (
        editions.select_related("credit_list", "document")
        .defer("document__snapshot", "document__refs")
        .prefetch_related(Prefetch("document__files", files()))
        .order_by("-number")
    )


def files() -> QuerySet[IssuedFile]:
    """Return files by format, without their bytes."""
    return IssuedFile.objects.defer("content").order_by("format")


def _with_entry_count(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    counted = Entry.objects.filter(edition=OuterRef("pk")).order_by().values("edition").annotate(n=Count("pk"))
    return editions.annotate(entry_count=Coalesce(Subquery(counted.values("n")), 0))


def lists_with_counts(*, on: date) -> QuerySet[CreditList]:
    """Return all lists with the number of enterprises that are on them on that day."""
    public = Q(listings__state=ListingState.DECIDED, listings__public_from__lte=on, listings__public_until__gt=on)
    lists = CreditList.objects.select_related("authority")
    return lists.annotate(listing_count=Count("listings", filter=public)).order_by("-color", "slug")


def listed_on(credit_list: CreditList, *, on: date) -> QuerySet[Listing]:
    """Return what is public of a list on that day, the newest decision first, with what is shown of it."""
    listings = Listing.objects.public(on=on).filter(credit_list=credit_list)
    return listings.select_related("enterprise__region", "authority").order_by("-decided_on", "-pk")


def listing_content(listing: Listing) -> EntryContent:
    """Return a public listing as its readers see it now.

    :raises ValueError: it was never decided.
    """
    return entry_content(entry_of(listing, position=0), disputed=listing.disputed_at is not None)


def entries_of(edition: Edition) -> QuerySet[Entry]:
    """Return the entries in order, each with its listing; `shown` tells what of them is public."""
    return Entry.objects.filter(edition=edition).select_related("listing").order_by("position")


def shown(entries: Iterable[Entry], *, on: date) -> list[EntryContent]:
    """Return entries as the public sees them that day: whole, marked if disputed now, or taken off."""
    return [
        entry_content(entry, disputed=entry.listing.disputed_at is not None)
        if entry.listing.is_public(on=on)
        else taken_off(listing=entry.listing_id, position=entry.position)
        for entry in entries
    ]


def has_stale_files(edition: Edition, *, on: date) -> bool:
    """Tell whether the stored files name something that is not public on that day."""
    return Entry.objects.filter(edition=edition, is_left_out=False).withdrawn(on=on).exists()


def stale_editions(*, on: date) -> QuerySet[Edition]:
    """Return the published editions whose files name something that is not public on that day."""
    named = Entry.objects.filter(edition=OuterRef("pk"), is_left_out=False).withdrawn(on=on)
    return Edition.objects.published().filter(Exists(named)).select_related("document").order_by("pk")


def listing_facts(enterprise_ids: Collection[int]) -> dict[int, list[ListingFact]]:
    """Return for the search index on which lists each enterprise is, was or will be; no entry for none."""
    rows = Listing.objects.filter(enterprise_id__in=enterprise_ids, state=ListingState.DECIDED)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutLine:
    """A listing that a draft leaves out, and why."""

    listing: Listing
    reasons: tuple[str, ...]


def left_out_of(edition: Edition) -> list[LeftOutLine]:
    """Return what a draft leaves out, with the reasons of the day it was drafted."""
    reasons = {one["listing"]: tuple(one["reasons"]) for one in edition.left_out}
    listings = Listing.objects.filter(pk__in=reasons).select_related("enterprise").order_by("pk")
    return [LeftOutLine(listing=listing, reasons=reasons[listing.pk]) for listing in listings]
