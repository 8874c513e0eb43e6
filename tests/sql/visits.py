"""Which addresses are visited, and as whom: every GET of the access table that answers 200, and some filters."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import time_machine
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from search import labels
from tests.access.rows import Access, Who, agency, everybody, office, recorders
from tests.access.table import TABLE
from tests.access.world import AT, World
from tests.sql.city import make_city
from tests.sql.normal import normal_all

READERS = (Who.PUBLIC, Who.RECORDER, Who.REVIEWER, Who.CREDIT_OFFICE, Who.INSTITUTION)
# What addresses of one's own case are filled with: a visit of them brings its code.
OWN = "own_case"
# The pages of an entry that the table does not visit, and the record of each.
OF_DOORS = {
    "honours": "an_honour",
    "standards": "a_standard",
    "evaluations": "with_report",
    "counterfeits": "a_case",
}
FURTHER = (
    everybody("GET", "search:page", query="?q=东湖科技&has_penalty=true"),
    everybody("GET", "search:page", query="?q=武汉&page=2"),
    everybody("GET", "search:api", query="?q=武汉"),
    everybody("GET", "search:api", query="?q=武汉&kind=penalty&list=serious-dishonesty"),
    everybody("GET", "search:suggest", query="?q=武汉"),
    everybody("GET", "lists:list", query="?q=东湖&year=2016", slug="slug"),
    agency("GET", "desk:records", query="?state=SUBMITTED&kind=penalty"),
    agency("GET", "desk:records", query="?q=东湖&list=serious-dishonesty"),
    agency("GET", "desk:record", pk="waiting"),
    agency("GET", "desk:record", pk="published"),
    replace(recorders("GET", "desk:choose"), query="?q=武汉"),
    office("GET", "lists-desk:list", query="?q=东湖", slug="slug"),
    *(everybody("GET", "doors:list", door=door) for door in ("evaluations", "counterfeits")),
    *(everybody("GET", "doors:entry", door=door, pk=pk) for door, pk in OF_DOORS.items()),
    everybody("GET", "enforcement:campaign", pk="public_campaign"),
    everybody("GET", "enterprises:decision-text", pk="with_text"),
    everybody("GET", "evaluations:report", pk="with_report"),
    everybody("GET", "lists:announced", slug="red"),
    everybody("GET", "lists:changes", slug="slug", before="before", after="edition"),
    everybody("GET", "lists:changes-file", slug="slug", before="before", after="edition", suffix="suffix"),
    everybody("GET", "lists:file-by-digest", slug="slug", number="edition", digest="file_digest", suffix="suffix"),
    everybody("GET", "cases:new", query="?about=record:{with_text}"),
    everybody("GET", "cases:new", query="?about=record:{with_text}&kind=objection"),
    everybody("GET", "cases:promise", query="?about=record:{with_text}"),
    everybody("GET", "cases:countdown", query="?about=record:{too_early}&kind=repair"),
    everybody("GET", "api:case-admission", query="?about=record:{with_text}"),
    everybody("GET", "cases:case", number=OWN),
    everybody("GET", "cases:paper", number=OWN, pk="own_paper"),
    everybody("GET", "cases:letter", number=OWN, pk="own_letter"),
    everybody("GET", "api:case", number=OWN),
    everybody("GET", "api:case-paper", number=OWN, pk="own_paper"),
    everybody("GET", "api:case-letter", number=OWN, letter="own_letter_number"),
)
# Public addresses that no GET opens, each with the reason.
UNVISITED = {
    "api:cases": "a key opens it, and it takes POST alone",
    "evaluations-api:submit": "a key opens it, and it takes POST alone",
    "readyz": "answers about servers; no worker runs here",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A row of the table as one of its readers."""

    row: Access
    who: Who


def visits() -> list[Visit]:
    """Return what is visited, in the order of the table; an address open to everybody is visited by the public."""
    return [Visit(row=row, who=who) for row in (*TABLE, *FURTHER) for who in _readers(row)]


def _readers(row: Access) -> tuple[Who, ...]:
    if row.method != "GET":
        return ()
    if row.answer_to(Who.PUBLIC) == 200:
        return (Who.PUBLIC,)
    return tuple(who for who in READERS if row.answer_to(who) == 200)


def file_of(row: Access) -> str:
    """Return the name of the file that holds the SQL of an address."""
    return f"{row.name.replace(':', '.')}.txt"


def heading(row: Access) -> str:
    """Return the line above the SQL of a visit."""
    filled = "".join(f" {name}={value}" for name, value in row.arguments.items())
    return f"# GET {row.name}{filled} {row.query}".rstrip()


def record() -> dict[str, str]:
    """Make the city, visit all, and return the text of each file; the database keeps nothing."""
    with city() as world:
        return recorded(visits(), world=world)


@contextmanager
def city() -> Iterator[World]:
    """Make the city on its day, and take both away."""
    with time_machine.travel(AT, tick=False), transaction.atomic():
        yield make_city()
        transaction.set_rollback(True)


def recorded(wanted: Iterable[Visit], *, world: World) -> dict[str, str]:
    """Return the text of each file; readers for whom an address sends the same queries share a section."""
    sections: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for visit in wanted:
        statements = "\n\n".join(statements_of(visit, world=world)) or "-- no query"
        readers = sections[file_of(visit.row)].setdefault(f"{heading(visit.row)}\n\n{statements}", [])
        readers.append(visit.who)
    return {file: _text(parts) for file, parts in sections.items()}


def _text(parts: dict[str, list[str]]) -> str:
    named = [part.replace("\n", f"  ({', '.join(readers)})\n", 1) for part, readers in parts.items()]
    return "\n\n\n".join(named) + "\n"


def statements_of(visit: Visit, *, world: World) -> list[str]:
    """Return the SQL of one visit to a portal that has just started.

    :raises AssertionError: the address does not answer 200.
    """
    address = reverse(
        visit.row.name, kwargs={name: world.arguments[what] for name, what in visit.row.arguments.items()}
    )
    address += visit.row.query.format(**world.arguments)
    client = _client(visit, world=world)
    _forget()
    statements: list[str] = []

    def keep(execute: Any, sql: str, *arguments: Any) -> Any:
        statements.append(sql)
        return execute(sql, *arguments)

    with transaction.atomic():
        with connection.execute_wrapper(keep):
            answer = client.get(address)
            b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    assert answer.status_code == 200, f"{visit.who} gets {answer.status_code} from {address}"
    return normal_all(statements, columns=_columns())


def _client(visit: Visit, *, world: World) -> Client:
    """Return the browser or program of a reader: logged in, or with number and code of its own case."""
    user = world.users[visit.who]
    if OWN in visit.row.arguments.values():
        number, code = world.arguments[OWN], str(world.arguments["own_code"])
        client = Client(headers={"Case-Code": code})
        client.post(reverse("cases:open"), {"number": number, "code": code})
        return client
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _forget() -> None:
    """Forget what this process holds of the database, so that the order of visits is nothing to them."""
    cache.clear()
    labels.forget()
    ContentType.objects.clear_cache()


def _columns() -> dict[str, tuple[str, ...]]:
    return {
        model._meta.db_table: tuple(str(field.column) for field in model._meta.concrete_fields)
        for model in apps.get_models(include_auto_created=True)
    }
