"""`documents_of` is the only knowledge of what can be found about an enterprise.

Never indexed: legal representatives (no search by person), and anything that is not public.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar

import orjson
from django.db.models import Exists, OuterRef, Q, QuerySet

from enterprises.records.conditions import adverse_flag
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.register.models import Enterprise, FormerName
from enterprises.shared.rules.masking import public_register_number, public_text
from enterprises.shields.rules import ShieldDays, shown_spans
from enterprises.shields.selectors import shield_days
from search.industries import in_industry
from search.listings import list_days, listed_as
from search.names.features import MatchedField, name_features
from search.port import Days, Document, EnterpriseFeatures, marks_of

Fact = TypeVar("Fact")
ENDED = frozenset({Enterprise.Status.CANCELLED, Enterprise.Status.REVOKED})


def document_of(enterprise_id: int) -> Document | None:
    """Return the document of one enterprise; None when it does not exist."""
    return next(iter(documents_of([enterprise_id])), None)


def documents_of(enterprise_ids: Collection[int]) -> list[Document]:
    """Return the documents of those that exist, by rising id, in seven queries, and one more for earlier codes.

    The revision is read before what depends on it. A change in between is found again under a higher revision, never
    lost under a lower one.
    """
    return _documents({"in": enterprise_ids})


def documents_between(first: int, last: int) -> list[Document]:
    """Return the documents of all enterprises whose ids lie between these two, them included, like `documents_of`."""
    return _documents({"gte": first, "lte": last})


class RecordDays(NamedTuple):
    """The days on which records of one kind and one agency are public."""

    kind: str
    agency: str  # its code
    days: Days


class _Columns(NamedTuple):
    """Columns of an enterprise."""

    pk: int
    revision: int
    uscc: str
    register_number: str
    name: str
    status: str
    region_id: str | None
    industry_id: str | None
    established_on: date | None
    public_from: date | None
    now_under_id: int | None


class _Earlier(NamedTuple):
    """An earlier code of an enterprise, whose file is that of the code in use."""

    pk: int
    now_under_id: int
    uscc: str
    name: str


def _documents(ids: dict[str, Any]) -> list[Document]:
    """Return the documents of the enterprises whose ids pass these lookups."""
    wanted = Enterprise.objects.filter(**{f"pk__{lookup}": value for lookup, value in ids.items()})
    enterprises = [_Columns(*row) for row in wanted.order_by("pk").values_list(*_Columns._fields)]
    of_enterprises = {f"enterprise_id__{lookup}": value for lookup, value in ids.items()}
    former = _former_names(FormerName.objects.filter(**of_enterprises))
    earlier = _earlier_codes(Enterprise.objects.filter(**{f"now_under__{lookup}": one for lookup, one in ids.items()}))
    others = [one.pk for several in earlier.values() for one in several]
    shields = shield_days([*(enterprise.pk for enterprise in enterprises), *others])
    records = _records(Record.objects.filter(**of_enterprises), shields=shields)
    records |= _records(Record.objects.filter(enterprise_id__in=others), shields=shields) if others else {}
    lists = list_days([*(enterprise.pk for enterprise in enterprises if enterprise.public_from), *others])
    return [
        _document(
            enterprise,
            former=former.get(enterprise.pk, ()),
            earlier=earlier.get(enterprise.pk, ()),
            records=_of_all(records, enterprise, earlier),
            lists=_of_all(lists, enterprise, earlier),
        )
        for enterprise in enterprises
    ]


def _earlier_codes(rows: QuerySet[Enterprise]) -> dict[int, list[_Earlier]]:
    earlier: dict[int, list[_Earlier]] = defaultdict(list)
    for row in rows.order_by("uscc").values_list(*_Earlier._fields):
        one = _Earlier(*row)
        earlier[one.now_under_id].append(one)
    return earlier


def _of_all(facts: Mapping[int, list[Fact]], enterprise: _Columns, earlier: Mapping[int, list[_Earlier]]) -> list[Fact]:
    """Return what is known of the enterprise under all of its codes."""
    ids = (enterprise.pk, *(one.pk for one in earlier.get(enterprise.pk, ())))
    return [fact for pk in ids for fact in facts.get(pk, ())]


def _former_names(rows: QuerySet[FormerName]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    ordered = rows.order_by("enterprise_id", "-used_until", "id")
    for enterprise_id, name in ordered.values_list("enterprise_id", "name"):
        names[enterprise_id].append(name)
    return names


def _records(rows: QuerySet[Record], *, shields: Mapping[int, tuple[ShieldDays, ...]]) -> dict[int, list[RecordDays]]:
    """Return the days of published records, those of the past and of the future too; equal ones once."""
    days: dict[int, list[RecordDays]] = defaultdict(list)
    published = rows.filter(state=State.PUBLISHED, public_from__isnull=False)
    bare = published.exclude(enterprise_id__in=shields) if shields else published
    facts = bare.values_list(*_FACTS).distinct().order_by(*_FACTS)
    for enterprise_id, kind, agency, starts, ends in (*facts, *_beside_shields(published, shields)):
        if starts is not None and (ends is None or starts < ends):  # a hold that was lifted may leave no day
            days[enterprise_id].append(RecordDays(kind, agency, Days(starts=starts, ends=ends)))
    return days


_FACTS = ("enterprise_id", "kind", "agency__code", "public_from", "public_until")


def _beside_shields(
    published: QuerySet[Record], shields: Mapping[int, tuple[ShieldDays, ...]]
) -> Iterator[tuple[int, str, str, date, date | None]]:
    """Yield the facts of the records of shielded enterprises, with the days that no shield hides."""
    if not shields:
        return
    rows = published.filter(enterprise_id__in=shields).annotate(adverse=adverse_flag())
    for pk, kind, agency, starts, ends, decided_on, adverse in rows.order_by(*_FACTS, "pk").values_list(
        *_FACTS, "decided_on", "adverse"
    ):
        if starts is not None:
            covering = shields[pk] if adverse else ()
            for first, last in shown_spans(covering, decided_on=decided_on, starts=starts, ends=ends):
                yield pk, kind, agency, first, last


def enterprise_features(
    *,
    uscc: str,
    register_number: str,
    status: str,
    name: str,
    former: Iterable[str],
    earlier_codes: Iterable[str] = (),
) -> EnterpriseFeatures:
    """Return what ranking needs of an enterprise."""
    names = (name_features(name), *(name_features(text, field=MatchedField.FORMER_NAME) for text in former))
    return EnterpriseFeatures(
        uscc=uscc,
        register_number=register_number,
        ended=status in ENDED,
        names=names,
        earlier_codes=tuple(earlier_codes),
    )


def all_former_names(name: str, former: Iterable[str], earlier: Iterable[str]) -> list[str]:
    """Return the former names, then the names under earlier codes that differ from all of them."""
    return list(dict.fromkeys([*former, *(one for one in earlier if one != name)]))


def _document(
    enterprise: _Columns,
    *,
    former: Iterable[str],
    earlier: Collection[_Earlier],
    records: Collection[RecordDays],
    lists: Iterable[tuple[str, Days]],
) -> Document:
    """Return the document; that of an earlier code is a tombstone, it is found as the code in use."""
    content = {}
    if enterprise.public_from and enterprise.now_under_id is None:
        content = _content(enterprise, former=former, earlier=earlier, records=records, lists=lists)
    return Document(id=enterprise.pk, version=enterprise.revision, digest=_digest(enterprise.pk, content), **content)


def _content(
    enterprise: _Columns,
    *,
    former: Iterable[str],
    earlier: Collection[_Earlier],
    records: Collection[RecordDays],
    lists: Iterable[tuple[str, Days]],
) -> dict[str, Any]:
    """Return what can be found about an enterprise that is or will be public."""
    return {
        "public_from": enterprise.public_from,
        "features": enterprise_features(
            uscc=enterprise.uscc,
            register_number=_searchable(enterprise.register_number),
            status=enterprise.status,
            name=public_text(enterprise.name),
            former=all_former_names(
                public_text(enterprise.name), map(public_text, former), (public_text(one.name) for one in earlier)
            ),
            earlier_codes=[one.uscc for one in earlier],
        ),
        "values": _values(enterprise),
        "marks": {
            "kinds": marks_of((record.kind, record.days) for record in records),
            "agencies": marks_of((record.agency, record.days) for record in records),
            "lists": marks_of(lists),
        },
    }


def _values(enterprise: _Columns) -> dict[str, str | int]:
    """Return the values of the fields of `search.filters`; a field without a value is left out."""
    values = {
        "region": enterprise.region_id,
        "industry": enterprise.industry_id,
        "status": enterprise.status,
        "year": enterprise.established_on and enterprise.established_on.year,
    }
    return {name: value for name, value in values.items() if value}


def has_any(rows: QuerySet[Any], **conditions: Any) -> Q:
    """Return the condition that the enterprise has one of these rows, under the code in use or an earlier one."""
    kept = rows.filter(**conditions).order_by()
    own = Exists(kept.filter(enterprise=OuterRef("pk")))
    # Nested, so that the few earlier codes of one enterprise are read first, not all rows of a kind.
    earlier = Enterprise.objects.filter(own, now_under=OuterRef("pk")).order_by()
    return Q(own) | Q(Exists(earlier))


# How the database confirms that an enterprise has a value in a field on a day.
CONDITIONS: Mapping[str, Callable[[Any, date], Q]] = {
    "region": lambda value, on: Q(region__code__startswith=value),
    "industry": lambda value, on: in_industry(value),
    "status": lambda value, on: Q(status=value),
    "year": lambda value, on: Q(established_on__year=value),
    "kinds": lambda value, on: has_any(Record.objects.public(on=on), kind=value),
    "agencies": lambda value, on: has_any(Record.objects.public(on=on), agency__code=value),
    "lists": lambda value, on: has_any(listed_as(value, on=on)),
}


def _searchable(register_number: str) -> str:
    """Return a register number by which an enterprise may be found: none that is masked where it is shown."""
    return register_number if public_register_number(register_number) == register_number else ""


def _digest(number: int, content: dict[str, Any]) -> str:
    """Return a digest of what can be found, whatever the version."""
    return hashlib.sha256(orjson.dumps([number, content], default=tuple)).hexdigest()[:24]
