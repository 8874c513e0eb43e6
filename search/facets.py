"""Filters of the search page as links: each value adds itself to the address, each chosen one takes itself away."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext

from search.filters import BY_NAME
from search.results import Answer, FacetValue, label_of

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


def facet_groups(parameters: QueryDict, answer: Answer) -> list[FacetGroup]:
    """Return the filters that can narrow the answer, with how many would be left."""
    groups = []
    for name, values in answer.facets.items():
        links = tuple(
            FacetLink(
                label=translated(name, value.label),
                count=value.count,
                address=address_with(parameters, **{name: value.value}),
                chosen=parameters.get(name) == value.value,
            )
            for value in _shown(name, values)
        )
        if links:
            groups.append(FacetGroup(label=BY_NAME[name].label_now(), links=links))
    return groups


def _shown(name: str, values: Sequence[FacetValue]) -> Sequence[FacetValue]:
    """Return the values with most enterprises; years the latest first."""
    most = values[:SHOWN]
    return sorted(most, key=lambda facet: facet.value, reverse=True) if name == "year" else most


def translated(name: str, label: str) -> str:
    """Return what a value of a filter is called in the reader's language; `search.results` has it in Chinese."""
    return BY_NAME[name].translated(label)


def chosen_filters(parameters: QueryDict, answer: Answer) -> list[ChosenFilter]:
    """Return the filters in force, each with the address without it."""
    chosen = []
    for name in BY_NAME:
        value = parameters.get(name, "")
        if value:
            shown = _chosen_label(name, translated(name, label_of(name, value)[:40]))
            chosen.append(ChosenFilter(label=shown, address=address_with(parameters, **{name: None})))
    if answer.hint and answer.hint.is_applied:
        shown = _chosen_label("agency", answer.hint.name)
        chosen.append(ChosenFilter(label=shown, address=address_with(parameters, agency="")))
    return chosen


def _chosen_label(name: str, value: str) -> str:
    return gettext("{filter}：{value}").format(filter=BY_NAME[name].label_now(), value=value)
