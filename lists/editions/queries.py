"""Reads of editions: what pages, API, home page and desk show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from enterprises.documents.models import IssuedDocument, IssuedFile
from enterprises.documents.snapshot import from_plain
from enterprises.shared.rules.masking import public_text
from lists.criteria.models import CreditList
from lists.editions.changes import Changes, LeavingClass, changes_between
from lists.editions.districts import District, in_order
from lists.editions.entry_content import EntryContent
from lists.editions.errata import Erratum
from lists.editions.files.content import (
    ErratumContent,
    entry_content,
    entry_of,
    frozen_entries,
    taken_off,
    without_text,
)
from lists.editions.models import Edition, Entry
from lists.editions.restorations import restorations
from lists.editions.rules import EditionState
from lists.listings.models import Listing


def latest_editions(*, limit: int) -> QuerySet[Edition]:
    """Return the editions published last, the newest first, each with its list and `entry_count`."""
    editions = _with_entry_count(Edition.objects.published()).select_related("credit_list")
    return editions.order_by("-published_at", "-pk")[:limit]


def editions_of(credit_list: CreditList) -> QuerySet[Edition]:
    """Return the published editions of a list, the newest first, with `entry_count` and the facts of their files."""
    editions = _with_entry_count(Edition.objects.published().filter(credit_list=credit_list))
    return (
        editions.select_related("credit_list", "document")
        .defer("document__snapshot", "document__refs")
        .prefetch_related(Prefetch("document__files", files()))
        .order_by("-number")
    )


def files() -> QuerySet[IssuedFile]:
    """Return files by format, without their bytes."""
    return IssuedFile.objects.defer("content").order_by("format")


def files_of_no_edition() -> QuerySet[IssuedFile]:
    """Return the files of all other documents: reports, letters, certificates and errata."""
    editions = Edition.objects.filter(document__isnull=False).order_by().values("document")
    return IssuedFile.objects.exclude(document__in=editions)


def _with_entry_count(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    counted = Entry.objects.filter(edition=OuterRef("pk")).order_by().values("edition").annotate(n=Count("pk"))
    return editions.annotate(entry_count=Coalesce(Subquery(counted.values("n")), 0))


def listing_content(listing: Listing) -> EntryContent:
    """Return a public listing as its readers see it now.

    :raises ValueError: it was never decided.
    """
    return entry_content(entry_of(listing, position=0), disputed=listing.disputed_at is not None)


def entries_of(edition: Edition) -> QuerySet[Entry]:
    """Return the entries in order, each with its listing; `shown` decides what of them is public."""
    return Entry.objects.filter(edition=edition).select_related("listing").order_by("position")


def found_entries(edition: Edition, *, text: str, region: str, on: date) -> QuerySet[Entry]:
    """Return the entries that fit, all of them without a filter; a filter finds only who is public on that day.

    `text` is a unified code or a part of the name.
    """
    entries = entries_of(edition)
    if not text and not region:
        return entries
    entries = entries.filter(listing__in=Listing.objects.public(on=on).values("pk"))
    if region:
        entries = entries.filter(region=region)
    return entries.filter(Q(uscc=text.upper()) | Q(name__contains=text)) if text else entries


def regions_of(edition: Edition, *, on: date) -> list[tuple[str, int]]:
    """Return the districts of the entries that are public on that day, in the order of their codes, with how many."""
    public = Entry.objects.filter(edition=edition, listing__in=Listing.objects.public(on=on).values("pk"))
    named = public.exclude(region="").order_by().values_list("region", "region_code").annotate(count=Count("pk"))
    counts = {District(name=name, code=code): count for name, code, count in named}
    found = Counter[str]()
    for district in in_order(counts):
        found[district.name] += counts[district]  # of two cities, districts may have one name
    return list(found.items())


def edition_as_of(credit_list: CreditList, *, day: date) -> Edition | None:
    """Return the published edition that was the latest on that day."""
    editions = Edition.objects.published().filter(credit_list=credit_list, as_of__lte=day)
    return editions.order_by("-number").first()


def shown(entries: Iterable[Entry], *, on: date) -> list[EntryContent]:
    """Return entries as the public sees them that day: whole, marked if disputed now, or taken off."""
    entries = list(entries)
    named = [entry.listing_id for entry in entries]
    public = set(Listing.objects.public(on=on).filter(pk__in=named).order_by().values_list("pk", flat=True))
    return [
        entry_content(entry, disputed=entry.listing.disputed_at is not None)
        if entry.listing_id in public
        else taken_off(listing=entry.listing_id, position=entry.position)
        for entry in entries
    ]


def has_stale_files(edition: Edition, *, on: date) -> bool:
    """Return whether the stored files name something that is not public on that day."""
    return Entry.objects.filter(edition=edition, is_left_out=False).withdrawn(on=on).exists()


def stale_editions(*, on: date) -> QuerySet[Edition]:
    """Return the published editions whose files name what is not public on that day, or lack an erratum.

    Those of watch lists are among them.
    """
    named = Entry.objects.filter(edition=OuterRef("pk"), is_left_out=False).withdrawn(on=on)
    lacking = Erratum.objects.filter(edition=OuterRef("pk"), number__isnull=False, is_in_files=False)
    editions = Edition.objects.filter(Exists(named) | Exists(lacking), state=EditionState.PUBLISHED)
    return editions.select_related("document").order_by("pk")


def errata_contents(edition: Edition) -> tuple[ErratumContent, ...]:
    """Return the errata of an edition as their readers see them, personal numbers masked."""
    issued = Erratum.objects.filter(edition=edition, number__isnull=False).select_related("document")
    return tuple(
        ErratumContent(
            number=erratum.number,
            document_number=erratum.document.number,
            issued_on=erratum.document.issued_on,
            position=erratum.position,
            text=public_text(erratum.text),
        )
        for erratum in issued.defer("document__snapshot").order_by("number")
        if erratum.number is not None and erratum.document is not None
    )


def shown_errata(edition: Edition, *, on: date) -> tuple[ErratumContent, ...]:
    """Return the errata as the public sees them that day: without a text if their entry was taken off."""
    errata = errata_contents(edition)
    positions = [erratum.position for erratum in errata if erratum.position is not None]
    if not positions:
        return errata
    about = Entry.objects.filter(edition=edition, position__in=positions)
    gone = set(about.withdrawn(on=on).order_by().values_list("position", flat=True))
    return tuple(without_text(one) if one.position in gone else one for one in errata)


def newest_number(credit_list: CreditList) -> int:
    """Return the number of the edition published last, 0 without one."""
    last = Edition.objects.published().filter(credit_list=credit_list).order_by("-number")
    return last.values_list("number", flat=True).first() or 0


def superseded_by(edition: Edition) -> int | None:
    """Return the number of the list's latest edition; None for a draft, and for that edition itself."""
    newest = newest_number(edition.credit_list)
    return newest if edition.number is not None and newest > edition.number else None


