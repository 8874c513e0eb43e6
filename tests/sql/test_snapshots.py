"""The queries of each address stand in a reviewed file: a new one shows in the diff."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from creditportal import home
from creditportal.figures import figures
from enterprises.register.models import Enterprise
from tests.access.rows import Access, Who
from tests.access.table import TABLE
from tests.access.world import AT, World
from tests.sql.files import FOLDER, diff, stored
from tests.sql.visits import FURTHER, UNVISITED, Visit, city, file_of, heading, recorded, visits

ROWS = [row for row in (*TABLE, *FURTHER) if row.method == "GET"]
TO_REWRITE = "Read the difference; if it is meant: python -m tests.sql --write"


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock():
        if connection.vendor != "sqlite":
            pytest.skip("The files hold what SQLite is asked.")
        with city() as made:
            yield made


@pytest.mark.django_db
def test_the_files_hold_what_is_asked(world: World) -> None:
    lines = diff(stored(), recorded(visits(), world=world))
    assert not lines, f"{TO_REWRITE}\n\n{''.join(lines)}"


@pytest.mark.django_db
def test_a_further_query_shows(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def curious(**days: object) -> object:
        assert Enterprise.objects.filter(name="nobody").first() is None
        return figures(on=AT.date(), at=AT)

    monkeypatch.setattr(home, "figures", curious)
    wanted = [Visit(row=row, who=Who.PUBLIC) for row in ROWS if row.name == "home"]
    lines = diff({"home.txt": stored()["home.txt"]}, recorded(wanted, world=world))
    added = [line for line in lines if line.startswith("+")]
    assert "+FROM enterprises_enterprise\n" in added
    assert "+WHERE enterprises_enterprise.name = ?\n" in added


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_every_address_that_answers_has_its_file(row: Access) -> None:
    answers = 200 in {row.default, *row.answers.values()}
    held = stored().get(file_of(row), "")
    named = [line.partition("  (")[0] for line in held.splitlines() if line.startswith("# GET")]
    assert (heading(row) in named) == answers


def test_every_public_page_and_answer_is_visited() -> None:
    public = {row.name for row in ROWS if row.answer_to(Who.PUBLIC) not in (302, 405)}
    assert public - {visit.row.name for visit in visits()} == set(UNVISITED)


def test_no_file_is_of_no_address() -> None:
    assert {path.name for path in FOLDER.iterdir()} <= {file_of(row) for row in TABLE}
