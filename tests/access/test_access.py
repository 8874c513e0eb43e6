"""One table for the whole site, tried by everybody it names."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.rows import Access, Who
from tests.access.table import TABLE
from tests.access.visitors import Visitors
from tests.access.world import World

# The stock admin is tried as a whole, below.
WHOLE = "admin"
# Answers that name nobody and never change.
NAMELESS = frozenset({"lists:manifest"})


def test_everybody_but_the_public_is_logged_in(world: World, visitors: Visitors) -> None:
    for who, user in world.users.items():
        request = visitors.client_of(who).get("/help/").wsgi_request
        assert (request.user if request.user.is_authenticated else None) == user


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Name every address below a resolver."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name or entry.pattern}"
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from names(entry, inner)


def test_every_address_is_in_the_table() -> None:
    ours = {name for name in names(get_resolver()) if not name.startswith(f"{WHOLE}:")}
    assert ours == {row.name for row in TABLE}


@pytest.fixture(scope="session")
def is_second_run(pytestconfig: pytest.Config) -> bool:
    """Return whether another database has proved all this."""
    return bool(pytestconfig.getoption("--not-again"))


def readers(row: Access, *, is_second_run: bool) -> list[Who]:
    """Return who asks: everybody, on a second database one for each answer, as rights are no matter of databases."""
    one_each = {row.answer_to(who): who for who in Who}
    return list(one_each.values()) if is_second_run else list(Who)


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_everybody_gets_the_answer_of_the_table(
    row: Access, world: World, visitors: Visitors, is_second_run: bool
) -> None:
    address = reverse(row.name, kwargs={name: world.arguments[value] for name, value in row.arguments.items()})
    for who in readers(row, is_second_run=is_second_run):
        answer = visitors.client_of(who).generic(row.method, address + row.query)
        assert answer.status_code == row.answer_to(who), who
        assert_caches_keep_it_rightly(row, answer)


def assert_caches_keep_it_rightly(row: Access, answer: Any) -> None:
    """No cache keeps an answer of a desk; a public one sets no cookie and is asked for again."""
    if row.name.partition(":")[0].endswith("desk"):
        assert "no-store" in answer["Cache-Control"]
    elif row.name != "set-language":
        assert not [cookie for cookie in answer.cookies.values() if cookie.value]  # one is taken back
        if answer.status_code == 200 and row.name not in {"healthz", "readyz"}:
            assert ("immutable" if row.name in NAMELESS else "no-cache") in answer["Cache-Control"]


@pytest.mark.parametrize("who", Who)
@pytest.mark.usefixtures("world")
def test_the_admin_asks_everybody_here_to_log_in(who: Who, visitors: Visitors) -> None:
    client = visitors.client_of(who)
    pages = {name for name in names(get_resolver()) if name.endswith(("_changelist", "_add", ":index"))}
    for name in sorted(page for page in pages if page.startswith(f"{WHOLE}:")):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/login/"), name
