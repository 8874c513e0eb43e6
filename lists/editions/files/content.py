"""Content of an edition: frozen values, stored as the document's snapshot, from which every file is made."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings

from enterprises.shared.rules.days import day_before
from enterprises.shared.rules.masking import public_text
from lists.criteria.models import CreditList
from lists.editions.changes import Changes
from lists.editions.entry_content import EntryContent
from lists.editions.models import Edition, Entry
from lists.listings.models import Listing

# Raised when columns or layout change; each document remembers the one it was made with.
TEMPLATE_VERSION = "4"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErratumContent:
    """An erratum as its readers see it; with `withdrawn`, the entry that it is about was taken off, and no text."""

    number: int
    document_number: str
    issued_on: date
    position: int | None = None
    text: str = ""
    withdrawn: bool = False

    @property
    def line(self) -> str:
        """Return it in one line."""
        place = "" if self.position is None else f"第{self.position}条 "
        return f"{self.document_number}（{self.issued_on}）：{place}{'已撤下' if self.withdrawn else self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionContent:
    """One edition with everything that its list publishes about itself (上海条例 art. 25).

    `previous_sha256` is the digest of the manifest of the edition before, as published. `changes` is what is new since.
    A first edition has neither. `errata` came after publication: the stored snapshot has none.
    """

    document_number: str
    slug: str
    list_name: str
    official_type: str
    popular_name: str
    color: str
    authority: str
    legal_basis: str
    criteria: str
    entry_conditions: str
    exit_conditions: str
    remedies: str
    contact_phone: str
    base_url: str
    is_demo: bool
    number: int
    as_of: date
    published_at: datetime
    entries: tuple[EntryContent, ...]
    previous_sha256: str = ""
    changes: Changes | None = None
    errata: tuple[ErratumContent, ...] = ()

    @property
    def withdrawn(self) -> tuple[int, ...]:
        """Return the positions of the entries that are left out."""
        return tuple(entry.position for entry in self.entries if entry.is_withdrawn)


def document_number(*, slug: str, number: int) -> str:
    """Return the public number of an edition's document."""
    return f"{slug}-{number}"


def authority_name(credit_list: CreditList) -> str:
    """Name the body that keeps the list."""
    return credit_list.authority.public_name if credit_list.authority else str(settings.ISSUING_AUTHORITY)


def content_of(
    edition: Edition, *, number: int, at: datetime, previous_sha256: str = "", changes: Changes | None = None
) -> EditionContent:
    """Freeze a draft as the edition of that number, published at that instant."""
    credit_list = edition.credit_list
    return EditionContent(
        document_number=document_number(slug=credit_list.slug, number=number),
        slug=credit_list.slug,
        list_name=credit_list.name,
        official_type=credit_list.official_type,
        popular_name=credit_list.popular_name,
        color=credit_list.color,
        authority=authority_name(credit_list),
        legal_basis=credit_list.legal_basis,
        criteria=credit_list.criteria,
        entry_conditions=credit_list.entry_conditions,
        exit_conditions=credit_list.exit_conditions,
        remedies=credit_list.remedies,
        contact_phone=settings.CONTACT_PHONE,
        base_url=settings.PUBLIC_BASE_URL,
        is_demo=settings.DEMO,
        number=number,
        as_of=edition.as_of,
        published_at=at,
        entries=frozen_entries(edition),
        previous_sha256=previous_sha256,
        changes=changes,
    )


def frozen_entries(edition: Edition) -> tuple[EntryContent, ...]:
    """Return the entries as they were written, marks of disputes included."""
    return as_written(edition.entries.order_by("position"))


def as_written(entries: Iterable[Entry]) -> tuple[EntryContent, ...]:
    """Return entries with the marks of disputes that they had when they were written."""
    return tuple(entry_content(entry, disputed=entry.disputed) for entry in entries)


def masked(content: EditionContent) -> EditionContent:
    """Return the content with personal numbers masked as they are found today."""
    return replace(content, entries=tuple(map(_masked_entry, content.entries)))


def _masked_entry(entry: EntryContent) -> EntryContent:
    return replace(
        entry,
        name=public_text(entry.name),
        reason=public_text(entry.reason),
        document_number=public_text(entry.document_number),
        authority=public_text(entry.authority),
        term_basis=public_text(entry.term_basis),
    )


def without(content: EditionContent, *, listings: frozenset[int]) -> EditionContent:
    """Return the content with those listings' entries emptied; a position is never given twice."""
    entries = tuple(
        taken_off(listing=entry.listing, position=entry.position) if entry.listing in listings else entry
        for entry in content.entries
    )
    gone = {entry.position for entry in entries if entry.is_withdrawn}
    errata = tuple(without_text(one) if one.position in gone else one for one in content.errata)
    return replace(content, entries=entries, errata=errata)


def without_text(erratum: ErratumContent) -> ErratumContent:
    """Return an erratum whose entry was taken off."""
    return replace(erratum, text="", withdrawn=True)


def taken_off(*, listing: int, position: int) -> EntryContent:
    """Return what remains of an entry that is no longer public."""
    return EntryContent(listing=listing, position=position, is_withdrawn=True)


def entry_of(listing: Listing, *, position: int) -> Entry:
    """Return the columns of a listing as an entry, not stored.

    :raises ValueError: it was never decided.
    """
    if listing.authority is None or listing.decided_on is None:
        raise ValueError("a listing without a decision has no entry")
    if listing.public_from is None or listing.public_until is None:
        raise ValueError("a listing without a term has no entry")
    enterprise = listing.enterprise
    return Entry(
        listing=listing,
        position=position,
        name=enterprise.name,
        uscc=enterprise.uscc,
        region=enterprise.region.name if enterprise.region else "",
        region_code=enterprise.region_id or "",
        reason=listing.reason,
        document_number=listing.document_number,
        authority=listing.authority.name,
        decided_on=listing.decided_on,
        public_from=listing.public_from,
        public_until=listing.public_until,
        term_basis=listing.term_basis,
        disputed=listing.disputed_at is not None,
    )


def entry_content(entry: Entry, *, disputed: bool) -> EntryContent:
    """Return an entry as its readers see it, personal numbers masked."""
    return EntryContent(
        listing=entry.listing_id,
        position=entry.position,
        name=public_text(entry.name),
        uscc=entry.uscc,
        region=entry.region,
        region_code=entry.region_code,
        reason=public_text(entry.reason),
        document_number=public_text(entry.document_number),
        authority=public_text(entry.authority),
        decided_on=entry.decided_on,
        public_from=entry.public_from,
        last_public_on=day_before(entry.public_until),
        term_basis=public_text(entry.term_basis),
        disputed=disputed,
    )
