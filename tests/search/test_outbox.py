"""From a change to the index: nothing lost, nothing deleted that was not read."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from enterprises.register.models import Enterprise, Region
from enterprises.register.services.credit_files import touch_credit_files
from search.engines.sqlite.index import SqliteIndex
from search.entry_port import EngineWriter
from search.indexing import builds, outbox
from search.indexing.builds import RebuildLost, RebuildRunning, rebuild, sweep
from search.indexing.documents import document_of, documents_of
from search.indexing.models import LEASE, IndexBuild, OutboxEntry
from search.indexing.outbox import drain, enqueue
from search.names.queries import read_query
from search.port import Days, Document, Query, SearchUnavailable
from tests.search.make import AT, TODAY, empty_index, empty_path, penalise, rename, stored_enterprise, withdraw

pytestmark = pytest.mark.django_db


class BrokenIndex(SqliteIndex):
    """An engine that does not answer."""

    def replace(self, documents: Iterable[Document]) -> None:
        raise SearchUnavailable("down")


class BusyIndex(SqliteIndex):
    """An engine during whose writing something else happens."""

    def __init__(self, happening: object) -> None:
        super().__init__(empty_path())
        self._happening = happening

    def refresh(self) -> None:
        assert callable(self._happening)
        self._happening()


def found(index: SqliteIndex, text: str) -> list[int]:
    return [hit.id for hit in index.search(Query(text=read_query(text), on=TODAY)).hits]


def drain_all(index: SqliteIndex) -> int:
    return drain(index=index, at=AT)


def test_a_change_waits_until_it_is_drained() -> None:
    index, made = empty_index(), stored_enterprise(1, "武汉华谊有限公司")
    assert list(OutboxEntry.objects.values_list("enterprise_id", flat=True)) == [made.pk]
    assert drain_all(index) == 1
    assert found(index, "华谊") == [made.pk]
    assert not OutboxEntry.objects.exists()


def test_a_change_that_is_rolled_back_leaves_no_row() -> None:
    made = stored_enterprise(1, "武汉华谊有限公司")
    OutboxEntry.objects.all().delete()
    with pytest.raises(RuntimeError), transaction.atomic():
        touch_credit_files([made.pk])
        assert OutboxEntry.objects.count() == 1
        raise RuntimeError
    assert not OutboxEntry.objects.exists()


def test_many_changes_cost_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(4):
        enqueue(enterprise_ids=[*range(1, 1200), 5, 5])
    assert OutboxEntry.objects.count() == 1199


def test_rows_stay_while_the_engine_is_down() -> None:
    stored_enterprise(1, "武汉华谊有限公司")
    with pytest.raises(SearchUnavailable):
        drain_all(BrokenIndex(empty_path()))
    index = empty_index()
    assert OutboxEntry.objects.count() == 1
    assert drain_all(index) == 1
    assert len(found(index, "华谊")) == 1


def test_a_row_written_meanwhile_is_not_deleted() -> None:
    made = stored_enterprise(1, "武汉华谊有限公司")
    index = BusyIndex(lambda: enqueue(enterprise_ids=[made.pk]))
    drain_all(index)
    assert OutboxEntry.objects.count() == 1


def test_no_more_rows_than_asked_are_settled() -> None:
    for number in range(1, 4):
        stored_enterprise(number, f"武汉{number}号有限公司")
    assert drain(index=empty_index(), at=AT, limit=2) == 2
    assert OutboxEntry.objects.count() == 1


def test_what_no_longer_exists_is_forgotten() -> None:
    index, made = empty_index(), stored_enterprise(1, "武汉华谊有限公司")
    drain_all(index)
    with transaction.atomic():
        touch_credit_files([made.pk])
        Enterprise.objects.filter(pk=made.pk).delete()
    drain_all(index)
    assert list(index.stamps()) == []


class TestDocuments:
    def test_an_enterprise_that_nobody_may_see_leaves_a_tombstone(self) -> None:
        made = stored_enterprise(1, "武汉华谊有限公司", "旧名", public_from=None)
        document = document_of(made.pk)
        assert document is not None
        assert (document.features, document.public_from, document.version) == (None, None, made.revision)
        assert "华谊" not in repr(document)

    def test_it_holds_names_codes_and_ranges_but_no_person(self) -> None:
        Region.objects.create(code="420106", name="武昌区")
        made = stored_enterprise(
            1, "武汉华谊有限公司", "武汉旧名有限公司", region_id="420106", legal_representative="张三", status="REVOKED"
        )
        penalise(made, starts=date(2027, 1, 1), ends=None)
        withdraw(penalise(made))
        document = document_of(made.pk)
        assert document is not None and document.features is not None
        assert [name.text for name in document.names] == ["武汉华谊有限公司", "武汉旧名有限公司"]
        assert document.marks["kinds"] == {"penalty": (Days(starts=date(2027, 1, 1)),)}
        assert (document.values, document.features.ended) == ({"region": "420106", "status": "REVOKED"}, True)
        assert "张三" not in repr(document)

    def test_the_digest_tells_content_not_version(self) -> None:
        made = stored_enterprise(1, "武汉华谊有限公司")
        before = document_of(made.pk)
        with transaction.atomic():
            touch_credit_files([made.pk])
        again = document_of(made.pk)
        rename(made, "武汉新名有限公司")
        renamed = document_of(made.pk)
        assert before and again and renamed
        assert before.version < again.version
        assert before.digest == again.digest != renamed.digest

    def test_a_thousand_enterprises_cost_as_many_queries_as_one(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        ids = [stored_enterprise(number, f"武汉{number}号有限公司").pk for number in range(1, 11)]
        with django_assert_max_num_queries(7):
            assert [document.id for document in documents_of(ids)] == ids
        Enterprise.objects.filter(pk=ids[0]).update(now_under=ids[1])
        with django_assert_max_num_queries(8):
            assert [document.id for document in documents_of(ids)] == ids


class TestRebuild:
    def test_everything_is_indexed_and_the_build_is_recorded(self) -> None:
        index, made = empty_index(), stored_enterprise(1, "武汉华谊有限公司")
        steps: list[int] = []
        build = rebuild(index=index, now=lambda: AT, holder="test", progress=steps.append)
        assert found(index, "华谊") == [made.pk]
        build.refresh_from_db()
        assert (build.state, build.documents, build.finished_at) == (IndexBuild.State.DONE, 1, AT)
        assert build.index_name == "build 2"
        assert steps == [1]

    def test_a_drain_waits_while_a_rebuild_runs(self) -> None:
        index = empty_index()
        stored_enterprise(1, "武汉华谊有限公司")
        running = IndexBuild.objects.create(holder="other", started_at=AT, heartbeat_at=AT)
        assert drain_all(index) == 0
        assert OutboxEntry.objects.count() == 1
        running.state = IndexBuild.State.DONE
        running.save()
        assert drain_all(index) == 1

    def test_a_drain_that_a_rebuild_overtook_keeps_its_rows(self) -> None:
        stored_enterprise(1, "武汉华谊有限公司")
        other = empty_index()
        index = BusyIndex(lambda: rebuild(index=other, now=lambda: AT, holder="test"))
        assert drain_all(index) == 0
        assert OutboxEntry.objects.count() == 1

    def test_two_rebuilds_never_run_at_once(self) -> None:
        IndexBuild.objects.create(holder="other", started_at=AT, heartbeat_at=AT)
        with pytest.raises(RebuildRunning):
            rebuild(index=empty_index(), now=lambda: AT, holder="test")

    def test_a_dead_rebuild_gives_way(self) -> None:
        dead = IndexBuild.objects.create(holder="dead", started_at=AT, heartbeat_at=AT)
        later = AT + timedelta(minutes=5)
        build = rebuild(index=empty_index(), now=lambda: later, holder="test")
        dead.refresh_from_db()
        assert (dead.state, build.state) == (IndexBuild.State.FAILED, IndexBuild.State.DONE)

    def test_a_drain_takes_the_lock_from_a_dead_rebuild(self) -> None:
        dead = IndexBuild.objects.create(holder="dead", started_at=AT - LEASE, heartbeat_at=AT - LEASE)
        stored_enterprise(1, "武汉华谊有限公司")
        assert drain_all(empty_index()) == 1
        dead.refresh_from_db()
        assert (dead.state, dead.problem) == (IndexBuild.State.FAILED, "no sign of life")

    def test_a_rebuild_that_wakes_after_its_lock_was_taken_swaps_nothing(self) -> None:
        """It has read the files before the changes that were drained meanwhile."""
        index, made = empty_index(), stored_enterprise(1, "武汉华谊有限公司")
        drain_all(index)

        class SleepingWriter:
            name = "sleeping"

            def __init__(self, writer: EngineWriter) -> None:
                self.write, self.swap, self.entries = writer.write, writer.swap, writer.entries
                self.prepare, self.write_prepared = writer.prepare, writer.write_prepared

            def complete(self) -> None:
                rename(made, "武汉新名有限公司")
                assert drain(index=index, at=AT + LEASE) == 1

        class Sleeping(SqliteIndex):
            @contextmanager
            def rebuild(self) -> Iterator[EngineWriter]:
                with index.rebuild() as writer:
                    yield SleepingWriter(writer)

        with pytest.raises(RebuildLost):
            rebuild(index=Sleeping(empty_path()), now=lambda: AT, holder="test")
        assert found(index, "新名") == [made.pk]
        assert not OutboxEntry.objects.exists()

    def test_a_drain_that_a_rebuild_overtakes_before_its_first_look_keeps_its_rows(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The rebuild may have read the enterprise before it changed."""
        stored_enterprise(1, "武汉华谊有限公司")
        last_build = outbox._last_build

        def begun_after() -> int:
            before = last_build()
            if not IndexBuild.objects.exists():
                rebuild(index=empty_index(), now=lambda: AT, holder="test")
            return before

        monkeypatch.setattr(outbox, "_last_build", begun_after)
        assert drain_all(empty_index()) == 0
        assert OutboxEntry.objects.count() == 1

    def test_a_long_silence_of_the_engine_does_not_look_like_death(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its heartbeat comes from a thread while the rebuild itself stands still."""
        beats, heartbeats = threading.Semaphore(0), list[list[bool]]()
        monkeypatch.setattr(builds, "HEARTBEAT_SECONDS", 0.01)
        monkeypatch.setattr(builds, "_renew_lease", lambda build, *, at: beats.release())

        def stand_still(done: int) -> None:
            heartbeats.append([beats.acquire(timeout=120) for _ in range(5)])

        stored_enterprise(1, "武汉华谊有限公司")
        rebuild(index=empty_index(), now=lambda: AT, holder="test", progress=stand_still)
        assert heartbeats == [[True] * 5]

    def test_a_failed_rebuild_is_recorded_and_leaves_the_index(self) -> None:
        index, made = empty_index(), stored_enterprise(1, "武汉华谊有限公司")
        drain_all(index)

        def fail(done: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            rebuild(index=index, now=lambda: AT, holder="test", progress=fail)
        assert found(index, "华谊") == [made.pk]
        assert IndexBuild.objects.get().state == IndexBuild.State.FAILED


class TestSweep:
    def test_drift_is_repaired(self) -> None:
        index = empty_index()
        same, changed, missing, gone = (
            stored_enterprise(number, f"武汉华谊{number}号有限公司") for number in range(1, 5)
        )
        drain_all(index)
        # Changes that went past the services.
        Enterprise.objects.filter(pk=changed.pk).update(name="武汉新名有限公司")
        index.remove([missing.pk])
        Enterprise.objects.filter(pk=gone.pk).delete()
        swept = sweep(index=index, at=AT)
        assert (swept.checked, swept.repaired, swept.removed) == (3, 2, 1)
        assert found(index, "新名") == [changed.pk]
        assert sorted(found(index, "华谊")) == sorted([same.pk, missing.pk])
        again = sweep(index=index, at=AT)
        assert (again.repaired, again.removed) == (0, 0)

    def test_it_waits_for_a_rebuild(self) -> None:
        IndexBuild.objects.create(holder="other", started_at=AT, heartbeat_at=AT)
        with pytest.raises(RebuildRunning):
            sweep(index=empty_index(), at=AT)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_rows_and_index_each_once() -> None:
    made = [stored_enterprise(number, f"武汉{number}号有限公司") for number in range(1, 5)]
    second: list[int] = []

    def drain_beside() -> None:
        try:
            second.append(drain(index=empty_index(), at=AT, limit=10))
        finally:
            connection.close()

    def beside() -> None:
        other = threading.Thread(target=drain_beside)
        other.start()
        other.join()

    assert drain(index=BusyIndex(beside), at=AT, limit=2) == 2
    assert second == [2]
    assert not OutboxEntry.objects.exists()
    assert len(made) == 4


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_change_that_commits_late_with_an_earlier_row_is_not_lost() -> None:
    early = stored_enterprise(1, "武汉华谊有限公司")
    index = empty_index()
    drain_all(index)
    has_changed, committed, may_commit = threading.Event(), threading.Event(), threading.Event()

    def change_slowly() -> None:
        try:
            with transaction.atomic():
                Enterprise.objects.filter(pk=early.pk).update(name="武汉新名有限公司")
                touch_credit_files([early.pk])
                has_changed.set()
                may_commit.wait(120)
        finally:
            connection.close()
            committed.set()

    slow = threading.Thread(target=change_slowly)
    slow.start()
    assert has_changed.wait(120)
    stored_enterprise(2, "武汉后来有限公司")
    assert drain_all(index) == 1
    may_commit.set()
    assert committed.wait(120)
    slow.join()
    assert drain_all(index) == 1
    assert found(index, "新名") == [early.pk]
