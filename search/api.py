"""Endpoints of search."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from enterprises.register.filters import RESIDENT_NUMBER, RESIDENT_NUMBER_CODE
from enterprises.shared import clock
from enterprises.shared.api.errors import refuse_unknown_parameters
from enterprises.shared.api.negotiation import JsonAlone
from enterprises.shared.api.serializers import ErrorSerializer
from enterprises.shared.http import public_answer
from enterprises.shared.rules.masking import public_text
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled
from search.cursors import write_cursor
from search.documents import FoundDocument, find_documents
from search.entries import EntryResult, find_entries
from search.entry_port import ENTRY_FILTERS, EntryFilters, EntryKind
from search.fast.writers import answer as json_answer
from search.filters import BY_NAME, FILTERS, Filter, FilterKind
from search.port import SearchUnavailable
from search.refusals import RETRY_AFTER_SECONDS, UNAVAILABLE
from search.request import (
    DOCUMENT_PARAMETERS,
    ENTRY_PARAMETERS,
    KIND_PARAMETER,
    PARAMETERS,
    BadParameter,
    DocumentKind,
    ResidentNumber,
    SearchRequest,
    read_document_request,
    read_entry_request,
    read_kind,
    read_request,
    refuse_resident_number,
)
from search.results import Answer, find, find_by_code
from search.serializers import AnswerSerializer, DocumentAnswerSerializer, EntryAnswerSerializer, SuggestionsSerializer
from search.suggestions import suggest


class Unavailable(APIException):
    """The engine does not answer."""

    status_code = 503
    default_detail = UNAVAILABLE
    default_code = "search_unavailable"
    wait = RETRY_AFTER_SECONDS  # becomes the header Retry-After


_EITHER = PolymorphicProxySerializer(
    component_name="SearchAnswer",
    serializers=[AnswerSerializer, EntryAnswerSerializer, DocumentAnswerSerializer],
    resource_type_field_name=None,
)


def _query(name: str, description: str, of: type = str) -> OpenApiParameter:
    return OpenApiParameter(name, of, OpenApiParameter.QUERY, description=description)


def _filter_parameter(each: Filter) -> OpenApiParameter:
    of = bool if each.kind is FilterKind.FLAG else int if each.is_number else str
    of_records = EntryFilters.table.get(each.name, each).description
    also = f"；与 type 同用：{of_records}" if of_records != each.description else ""
    return _query(each.name, each.description + also, of)


@method_decorator(throttled(Scope.SEARCH), name="dispatch")
@method_decorator(public_answer, name="dispatch")
class SearchView(APIView):
    """Enterprises by code, name, former name, pinyin or initials."""

    content_negotiation_class = JsonAlone

    @extend_schema(
        operation_id="search",
        parameters=[
            _query(
                "q", "代码、名称、曾用名、拼音、首字母，或公示记录、列入名单决定的文书号；空则按代码浏览，须有筛选条件"
            ),
            *map(_filter_parameter, FILTERS),
            _query("page", "页码，自 1 起", int),
            _query("cursor", "上一页 next 中的值，用于继续；与 page 不同用"),
            _query("page_size", "每页条数，1 至 100", int),
            OpenApiParameter(
                KIND_PARAMETER,
                str,
                OpenApiParameter.QUERY,
                enum=[kind.value for kind in (*EntryKind, *DocumentKind)],
                description="给出时查询该类公示记录，只用 q、page、page_size 和记录的筛选条件；document 为公示文件"
                "（各期名单），没有筛选条件；不给出则查询企业",
            ),
            *(
                _query(each.name, f"{each.description}，仅与 type 同用")
                for each in ENTRY_FILTERS
                if each.name not in BY_NAME
            ),
        ],
        responses={200: _EITHER, 400: ErrorSerializer, 429: ErrorSerializer, 503: ErrorSerializer},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return one page of results, as of now."""
        kind = _kind(request)
        if isinstance(kind, DocumentKind):
            return _answer_of_documents(request)
        refuse_unknown_parameters(request, known=PARAMETERS | {KIND_PARAMETER} if kind is None else ENTRY_PARAMETERS)
        if kind is not None:
            return _answer_of_entries(request, kind)
        parsed = _parse(request)
        on = clock.today()
        try:
            answer = find(parsed, on=on)
        except SearchUnavailable as problem:
            found = find_by_code(parsed, on=on)
            if found is None:
                raise Unavailable from problem
            answer = found
        data = {
            "count": answer.count,
            "count_is_exact": answer.count_is_exact,
            "next": _next(request, parsed, answer),
            "hint": _hint(request, answer),
            "facets": answer.facets,
            "results": answer.results,
        }
        return json_answer(AnswerSerializer, data)


