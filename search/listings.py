"""What search knows of lists: the door to the app `lists`; nothing else in search asks it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet

from search.port import ListDays


def list_days(enterprise_ids: Collection[int]) -> dict[int, list[ListDays]]:
    """Return the days of every listing of the enterprises, past and coming ones too."""
    return {}


def listed_rows(enterprise_ids: Collection[int], *, on: date) -> QuerySet[Any, Any] | None:
    """Return rows (enterprise id, slug, name of the list, colour) of the listings public on that day."""
    return None


def name_rows(slugs: Collection[str]) -> QuerySet[Any, Any] | None:
    """Return rows ("list", slug, name) of the lists."""
    return None
