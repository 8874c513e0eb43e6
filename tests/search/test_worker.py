"""The worker and the commands about the index."""

import os
import re
import signal
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from pytest_django.fixtures import Settings

from creditportal.worker import loop as worker_module
from creditportal.worker.loop import Worker
from enterprises.shared.heartbeats.services import WORKER, last_beat
from enterprises.shared.refusals import Refused
from search.engines import index
from search.indexing.models import IndexBuild, OutboxEntry
from search.names.queries import read_query
from search.port import Query, SearchUnavailable
from tests.search.make import AT, TODAY, forget_index, stored_enterprise
from tests.support.packages import APPS, ROOT
from tests.support.tripwires import MOMENT

pytestmark = pytest.mark.django_db
done: list[str] = []


def first_job(*, at: datetime) -> None:
    done.append("first")
    raise RuntimeError("a job that fails")


def second_job(*, at: datetime) -> None:
    done.append("second")


@pytest.fixture(autouse=True)
def empty_index() -> Iterator[None]:
    done.clear()
    yield
    forget_index()


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def found(text: str) -> list[int]:
    return [hit.id for hit in index().search(Query(text=read_query(text), on=TODAY)).hits]


def test_the_worker_drains_and_runs_its_jobs_in_order(settings: Settings) -> None:
    settings.PERIODIC_JOBS = [f"{__name__}.first_job", f"{__name__}.second_job"]
    made = stored_enterprise(1, "武汉华谊有限公司")
    run("worker", "--once")
    assert found("华谊") == [made.pk]
    assert done == ["first", "second"]


def test_every_job_of_every_app_runs_and_is_there(settings: Settings) -> None:
    paths = [path.relative_to(ROOT) for app in APPS for path in (ROOT / app).rglob("periodic_jobs.py")]
    jobs = [
        f"{'.'.join(path.with_suffix('').parts)}.{name}"
        for path in paths
        for name in re.findall(r"^def (\w+)\(\*, at: datetime\)", (ROOT / path).read_text(), re.MULTILINE)
    ]
    assert len(jobs) > 15
    assert sorted(settings.PERIODIC_JOBS) == sorted(jobs)


def test_jobs_are_not_done_every_half_second(settings: Settings) -> None:
    settings.PERIODIC_JOBS = [f"{__name__}.second_job"]
    worker = Worker(now=lambda: AT)
    worker.once()
    worker.once()
    assert done == ["second"]


def test_jobs_run_soon_after_a_change(settings: Settings) -> None:
    settings.PERIODIC_JOBS = [f"{__name__}.second_job"]
    at = AT
    worker = Worker(now=lambda: at)
    worker.once()
    stored_enterprise(1, "武汉华谊有限公司")
    at = AT + timedelta(seconds=1)
    worker.once()
    assert done == ["second"]
    at = AT + timedelta(seconds=2)
    worker.once()
    assert done == ["second"] * 2
    at = AT + timedelta(seconds=4)
    worker.once()
    assert done == ["second"] * 2


def test_a_worker_outlives_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    made = stored_enterprise(1, "武汉华谊有限公司")
    worker = Worker(now=lambda: AT)
    with monkeypatch.context() as patch:
        patch.setattr(worker_module, "index", unavailable)
        worker.once()
    assert OutboxEntry.objects.count() == 1
    worker.once()
    assert found("华谊") == [made.pk]


def unavailable() -> None:
    raise SearchUnavailable("down")


@pytest.mark.django_db(transaction=True)
def test_a_signal_stops_the_worker() -> None:
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    killer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM))
    killer.start()
    try:
        assert "worker stopped" in run("worker")
    finally:
        killer.join()
        for name, handler in before.items():
            signal.signal(name, handler)


def test_the_commands_say_what_they_did() -> None:
    made = stored_enterprise(1, "武汉华谊有限公司")
    assert "1 enterprises and 0 records indexed" in run("rebuild_index")
    assert found("华谊") == [made.pk]
    assert not OutboxEntry.objects.exists()
    stored_enterprise(2, "武汉新谊有限公司")
    assert "1 changes indexed, 0 wait" in run("drain_index")
    assert "2 checked, 0 repaired, 0 removed" in run("sweep_index")


def test_a_second_rebuild_is_refused() -> None:
    IndexBuild.objects.create(holder="other", started_at=MOMENT, heartbeat_at=MOMENT)
    with pytest.raises(CommandError, match="Another rebuild"):
        run("rebuild_index")
    with pytest.raises(CommandError, match="rebuild is running"):
        run("sweep_index")


def test_the_worker_leaves_signs_of_life_at_most_every_five_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    beats: list[datetime] = []
    monkeypatch.setattr(worker_module, "beat", lambda *, name, at: beats.append(at))
    now = AT
    worker = Worker(now=lambda: now)
    for seconds in (0, 1, 4, 5, 9, 10):
        now = AT + timedelta(seconds=seconds)
        worker.once()
    assert beats == [AT, AT + timedelta(seconds=5), AT + timedelta(seconds=10)]


def test_the_sign_of_life_is_the_one_that_readiness_looks_for(settings: Settings) -> None:
    settings.PERIODIC_JOBS = []
    Worker(now=lambda: AT).once()
    assert last_beat(name=WORKER) == AT


def test_a_worker_without_a_database_goes_on(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.PERIODIC_JOBS = [f"{__name__}.second_job"]

    def gone(**_: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(worker_module, "beat", gone)
    Worker(now=lambda: AT).once()
    assert done == ["second"]


def refused_job(*, at: datetime) -> None:
    raise Refused("签章证书已到期")


def test_a_job_that_is_refused_is_a_line_without_a_traceback(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.PERIODIC_JOBS = [f"{__name__}.refused_job"]
    Worker(now=lambda: AT).once()
    (record,) = caplog.records
    assert "签章证书已到期" in record.getMessage()
    assert record.exc_info is None
    assert record.group == f"job {__name__}.refused_job"  # type: ignore[attr-defined]
