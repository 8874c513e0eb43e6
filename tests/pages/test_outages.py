"""An outage is answered with 503, its sentence and when to come back, whatever part of the request found it."""

import sqlite3
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from creditportal import home as views
from creditportal.wsgi import ReadHandler
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
def test_the_quick_reads_answer_json(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They pass through other middleware than pages do."""
    for name in ("find", "suggest"):
        monkeypatch.setattr(f"search.api.{name}", failing(sqlite3.SQLITE_CANTOPEN))
    begun: list[tuple[str, dict[str, str]]] = []

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Callable[[bytes], object]:
        begun.append((status, dict(headers)))
        return len

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "q=%E6%AD%A6%E6%B1%89",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    body = b"".join(ReadHandler()(environ, start))
    status, headers = begun[0]
    assert (status[:3], headers["Retry-After"]) == ("503", "10")
    assert b"database_gone" in body
