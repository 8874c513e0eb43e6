"""One table for the whole site, tried by everybody it names."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.rows import Access, Who
from tests.access.table import TABLE
from tests.access.visitors import Visitors, log_in
from tests.access.world import World, make_world
from tests.support.kept_rows import kept_rows
from tests.support.tripwires import MOMENT

# The stock admin is tried as a whole, below.
WHOLE = "admin"


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest) -> Iterator[World]:
    with kept_rows(request):
        yield make_world()


@pytest.fixture(scope="module")
def visitors(made: World) -> Visitors:
    with time_machine.travel(MOMENT, tick=False):
        visitors = log_in(made)
    Session.objects.update(expire_date=MOMENT + timedelta(days=36500))  # Django asks the machine's clock
    return visitors


@pytest.fixture
def world(made: World, visitors: Visitors, db: None) -> World:
    """Give the world, whose rows a test may change; everybody is logged in."""
    return made


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


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_everybody_gets_the_answer_of_the_table(row: Access, world: World, visitors: Visitors) -> None:
    address = reverse(row.name, kwargs={name: world.arguments[value] for name, value in row.arguments.items()})
    for who in Who:
        answer = visitors.client_of(who).generic(row.method, address + row.query)
        assert answer.status_code == row.answer_to(who), who


@pytest.mark.parametrize("who", Who)
@pytest.mark.usefixtures("world")
def test_the_admin_asks_everybody_here_to_log_in(who: Who, visitors: Visitors) -> None:
    client = visitors.client_of(who)
    pages = {name for name in names(get_resolver()) if name.endswith(("_changelist", "_add", ":index"))}
    for name in sorted(page for page in pages if page.startswith(f"{WHOLE}:")):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/login/"), name
