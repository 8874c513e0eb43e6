"""The lists' rows in the credit file (setting CREDIT_FILE_SECTIONS): chapter 3 for red, 4 for black."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet

from enterprises.catalogue.cells import LabelledValue
from enterprises.catalogue.types import Chapter
from enterprises.creditfile.types import Badge, BadgeTone, FileRow
from enterprises.documents.models import IssuedDocument
from enterprises.documents.refs import DocumentNote, Ref, RefKind
from enterprises.shared.rules.days import day_before, long_day
from enterprises.shared.rules.masking import public_text
from enterprises.shared.rules.sentences import sentence
from lists.criteria.colors import Color
from lists.criteria.models import CreditList
from lists.editions.notes import edition_notes
from lists.listings.models import Listing
from lists.listings.queries import void_exits
from lists.listings.rules import REMOVAL_LABELS, RemovalReason

CHAPTERS = {Color.RED: Chapter.HONOUR, Color.BLACK: Chapter.SERIOUS_DISHONESTY}
# Badges of the national report (docs/rules/credit-file.md).
BADGES = {
    Color.RED: Badge(code="red-list", label="守信激励对象", tone=BadgeTone.RED_LIST),
    Color.BLACK: Badge(code="black-list", label="严重失信主体", tone=BadgeTone.BLACK_LIST),
}


class ListSection:
    """On which lists an enterprise is, why, since and until when."""

    ref_kind = RefKind.LISTING

    def rows(self, *, enterprise_id: int, on: date) -> list[tuple[Chapter, FileRow]]:
        """Return the public listings, the newest decision first."""
        listings = Listing.objects.public(on=on).filter(enterprise=enterprise_id)
        ordered = listings.select_related("credit_list", "authority").order_by("-decided_on", "-pk")
        return [(CHAPTERS[Color(listing.color)], row_of(listing)) for listing in ordered]

    def notices(self, *, enterprise_id: int, on: date) -> list[tuple[Chapter, str]]:
        """Return a sentence on each black listing that proved void and left a short while ago."""
        return [(Chapter.SERIOUS_DISHONESTY, exit_notice(one)) for one in void_exits(enterprise_id, on=on)]

    def badges(self, *, enterprise_id: int, on: date) -> list[Badge]:
        """Return one badge for each colour, black first."""
        public = Listing.objects.public(on=on).filter(enterprise=enterprise_id)
        colors = set(public.order_by().values_list("color", flat=True))
        return [BADGES[color] for color in (Color.BLACK, Color.RED) if color in colors]

    def public_ids(self, *, ids: Collection[int], on: date) -> set[int]:
        """Return those listings that are public on that day."""
        return set(Listing.objects.public(on=on).filter(pk__in=ids).values_list("pk", flat=True))

    def notes_on(self, *, document_id: int, kind: str) -> list[DocumentNote]:
        """Return what became of an edition: the latest one, its errata; of an erratum, what it corrects."""
        return edition_notes(document_id=document_id) if kind == IssuedDocument.Kind.EDITION else []

    def lists(self) -> list[tuple[str, str]]:
        """Return slug and name of each list of ours."""
        return list(CreditList.objects.ours().order_by("slug").values_list("slug", "name"))

    def listed(self, *, code: str, on: date) -> QuerySet[Any, Any]:
        """Return ids of the enterprises that are publicly on the list of that slug on that day."""
        listings = Listing.objects.public(on=on).filter(credit_list__slug=code)
        return listings.order_by().values_list("enterprise_id", flat=True)


def exit_notice(listing: Listing) -> str:
    """Return in Chinese that and why a black listing left: list, day and class of reason, nothing of its grounds.

    :raises ValueError: it did not leave.
    """
    if listing.removed_on is None:
        raise ValueError("a listing that did not leave has no notice")
    why = REMOVAL_LABELS[RemovalReason(listing.removed_reason)]
    day = long_day(listing.removed_on)
    words = "{day}，本平台已撤销将该主体列入“{list}”的信息，原因：{why}。该信息不再作为失信信息使用。"
    return sentence(words, day=day, list=listing.credit_list.name, why=why)


def row_of(listing: Listing) -> FileRow:
    """Show one public listing.

    :raises ValueError: it was never decided.
    """
    if listing.authority is None or listing.public_from is None or listing.public_until is None:
        raise ValueError("a listing that was never decided has no row")
    credit_list, last_day = listing.credit_list, day_before(listing.public_until)
    cells = (
        ("list", "名单名称", credit_list.name),
        ("reason", "列入事由", public_text(listing.reason)),
        ("document_number", "决定文书号", public_text(listing.document_number)),
        ("decided_on", "列入日期", listing.decided_on.isoformat() if listing.decided_on else ""),
        ("authority", "认定单位", listing.authority.public_name),
        ("term", "期限", sentence("{months}个月，至{day}", months=listing.term_months, day=last_day.isoformat())),
        ("term_basis", "期限依据", public_text(listing.term_basis)),
        ("exit", "移出条件", credit_list.exit_conditions),
    )
    return FileRow(
        ref=Ref(kind=RefKind.LISTING, id=listing.pk),
        kind=credit_list.slug,
        kind_label=credit_list.official_type,
        title=credit_list.name,
        cells=tuple(LabelledValue(code=code, label=label, value=value) for code, label, value in cells),
        source=listing.authority.public_name,
        source_code=listing.authority.code,
        legal_basis=public_text(listing.term_basis),
        public_from=listing.public_from,
        public_until=listing.public_until,
        last_public_on=last_day,
        disputed=listing.disputed_at is not None,
        repairable_from=listing.repairable_from,
    )


section = ListSection()
