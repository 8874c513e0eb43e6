"""An outage is answered with 503, its sentence and when to come back, whatever part of the request found it."""

import sqlite3
from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from creditportal import home as views
from enterprises.shared.outages import Outage
from tests.outages import errors


def failing(code: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise errors.of_sqlite(code)

    return fail


@pytest.fixture
def reader(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("code", "outage"),
    [
        (sqlite3.SQLITE_CANTOPEN, Outage.DATABASE_GONE),
        (sqlite3.SQLITE_BUSY, Outage.DATABASE_BUSY),
        (sqlite3.SQLITE_FULL, Outage.DISK_FULL),
    ],
)
def test_a_page_names_the_outage(reader: Client, monkeypatch: pytest.MonkeyPatch, code: int, outage: Outage) -> None:
    """No database mark: a query would fail this test."""
    monkeypatch.setattr(views, "figures", failing(code))
    answer = reader.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, str(outage.retry_after))
    assert "no-store" in answer["Cache-Control"]
    for sentence in (outage.sentence, outage.english):
        assert sentence in answer.content.decode()


def test_a_failure_of_the_sessions_is_answered_too(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SessionStore, "load", failing(sqlite3.SQLITE_CANTOPEN))
    reader.cookies["sessionid"] = "x" * 32
    answer = reader.get("/desk/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")


@pytest.mark.parametrize("debug", [True, False])
def test_the_api_answers_json(reader: Client, monkeypatch: pytest.MonkeyPatch, settings: object, debug: bool) -> None:
    """Also in DEBUG, where a page would show the traceback."""
    settings.DEBUG = debug  # type: ignore[attr-defined]
    monkeypatch.setattr("enterprises.creditfile.api.find_public_enterprise", failing(sqlite3.SQLITE_CANTOPEN))
    answer = reader.get("/api/v1/enterprises/91420100MA4KMD0F4F/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer.json() == {"detail": Outage.DATABASE_GONE.sentence, "code": "database_gone"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/search/", "/api/v1/suggest/"])
def test_the_busiest_addresses_answer_json(reader: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("find", "suggest"):
        monkeypatch.setattr(f"search.api.{name}", failing(sqlite3.SQLITE_CANTOPEN))
    answer = reader.get(path, {"q": "武汉"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer.json()["code"] == "database_gone"
