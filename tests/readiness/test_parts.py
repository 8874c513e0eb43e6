"""Each part of the portal names what hinders it."""

import errno
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.test import Client
from pytest_django import Settings

from creditportal.readiness import checks
from creditportal.readiness.checks import Check
from enterprises.shared.heartbeats.models import Heartbeat
from enterprises.shared.heartbeats.services import WORKER, beat
from search.indexing.models import IndexBuild, OutboxEntry
from search.port import SearchUnavailable
from tests.outages import errors
from tests.readiness.support import AT, ask, failing
from tests.support.certificates import write_pkcs12


class TestDisk:
    def test_a_full_data_folder_is_named(self, well: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Path, "open", failing(OSError(errno.ENOSPC, "No space left on device")))
        assert checks.disk(AT) == Check(ok=False, detail="DATA_DIR cannot be written: No space left on device")

    def test_a_full_database_is_named(self, well: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("creditportal.readiness.checks.beat", failing(errors.of_sqlite(sqlite3.SQLITE_FULL)))
        found = checks.disk(AT)
        assert not found.ok
        assert "the database cannot be written: The disk is full" in found.detail

    def test_a_busy_database_is_no_full_disk(self, well: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("creditportal.readiness.checks.beat", failing(errors.of_sqlite(sqlite3.SQLITE_BUSY)))
        found = checks.disk(AT)
        assert (found.ok, found.warning) == (True, True)

    def test_nothing_is_left_and_a_row_is_committed(self, well: None, data_dir: Path) -> None:
        before = set(data_dir.iterdir())
        assert checks.disk(AT).ok
        assert set(data_dir.iterdir()) == before
        assert Heartbeat.objects.get(name="readiness").at == AT


class TestSearch:
    def test_the_engine_is_away(self, client: Client, well: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("creditportal.readiness.checks.index", failing(SearchUnavailable("no answer")))
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
        IndexBuild.objects.create(holder="test", started_at=AT - timedelta(hours=1), heartbeat_at=AT)
        assert checks.search(AT) == Check(ok=True, detail="rebuilding, lag 3600 s")


def waiting_since(at: datetime) -> None:
    entry = OutboxEntry.objects.create(enterprise_id=1)
    OutboxEntry.objects.filter(pk=entry.pk).update(created_at=at)


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

    def test_its_last_heartbeat_is_within_a_minute(self, db: None) -> None:
        beat(name=WORKER, at=AT - timedelta(seconds=60))
        assert checks.worker(AT) == Check(ok=True, detail="heard 60 s ago")

    def test_it_has_been_silent(self, db: None) -> None:
        beat(name=WORKER, at=AT - timedelta(seconds=61))
        assert checks.worker(AT) == Check(ok=False, detail="the worker has been silent for 61 s")
