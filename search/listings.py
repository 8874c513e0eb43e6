"""All that search reads of the app `lists`; nothing else in search imports it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from enterprises.creditfile.types import Badge
from lists.criteria.colors import Color
from lists.criteria.models import CreditList
from lists.listings.models import Listing
from lists.listings.queries import listing_facts
from lists.sections import BADGES
from search.port import Days, MatchType


def list_days(enterprise_ids: Collection[int]) -> dict[int, list[tuple[str, Days]]]:
    """Return slug and days of every decided listing of the enterprises, past and coming ones too."""
    return {
        number: [(fact.slug, Days(starts=fact.public_from, ends=fact.public_until)) for fact in facts]
        for number, facts in listing_facts(enterprise_ids).items()
    }


def listed_enterprises(enterprise_ids: Collection[int], *, on: date) -> QuerySet[Listing]:
    """Return the listings of the enterprises that are public on that day, with `credit_list__slug` and `color`."""
    return Listing.objects.public(on=on).filter(enterprise_id__in=enterprise_ids).order_by()


def listed_earlier(enterprise_ids: Collection[int], *, on: date) -> QuerySet[Listing]:
    """Return the listings of earlier codes of the enterprises that are public on that day."""
    return Listing.objects.public(on=on).filter(enterprise__now_under_id__in=enterprise_ids).order_by()


def enterprise_in_use() -> Coalesce:
    """Return the enterprise of a row: of an earlier code, that of the code in use."""
    return Coalesce("enterprise__now_under_id", "enterprise_id")


def listed_as(slug: str, *, on: date) -> QuerySet[Listing]:
    """Return the listings on one list that are public on that day."""
    return Listing.objects.public(on=on).filter(credit_list__slug=slug).order_by()


def numbered_rows(keys: Collection[str], *, on: date) -> QuerySet[Any, Any]:
    """Return rows (enterprise id, match type, number) of the listings public on that day with these folded numbers."""
    public = Listing.objects.public(on=on).filter(folded_document_number__in=keys)
    return public.order_by().values_list(enterprise_in_use(), Value(MatchType.LISTING_NUMBER.value), "document_number")


def list_names() -> QuerySet[Any, Any]:
    """Return rows ("list", slug, name) of all lists."""
    return CreditList.objects.order_by().values_list(Value("list"), "slug", "name")


def list_badges(colors: Collection[str]) -> list[Badge]:
    """Return one badge for each colour, black first, as the credit file shows them."""
    return [BADGES[color] for color in (Color.BLACK, Color.RED) if color in colors]
