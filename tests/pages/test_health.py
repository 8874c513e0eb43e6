"""Alive is not ready; what hinders is told to operators alone."""

import errno
import logging
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from creditportal.readiness import checks, periodic_job
from creditportal.readiness.checks import PARTS, Check
from creditportal.readiness.watch import COMPARE_EVERY_SECONDS, Keeper, ProblemLog
from enterprises.register.models import Enterprise
from enterprises.shared.heartbeats.models import Heartbeat
from enterprises.shared.heartbeats.services import WORKER, beat
from search.engines import index
from search.indexing.builds import rebuild
from search.indexing.drift import Drift, drift_of
from search.indexing.models import IndexBuild, OutboxEntry
from search.indexing.outbox import drain
from search.port import SearchUnavailable
from tests.outages import errors
from tests.search.make import firm
from tests.support.certificates import write_pkcs12
from tests.support.operators import OPERATOR

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
database = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def well(db: None) -> None:
    """Let every part be well."""
    beat(name=WORKER, at=AT)
    rebuild(index=index(), now=lambda: AT, holder="test")


def ask(client: Client, **headers: str) -> tuple[int, dict[str, Any]]:
    answer = client.get("/readyz", headers=headers or OPERATOR)
    return answer.status_code, answer.json()


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
        client.force_login(User.objects.create_superuser("root"), "django.contrib.auth.backends.ModelBackend")
        assert "checks" in client.get("/readyz").json()

    def test_another_user_is_not(self, client: Client, well: None) -> None:
        client.force_login(User.objects.create_user("officer"), "django.contrib.auth.backends.ModelBackend")
        assert "checks" not in client.get("/readyz").json()

    def test_without_a_token_no_header_opens(self, client: Client, well: None, settings: Settings) -> None:
        settings.OPERATOR_TOKEN = ""
        assert "checks" not in client.get("/readyz", headers={"Authorization": "Bearer "}).json()

    def test_a_session_that_cannot_be_read_is_nobody(
        self, client: Client, well: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", _raise(_gone()))
        client.cookies["sessionid"] = "x" * 32
        assert client.get("/readyz").json() == {"status": "ready"}


def _raise(error: Exception) -> Any:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def _gone() -> OperationalError:
    return errors.of_sqlite(sqlite3.SQLITE_CANTOPEN)


class TestDatabase:
    def test_what_needs_it_is_not_asked(self, client: Client, well: None, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as away:
            away.setattr(connection, "cursor", _raise(OperationalError("password=secret")))
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


class TestDisk:
    def test_a_full_data_folder_is_named(self, well: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Path, "open", _raise(OSError(errno.ENOSPC, "No space left on device")))
        assert checks.disk(AT) == Check(ok=False, detail="DATA_DIR cannot be written: No space left on device")

    def test_a_full_database_is_named(self, well: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("creditportal.readiness.checks.beat", _raise(errors.of_sqlite(sqlite3.SQLITE_FULL)))
        found = checks.disk(AT)
        assert not found.ok
        assert "the database cannot be written: The disk is full" in found.detail

    def test_a_busy_database_is_no_full_disk(self, well: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("creditportal.readiness.checks.beat", _raise(errors.of_sqlite(sqlite3.SQLITE_BUSY)))
        found = checks.disk(AT)
        assert (found.ok, found.warning) == (True, True)

    def test_nothing_is_left_and_a_row_is_committed(self, well: None, data_dir: Path) -> None:
        before = set(data_dir.iterdir())
        assert checks.disk(AT).ok
        assert set(data_dir.iterdir()) == before
        assert Heartbeat.objects.get(name="readiness").at == AT


class TestSearch:
    def test_the_engine_is_away(self, client: Client, well: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("creditportal.readiness.checks.index", _raise(SearchUnavailable("no answer")))
        status, body = ask(client)
        assert status == 503
        assert body["checks"]["search"]["detail"] == "the search engine does not answer: no answer"

    def test_the_index_is_current_while_changes_wait_a_little(self, well: None) -> None:
        waiting_since(AT - timedelta(minutes=5))
        assert checks.search(AT) == Check(ok=True, detail="current, lag 300 s")

    def test_the_index_is_stale_once_changes_wait_longer(self, well: None) -> None:
        waiting_since(AT - timedelta(minutes=5, seconds=1))
        assert checks.search(AT) == Check(ok=False, detail="stale, lag 301 s")

    def test_a_rebuild_may_take_its_time(self, well: None) -> None:
        waiting_since(AT - timedelta(hours=1))
        IndexBuild.objects.create(holder="test", started_at=AT - timedelta(hours=1), heard_at=AT)
        assert checks.search(AT) == Check(ok=True, detail="rebuilding, lag 3600 s")


def waiting_since(at: datetime) -> None:
    entry = OutboxEntry.objects.create(enterprise_id=1)
    OutboxEntry.objects.filter(pk=entry.pk).update(created_at=at)


class TestAge:
    @pytest.fixture(autouse=True)
    def _firms(self, well: None) -> None:
        for number in range(3):
            firm(number, f"武汉华谊{number}有限公司")
        while drain(index=index(), at=AT):
            pass

    def test_of_one_age(self) -> None:
        assert checks.search_index(AT) == Check(ok=True, detail="same age")

    def test_newer_than_a_database_that_was_restored(self) -> None:
        """The backup was made before the last change of one firm."""
        changed = Enterprise.objects.order_by("pk").first()
        assert changed
        Enterprise.objects.filter(pk=changed.pk).update(revision=changed.revision - 1)
        found = checks.search_index(AT)
        assert not found.ok
        assert "newer than the database" in found.detail

    def test_newer_stays_newer_while_others_change(self) -> None:
        first, second, _ = Enterprise.objects.order_by("pk")
        Enterprise.objects.filter(pk=first.pk).update(revision=first.revision - 1)
        Enterprise.objects.filter(pk=second.pk).update(revision=second.revision + 5)
        OutboxEntry.objects.create(enterprise_id=second.pk)
        while drain(index=index(), at=AT):
            pass
        assert drift_of(index=index()) is Drift.NEWER

    def test_an_index_that_was_lost_is_older(self) -> None:
        with index().rebuild():
            pass
        found = checks.search_index(AT)
        assert not found.ok
        assert "older than the database" in found.detail

    def test_changes_that_wait_are_no_drift(self) -> None:
        changed = Enterprise.objects.order_by("pk").first()
        assert changed
        Enterprise.objects.filter(pk=changed.pk).update(revision=changed.revision + 1)
        OutboxEntry.objects.create(enterprise_id=changed.pk)
        assert drift_of(index=index()) is Drift.UNKNOWN

    def test_a_rebuild_is_no_drift(self) -> None:
        Enterprise.objects.update(revision=0)
        IndexBuild.objects.create(holder="test", started_at=AT, heard_at=AT)
        assert drift_of(index=index()) is Drift.UNKNOWN

    def test_a_rebuild_puts_it_right(self) -> None:
        Enterprise.objects.update(revision=0)
        assert drift_of(index=index()) is Drift.NEWER
        rebuild(index=index(), now=lambda: AT, holder="test")
        assert drift_of(index=index()) is Drift.NONE


class TestStaticFiles:
    @pytest.fixture
    def storage(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ManifestStaticFilesStorage:
        (tmp_path / "a.1.css").write_text("a")
        (tmp_path / "b.2.css").write_text("b")
        made = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
        made.hashed_files = {"a.css": "a.1.css", "b.css": "b.2.css"}
        made.save_manifest()
        monkeypatch.setattr("creditportal.readiness.checks.staticfiles_storage", made)
        return made

    def test_all_are_there(self, storage: ManifestStaticFilesStorage) -> None:
        assert checks.static_files(AT) == Check(ok=True, detail="2 files")

    def test_one_is_missing(self, storage: ManifestStaticFilesStorage) -> None:
        storage.delete("b.2.css")
        found = checks.static_files(AT)
        assert (found.ok, "1 static files are missing (b.2.css)" in found.detail) == (False, True)

    def test_the_manifest_is_missing(self, storage: ManifestStaticFilesStorage) -> None:
        storage.delete("staticfiles.json")
        found = checks.static_files(AT)
        assert (found.ok, "manifest of static files is missing" in found.detail) == (False, True)

    def test_a_development_machine_has_none(self) -> None:
        assert checks.static_files(AT).ok


class TestSigning:
    def certificate(self, settings: Settings, folder: Path, **ends: datetime) -> Check:
        path = write_pkcs12(folder / "authority.p12", **{"valid_from": AT - timedelta(days=400), **ends})
        settings.SIGNING_PKCS12, settings.SIGNING_PASSPHRASE = str(path), ""
        return checks.signing(AT)

    def test_the_key_is_missing(self, settings: Settings) -> None:
        settings.SIGNING_PKCS12 = "/nowhere/authority.p12"
        found = checks.signing(AT)
        assert found == Check(ok=False, detail="the signing key cannot be loaded: ImproperlyConfigured")

    def test_the_development_certificate_is_valid_for_long(self) -> None:
        found = checks.signing(AT)
        assert (found.ok, found.warning) == (True, False)
        assert "development certificate, valid until 2049-12-31" in found.detail

    def test_it_has_expired(self, settings: Settings, tmp_path: Path) -> None:
        found = self.certificate(settings, tmp_path, valid_until=AT - timedelta(days=1))
        detail = "authority's certificate expired on 2026-11-22: no report is issued"
        assert found == Check(ok=False, detail=detail)

    def test_it_is_not_valid_yet(self, settings: Settings, tmp_path: Path) -> None:
        later = {"valid_from": AT + timedelta(days=1), "valid_until": AT + timedelta(days=9)}
        assert not self.certificate(settings, tmp_path, **later).ok

    @pytest.mark.parametrize(("days", "is_warned"), [(29, True), (31, False)])
    def test_it_expires_soon(self, settings: Settings, tmp_path: Path, days: int, is_warned: bool) -> None:
        found = self.certificate(settings, tmp_path, valid_until=AT + timedelta(days=days))
        assert (found.ok, found.warning) == (True, is_warned)
        assert f"{days} days left" in found.detail


class TestWorker:
    def test_none_ever_ran(self, db: None) -> None:
        assert checks.worker(AT) == Check(ok=False, detail="no worker has ever run: start manage.py worker")

    def test_it_was_heard_within_a_minute(self, db: None) -> None:
        beat(name=WORKER, at=AT - timedelta(seconds=60))
        assert checks.worker(AT) == Check(ok=True, detail="heard 60 s ago")

    def test_it_has_been_silent(self, db: None) -> None:
        beat(name=WORKER, at=AT - timedelta(seconds=61))
        assert checks.worker(AT) == Check(ok=False, detail="the worker has been silent for 61 s")


class Clock:
    """A clock that goes on when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class TestKeeping:
    @pytest.fixture
    def looks(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        looks: list[str] = []

        def part(name: str) -> Any:
            def look(at: datetime) -> Check:
                looks.append(name)
                return Check(ok=True, detail=f"{len(looks)}")

            return look

        monkeypatch.setattr(checks, "PARTS", {name: part(name) for name in PARTS})
        return looks

    def test_many_who_ask_within_seconds_cost_one_look(self, looks: list[str]) -> None:
        keeper = Keeper(log=ProblemLog(), clock=(clock := Clock()))
        for _ in range(100):
            keeper.readiness(at=AT, keep_seconds=5)
        assert sorted(looks) == sorted(PARTS)
        clock.now += 5
        keeper.readiness(at=AT, keep_seconds=5)
        assert looks.count("database") == 2

    def test_ages_are_compared_once_a_minute(self, looks: list[str]) -> None:
        keeper = Keeper(log=ProblemLog(), clock=(clock := Clock()))
        for _ in range(2):
            keeper.readiness(at=AT, keep_seconds=5)
            clock.now += 5
        assert looks.count("index") == 1
        clock.now += COMPARE_EVERY_SECONDS
        keeper.readiness(at=AT, keep_seconds=5)
        assert looks.count("index") == 2

    def test_while_one_looks_the_others_get_what_is_there(
        self, looks: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        keeper = Keeper(log=ProblemLog(), clock=(clock := Clock()))
        held = keeper.readiness(at=AT, keep_seconds=5)
        clock.now += 60
        has_begun, may_end = threading.Event(), threading.Event()

        def slow(at: datetime) -> Check:
            has_begun.set()
            assert may_end.wait(60)
            return Check(ok=True, detail="slow")

        monkeypatch.setitem(checks.PARTS, "database", slow)
        looking = threading.Thread(target=keeper.readiness, kwargs={"at": AT, "keep_seconds": 5})
        looking.start()
        assert has_begun.wait(60)
        assert keeper.readiness(at=AT, keep_seconds=5) is held
        may_end.set()
        looking.join()
        assert keeper.readiness(at=AT, keep_seconds=5).checks["database"].detail == "slow"


def test_a_problem_is_logged_when_it_begins_and_when_it_ends(caplog: pytest.LogCaptureFixture) -> None:
    log = ProblemLog()
    with caplog.at_level(logging.INFO):
        for silence in (61, 62, 63):
            log.note({"worker": Check(ok=False, detail=f"silent for {silence} s")})
        log.note({"signing": Check(ok=True, warning=True, detail="12 days left")})
        log.note({"worker": Check(ok=True, detail="heard")})
        log.note({"worker": Check(ok=True, detail="heard")})
    said = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert said == [
        ("ERROR", "worker: silent for 61 s"),
        ("WARNING", "signing: 12 days left"),
        ("INFO", "worker: well again"),
    ]


@database
def test_the_worker_looks_once_a_minute_though_nobody_asks(
    well: None, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(periodic_job, "_last", [])
    monkeypatch.setattr(periodic_job, "LOG", ProblemLog())
    settings.SIGNING_PKCS12 = "/nowhere/authority.p12"
    for seconds in (0, 10, 59):
        periodic_job.watch_readiness(at=AT + timedelta(seconds=seconds))
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "signing: the signing key cannot be loaded: ImproperlyConfigured"
    ]
    settings.SIGNING_PKCS12 = ""
    with caplog.at_level(logging.INFO):
        periodic_job.watch_readiness(at=AT + timedelta(seconds=60))
    assert caplog.records[-1].getMessage() == "signing: well again"
    assert "creditportal.readiness.periodic_job.watch_readiness" in settings.PERIODIC_JOBS


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
