"""Reads of external lists: pages, and what keeps enterprises off red lists."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from enterprises.shared.rules.days import day_before
from enterprises.shared.rules.masking import public_text
from lists.criteria.colors import Color
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.external.models import ExternalEdition, ExternalListing


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalSummary:
    """An external list with the edition that it shows, None before the first one."""

    credit_list: CreditList
    edition: ExternalEdition | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalEntry:
    """One row as its readers see it; `has_file`: the portal has a public credit file of the enterprise."""

    name: str
    uscc: str
    has_file: bool
    reason: str
    document_number: str
    authority: str
    listed_on: date
    last_public_on: date | None


def edition_on(credit_list: CreditList, *, on: date) -> ExternalEdition | None:
    """Return the edition of an external list that holds on that day."""
    editions = ExternalEdition.objects.filter(credit_list=credit_list, as_of__lte=on)
    return editions.order_by("-as_of", "-pk").first()


def external_lists(*, on: date) -> list[ExternalSummary]:
    """Return the external lists, each with its edition and the number of its rows of that day."""
    lists = CreditList.objects.filter(kind=ListKind.EXTERNAL).order_by("slug")
    return [
        ExternalSummary(
            credit_list=one, edition=edition_on(one, on=on), count=external_rows(one, on=on).order_by().count()
        )
        for one in lists
    ]


def external_rows(credit_list: CreditList, *, on: date) -> QuerySet[ExternalListing]:
    """Return the rows of an external list that are public on that day, the newest first."""
    rows = ExternalListing.objects.public(on=on).filter(credit_list=credit_list)
    return rows.select_related("enterprise", "credit_list").order_by("-listed_on", "-pk")


def black_external(*, on: date) -> QuerySet[ExternalListing]:
    """Return the rows of external black lists of that day, in no order: those on them are on no red list."""
    return ExternalListing.objects.public(on=on).filter(credit_list__color=Color.BLACK).order_by()


def external_facts(enterprise_ids: Collection[int]) -> list[tuple[int, str, date, date | None]]:
    """Return enterprise, slug and days of their external rows, past and coming ones too; for the search index."""
    rows = ExternalListing.objects.filter(enterprise_id__in=enterprise_ids).order_by("enterprise_id", "pk")
    facts = rows.values_list("enterprise_id", "credit_list__slug", "public_from", "public_until")
    return [
        (pk, slug, starts, ends)
        for pk, slug, starts, ends in facts
        if pk is not None and (ends is None or starts < ends)
    ]


def external_entry(row: ExternalListing, *, on: date) -> ExternalEntry:
    """Return a row as its readers see it, typed texts masked."""
    return ExternalEntry(
        name=public_text(row.name),
        uscc=row.uscc,
        has_file=row.enterprise is not None and row.enterprise.is_public(on=on),
        reason=public_text(row.reason),
        document_number=public_text(row.document_number),
        authority=public_text(row.authority) or row.credit_list.keeper,
        listed_on=row.listed_on,
        last_public_on=day_before(row.public_until) if row.public_until else None,
    )
