"""An index that is newer or older than the database is found."""

import pytest

from creditportal.readiness import checks
from creditportal.readiness.checks import Check
from enterprises.register.models import Enterprise
from search.engines import index
from search.indexing.builds import rebuild
from search.indexing.drift import Drift, drift_of
from search.indexing.models import IndexBuild, OutboxEntry
from search.indexing.outbox import drain
from tests.readiness.support import AT
from tests.search.make import forget_index, stored_enterprise


class TestAge:
    @pytest.fixture(autouse=True)
    def _enterprises(self, well: None) -> None:
        for number in range(3):
            stored_enterprise(number, f"武汉华谊{number}有限公司")
        while drain(index=index(), at=AT):
            pass

    def test_of_one_age(self) -> None:
        assert checks.search_index(AT) == Check(ok=True, detail="same age")

    def test_newer_than_a_database_that_was_restored(self) -> None:
        """The backup was made before the last change of one enterprise."""
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
        forget_index()
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
        IndexBuild.objects.create(holder="test", started_at=AT, heartbeat_at=AT)
        assert drift_of(index=index()) is Drift.UNKNOWN

    def test_a_rebuild_puts_it_right(self) -> None:
        Enterprise.objects.update(revision=0)
        assert drift_of(index=index()) is Drift.NEWER
        rebuild(index=index(), now=lambda: AT, holder="test")
        assert drift_of(index=index()) is Drift.NONE
