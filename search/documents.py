"""`documents_of` is the only knowledge of what can be found about an enterprise.

Never indexed: legal representatives (no search by person), and anything that is not public.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from enterprises.models import Enterprise, FormerName, Record
from enterprises.rules.lifecycle import State
from search.listings import list_days
from search.port import Card, Days, Document, ListDays, RecordDays
from search.text.cards import Field, card_of

ENDED = frozenset({Enterprise.Status.CANCELLED, Enterprise.Status.REVOKED})


def document_of(enterprise_id: int) -> Document | None:
    """Return the document of one enterprise; None when it does not exist."""
    return next(iter(documents_of([enterprise_id])), None)


def documents_of(enterprise_ids: Collection[int]) -> list[Document]:
    """Return the documents of those that exist, by rising id, in four queries.

    The revision is read before what depends on it: a change in between is found again under a
    higher revision, never lost under a lower one.
    """
    firms = list(
        Enterprise.objects.filter(pk__in=enterprise_ids)
        .only(
            "revision",
            "uscc",
            "register_number",
            "name",
            "status",
            "region_id",
            "industry_id",
            "established_on",
            "public_from",
        )
        .order_by("pk")
    )
    found = [firm.pk for firm in firms if firm.public_from]
    former, records, lists = _former_names(found), _records(found), list_days(found)
    return [
        _document(firm, former=former[firm.pk], records=records.get(firm.pk, ()), lists=lists.get(firm.pk, ()))
        for firm in firms
    ]


def _former_names(ids: Collection[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    rows = FormerName.objects.filter(enterprise_id__in=ids).order_by("enterprise_id", "-used_until", "id")
    for enterprise_id, name in rows.values_list("enterprise_id", "name"):
        names[enterprise_id].append(name)
    return names


def _records(ids: Collection[int]) -> dict[int, list[RecordDays]]:
    """Return the days of published records, those of the past and of the future too; equal ones once."""
    days: dict[int, list[RecordDays]] = defaultdict(list)
    rows = Record.objects.filter(enterprise_id__in=ids, state=State.PUBLISHED, public_from__isnull=False)
    facts = rows.values_list("enterprise_id", "kind", "agency__code", "public_from", "public_until")
    for enterprise_id, kind, agency, starts, ends in facts.distinct().order_by(
        "enterprise_id", "kind", "agency__code", "public_from", "public_until"
    ):
        if starts is not None and (ends is None or starts < ends):  # a hold that was lifted may leave no day
            days[enterprise_id].append(RecordDays(kind=kind, agency=agency, days=Days(starts=starts, ends=ends)))
    return days


def card_of_firm(*, uscc: str, register_number: str, status: str, name: str, former: Iterable[str]) -> Card:
    """Return what ranking needs to know of an enterprise."""
    names = (card_of(name), *(card_of(text, field=Field.FORMER_NAME) for text in former))
    return Card(uscc=uscc, register_number=register_number, ended=status in ENDED, names=names)


def _document(
    firm: Enterprise, *, former: Iterable[str], records: Iterable[RecordDays], lists: Iterable[ListDays]
) -> Document:
    document = Document(id=firm.pk, version=firm.revision)
    if firm.public_from is not None:
        document = replace(
            document,
            public_from=firm.public_from,
            card=card_of_firm(
                uscc=firm.uscc,
                register_number=firm.register_number,
                status=firm.status,
                name=firm.name,
                former=former,
            ),
            status=firm.status,
            region=firm.region_id or "",
            industry=firm.industry_id or "",
            year=firm.established_on.year if firm.established_on else None,
            records=tuple(records),
            lists=tuple(lists),
        )
    return replace(document, digest=_digest(document))


def _digest(document: Document) -> str:
    """Return a digest of what can be found, whatever the version."""
    return hashlib.sha256(repr(replace(document, version=0)).encode()).hexdigest()[:24]
