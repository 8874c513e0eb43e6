"""Whatever is sent to a public address, it is refused in words: never an answer of 500."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from lists.listings.filters import ListingFilter
from tests.access.rows import Access, Who
from tests.access.table import TABLE
from tests.access.world import World

BAD = (
    "\x00",
    "a\x00b",
    "武" * 3000,
    "9" * 5000,
    "-1",
    "0",
    "9" * 25,
    "²",
    "١",
    "😀",
    "'\"<>",
    "\r\nX: 1",
    "NaN",
    "null",
)
BAD_BYTES = ("%FF%FE", "%ED%A0%80", "%C0%80", "%")
# They read no query, and cost too much to be asked a hundred times.
MEANT = {"readyz": 503}  # no worker runs here
HEAVY = frozenset({"schema", "docs", "readyz", "enterprises:verify-certificate"})
NAMES = (
    "q",
    "page",
    "page_size",
    "region",
    "industry",
    "status",
    "has_penalty",
    "kind",
    "agency",
    "list",
    "year",
    "number",
    "format",
    "language",
    "valid_on",
    "known_on",
)
# A page looks up no other name; one that shows a list in sixty milliseconds is asked for these alone.
READ = {"lists:list": {"page", *ListingFilter.base_filters}}
# Each name alone is tried on these.
ONE_BY_ONE = (
    *("search:page", "search:api"),
    *("lists:list", "lists-api:listings", "lists-api:editions", "lists-api:edition", "lists-api:status"),
)
PUBLIC = {row.name: row for row in TABLE if row.default != 302 or row.name == "set-language"}
HEADERS: tuple[dict[str, Any], ...] = (
    {"HTTP_ACCEPT_LANGUAGE": "zz-" + "x" * 600},
    {"HTTP_ACCEPT_LANGUAGE": "\x00;q=x"},
    {"HTTP_ACCEPT": "x"},
    {"HTTP_IF_NONE_MATCH": '"'},
    {"HTTP_RANGE": "bytes=9-1"},
    {"HTTP_COOKIE": "django_language=\x00; sessionid=%00; csrftoken=x"},
    {"HTTP_X_FORWARDED_FOR": "x" * 9000},
)
BODIES: tuple[dict[str, Any], ...] = (
    {"content_type": "multipart/form-data; boundary="},
    {"content_type": "multipart/form-data; boundary=x", "data": b'--x\r\nContent-Disposition: form-data; name="file"'},
    {"content_type": "application/x-www-form-urlencoded", "data": b"number=%00&q=%ff&csrfmiddlewaretoken=%00"},
    {"content_type": "application/x-www-form-urlencoded; charset=none", "data": b"number=1"},
    {"content_type": "application/json; charset=none", "data": b"{"},
)


@pytest.fixture
def addresses(made: World, db: None) -> dict[str, str]:
    """Give one address for each public name of the site."""
    return {name: _address(row, made.arguments) for name, row in PUBLIC.items() if _is_public(row)}


def _is_public(row: Access) -> bool:
    return not row.name.startswith(("desk:", "lists-desk:")) and row.answer_to(Who.PUBLIC) != 403


def _address(row: Access, things: dict[str, str | int]) -> str:
    return reverse(row.name, kwargs={name: things[value] for name, value in row.arguments.items()})


def reader() -> Client:
    return Client(raise_request_exception=False)


def values() -> Iterator[str]:
    """Give each bad value as it stands in a query."""
    yield from (quote(value) for value in BAD)
    yield from BAD_BYTES


def queries(name: str, address: str) -> Iterator[str]:
    """Give each bad value under all names at once, and as the text of a search alone."""
    yield "&".join(f"a{number}=1" for number in range(1500))
    if not looks_at_query(address):
        yield "&".join(f"q={value}" for value in values())
        return
    for value in values():
        yield "&".join(f"{parameter}={value}" for parameter in NAMES)
        if name not in ONE_BY_ONE:
            yield f"q={value}"


def looks_at_query(address: str) -> bool:
    """Return whether an answer comes of the query: Django keeps with its request what it has read of it."""
    query = "&".join(f"{parameter}=1" for parameter in NAMES)
    return "GET" in vars(reader().get(address, QUERY_STRING=query).wsgi_request)


def test_no_query_breaks_an_address(addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        if name in HEAVY:
            continue
        for query in queries(name, address):
            answer = reader().get(address, QUERY_STRING=query)
            assert answer.status_code < 500, (name, query[:60])


def test_a_page_that_shows_what_was_asked_looks_at_the_query(addresses: dict[str, str]) -> None:
    assert all(looks_at_query(addresses[name]) for name in ("doors:list", "search:api", "lists-api:editions"))
    assert not looks_at_query(addresses["enterprises:file"])


@pytest.mark.parametrize("name", ONE_BY_ONE)
def test_no_single_parameter_breaks_an_address(name: str, addresses: dict[str, str]) -> None:
    for parameter in NAMES:
        if parameter not in READ.get(name, NAMES):
            continue
        for value in values():
            answer = reader().get(addresses[name], QUERY_STRING=f"{parameter}={value}")
            assert answer.status_code < 500, (parameter, value[:60])


def test_no_method_header_or_body_breaks_an_address(addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        tries: list[tuple[str, dict[str, Any]]] = [
            *((method, {}) for method in ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "X")),
            *(("GET", header) for header in HEADERS),
            *(("POST", body) for body in BODIES),
        ]
        for method, arguments in tries:
            if name == "enterprises:issue-report" and method == "POST":
                continue  # prints a report, whatever is sent along
            answer = reader().generic(method, address, **arguments)
            assert answer.status_code < 500 or answer.status_code == MEANT.get(name), (name, method, arguments)


@pytest.mark.parametrize(
    "pattern",
    [
        "/enterprises/%s/",
        "/api/v1/enterprises/%s/",
        "/verify/%s/",
        "/api/v1/verify/%s/",
        "/reports/%s/",
        "/reports/%s.pdf",
        "/reports/1.%s",
        "/lists/%s/",
        "/lists/trustworthy/%s/",
        "/lists/trustworthy/%s.pdf",
        "/api/v1/lists/%s/listings/",
        "/api/v1/lists/%s/editions/",
        "/api/v1/lists/trustworthy/editions/%s/",
        "/%s",
    ],
)
@pytest.mark.django_db
def test_no_part_of_an_address_breaks_it(pattern: str) -> None:
    for part in (*(quote(value) for value in BAD), *BAD_BYTES, ".", "..", "%2F", "a.b"):
        answer = reader().get(pattern.replace("%s", part))
        assert answer.status_code < 500, part[:60]


@pytest.mark.django_db
def test_no_code_breaks_the_issue_of_a_report() -> None:
    for part in (*(quote(value) for value in BAD), *BAD_BYTES):
        assert reader().post(f"/enterprises/{part}/reports/").status_code == 404, part[:60]


def test_every_public_answer_and_refusal_is_asked_for_again(addresses: dict[str, str]) -> None:
    unknown = ["/enterprises/1/", "/reports/1/", "/lists/none/", "/lists/trustworthy/9/", "/lists/trustworthy/9.pdf"]
    unknown += ["/api/v1/enterprises/1/", "/api/v1/lists/none/editions/", "/api/v1/lists/trustworthy/editions/9/"]
    unknown += ["/api/v1/lists/none/listings/", "/api/v1/lists/trustworthy/listings/?year=x"]
    # The icon holds nothing of the portal's content, and browsers ask for it often.
    asked_again = [address for address in addresses.values() if address != "/favicon.ico"]
    for address in [*asked_again, *unknown, "/nowhere/", "/api/v1/nowhere/", "/search/?q=11010519491231002X"]:
        for method in ("GET", "PUT"):
            answer = reader().generic(method, address)
            assert {"no-cache", "no-store"} & {one.strip() for one in answer["Cache-Control"].split(",")}, address
            assert answer["X-Robots-Tag"] in {"noarchive", "noindex, noarchive"}, address
