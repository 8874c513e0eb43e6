"""Filters of the search page as links: each value adds itself to the address, each chosen one takes itself away."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from search.finding import Answer, FacetValue, label_of

LABELS = {
    "region": "行政区",
    "industry": "行业",
    "status": "登记状态",
    "has_penalty": "行政处罚",
    "kind": "信用记录",
    "agency": "作出机关",
    "list": "名单",
    "year": "成立年份",
}
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
                label=value.label,
                count=value.count,
                address=address_with(parameters, **{name: value.value}),
                chosen=parameters.get(name) == value.value,
            )
            for value in _shown(name, values)
        )
        if links:
            groups.append(FacetGroup(label=LABELS[name], links=links))
    return groups


def _shown(name: str, values: Sequence[FacetValue]) -> Sequence[FacetValue]:
    """Return the values with most firms; years the latest first."""
    most = values[:SHOWN]
    return sorted(most, key=lambda facet: facet.value, reverse=True) if name == "year" else most


def chosen_filters(parameters: QueryDict, answer: Answer) -> list[ChosenFilter]:
    """Return the filters in force, each with the address without it."""
    chosen = []
    for name, label in LABELS.items():
        value = parameters.get(name, "")
        if value:
            shown = f"{label}：{label_of(name, value)[:40]}"
            chosen.append(ChosenFilter(label=shown, address=address_with(parameters, **{name: None})))
    if answer.hint and answer.hint.is_applied:
        shown = f"{LABELS['agency']}：{answer.hint.name}"
        chosen.append(ChosenFilter(label=shown, address=address_with(parameters, agency="")))
    return chosen
