"""A page number that no page can have is refused in words, on every page, desk and endpoint that has pages."""

from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.core.paginator import Page
from django.urls import reverse

from enterprises.shared.paging import LARGEST_PAGE, PAGE_SENTENCE
from search.pages import PageNumbers
from tests.access.rows import Access, Who
from tests.access.table import TABLE
from tests.access.visitors import Visitors
from tests.access.world import World
from tests.support.tripwires import MOMENT

WRONG = ("0", "00", "-1", "x", "1.0", "1e3", "²", "١", "\x00", "last", str(LARGEST_PAGE + 1), "9" * 5000)
RIGHT = ("1", "", " 2 ", "99", str(LARGEST_PAGE))
GETS = tuple(row for row in TABLE if row.method == "GET" and not row.query)
# What is found to have pages, so that the search for them cannot come back empty.
PAGED = {
    *("search:page", "search:api", "doors:list", "enforcement:index", "figures:cases", "lists:list", "lists:edition"),
    *("lists-api:edition", "lists-api:editions", "lists-api:external-rows", "lists-api:listings", "doors:api-products"),
    *("desk:batch", "desk:batches", "desk:letters", "desk:maker-notices", "desk:records", "cases-desk:inbox"),
    *("enforcement-desk:campaigns", "evaluations-desk:own", "evaluations-desk:registry", "shields-desk:shields"),
    *("lists-desk:list", "lists-desk:objections"),
}


@pytest.fixture(scope="module")
def paged(made: World, visitors: Visitors) -> list[tuple[Access, str, Who]]:
    """Give each address whose answer has pages, with a reader who gets it."""
    found = []
    with time_machine.travel(MOMENT, tick=False):
        for row in GETS:
            who = next((one for one in Who if row.answer_to(one) == 200), None)
            if who is None:
                continue
            address = reverse(row.name, kwargs={name: made.arguments[value] for name, value in row.arguments.items()})
            if _has_pages(visitors.client_of(who).get(address)):
                found.append((row, address, who))
    return found


def _has_pages(answer: Any) -> bool:
    if answer["Content-Type"] == "application/json" and not answer.streaming:
        return "next" in answer.json()
    context = getattr(answer, "context", None)
    return context is not None and "page" in context and isinstance(context["page"], Page | PageNumbers)


@pytest.mark.usefixtures("world")
def test_no_list_shows_a_page_that_cannot_be(paged: list[tuple[Access, str, Who]], visitors: Visitors) -> None:
    for row, address, who in paged:
        client = visitors.client_of(who)
        for value in WRONG:
            answer = client.get(f"{address}?page={quote(value)}")
            assert answer.status_code == 400, (row.name, value[:20])
            assert PAGE_SENTENCE in answer.content.decode(), row.name
    assert {row.name for row, _, _ in paged} >= PAGED


@pytest.mark.usefixtures("world")
def test_every_list_shows_pages_that_can_be(paged: list[tuple[Access, str, Who]], visitors: Visitors) -> None:
    for row, address, who in paged:
        client = visitors.client_of(who)
        # Behind its last page an endpoint has nothing, a page shows the last.
        allowed = {200, 404} if "api" in row.name else {200}
        for value in RIGHT:
            assert client.get(f"{address}?page={quote(value)}").status_code in allowed, (row.name, value)
