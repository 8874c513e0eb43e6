"""The portal on a real Elasticsearch: a worker at work, a rebuild that is killed, a full disk."""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from creditportal.worker.loop import Worker
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.records.services.corrections import withdraw_record
from enterprises.records.services.publication import publish_record
from enterprises.shared import clock
from search.engines import index
from search.engines.elasticsearch.index import ElasticsearchIndex
from search.filters import Filters
from search.indexing.builds import RebuildRunning, rebuild
from search.indexing.models import LEASE, IndexBuild, OutboxEntry
from search.indexing.outbox import drain
from search.names.queries import read_query
from search.port import Query
from tests import make
from tests.search.make import stored_enterprise
from tests.support.operators import OPERATOR

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.real_clock]
ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120.0  # a bound on what hangs, no measure of speed
# Shows that the first chunk is written, and stands still.
STANDING_REBUILD = """
import time
import django
django.setup()
from enterprises.shared import clock
from search.engines import index
from search.indexing.builds import rebuild
def stand(done):
    print(done, flush=True)
    time.sleep(600)
rebuild(index=index(), now=clock.now, holder="killed", progress=stand)
"""


@pytest.fixture
def engine(elasticsearch_url: str, settings: Settings) -> ElasticsearchIndex:
    """Let the portal search in an index of this test."""
    settings.SEARCH_URL = elasticsearch_url
    settings.SEARCH_INDEX_PREFIX = f"{settings.SEARCH_INDEX_PREFIX}-{uuid4().hex[:8]}"
    rebuild(index=index(), now=clock.now, holder="test")
    made = index()
    assert isinstance(made, ElasticsearchIndex)
    return made


@contextmanager
def child(settings: Settings, *command: str) -> Iterator[subprocess.Popen[str]]:
    """Run a program of the project on the database and engine of this test; returns once it prints something."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "creditportal.settings",
        "DATA_DIR": str(settings.DATA_DIR),
        "DATABASE_URL": database_url(),
        "SEARCH_URL": settings.SEARCH_URL,
        "SEARCH_INDEX_PREFIX": settings.SEARCH_INDEX_PREFIX,
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline()
            yield process
        finally:
            process.kill()


def database_url() -> str:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


def found(client: Client, **parameters: str) -> list[str]:
    answer = client.get("/api/v1/search/", parameters)
    assert answer.status_code == 200, answer.content.decode()
    return [result["name"] for result in answer.json()["results"]]


def test_what_is_approved_is_found_in_seconds_and_what_is_withdrawn_is_gone_at_once(
    engine: ElasticsearchIndex, settings: Settings, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.AT)
    office, named_by_a_record = make.office(), make.new_enterprise(public=False)
    name = named_by_a_record.name
    record = make.submitted(office, enterprise=named_by_a_record)
    with child(settings, "manage.py", "worker"):
        assert found(client, q=name) == []
        publish_record(record=record, by=office.reviewer, at=make.AT)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while found(client, q=name) != [name] or found(client, q=name, has_penalty="true") != [name]:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        while OutboxEntry.objects.exists():
            assert time.monotonic() < deadline
    record.refresh_from_db()
    withdraw_record(record=record, reason=WithdrawalReason.ANNULLED, note="复议决定1号", by=office.reviewer, at=make.AT)
    asked = Query(text=read_query(name), on=make.ON, filters=Filters(has_penalty=True))
    assert [hit.id for hit in engine.search(asked).hits] == [named_by_a_record.pk]
    assert found(client, q=name, has_penalty="true") == []
    assert "有行政处罚" not in client.get("/search/", {"q": name}).content.decode()


def test_a_killed_rebuild_leaves_the_index_alone_and_the_next_one_clears_up(
    engine: ElasticsearchIndex, settings: Settings, client: Client
) -> None:
    first = stored_enterprise(1, "武汉华谊有限公司")
    rebuild(index=engine, now=clock.now, holder="test")
    second = stored_enterprise(2, "武汉天河有限公司")
    with child(settings, "-c", STANDING_REBUILD) as killed:
        killed.kill()
        killed.wait()
    left = IndexBuild.objects.running().get()
    assert (left.holder, left.documents) == ("killed", 2)
    assert len(engine._indices.all()) == 2
    assert found(client, q=first.name) == [first.name]
    assert drain(index=engine, at=clock.now()) == 0
    with pytest.raises(RebuildRunning):
        rebuild(index=engine, now=clock.now, holder="test")
    later = clock.now() + LEASE + timedelta(seconds=1)
    build = rebuild(index=engine, now=lambda: later, holder="test")
    left.refresh_from_db()
    assert (left.state, build.state) == (IndexBuild.State.FAILED, IndexBuild.State.DONE)
    assert list(engine._indices.all()) == engine._indices.answering() == [build.index_name]
    assert found(client, q=second.name) == [second.name]
    assert drain(index=engine, at=later) == 2


def test_a_full_disk_is_reported_and_got_over(
    engine: ElasticsearchIndex, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    made = stored_enterprise(1, "武汉华谊有限公司")
    (name,) = engine._indices.answering()
    block = {"index.blocks.read_only_allow_delete": True}
    engine.client.indices.put_settings(index=name, settings=block)
    worker = Worker(now=clock.now)
    with caplog.at_level(logging.WARNING):
        worker.once()
    assert "changes wait: 1 documents were refused. Elasticsearch has made the index read-only" in caplog.text
    assert "its disk is full" in client.get("/readyz", headers=OPERATOR).json()["checks"]["search"]["detail"]
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("search_status", stdout=out)
    assert "its disk is full" in out.getvalue()
    assert "1 changes wait" in out.getvalue()
    assert found(client, q=made.name) == []
    engine.client.indices.put_settings(index=name, settings=dict.fromkeys(block))
    worker.once()
    assert found(client, q=made.name) == [made.name]
    call_command("search_status", stdout=out)
