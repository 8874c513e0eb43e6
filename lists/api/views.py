"""Endpoints of the lists."""

from typing import Any, TypeVar

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Model, QuerySet
from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enterprises.register.filters import DESCRIPTIONS, RESIDENT_NUMBER_CODE, EnterpriseFilter
from enterprises.register.models import Enterprise
from enterprises.shared import clock
from enterprises.shared.api.errors import refuse_unknown_parameters
from enterprises.shared.api.serializers import ErrorSerializer
from enterprises.shared.http import public_answer
from enterprises.shared.paging import PAGE_SENTENCE, page_number
from enterprises.shared.rules.numbers import whole_number
from lists.api.serializers import (
    CreditListsSerializer,
    EditionDetailSerializer,
    EditionsSerializer,
    ExternalRowsSerializer,
    ListingsSerializer,
)
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.editions.models import Edition
from lists.editions.queries import editions_of, entries_of, listing_content, shown, shown_errata, superseded_by
from lists.external.queries import edition_on, external_entry, external_lists, external_rows
from lists.listings.filters import ListingFilter
from lists.listings.queries import listed_on, lists_with_counts

_Row = TypeVar("_Row", bound=Model)
PAGING = frozenset({"page", "page_size"})
PAGE_PARAMETERS = [
    OpenApiParameter("page", int, description="From 1."),
    OpenApiParameter("page_size", int, description="100 unless given, at most 1000."),
]
FILTER_PARAMETERS = [
    OpenApiParameter("q", str, description="企业名称（含曾用名）中的文字，或统一社会信用代码"),
    OpenApiParameter("region", str, description=DESCRIPTIONS["region"]),
    OpenApiParameter("industry", str, description=DESCRIPTIONS["industry"]),
    OpenApiParameter("status", str, enum=Enterprise.Status.values, description=DESCRIPTIONS["status"]),
    OpenApiParameter("year", int, description=DESCRIPTIONS["year"]),
]
DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE = 100, 1000


@method_decorator(public_answer, name="dispatch")
class ListsView(APIView):
    """All red and black lists."""

    @extend_schema(operation_id="lists", responses={200: CreditListsSerializer, 400: ErrorSerializer})
    def get(self, request: Request) -> Response:
        """Return our lists and external ones, each with the number of enterprises or rows on it now."""
        refuse_unknown_parameters(request)
        on = clock.today()
        answer = {"results": lists_with_counts(on=on), "external": external_lists(on=on)}
        return Response(CreditListsSerializer(answer).data)


