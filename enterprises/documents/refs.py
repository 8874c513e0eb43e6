"""References from a document or a row to what they show, and who owns them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from enterprises.shared.providers import credit_file_providers


class RefKind(StrEnum):
    """What a row stands for."""

    RECORD = "record"
    LISTING = "listing"
    EXTERNAL_LISTING = "external-listing"
    ENTERPRISE = "enterprise"  # a field of the register; only cases name it


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNote:
    """What another room adds to the verification of a document: a label, a sentence, and where it leads."""

    label: str
    text: str
    address: str


def notes_on(*, document_id: int, kind: str) -> list[DocumentNote]:
    """Return what the owners outside this app add to a document."""
    noting = [owner for owner in credit_file_providers() if hasattr(owner, "notes_on")]
    return [note for owner in noting for note in owner.notes_on(document_id=document_id, kind=kind)]


def ref_owners() -> tuple[RefOwner, ...]:
    """Return the owners outside this app, in the order of the setting."""
    return credit_file_providers()
