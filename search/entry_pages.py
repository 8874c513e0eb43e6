"""Entries on the search page: tabs of kinds, hits and filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext

from enterprises.shared.rules.masking import public_text
from search.entries import EntryAnswer, EntryResult
from search.entry_kinds import BY_KIND, ENTRY_KINDS
from search.entry_port import ENTRY_FILTER_NAMES, ENTRY_FILTERS, EntryFilter, EntryKind
from search.facets import SHOWN, ChosenFilter, FacetGroup, FacetLink, address_with
from search.filters import is_english
from search.labels import names
from search.matching.highlight import Piece, highlight_texts
from search.names.queries import TypedWords
from search.request import KIND_PARAMETER, DocumentKind

_BY_NAME = {each.name: each for each in ENTRY_FILTERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class KindTab:
    """One tab; `count` None where nothing was counted."""

    label: str
    address: str
    is_current: bool
    count: int | None = None


def kind_tabs(
    parameters: QueryDict,
    *,
    current: EntryKind | DocumentKind | None,
    kinds: Mapping[EntryKind, int],
    enterprises: int | None,
    documents: int | None,
) -> list[KindTab]:
    """Return the tabs with their counts; a tab keeps the text and drops the filters of another one."""
    text = parameters.get("q", "")
    bare = QueryDict(mutable=True)
    bare.update({"q": text} if text else {})
    first = KindTab(
        label=gettext("企业"),
        address=address_with(bare),
        is_current=current is None,
        count=enterprises if text else None,
    )
    counted = text and kinds
    return [
        first,
        *(
            KindTab(
                label=str(row.label),
                address=address_with(bare, **{KIND_PARAMETER: row.kind.value}),
                is_current=row.kind is current,
                count=kinds.get(row.kind, 0) if counted else None,
            )
            for row in ENTRY_KINDS
        ),
        KindTab(
            label=gettext("公示文件"),
            address=address_with(bare, **{KIND_PARAMETER: DocumentKind.DOCUMENT.value}),
            is_current=current is DocumentKind.DOCUMENT,
            count=documents if text else None,
        ),
    ]


def other_kinds(tabs: Sequence[KindTab]) -> list[KindTab]:
    """Return the tabs beside the current one that found something."""
    return [tab for tab in tabs if tab.count and not tab.is_current]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One hit as the page shows it."""

    result: EntryResult
    kind_label: str
    title: Sequence[Piece]
    enterprise: Sequence[Piece]
    agency: str
    cells: Sequence[tuple[str, Sequence[Piece]]]


def entry_rows(answer: EntryAnswer, typed: TypedWords) -> list[EntryRow]:
    """Return the hits with the typed words marked."""
    return [_entry_row(result, typed) for result in answer.results]


def _entry_row(result: EntryResult, typed: TypedWords) -> EntryRow:
    texts = (result.title, result.enterprise.public_name, *(cell.value for cell in result.cells))
    title, enterprise, *values = highlight_texts(typed, texts, names=result.facts.names)
    return EntryRow(
        result=result,
        kind_label=str(BY_KIND[result.kind].label),
        title=title,
        enterprise=enterprise,
        agency=public_text(result.record.agency.name),
        cells=[(cell.label, pieces) for cell, pieces in zip(result.cells, values, strict=True)],
    )


def entry_groups(parameters: QueryDict, answer: EntryAnswer) -> list[FacetGroup]:
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
            for value in values[:SHOWN]
        )
        if links:
            groups.append(FacetGroup(label=_label(_BY_NAME[name]), links=links))
    return groups


def chosen_entry_filters(parameters: QueryDict) -> list[ChosenFilter]:
    """Return the filters in force, each with the address without it."""
    return [
        ChosenFilter(
            label=gettext("{filter}：{value}").format(
                filter=_label(_BY_NAME[name]), value=_value_label(name, value)[:40]
            ),
            address=address_with(parameters, **{name: None}),
        )
        for name in ENTRY_FILTER_NAMES
        if (value := parameters.get(name, "").strip())
    ]


def _label(each: EntryFilter) -> str:
    return each.label_en if is_english() else each.label


def _value_label(name: str, value: str) -> str:
    labels = {"region": names().regions, "agency": names().agencies}.get(name, {})
    return labels.get(value, value)
