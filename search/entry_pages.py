"""Entries on the search page: tabs of kinds, hits and filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext

from enterprises.shared.rules.masking import public_text
from search.entries import EntryAnswer, EntryResult
from search.entry_kinds import BY_KIND, ENTRY_KINDS
from search.entry_port import EntryFilters, EntryKind
from search.facets import ChosenFilter, address_with, chosen_filter
from search.matching.highlight import Piece, highlight_texts
from search.names.queries import TypedWords
from search.request import KIND_PARAMETER, DocumentKind


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


def chosen_entry_filters(parameters: QueryDict, filters: EntryFilters) -> list[ChosenFilter]:
    """Return the filters in force, each with the address without it."""
    return [chosen_filter(parameters, each, value) for each, value in filters]
