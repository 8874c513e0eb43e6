"""The door by which other apps add rows to a credit file (setting CREDIT_FILE_SECTIONS)."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from enterprises.catalogue.types import Chapter
from enterprises.creditfile.types import Badge, RefKind, Row


class Section(Protocol):
    """Rows of one kind of reference that another app owns."""

    ref_kind: RefKind

    def rows(self, *, enterprise_id: int, on: date) -> list[tuple[Chapter, Row]]:
        """Return the rows public on that day, in display order, each with its chapter."""
        ...

    def badges(self, *, enterprise_id: int, on: date) -> list[Badge]:
        """Return the badges that the rows give the enterprise on that day."""
        ...

    def public_ids(self, *, ids: Collection[int], on: date) -> set[int]:
        """Return those of `ids` that are public on that day."""
        ...

    def lists(self) -> list[tuple[str, str]]:
        """Return code and name of each list of enterprises that the rows make up, in display order."""
        ...

    def listed(self, *, code: str, on: date) -> QuerySet[Any, Any]:
        """Return ids of the enterprises that are publicly on the list of that code on that day, none for others."""
        ...


@cache
def sections() -> tuple[Section, ...]:
    """Return the sections of settings, in order."""
    return tuple(import_string(path) for path in settings.CREDIT_FILE_SECTIONS)
