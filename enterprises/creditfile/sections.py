"""Providers of the rows that other apps add to a credit file (setting CREDIT_FILE_SECTIONS)."""

from datetime import date
from typing import Protocol

from enterprises.catalogue.types import Chapter
from enterprises.creditfile.types import Badge, FileRow
from enterprises.documents.refs import RefOwner
from enterprises.register.list_owners import ListOwner
from enterprises.shared.providers import credit_file_providers


class Section(RefOwner, ListOwner, Protocol):
    """Rows of one kind of reference, and lists of enterprises, that another app owns."""

    def rows(self, *, enterprise_id: int, on: date) -> list[tuple[Chapter, FileRow]]:
        """Return the rows public on that day, in display order, each with its chapter."""
        ...

    def notices(self, *, enterprise_id: int, on: date) -> list[tuple[Chapter, str]]:
        """Return in Chinese what was wrong, is gone and has to be stated on that day, each with its chapter."""
        ...

    def badges(self, *, enterprise_id: int, on: date) -> list[Badge]:
        """Return the badges that the rows give the enterprise on that day."""
        ...


def sections() -> tuple[Section, ...]:
    """Return the sections of settings, in order."""
    return credit_file_providers()
