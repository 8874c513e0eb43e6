"""References from a document or a row to what they show, and who owns them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class RefKind(StrEnum):
    """What a row stands for."""

    RECORD = "record"
    LISTING = "listing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """Names the record or listing behind a row, so that a later reader can check whether it is still public."""

    kind: RefKind
    id: int


class RefOwner(Protocol):
    """The room that keeps one kind of reference."""

    ref_kind: RefKind

    def public_ids(self, *, ids: Collection[int], on: date) -> set[int]:
        """Return those of `ids` that are public on that day."""
        ...


@cache
def ref_owners() -> tuple[RefOwner, ...]:
    """Return the owners outside this app: the sections of setting CREDIT_FILE_SECTIONS, in order."""
    return tuple(import_string(path) for path in settings.CREDIT_FILE_SECTIONS)