def edition_before(credit_list: CreditList, *, number: int) -> Edition | None:
    """Return the published edition that comes before that number."""
    editions = Edition.objects.filter(credit_list=credit_list, state=EditionState.PUBLISHED, number__lt=number)
    return editions.order_by("-number").first()


def leaving_classes(*, before: Edition, after: Edition, on: date) -> dict[int, str]:
    """Return for each listing of the earlier edition that the later one lacks why it left, as a class of reason."""
    later = Entry.objects.filter(edition=after).order_by().values("listing")
    left = Listing.objects.filter(entries__edition=before).exclude(pk__in=later)
    return {listing.pk: _leaving_class(listing, on=on) for listing in left}


def _leaving_class(listing: Listing, *, on: date) -> str:
    if listing.removed_reason:
        return listing.removed_reason
    return (LeavingClass.OTHER if listing.is_in_term(on=on) else LeavingClass.TERM_OVER).value


def changes_of(edition: Edition, *, number: int, on: date) -> Changes | None:
    """Compare a draft that becomes the edition of that number with the edition before; None if it is the first."""
    before = edition_before(edition.credit_list, number=number)
    if before is None or before.number is None:
        return None
    return changes_between(
        frozen_entries(before),
        frozen_entries(edition),
        since=before.number,
        classes=leaving_classes(before=before, after=edition, on=on),
        restorations=restorations(before=before, after=edition),
    )


def frozen_changes(editions: Iterable[Edition]) -> dict[int, Changes]:
    """Return by id what each edition changed, as published; one query, and nothing for a first edition."""
    documents = {edition.document_id: edition.pk for edition in editions if edition.document_id is not None}
    rows = IssuedDocument.objects.filter(pk__in=list(documents)).order_by().values_list("pk", "snapshot__changes")
    return {documents[pk]: from_plain(Changes, plain) for pk, plain in rows if plain}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutLine:
    """A listing that a draft leaves out, and why."""

    listing: Listing
    reasons: tuple[str, ...]


def left_out_of(edition: Edition) -> list[LeftOutLine]:
    """Return what a draft leaves out, with the reasons of the day it was drafted."""
    reasons = {one["listing"]: tuple(one["reasons"]) for one in edition.left_out}
    listings = Listing.objects.filter(pk__in=reasons).select_related("enterprise").in_bulk()
    return [LeftOutLine(listing=listings[pk], reasons=why) for pk, why in reasons.items() if pk in listings]
