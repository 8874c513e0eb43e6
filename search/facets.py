"""Filters of the search page as links: each value adds itself to the address, each chosen one takes itself away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext

from search.filters import BY_NAME, Filter, Filters, FilterValue
from search.labels import FacetValue, label_of
from search.results import Answer

SHOWN = 12  # values of one filter


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetLink:
    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetGroup:
    label: str
    links: tuple[FacetLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenFilter:
    label: str
    address: str


def address_with(parameters: QueryDict, **changes: str | None) -> str:
    """Return the query string with changes, back on the first page; None takes a parameter away."""
    changed = parameters.copy()
    for name, value in {**changes, "page": None}.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"


def facet_groups(
    parameters: QueryDict, filters: Filters, facets: Mapping[str, Sequence[FacetValue]]
) -> list[FacetGroup]:
    """Return what can narrow an answer under `filters`, with how many hits would be left."""
    written = {each.name: _written(value) for each, value in filters}
    groups = []
    for name, values in facets.items():
        each = filters.table[name]
        links = tuple(
            FacetLink(
                label=each.translated(value.label),
                count=value.count,
                address=address_with(parameters, **{name: value.value}),
                chosen=written.get(name) == value.value,
            )
            for value in _shown(each, values)
        )
        if links:
            groups.append(FacetGroup(label=each.label_now(), links=links))
    return groups


def _shown(each: Filter, values: Sequence[FacetValue]) -> Sequence[FacetValue]:
    """Return the values with most hits."""
    most = values[:SHOWN]
    return sorted(most, key=lambda facet: facet.value, reverse=True) if each.is_latest_first else most


def chosen_filters(parameters: QueryDict, filters: Filters, answer: Answer) -> list[ChosenFilter]:
    """Return the filters in force, each with the address without it; a value that cannot be read is in none."""
    chosen = [chosen_filter(parameters, each, value) for each, value in filters]
    if answer.hint and answer.hint.is_applied:
        shown = _chosen_label(BY_NAME["agency"], answer.hint.name)
        chosen.append(ChosenFilter(label=shown, address=address_with(parameters, agency="")))
    return chosen


def chosen_filter(parameters: QueryDict, each: Filter, value: FilterValue) -> ChosenFilter:
    """Return a filter in force with the address without it."""
    shown = _chosen_label(each, each.translated(label_of(each, _written(value))[:40]))
    return ChosenFilter(label=shown, address=address_with(parameters, **{each.name: None}))


def _written(value: FilterValue) -> str:
    """Return a value as addresses and labels have it, however it was typed."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _chosen_label(each: Filter, value: str) -> str:
    return gettext("{filter}：{value}").format(filter=each.label_now(), value=value)