@method_decorator(public_answer, name="dispatch")
class ExternalRowsView(APIView):
    """The rows of an external list."""

    @extend_schema(
        operation_id="external_rows",
        parameters=PAGE_PARAMETERS,
        responses={200: ExternalRowsSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, slug: str) -> Response:
        """Return the rows of now, those listed last first, with the edition that they are from."""
        refuse_unknown_parameters(request, known=PAGING)
        credit_list = CreditList.objects.filter(kind=ListKind.EXTERNAL, slug=slug).first()
        if credit_list is None:
            raise NotFound("没有这个外部名单。")
        on = clock.today()
        page = page_of(request, external_rows(credit_list, on=on))
        answer = {
            "keeper": credit_list.keeper,
            "edition": edition_on(credit_list, on=on),
            "count": page.paginator.count,
            "next": next_of(request, page),
            "results": [external_entry(row, on=on) for row in page],
        }
        return Response(ExternalRowsSerializer(answer).data)


@method_decorator(public_answer, name="dispatch")
class ListingsView(APIView):
    """The enterprises that are on a list now."""

    @extend_schema(
        operation_id="listings",
        parameters=[*FILTER_PARAMETERS, *PAGE_PARAMETERS],
        responses={200: ListingsSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, slug: str) -> Response:
        """Return those that fit the filters, the newest decision first: what the page of the list shows."""
        refuse_unknown_parameters(request, known=PAGING | frozenset(ListingFilter.base_filters))
        chosen = ListingFilter(request.query_params, queryset=listed_on(the_list(slug), on=clock.today()))
        page = page_of(request, kept_by(chosen))
        answer = {
            "count": page.paginator.count,
            "next": next_of(request, page),
            "results": [listing_content(listing) for listing in page],
        }
        return Response(ListingsSerializer(answer).data)


@method_decorator(public_answer, name="dispatch")
class EditionsView(APIView):
    """The published editions of a list."""

    @extend_schema(
        operation_id="editions",
        parameters=PAGE_PARAMETERS,
        responses={200: EditionsSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, slug: str) -> Response:
        """Return the editions, the newest first, with the digests of their files."""
        refuse_unknown_parameters(request, known=PAGING)
        page = page_of(request, published(slug))
        answer = {"count": page.paginator.count, "next": next_of(request, page), "results": page.object_list}
        return Response(EditionsSerializer(answer).data)


@method_decorator(public_answer, name="dispatch")
class EditionView(APIView):
    """One published edition."""

    @extend_schema(
        operation_id="edition",
        parameters=PAGE_PARAMETERS,
        responses={200: EditionDetailSerializer, 400: ErrorSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, slug: str, number: int) -> Response:
        """Return the edition with a page of its entries; those taken off have nothing but their position."""
        refuse_unknown_parameters(request, known=PAGING)
        edition = published(slug).filter(number=number).first()
        if edition is None:
            raise NotFound("没有这一期名单。")
        page, on = page_of(request, entries_of(edition)), clock.today()
        answer = {
            "list": slug,
            "edition": edition,
            "superseded_by": superseded_by(edition),
            "errata": shown_errata(edition, on=on),
            "next": next_of(request, page),
            "entries": shown(page, on=on),
        }
        return Response(EditionDetailSerializer(answer).data)


def the_list(slug: str) -> CreditList:
    """Return the list of that slug.

    :raises NotFound: there is none.
    """
    credit_list = CreditList.objects.ours().filter(slug=slug).first()
    if credit_list is None:
        raise NotFound("没有这个名单。")
    return credit_list


def published(slug: str) -> QuerySet[Edition]:
    """Return the editions of the list of that slug.

    :raises NotFound: there is no such list.
    """
    return editions_of(the_list(slug))


def kept_by(chosen: EnterpriseFilter) -> QuerySet[Any]:
    """Return the rows that fit the filters.

    :raises ValidationError: a filter cannot be read; names it, and never repeats its value.
    """
    for name, (error, *_) in chosen.form.errors.as_data().items():
        (sentence,) = error.messages
        if error.code == RESIDENT_NUMBER_CODE:
            raise ValidationError(sentence, code=RESIDENT_NUMBER_CODE)
        raise ValidationError(f"参数 {name} 无法识别：{sentence}", code="invalid_parameter")
    kept: QuerySet[Any] = chosen.qs
    return kept


def page_of(request: Request, rows: QuerySet[_Row]) -> Page[_Row]:
    """Return the requested page.

    :raises ValidationError: `page` or `page_size` is no number in range.
    :raises NotFound: there is no such page.
    """
    number = page_number(request.query_params.get("page", ""))
    if number is None:
        raise ValidationError(PAGE_SENTENCE, code="invalid_parameter")
    size = whole_number(request.query_params.get("page_size", str(DEFAULT_PAGE_SIZE)))
    if size is None or not 1 <= size <= MAX_PAGE_SIZE:
        raise ValidationError(f"page_size 应为1至{MAX_PAGE_SIZE}的整数。", code="invalid_parameter")
    try:
        return Paginator(rows, size).page(number)
    except EmptyPage as error:
        raise NotFound("没有这一页。") from error


def next_of(request: Request, page: Page[_Row]) -> str | None:
    """Return the address of the next page."""
    if not page.has_next():
        return None
    query = request.query_params.copy()
    query["page"] = str(page.next_page_number())
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
