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
from search.port import Card, Days, Document, ListDays
from search.text.cards import Field, card_of

PENALTY = "penalty"
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
        .only("revision", "uscc", "register_number", "name", "status", "region_id", "industry_id", "public_from")
        .order_by("pk")
    )
    found = [firm.pk for firm in firms if firm.public_from]
    former, penalties, lists = _former_names(found), _penalties(found), list_days(found)
    return [
        _document(firm, former=former[firm.pk], penalties=penalties[firm.pk], lists=lists.get(firm.pk, ()))
        for firm in firms
    ]


def _former_names(ids: Collection[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    rows = FormerName.objects.filter(enterprise_id__in=ids).order_by("enterprise_id", "-used_until", "id")
    for enterprise_id, name in rows.values_list("enterprise_id", "name"):
        names[enterprise_id].append(name)
    return names


def _penalties(ids: Collection[int]) -> dict[int, list[Days]]:
    """Return the days of published penalties, those of the past and of the future too."""
    days: dict[int, list[Days]] = defaultdict(list)
    rows = Record.objects.filter(enterprise_id__in=ids, kind=PENALTY, state=State.PUBLISHED).order_by(
        "enterprise_id", "public_from", "id"
    )
    for enterprise_id, starts, ends in rows.values_list("enterprise_id", "public_from", "public_until"):
        if starts is not None:
            days[enterprise_id].append(Days(starts=starts, ends=ends))
    return days


def card_of_firm(firm: Enterprise, former: Iterable[str]) -> Card:
    """Return what ranking needs to know of an enterprise."""
    names = (card_of(firm.name), *(card_of(name, field=Field.FORMER_NAME) for name in former))
    return Card(uscc=firm.uscc, register_number=firm.register_number, ended=firm.status in ENDED, names=names)


def _document(
    firm: Enterprise, *, former: Iterable[str], penalties: Iterable[Days], lists: Iterable[ListDays]
) -> Document:
    document = Document(id=firm.pk, version=firm.revision)
    if firm.public_from is not None:
        document = replace(
            document,
            public_from=firm.public_from,
            card=card_of_firm(firm, former),
            status=firm.status,
            region=firm.region_id or "",
            industry=firm.industry_id or "",
            penalties=tuple(penalties),
            lists=tuple(lists),
        )
    return replace(document, digest=_digest(document))


def _digest(document: Document) -> str:
    """Return a digest of what can be found, whatever the version."""
    return hashlib.sha256(repr(replace(document, version=0)).encode()).hexdigest()[:24]
