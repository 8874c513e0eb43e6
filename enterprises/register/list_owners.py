"""Providers of the lists of enterprises that other apps keep (setting CREDIT_FILE_SECTIONS)."""

from datetime import date
from typing import Any, Protocol

from django.db.models import QuerySet

from enterprises.shared.providers import credit_file_providers


class ListOwner(Protocol):
    """The room that keeps lists of enterprises."""

    def lists(self) -> list[tuple[str, str]]:
        """Return code and name of each list, in display order."""
        ...

    def listed(self, *, code: str, on: date) -> QuerySet[Any, Any]:
        """Return ids of the enterprises that are publicly on the list of that code on that day, none for others."""
        ...


def list_owners() -> tuple[ListOwner, ...]:
    """Return the owners, in the order of the setting."""
    return credit_file_providers()
