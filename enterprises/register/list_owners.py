"""The door to lists of enterprises that other apps keep (setting CREDIT_FILE_SECTIONS)."""

from datetime import date
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string


class ListOwner(Protocol):
    """The room that keeps lists of enterprises."""

    def lists(self) -> list[tuple[str, str]]:
        """Return code and name of each list, in display order."""
        ...

    def listed(self, *, code: str, on: date) -> QuerySet[Any, Any]:
        """Return ids of the enterprises that are publicly on the list of that code on that day, none for others."""
        ...


@cache
def list_owners() -> tuple[ListOwner, ...]:
    """Return the owners, in the order of the setting."""
    return tuple(import_string(path) for path in settings.CREDIT_FILE_SECTIONS)
