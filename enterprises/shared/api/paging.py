"""Pages of endpoints: `page` and `page_size` have one meaning at all of them (docs/decisions/0037)."""

from typing import TypeVar

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Model, QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request

from enterprises.shared.paging import PAGE_SENTENCE, page_number
from enterprises.shared.rules.numbers import whole_number

_Row = TypeVar("_Row", bound=Model)
PAGING = frozenset({"page", "page_size"})
PAGE_PARAMETERS = [
    OpenApiParameter("page", int, description="From 1."),
    OpenApiParameter("page_size", int, description="100 unless given, at most 1000."),
]
DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE = 100, 1000


def exact_page(request: Request, rows: QuerySet[_Row]) -> Page[_Row]:
    """Return the requested page, never another in its place.

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
