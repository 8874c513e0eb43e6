"""What the database says today of firms that an index proposed: the last word on what is shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Value

from enterprises.models import Enterprise, FormerName, Record, Region
from enterprises.prepared import PreparedQuery
from search.listings import listed_rows, name_rows
from search.port import PENALTY, Facets, Filters


@dataclass(slots=True, kw_only=True)
class Firm:
    """A firm as it is on a day, with what other tables say of it."""

    id: int
    uscc: str
    register_number: str
    name: str
    status: str
    region: str
    region_name: str
    industry: str
    is_penalised: bool
    former: list[str] = field(default_factory=list)
    lists: dict[str, str] = field(default_factory=dict)  # slug -> colour


def _firm_rows(ids: Sequence[int], on: date, filters: Filters) -> QuerySet[Any, Any]:
    """Return the public ones of the firms that fit the filters on records and year."""
    records = Record.objects.public(on=on).filter(enterprise=OuterRef("pk"))
    firms = Enterprise.objects.public(on=on).filter(pk__in=ids).order_by()
    if filters.kind is not None:
        firms = firms.filter(Exists(records.filter(kind=filters.kind)))
    if filters.agency is not None:
        firms = firms.filter(Exists(records.filter(agency__code=filters.agency)))
    if filters.year is not None:
        firms = firms.filter(established_on__year=filters.year)
    columns = ("pk", "uscc", "register_number", "name", "status", "region_id", "region__name", "industry_id")
    return firms.values_list(*columns, Exists(records.filter(kind=PENALTY)))


def _other_rows(ids: Sequence[int], on: date) -> QuerySet[Any, Any]:
    former = FormerName.objects.filter(enterprise_id__in=ids).order_by()
    return former.values_list("enterprise_id", Value(""), F("name")).union(listed_rows(ids, on=on), all=True)


_FIRMS, _OTHERS = PreparedQuery(_firm_rows), PreparedQuery(_other_rows)


def firms_on(ids: Sequence[int], *, filters: Filters, on: date) -> dict[int, Firm]:
    """Return those of the firms that are public that day and fit the filters on records and year: two queries."""
    firms: dict[int, Firm] = {}
    rows = _FIRMS.rows(ids, on, filters)
    for pk, uscc, register_number, name, status, region, region_name, industry, penalised in rows:
        firms[pk] = Firm(
            id=pk,
            uscc=uscc,
            register_number=register_number,
            name=name,
            status=status,
            region=region or "",
            region_name=region_name or "",
            industry=industry or "",
            is_penalised=bool(penalised),
        )
    for pk, slug, text in _OTHERS.rows(list(firms), on):
        if slug:
            firms[pk].lists[slug] = text
        else:
            firms[pk].former.append(text)
    return firms


def _label_rows(values: Collection[str]) -> QuerySet[Any, Any]:
    regions = Region.objects.filter(code__in=values).order_by()
    return regions.values_list(Value("region"), "code", "name").union(name_rows(values), all=True)


_LABELS = PreparedQuery(_label_rows, of_text=True)


def labels_of(facets: Facets) -> dict[str, dict[str, str]]:
    """Return what people call the regions and lists among the facets, in at most one query."""
    values = [facet.value for name in ("region", "list") for facet in facets.get(name, ())]
    labels: dict[str, dict[str, str]] = {"region": {}, "list": {}}
    for name, value, label in _LABELS.rows(values):
        labels[name][value] = label
    return labels
