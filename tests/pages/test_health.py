"""Alive is not ready."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from creditportal import health
from search.models import IndexBuild, OutboxEntry
from search.port import SearchUnavailable


def test_alive_asks_nobody(client: Client) -> None:
    """No database mark: a query would fail this test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready_names_every_part(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200, answer.json()
    assert answer.json()["status"] == "ready"
    assert set(answer.json()["checks"]) == set(health.CHECKS)


@pytest.mark.django_db
def test_not_ready_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("password=secret")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"ok": False, "detail": "database unreachable: OperationalError"}


@pytest.mark.django_db
def test_not_ready_with_a_migration_pending(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("creditportal.health.MigrationExecutor.migration_plan", lambda self, targets: [("one", False)])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")


@pytest.mark.django_db
def test_not_ready_while_the_engine_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise SearchUnavailable("http://elastic:secret@engine:9200")

    monkeypatch.setattr("creditportal.health.index", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["search"] == {"ok": False, "detail": "search unavailable"}


@pytest.mark.django_db
def test_not_ready_without_the_key_that_signs(client: Client, settings: Settings) -> None:
    settings.SIGNING_PKCS12 = "/nowhere/authority.p12"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["signing"] == {"ok": False, "detail": "signing key cannot be loaded"}


AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def waiting_since(at: datetime) -> None:
    entry = OutboxEntry.objects.create(enterprise_id=1)
    OutboxEntry.objects.filter(pk=entry.pk).update(created_at=at)


def check_at(monkeypatch: pytest.MonkeyPatch) -> health.Check:
    monkeypatch.setattr("creditportal.health.clock.now", lambda: AT)
    return health.search()


@pytest.mark.django_db
def test_the_index_is_current_while_changes_wait_a_little(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting_since(AT - timedelta(minutes=5))
    assert check_at(monkeypatch) == health.Check(ok=True, detail="current, lag 300 s")


@pytest.mark.django_db
def test_the_index_is_stale_once_changes_wait_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting_since(AT - timedelta(minutes=5, seconds=1))
    assert check_at(monkeypatch) == health.Check(ok=False, detail="stale, lag 301 s")


@pytest.mark.django_db
def test_a_rebuild_may_take_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting_since(AT - timedelta(hours=1))
    IndexBuild.objects.create(holder="test", started_at=AT - timedelta(hours=1), heard_at=AT)
    assert check_at(monkeypatch) == health.Check(ok=True, detail="rebuilding, lag 3600 s")
