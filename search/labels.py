"""Captions of regions, lists and agencies: small tables, held in this process for a minute.

They are words beside codes: of the region of a hit, of facets and of chosen filters. No hit, count or order depends on
them. Names that decide what is searched for are in `search.agency_names`, read by every search.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import monotonic

from django.db.models import QuerySet, Value

from enterprises.agencies.models import Agency
from enterprises.register.models import Region
from enterprises.shared.rules.masking import public_text
from search.fast.compiled import CompiledQuery
from search.filters import Filter
from search.listings import list_names
from search.port import FacetCount

HELD_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names by code, of lists by slug."""

    regions: Mapping[str, str]
    lists: Mapping[str, str]
    agencies: Mapping[str, str]


def _rows(_: object) -> QuerySet[Region, tuple[str, str, str]]:
    regions = Region.objects.order_by().values_list(Value("region"), "code", "name")
    agencies = Agency.objects.order_by().values_list(Value("agency"), "code", "name")
    return regions.union(agencies, list_names(), all=True)


_ROWS = CompiledQuery(_rows)


class _Held:
    names: Names | None = None
    until = 0.0


def names() -> Names:
    """Return the names as they were at most a minute ago; reading them again is one query."""
    held, now = _Held.names, monotonic()
    if held is None or now >= _Held.until:
        held = _Held.names = _read()
        _Held.until = now + HELD_SECONDS
    return held


def forget() -> None:
    """Read the names again when they are needed next."""
    _Held.names = None


def _read() -> Names:
    found: dict[str, dict[str, str]] = {"region": {}, "agency": {}, "list": {}}
    for table, code, name in _ROWS.rows_of_all():
        found[table][code] = public_text(name)
    return Names(regions=found["region"], agencies=found["agency"], lists=found["list"])


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """How many hits a filter would leave."""

    value: str
    label: str
    count: int


def labels_of(each: Filter) -> Mapping[str, str]:
    """Return what people call the values of a filter."""
    if not each.reference:
        return each.choices or each.labels
    labels: Mapping[str, str] = getattr(names(), each.reference)
    return labels


def label_of(each: Filter, value: str) -> str:
    """Return what people call a value of a filter, the value itself if nobody calls it anything."""
    return labels_of(each).get(value, value)


def facet_values(each: Filter, facets: Iterable[FacetCount]) -> tuple[FacetValue, ...]:
    """Return the counts of a filter with labels."""
    labels = labels_of(each)
    return tuple(
        [
            FacetValue(value=facet.value, label=labels.get(facet.value, facet.value), count=facet.count)
            for facet in facets
        ]
    )
