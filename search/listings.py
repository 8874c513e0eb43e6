"""All that search reads of the app `lists`; nothing else in search imports it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from enterprises.creditfile.types import Badge
from lists.criteria.colors import Color
from lists.criteria.definitions import EXTERNAL_DEFINITIONS
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.editions.models import Edition
from lists.external.models import ExternalListing
from lists.external.queries import external_facts
from lists.external_section import BADGE as EXTERNAL_BADGE
from lists.listings.models import Listing
from lists.listings.queries import listed_days
from lists.sections import BADGES
from search.port import Days, MatchType
from search.public_records import HOLDER, of_holders

EXTERNAL = "EXTERNAL"  # stands where a list of ours has its colour
EXTERNAL_MARK = "（外部名单）"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalMention:
    """That an enterprise is on a list of another authority; `source` names that authority."""

    slug: str
    name: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEdition:
    """An edition as it is found: of which list, with which number, as of which day; `agency` publishes the list."""

    slug: str
    list_name: str
    agency: str
    number: int
    as_of: date


def published_editions(*, lists: Collection[str] | None = None) -> list[PublishedEdition]:
    """Return the published editions, of the lists of these slugs where some are given: the latest day first."""
    editions = Edition.objects.published().select_related("credit_list__authority")
    if lists is not None:
        editions = editions.filter(credit_list__slug__in=lists)
    return [
        PublishedEdition(
            slug=each.credit_list.slug,
            list_name=each.credit_list.name,
            agency=each.credit_list.authority.public_name if each.credit_list.authority else "",
            number=each.number or 0,
            as_of=each.as_of,
        )
        for each in editions.order_by("-as_of", "credit_list__slug", "-number")
    ]


def list_days(enterprise_ids: Collection[int]) -> dict[int, list[tuple[str, Days]]]:
    """Return slug and days of every decided listing and external row of the enterprises, past and coming ones too."""
    days: dict[int, list[tuple[str, Days]]] = defaultdict(list)
    for number, listed in listed_days(enterprise_ids).items():
        days[number] += [(each.slug, Days(starts=each.public_from, ends=each.public_until)) for each in listed]
    for number, slug, starts, ends in external_facts(enterprise_ids):
        days[number].append((slug, Days(starts=starts, ends=ends)))
    return dict(days)


def listed_enterprises(enterprise_ids: Collection[int], *, on: date) -> QuerySet[Listing]:
    """Return the listings of the enterprises that are public on that day, with `credit_list__slug` and `color`."""
    return Listing.objects.public(on=on).filter(enterprise_id__in=enterprise_ids).order_by()


def external_enterprises(enterprise_ids: Collection[int], *, on: date) -> QuerySet[ExternalListing]:
    """Return the external rows of the enterprises that are public on that day, with `credit_list__slug`."""
    return ExternalListing.objects.public(on=on).filter(enterprise_id__in=enterprise_ids).order_by()


def listed_earlier(enterprise_ids: Collection[int], *, on: date) -> QuerySet[Listing]:
    """Return the listings of earlier codes of the enterprises that are public on that day."""
    return Listing.objects.public(on=on).filter(enterprise__now_under_id__in=enterprise_ids).order_by()


def external_earlier(enterprise_ids: Collection[int], *, on: date) -> QuerySet[ExternalListing]:
    """Return the external rows of earlier codes of the enterprises that are public on that day."""
    return ExternalListing.objects.public(on=on).filter(enterprise__now_under_id__in=enterprise_ids).order_by()


def black_listed(enterprise_ids: Collection[int], *, on: date) -> set[int]:
    """Return those of the enterprises that a public black list names on that day, ours or another authority's."""
    holders = of_holders(enterprise_ids)
    ours = Listing.objects.public(on=on).filter(holders, color=Color.BLACK)
    external = ExternalListing.objects.public(on=on).filter(holders, credit_list__color=Color.BLACK)
    rows = (found.order_by().values_list(HOLDER, flat=True) for found in (ours, external))
    return {pk for found in rows for pk in found if pk is not None}


def listed_as(slug: str, *, on: date) -> QuerySet[Any, Any]:
    """Return the listings on one list, ours or external, that are public on that day."""
    rows: QuerySet[Any, Any] = Listing.objects.public(on=on)
    if slug in EXTERNAL_DEFINITIONS:
        rows = ExternalListing.objects.public(on=on)
    return rows.filter(credit_list__slug=slug).order_by()


def numbered_rows(keys: Collection[str], *, on: date) -> QuerySet[Any, Any]:
    """Return rows (enterprise id, match type, number) of the listings public on that day with these folded numbers."""
    public = Listing.objects.public(on=on).filter(folded_document_number__in=keys)
    return public.order_by().values_list(HOLDER, Value(MatchType.LISTING_NUMBER.value), "document_number")


def list_names() -> QuerySet[Any, Any]:
    """Return rows ("list", slug, name) of the lists that the public sees; the name of an external one is marked."""
    marked = Concat("name", Value(EXTERNAL_MARK))
    names = Case(When(Q(kind=ListKind.EXTERNAL), then=marked), default="name")
    return CreditList.objects.public().order_by().values_list(Value("list"), "slug", names)


def list_badges(colors: Collection[str]) -> list[Badge]:
    """Return one badge for each colour, black first, then that of external lists, as the credit file shows them."""
    shown = [BADGES[color] for color in (Color.BLACK, Color.RED) if color in colors]
    return [*shown, EXTERNAL_BADGE] if EXTERNAL in colors else shown


def external_mentions(slugs: Iterable[str]) -> tuple[ExternalMention, ...]:
    """Return the external ones of these lists, each with the authority that keeps it, by slug."""
    found = [EXTERNAL_DEFINITIONS[slug] for slug in sorted(slugs) if slug in EXTERNAL_DEFINITIONS]
    return tuple(ExternalMention(slug=one.slug, name=one.name, source=one.keeper) for one in found)
