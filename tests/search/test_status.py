"""What operators see of search, and the progress of a rebuild."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from search import engines
from search.engines.sqlite.index import SqliteIndex
from search.indexing.builds import rebuild
from search.indexing.models import IndexBuild, OutboxEntry
from search.indexing.progress import EVERY_SECONDS, Progress
from search.indexing.status import STALE_AFTER, Currency, status_of
from search.port import EngineState, SearchUnavailable
from tests.search.make import AT, empty_index, empty_path, stored_enterprise


class HinderedIndex(SqliteIndex):
    """An engine that cannot write."""

    def state(self) -> EngineState:
        return EngineState(engine="x", index="x-1", documents=1, size_bytes=2_000_000, problem="Its disk is full.")


class LostIndex(SqliteIndex):
    """An engine that does not answer."""

    def state(self) -> EngineState:
        raise SearchUnavailable("no answer")


def printed(monkeypatch: pytest.MonkeyPatch, index: SqliteIndex) -> tuple[str, int]:
    """Return what the command prints, and its status."""
    monkeypatch.setattr("search.management.commands.search_status.index", lambda: index)
    monkeypatch.setattr("search.management.commands.search_status.clock.now", lambda: AT)
    out = StringIO()
    try:
        call_command("search_status", stdout=out)
    except SystemExit as ended:
        return out.getvalue(), int(str(ended.code))
    return out.getvalue(), 0


def wait_since(lag: timedelta) -> None:
    OutboxEntry.objects.update(created_at=AT - lag)


@pytest.mark.django_db
class TestCommand:
    def test_a_current_index_is_reported_with_its_builds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stored_enterprise(1, "武汉华谊有限公司")
        OutboxEntry.objects.all().delete()
        index, times = empty_index(), iter([AT - timedelta(seconds=4), *[AT - timedelta(seconds=2)] * 2])
        rebuild(index=index, now=lambda: next(times), holder="host 17")
        output, status = printed(monkeypatch, index)
        assert status == 0
        for line in (
            "search     current",
            "schema     ",
            "engine     SQLite, index build 2",
            "documents  1 of 1 enterprises",
            "outbox     0 changes wait, lag 0 s",
            "done: by host 17, begun 2026-11-22 11:59:56, 1 documents and 0 entries in 0:00:02, 0 a second, build 2",
        ):
            assert line in output

    def test_a_change_that_waits_long_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stored_enterprise(1, "武汉华谊有限公司")
        wait_since(STALE_AFTER)
        assert printed(monkeypatch, empty_index())[1] == 0
        wait_since(STALE_AFTER + timedelta(seconds=1))
        output, status = printed(monkeypatch, empty_index())
        assert status == 1
        assert "search     stale" in output
        assert "1 changes wait, lag 301 s" in output

    def test_a_rebuild_under_way_is_reported_with_its_rate(self, monkeypatch: pytest.MonkeyPatch) -> None:
        began = AT - timedelta(minutes=10)
        IndexBuild.objects.create(holder="host 17", started_at=began, heartbeat_at=AT, documents=600_000)
        output, status = printed(monkeypatch, empty_index())
        assert status == 0
        assert "search     rebuilding" in output
        assert "running: by host 17" in output
        assert "600000 documents and 0 entries in 0:10:00, 1000 a second" in output

    def test_a_rebuild_that_died_is_not_taken_for_one_under_way(self, monkeypatch: pytest.MonkeyPatch) -> None:
        IndexBuild.objects.create(holder="host 17", started_at=AT, heartbeat_at=AT - timedelta(hours=1))
        output, _ = printed(monkeypatch, empty_index())
        assert "search     current" in output
        assert "no sign of life: by host 17" in output

    def test_an_engine_that_cannot_write_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        output, status = printed(monkeypatch, HinderedIndex(empty_path()))
        assert status == 1
        assert "problem    Its disk is full." in output
        assert "size       2.0 MB" in output

    def test_an_engine_that_does_not_answer_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        output, status = printed(monkeypatch, LostIndex(empty_path()))
        assert status == 1
        assert "search     unavailable\nproblem    no answer" in output


@pytest.mark.django_db
def test_a_hindered_engine_is_current_until_changes_wait_long() -> None:
    """Searches are answered: a balancer must not take every web server away for a full disk."""
    stored_enterprise(1, "武汉华谊有限公司")
    wait_since(timedelta(seconds=9))
    status = status_of(index=HinderedIndex(empty_path()), at=AT)
    assert (status.currency, status.is_ok, status.problem) == (Currency.CURRENT, True, "Its disk is full.")


@pytest.mark.django_db
def test_an_index_is_built_only_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.management.commands.rebuild_index.index", engines.index)
    call_command("rebuild_index", "--if-missing", stdout=StringIO())
    assert not IndexBuild.objects.exists()
    monkeypatch.setattr("search.management.commands.rebuild_index.index", lambda: LostIndex(empty_path()))
    call_command("rebuild_index", "--if-missing", stdout=StringIO())
    assert IndexBuild.objects.get().state == IndexBuild.State.DONE


def test_without_a_terminal_progress_is_a_line_now_and_then() -> None:
    output: list[str] = []
    times = iter([0.0, 5.0, *[EVERY_SECONDS] * 3, 15.0])
    with Progress(total=1000, unit="enterprises", report=output.append, clock=lambda: next(times)) as progress:
        progress(100)
        progress(200)
        progress(300)
    assert output == ["200 of 1000 enterprises, 20 a second, 0:00:40 left"]


def test_on_a_terminal_progress_is_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    output: list[str] = []
    with Progress(total=1000, unit="enterprises", report=output.append) as progress:
        progress(1000)
    assert "1000/1000" in capsys.readouterr().err
    assert output == []
