"""Pages of lists: the parameter `page` has one meaning on every page, desk and endpoint."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from enterprises.shared.forms import FilterUnreadable
from enterprises.shared.rules.numbers import whole_number

LARGEST_PAGE = 10**9
PAGE_SENTENCE = "页码 page 应为从 1 起、不超过 10 亿的整数。"


def page_number(value: str) -> int | None:
    """Return the page that a parameter names, 1 if it is empty, None if no page has that number."""
    stated = value.strip()
    number = whole_number(stated) if stated else 1
    return number if number and number <= LARGEST_PAGE else None


def page_of(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], *, size: int) -> Page[Any]:
    """Return the requested page; behind the last page, the last: a list may have become shorter since its link.

    :raises FilterUnreadable: `page` is no whole number from 1 to `LARGEST_PAGE`.
    """
    number = page_number(request.GET.get("page", ""))
    if number is None:
        raise FilterUnreadable(PAGE_SENTENCE)
    return Paginator(rows, size).get_page(number)
