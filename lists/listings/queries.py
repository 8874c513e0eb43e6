"""Reads of lists and listings."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from enterprises.records.conditions import adverse_flag
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.register.models import Enterprise
from enterprises.shields.models import shielded
from enterprises.shields.rules import ShieldDays, shown_spans
from enterprises.shields.selectors import shield_days
from lists.criteria.colors import Color
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.external.models import ExternalListing
from lists.listings.models import Listing, Matter
from lists.listings.obstacles import ENDED
from lists.listings.red_list import OBSTACLE_LABELS, RedFacts, Span, allowed_spans, obstacles_of
from lists.listings.rules import NOTICE_DAYS, REMOVAL_LABELS, VOID, ListingState, MatterKind, RemovalReason

SHIELDED = "按法院裁定临时屏蔽"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDays:
    """The half-open days on which an enterprise is on a list, from `public_from` to `public_until`."""

    slug: str
    public_from: date
    public_until: date | None


def lists_with_counts(*, on: date) -> QuerySet[CreditList]:
    """Return the lists of ours with the number of enterprises that are publicly on them on that day."""
    public = Listing.objects.public(on=on).filter(credit_list=OuterRef("pk")).order_by()
    counted = public.values("credit_list").annotate(number=Count("pk")).values("number")
    lists = CreditList.objects.ours().select_related("authority")
    return lists.annotate(listing_count=Coalesce(Subquery(counted), 0)).order_by("-color", "slug")


def listed_on(credit_list: CreditList, *, on: date) -> QuerySet[Listing]:
    """Return what is public of a list on that day, the newest decision first, with what is shown of it."""
    listings = Listing.objects.public(on=on).filter(credit_list=credit_list)
    return listings.select_related("enterprise__region", "authority").order_by("-decided_on", "-pk")


def void_exits(enterprise_id: int, *, on: date) -> QuerySet[Listing]:
    """Return the black listings of an enterprise of which the public reads that day why they left, the last first.

    The twin of `lists.listings.rules.has_exit_notice`.
    """
    recent = Q(removed_on__lte=on, removed_on__gt=on - timedelta(days=NOTICE_DAYS))
    left = Listing.objects.filter(recent, enterprise=enterprise_id, kind=ListKind.OURS, state=ListingState.REMOVED)
    void = left.filter(color=Color.BLACK, removed_reason__in=sorted(VOID))
    return void.select_related("credit_list").order_by("-removed_on", "-pk")


def listed_days(enterprise_ids: Collection[int]) -> dict[int, list[ListedDays]]:
    """Return for the search index when each enterprise is, was or will be on which list; no entry for none."""
    decided = Listing.objects.filter(kind=ListKind.OURS, state=ListingState.DECIDED)
    rows = decided.filter(enterprise_id__in=enterprise_ids)
    listings = list(rows.select_related("credit_list").order_by("enterprise_id", "pk"))
    against = red_facts_of({listing.enterprise_id for listing in listings if listing.color == Color.RED})
    shields = shield_days({listing.enterprise_id for listing in listings if listing.color == Color.BLACK})
    found: dict[int, list[ListedDays]] = defaultdict(list)
    for listing in listings:
        pk = listing.enterprise_id
        for span in _public_spans(listing, against=against.get(pk, RedFacts()), shields=shields.get(pk, ())):
            days = ListedDays(slug=listing.credit_list.slug, public_from=span.starts, public_until=span.ends)
            found[pk].append(days)
    return dict(found)


def _public_spans(listing: Listing, *, against: RedFacts, shields: Sequence[ShieldDays]) -> tuple[Span, ...]:
    """Return the days on which a decided listing is public, as far as is known now."""
    if listing.public_from is None or listing.public_until is None:
        return ()
    term = Span(starts=listing.public_from, ends=listing.public_until)
    if listing.color == Color.RED:
        return allowed_spans(term, facts=against)
    shown = shown_spans(shields, decided_on=listing.decided_on, starts=term.starts, ends=term.ends)
    return tuple(Span(starts=starts, ends=ends) for starts, ends in shown)


def red_facts_of(enterprise_ids: Collection[int]) -> dict[int, RedFacts]:
    """Return what keeps each enterprise off red lists; no entry for nothing. Five queries.

    What stands under another code of an enterprise counts as its own, but for the status of that code.
    """
    if not enterprise_ids:
        return {}
    asked = Enterprise.objects.filter(pk__in=enterprise_ids).order_by()
    rows = list(asked.values_list("pk", "now_under_id", "status"))
    groups = _groups_of({now_under or pk for pk, now_under, _ in rows})
    ids = [pk for group in groups.values() for pk in group]
    published = Record.objects.filter(enterprise_id__in=ids, state=State.PUBLISHED)
    adverse = published.alias(adverse=adverse_flag()).filter(adverse=True)
    decided = Listing.objects.filter(kind=ListKind.OURS, state=ListingState.DECIDED, color=Color.BLACK)
    external = ExternalListing.objects.filter(enterprise_id__in=ids, credit_list__color=Color.BLACK)
    spans_of_records, spans_of_listings = _spans(adverse), _spans(decided.filter(enterprise_id__in=ids))
    for pk, spans in _spans(external).items():
        spans_of_listings.setdefault(pk, []).extend(spans)
    facts = {
        pk: RedFacts(
            struck_off=status in ENDED,
            adverse=_of_group(groups[now_under or pk], spans_of_records),
            black=_of_group(groups[now_under or pk], spans_of_listings),
        )
        for pk, now_under, status in rows
    }
    return {pk: each for pk, each in facts.items() if each != RedFacts()}


def _groups_of(heads: Collection[int]) -> dict[int, list[int]]:
    """Return the ids of all codes of the enterprises whose codes in use are given, by these."""
    groups = {head: [head] for head in heads}
    earlier = Enterprise.objects.filter(now_under__in=heads).order_by("pk")
    for pk, head in earlier.values_list("pk", "now_under_id"):
        groups[head].append(pk)
    return groups


def _of_group(group: Collection[int], spans: Mapping[int, list[Span]]) -> tuple[Span, ...]:
    return tuple(span for pk in group for span in spans.get(pk, ()))


def _spans(rows: QuerySet[Any]) -> dict[int, list[Span]]:
    """Return the public days of records, listings or external rows by enterprise."""
    found: dict[int, list[Span]] = defaultdict(list)
    for pk, starts, ends in rows.order_by().values_list("enterprise_id", "public_from", "public_until"):
        if starts is not None:
            found[pk].append(Span(starts=starts, ends=ends))
    return found


def red_listings_hidden(*, on: date) -> list[tuple[Listing, tuple[str, ...]]]:
    """Return the red listings whose term lasts and that the public does not see, each with why, for the office."""
    rows = Listing.objects.in_term(on=on).filter(color=Color.RED)
    hidden = rows.exclude(pk__in=Listing.objects.public(on=on).filter(color=Color.RED).values("pk")).order_by("pk")
    listings = list(hidden.select_related("credit_list", "enterprise"))
    against = red_facts_of({listing.enterprise_id for listing in listings})
    return [(listing, obstacle_labels(against.get(listing.enterprise_id, RedFacts()), on=on)) for listing in listings]


def why_hidden(listings: Collection[Listing], *, on: date) -> dict[int, tuple[str, ...]]:
    """Return for each listing, all of them not public that day, why not: it left, is over, shielded, or an obstacle."""
    red = {listing.enterprise_id for listing in listings if listing.color == Color.RED}
    against = red_facts_of(red)
    return {
        listing.pk: _why_hidden(listing, against=against.get(listing.enterprise_id, RedFacts()), on=on)
        for listing in listings
    }


def _why_hidden(listing: Listing, *, against: RedFacts, on: date) -> tuple[str, ...]:
    if listing.state == ListingState.REMOVED:
        return (f"已于{listing.removed_on}移出：{REMOVAL_LABELS[RemovalReason(listing.removed_reason)]}",)
    if not listing.is_in_term(on=on):
        return (f"公示期已于{listing.public_until}届满",)
    if listing.color == Color.BLACK:
        return (SHIELDED,)
    return obstacle_labels(against, on=on)


def shielded_ids(listings: Collection[Listing], *, on: date) -> set[int]:
    """Return those of the listings, by id, that a shield of a restructured enterprise covers on that day."""
    black = Listing.objects.filter(pk__in=[listing.pk for listing in listings], color=Color.BLACK).order_by()
    return set(black.filter(shielded(on=on)).values_list("pk", flat=True))


def obstacles_now(listing: Listing, *, on: date) -> tuple[str, ...]:
    """Name what hides a listing in its term that day: obstacles of a red one, the shield of a black one."""
    if not listing.is_in_term(on=on):
        return ()
    if listing.color == Color.BLACK:
        return (SHIELDED,) if shielded_ids([listing], on=on) else ()
    return why_hidden([listing], on=on)[listing.pk]


def obstacle_labels(facts: RedFacts, *, on: date) -> tuple[str, ...]:
    """Return in Chinese what keeps an enterprise off a red list that day."""
    return tuple(OBSTACLE_LABELS[obstacle] for obstacle in obstacles_of(facts, on=on))


def waiting_matters(*, for_user: User) -> QuerySet[Matter]:
    """Return what waits for an officer of the credit office: their own notices and what anybody there may settle."""
    matters = Matter.objects.filter(settled_at__isnull=True).exclude(kind=MatterKind.DISPUTE)
    mine = matters.filter(Q(recipient__isnull=True) | Q(recipient=for_user))
    related = mine.select_related("listing__credit_list", "listing__enterprise")
    return related.order_by(F("due_on").asc(nulls_last=True), "pk")
