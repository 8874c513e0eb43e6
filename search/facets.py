"""Filters of the search page as links: each value adds itself to the address, each chosen one takes itself away."""

from dataclasses import dataclass

from django.http import QueryDict

from search.finding import Answer

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


def _address(parameters: QueryDict, **changes: str | None) -> str:
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
                address=_address(parameters, **{name: value.value}),
                chosen=parameters.get(name) == value.value,
            )
            for value in values[:SHOWN]
        )
        if links:
            groups.append(FacetGroup(label=LABELS[name], links=links))
    return groups


def chosen_filters(parameters: QueryDict, answer: Answer) -> list[ChosenFilter]:
    """Return the filters in force, each with the address without it."""
    chosen = []
    for name, label in LABELS.items():
        value = parameters.get(name, "")
        if value:
            known = {facet.value: facet.label for facet in answer.facets.get(name, ())}
            shown = f"{label}：{known.get(value, value)[:40]}"
            chosen.append(ChosenFilter(label=shown, address=_address(parameters, **{name: None})))
    return chosen
