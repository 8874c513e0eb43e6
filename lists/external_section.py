"""Rows of external lists in the credit file (setting CREDIT_FILE_SECTIONS): marked as another authority's."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet

from enterprises.catalogue.cells import LabelledValue
from enterprises.catalogue.types import Chapter
from enterprises.creditfile.types import Badge, BadgeTone, FileRow
from enterprises.documents.refs import Ref, RefKind
from enterprises.shared.rules.sentences import sentence
from lists.criteria.colors import Color
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.external.models import ExternalEdition, ExternalListing
from lists.external.queries import external_entry

_CHAPTERS = {Color.RED: Chapter.HONOUR, Color.BLACK: Chapter.SERIOUS_DISHONESTY}
BADGE = Badge(code="external-black-list", label="外部严重失信名单", tone=BadgeTone.BLACK_LIST)


class ExternalSection:
    """On which lists of other authorities an enterprise is, by which edition."""

    ref_kind = RefKind.EXTERNAL_LISTING

    def rows(self, *, enterprise_id: int, on: date) -> list[tuple[Chapter, FileRow]]:
        """Return the public rows, those listed last first, each with the edition of that day."""
        rows = ExternalListing.objects.public(on=on).filter(enterprise=enterprise_id)
        ordered = list(rows.select_related("enterprise", "credit_list", "edition").order_by("-listed_on", "-pk"))
        editions = _editions_of({row.credit_list_id for row in ordered}, on=on) if ordered else {}
        return [
            (
                _CHAPTERS[Color(row.credit_list.color)],
                _row_of(row, edition=editions.get(row.credit_list_id, row.edition), on=on),
            )
            for row in ordered
        ]

    def notices(self, *, enterprise_id: int, on: date) -> list[tuple[Chapter, str]]:
        """Return nothing: why a row left is for the other authority to state."""
        return []

    def badges(self, *, enterprise_id: int, on: date) -> list[Badge]:
        """Return the badge of external black lists."""
        rows = ExternalListing.objects.public(on=on).filter(enterprise=enterprise_id, credit_list__color=Color.BLACK)
        return [BADGE] if rows.exists() else []

    def public_ids(self, *, ids: Collection[int], on: date) -> set[int]:
        """Return those rows that are public on that day."""
        return set(ExternalListing.objects.public(on=on).filter(pk__in=ids).values_list("pk", flat=True))

    def lists(self) -> list[tuple[str, str]]:
        """Return slug and name of each external list."""
        lists = CreditList.objects.filter(kind=ListKind.EXTERNAL).order_by("slug")
        return list(lists.values_list("slug", "name"))

    def listed(self, *, code: str, on: date) -> QuerySet[Any, Any]:
        """Return ids of the enterprises that the external list of that slug names on that day."""
        rows = ExternalListing.objects.public(on=on).filter(credit_list__slug=code, enterprise__isnull=False)
        return rows.order_by().values_list("enterprise_id", flat=True)


def _editions_of(lists: Collection[int], *, on: date) -> dict[int, ExternalEdition]:
    """Return the edition of that day of each list."""
    editions = ExternalEdition.objects.filter(credit_list__in=lists, as_of__lte=on).order_by("as_of", "pk")
    return {edition.credit_list_id: edition for edition in editions}


def _row_of(row: ExternalListing, *, edition: ExternalEdition, on: date) -> FileRow:
    entry, credit_list = external_entry(row, on=on), row.credit_list
    source = edition.public_source
    cells = (
        ("list", "名单名称", credit_list.name),
        ("external", "名单性质", sentence("外部名单，由{authority}认定，本平台转载", authority=entry.authority)),
        ("reason", "列入事由", entry.reason),
        ("document_number", "文书号", entry.document_number),
        ("decided_on", "认定日期", row.decided_on.isoformat() if row.decided_on else ""),
        ("listed_on", "列入日期", row.listed_on.isoformat()),
        (
            "edition",
            "来源和期次",
            sentence("{source}，{edition}，截至{day}", source=source, edition=edition.public_label, day=edition.as_of),
        ),
        ("exit", "移出条件", credit_list.exit_conditions),
    )
    return FileRow(
        ref=Ref(kind=RefKind.EXTERNAL_LISTING, id=row.pk),
        kind=credit_list.slug,
        kind_label=credit_list.official_type,
        title=f"{credit_list.name}（外部名单）",
        cells=tuple(LabelledValue(code=code, label=label, value=value) for code, label, value in cells),
        source=source,
        source_code="",
        legal_basis=credit_list.legal_basis,
        public_from=row.public_from,
        public_until=row.public_until,
        last_public_on=entry.last_public_on,
        disputed=False,
        repairable_from=None,
    )


section = ExternalSection()
