"""Endpoints of the lists."""

from django.db.models import QuerySet
from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enterprises.register.api import kept_by
from enterprises.register.models import Enterprise
from enterprises.register.shapes import DESCRIPTIONS
from enterprises.shared import clock
from enterprises.shared.api.errors import refuse_unknown_parameters
from enterprises.shared.api.paging import PAGE_PARAMETERS, PAGING, exact_page, next_of
from enterprises.shared.api.serializers import ErrorSerializer
from enterprises.shared.http import public_answer
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

FILTER_PARAMETERS = [
    OpenApiParameter("q", str, description="企业名称（含曾用名）中的文字，或统一社会信用代码"),
    OpenApiParameter("region", str, description=DESCRIPTIONS["region"]),
    OpenApiParameter("industry", str, description=DESCRIPTIONS["industry"]),
    OpenApiParameter("status", str, enum=Enterprise.Status.values, description=DESCRIPTIONS["status"]),
    OpenApiParameter("year", int, description=DESCRIPTIONS["year"]),
]


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
        page = exact_page(request, external_rows(credit_list, on=on))
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
        page = exact_page(request, kept_by(chosen))
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
        page = exact_page(request, published(slug))
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
        page, on = exact_page(request, entries_of(edition)), clock.today()
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