@method_decorator(throttled(Scope.SUGGEST), name="dispatch")
@method_decorator(public_answer, name="dispatch")
class SuggestView(APIView):
    """Names that begin with what is being typed."""

    content_negotiation_class = JsonAlone

    @extend_schema(
        operation_id="suggest",
        parameters=[_query("q", "自第二个字符起：名称、拼音或首字母的开头")],
        responses={200: SuggestionsSerializer, 400: ErrorSerializer, 429: ErrorSerializer, 503: ErrorSerializer},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return at most ten enterprises, best first."""
        refuse_unknown_parameters(request, known=frozenset({"q"}))
        text = request.query_params.get("q", "")
        with _parameters_refused():
            refuse_resident_number(text)
        try:
            found = suggest(text, on=clock.today())
        except SearchUnavailable as problem:
            raise Unavailable from problem
        return json_answer(SuggestionsSerializer, {"results": found})


@contextmanager
def _parameters_refused() -> Iterator[None]:
    """Answer 400 to a parameter that cannot be read and to the number of a person."""
    try:
        yield
    except BadParameter as problem:
        raise ValidationError(problem.sentence, code="invalid_parameter") from problem
    except ResidentNumber as problem:
        raise ValidationError(RESIDENT_NUMBER, code=RESIDENT_NUMBER_CODE) from problem


def _parse(request: Request) -> SearchRequest:
    with _parameters_refused():
        return read_request(request.query_params, strict=True)


def _kind(request: Request) -> EntryKind | DocumentKind | None:
    with _parameters_refused():
        return read_kind(request.query_params, strict=True)


def _answer_of_entries(request: Request, kind: EntryKind) -> HttpResponse:
    """Return one page of records of a kind, as of now."""
    with _parameters_refused():
        parsed = read_entry_request(request.query_params, kind, strict=True)
    try:
        answer = find_entries(
            kind=kind,
            text=parsed.words,
            filters=parsed.filters,
            on=clock.today(),
            page=parsed.page,
            page_size=parsed.page_size,
        )
    except SearchUnavailable as problem:
        raise Unavailable from problem
    data = {
        "count": answer.count,
        "count_is_exact": answer.count_is_exact,
        "next": _following(request, page=parsed.page) if answer.has_next else None,
        "kinds": {kind.value: count for kind, count in answer.kinds.items()},
        "facets": answer.facets,
        "results": list(map(_entry, answer.results)),
    }
    return json_answer(EntryAnswerSerializer, data)


def _answer_of_documents(request: Request) -> HttpResponse:
    """Return one page of published documents, as of now."""
    refuse_unknown_parameters(request, known=DOCUMENT_PARAMETERS)
    with _parameters_refused():
        parsed = read_document_request(request.query_params, strict=True)
    answer = find_documents(parsed.text, page=parsed.page, page_size=parsed.page_size)
    data = {
        "count": answer.count,
        "count_is_exact": answer.count_is_exact,
        "next": _following(request, page=parsed.page) if answer.has_next else None,
        "results": list(map(_document, answer.results)),
    }
    return json_answer(DocumentAnswerSerializer, data)


def _following(request: Request, *, page: int) -> str:
    """Return the address of the page behind one."""
    parameters = request.query_params.dict() | {"page": str(page + 1)}
    return request.build_absolute_uri(f"{request.path}?{urlencode(parameters)}")


def _document(found: FoundDocument) -> dict[str, object]:
    edition = found.edition
    return {
        "kind": DocumentKind.DOCUMENT.value,
        "title": found.title,
        "list": edition.slug,
        "number": edition.number,
        "as_of": edition.as_of.isoformat(),
        "agency": edition.agency,
        "address": found.address,
        "pdf": found.pdf_address,
    }


def _entry(result: EntryResult) -> dict[str, object]:
    record, enterprise = result.record, result.enterprise
    return {
        "kind": result.kind.value,
        "id": record.pk,
        "title": result.title,
        "cells": [{"label": cell.label, "value": cell.value} for cell in result.cells],
        "enterprise": {"uscc": enterprise.uscc, "name": enterprise.public_name},
        "agency": public_text(record.agency.name),
        "decided_on": record.decided_on and record.decided_on.isoformat(),
        "disputed": record.disputed_at is not None,
        "address": result.address,
    }


def _hint(request: Request, answer: Answer) -> dict[str, object] | None:
    hint = answer.hint
    if hint is None:
        return None
    parameters = request.query_params.copy()
    parameters.pop("page", None)
    parameters["agency"] = "" if hint.is_applied else hint.agency
    if not hint.is_applied:
        parameters["q"] = hint.rest
    return {
        "agency": hint.agency,
        "name": hint.name,
        "is_applied": hint.is_applied,
        "address": request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}"),
    }


def _next(request: Request, parsed: SearchRequest, answer: Answer) -> str | None:
    """Return the address of the next page: by number among the hits that are ranked, by cursor behind them."""
    if not answer.next_cursor and not (answer.has_next and parsed.cursor is None):
        return None
    parameters = request.query_params.dict()
    if answer.next_cursor:
        parameters.pop("page", None)
        parameters["cursor"] = write_cursor(answer.next_cursor, text=parsed.text, filters=parsed.filters)
    else:
        parameters["page"] = str(parsed.page + 1)
    return request.build_absolute_uri(f"{request.path}?{urlencode(parameters)}")
