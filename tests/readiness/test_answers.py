"""`/healthz`, `/readyz` and the command: alive is not ready, and details are for operators alone."""

import sqlite3
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from creditportal.readiness.checks import PARTS
from enterprises.shared.heartbeats.models import Heartbeat
from tests.outages import errors
from tests.readiness.support import ask, failing


def test_alive_asks_nobody(client: Client) -> None:
    """No database mark: a query would fail this test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


class TestWhoIsTold:
    @pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}])
    def test_the_public_learns_one_word(self, client: Client, well: None, given: dict[str, str]) -> None:
        answer = client.get("/readyz", headers=given)
        assert (answer.status_code, answer.json()) == (200, {"status": "ready"})

    def test_one_word_too_when_something_is_wrong(self, client: Client, well: None) -> None:
        Heartbeat.objects.all().delete()
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})

    def test_the_token_opens_every_part(self, client: Client, well: None) -> None:
        status, body = ask(client)
        assert (status, body["status"]) == (200, "ready")
        assert list(body["checks"]) == list(PARTS)

    def test_a_superuser_is_told(self, client: Client, well: None) -> None:
        client.force_login(User.objects.create_superuser("root"))
        assert "checks" in client.get("/readyz").json()

    def test_another_user_is_not(self, client: Client, well: None) -> None:
        client.force_login(User.objects.create_user("officer"))
        assert "checks" not in client.get("/readyz").json()

    def test_without_a_token_no_header_opens(self, client: Client, well: None, settings: Settings) -> None:
        settings.OPERATOR_TOKEN = ""
        assert "checks" not in client.get("/readyz", headers={"Authorization": "Bearer "}).json()

    def test_a_session_that_cannot_be_read_is_nobody(
        self, client: Client, well: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", failing(_gone()))
        client.cookies["sessionid"] = "x" * 32
        assert client.get("/readyz").json() == {"status": "ready"}


def _gone() -> OperationalError:
    return errors.of_sqlite(sqlite3.SQLITE_CANTOPEN)


class TestDatabase:
    def test_what_needs_it_is_not_asked(self, client: Client, well: None, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as away:
            away.setattr(connection, "cursor", failing(OperationalError("password=secret")))
            status, body = ask(client)
        assert status == 503
        assert "secret" not in str(body)
        assert body["checks"]["database"]["detail"] == "The database cannot be reached."
        for name in ("disk", "search", "index", "worker"):
            assert body["checks"][name] == {
                "ok": False,
                "warning": False,
                "detail": "not asked, for it needs the database",
            }
        assert body["checks"]["signing"]["ok"]

    def test_a_migration_is_pending(self, client: Client, well: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            "creditportal.readiness.checks.MigrationExecutor.migration_plan", lambda self, targets: [("one", False)]
        )
        status, body = ask(client)
        assert (status, body["checks"]["database"]["ok"]) == (503, False)
        assert "1 migrations not applied" in body["checks"]["database"]["detail"]


class TestCommand:
    def run(self, *parts: str) -> tuple[int, str]:
        out = StringIO()
        try:
            call_command("readiness", *parts, stdout=out, stderr=out)
        except SystemExit as ended:
            return int(str(ended.code)), out.getvalue()
        return 0, out.getvalue()

    def test_every_part_has_a_line(self, well: None) -> None:
        status, said = self.run()
        assert status == 0
        assert [line.split()[:2] for line in said.splitlines()] == [[name, "ok"] for name in PARTS]

    def test_a_part_that_fails_gives_status_1(self, well: None) -> None:
        Heartbeat.objects.all().delete()
        status, said = self.run("worker")
        assert status == 1
        assert said == "worker    FAILED   no worker has ever run: start manage.py worker\n"

    def test_an_unknown_part_is_named(self) -> None:
        status, said = self.run("coffee")
        assert (status, "There is no part coffee" in said) == (2, True)
