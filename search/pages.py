"""The search page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from enterprises.register.filters import RESIDENT_NUMBER
from enterprises.shared import clock
from enterprises.shared.forms import FilterUnreadable
from enterprises.shared.http import forget_query, public_answer, unavailable
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled
from search.documents import count_documents, find_documents
from search.entries import count_kinds, find_entries
from search.entry_kinds import BY_KIND
from search.entry_pages import chosen_entry_filters, entry_rows, kind_tabs, other_kinds
from search.entry_port import EntryKind
from search.facets import ChosenFilter, FacetGroup, address_with, chosen_filters, facet_groups
from search.names.queries import TypedWords
from search.port import DEEPEST, SearchUnavailable
from search.refusals import RETRY_AFTER_SECONDS, UNAVAILABLE
from search.request import (
    PAGE_SIZE,
    BadParameter,
    DocumentKind,
    DocumentRequest,
    EntryRequest,
    ResidentNumber,
    SearchRequest,
    read_document_request,
    read_entry_request,
    read_kind,
    read_request,
)
from search.results import Answer, SearchResult, find, find_by_code


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumbers:
    """What the pagination component needs."""

    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


@throttled(Scope.SEARCH)
@require_safe
@public_answer
def search_page(request: HttpRequest) -> HttpResponse:
    """Show the results of a search, why each was found, filters with their counts, and tabs of kinds.

    :raises FilterUnreadable: the page number, or a filter of records, cannot be read.
    """
    try:
        kind = read_kind(request.GET, strict=False)
        if isinstance(kind, DocumentKind):
            return _document_page(request, read_document_request(request.GET, strict=False))
        if kind is not None:
            return _entry_page(request, read_entry_request(request.GET, kind, strict=False))
        parsed = replace(read_request(request.GET, strict=False), page_size=PAGE_SIZE)
    except ResidentNumber:
        forget_query(request)
        context = {"heading": gettext("查询企业"), "refusal": RESIDENT_NUMBER, "q": ""}
        return render(request, "search/page.html", context, status=400)
    except BadParameter as bad:
        raise FilterUnreadable(bad.form if bad.label else bad.sentence, label=bad.label) from bad
    on = clock.today()
    try:
        answer = find(parsed, on=on)
    except SearchUnavailable:
        found = find_by_code(parsed, on=on)
        if found is None:
            return unavailable(request, RETRY_AFTER_SECONDS, message=UNAVAILABLE)
        answer = found
    return render(request, "search/page.html", _context(request, parsed, answer))


def _entry_page(request: HttpRequest, parsed: EntryRequest) -> HttpResponse:
    """Show the records of one kind."""
    try:
        answer = find_entries(
            kind=parsed.kind, text=parsed.words, filters=parsed.filters, on=clock.today(), page=parsed.page
        )
    except SearchUnavailable:
        return unavailable(request, RETRY_AFTER_SECONDS, message=UNAVAILABLE)
    tabs = kind_tabs(
        request.GET,
        current=parsed.kind,
        kinds=answer.kinds,
        enterprises=None,
        documents=count_documents(parsed.words.text),
    )
    context = {
        "kind": parsed.kind.value,
        "kind_label": BY_KIND[parsed.kind].label,
        "heading": gettext("查询公示记录"),
        "unit": ngettext("条公示记录", "条公示记录", answer.count),
        "tabs": tabs,
        "others": [] if answer.count else other_kinds(tabs),
        "q": parsed.words.text,
        "searched": parsed.words.text,
        "asked": True,
        "answer": answer,
        "rows": entry_rows(answer, parsed.words),
        "chosen": chosen_entry_filters(request.GET, parsed.filters),
        "groups": facet_groups(request.GET, parsed.filters, answer.facets),
        "page": PageNumbers(number=parsed.page, has_next=answer.has_next),
        "is_bounded": answer.count >= DEEPEST,
        "deepest": DEEPEST,
        "as_of": clock.now(),
    }
    return render(request, "search/page.html", context)


def _document_page(request: HttpRequest, parsed: DocumentRequest) -> HttpResponse:
    """Show the published documents that fit."""
    answer = find_documents(parsed.text, page=parsed.page)
    context = {
        "kind": DocumentKind.DOCUMENT.value,
        "heading": gettext("查询公示文件"),
        "unit": ngettext("份文件", "份文件", answer.count),
        "tabs": kind_tabs(
            request.GET, current=DocumentKind.DOCUMENT, kinds={}, enterprises=None, documents=answer.count
        ),
        "q": parsed.text,
        "searched": parsed.text,
        "asked": True,
        "answer": answer,
        "documents": answer.results,
        "page": PageNumbers(number=parsed.page, has_next=answer.has_next),
        "as_of": clock.now(),
    }
    return render(request, "search/page.html", context)


def _kinds(words: TypedWords, *, on: date, answer: Answer) -> Mapping[EntryKind, int]:
    """Return how many records of each kind fit, those with a typo only where no enterprise was found.

    An index that does not answer is no reason to show nothing.
    """
    try:
        return count_kinds(words, on=on, generation=answer.generation, is_exact=bool(answer.results))
    except SearchUnavailable:
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPart:
    """Results that follow each other under one heading, "" for none."""

    heading: str
    results: tuple[SearchResult, ...]


def parts_of(results: Sequence[SearchResult]) -> list[ResultPart]:
    """Split exact results from similar ones; without exact results there is one part."""
    first = next(
        (n for n, result in enumerate(results) if not (result.match and result.match.is_the_enterprise)), len(results)
    )
    parts = [
        ResultPart(heading="", results=tuple(results[:first])),
        ResultPart(heading="相近的企业", results=tuple(results[first:])),
    ]
    held = [part for part in parts if part.results]
    return held if first else [replace(part, heading="") for part in held]


def _context(request: HttpRequest, parsed: SearchRequest, answer: Answer) -> dict[str, object]:
    chosen: list[ChosenFilter] = chosen_filters(request.GET, parsed.filters, answer)
    groups: list[FacetGroup] = facet_groups(request.GET, parsed.filters, answer.facets)
    offered = answer.hint if answer.hint and not answer.hint.is_applied else None
    is_first = parsed.page == 1
    is_beyond = answer.ends_early and not answer.results
    kinds = _kinds(parsed.words, on=clock.today(), answer=answer) if is_first else {}
    documents = count_documents(parsed.text) if is_first else None
    count = None if is_beyond else answer.count
    tabs = kind_tabs(request.GET, current=None, kinds=kinds, enterprises=count, documents=documents)
    return {
        "heading": gettext("查询企业"),
        "unit": ngettext("家企业", "家企业", answer.count),
        "tabs": tabs,
        "others": [] if answer.results else other_kinds(tabs),
        "offered": offered,
        "offer_address": offered and address_with(request.GET, q=offered.rest, agency=offered.agency),
        "parts": parts_of(answer.results),
        "q": parsed.text.strip(),
        "searched": answer.hint.rest if answer.hint and answer.hint.stands_apart else parsed.text.strip(),
        "asked": bool(parsed.text.strip() or parsed.filters),
        "is_bounded": answer.count >= DEEPEST and not answer.count_is_exact,
        "is_beyond": is_beyond,
        "answer": answer,
        "chosen": chosen,
        "groups": groups,
        "page": PageNumbers(number=parsed.page, has_next=answer.has_next),
        "deepest": DEEPEST,
        "as_of": clock.now(),
    }
