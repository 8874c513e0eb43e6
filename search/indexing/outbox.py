"""From the outbox into the index: nothing lost, nothing deleted that was not read."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from enterprises.shared import clock
from enterprises.shared.bulk import RowMaker, insert_rows
from search.entry_port import Engine
from search.indexing.builds import expire_leases
from search.indexing.documents import documents_of
from search.indexing.entries import entries_of
from search.indexing.models import IndexBuild, OutboxEntry, OutboxState

BATCH = 500


def enqueue(*, enterprise_ids: Iterable[int]) -> None:
    """Write an outbox row for each enterprise; call it in the transaction of the change."""
    maker, at = RowMaker(OutboxEntry, without=("id",)), clock.now()
    rows = [maker.row({"enterprise_id": number, "created_at": at}) for number in sorted(set(enterprise_ids))]
    insert_rows(OutboxEntry, maker.columns, rows)


def index_enterprises(*, index: Engine, enterprise_ids: Collection[int]) -> None:
    """Bring the documents of some enterprises and of their records up to date; enterprises that are gone are forgotten.

    :raises SearchUnavailable: the engine does not answer.
    """
    documents = documents_of(enterprise_ids)
    index.replace(documents)
    index.entries.replace(entries_of(enterprise_ids))
    gone = sorted(set(enterprise_ids) - {document.id for document in documents})
    if gone:
        index.remove(gone)


def drain(*, index: Engine, at: datetime, limit: int = BATCH) -> int:
    """Index the enterprises of at most `limit` outbox rows, then delete exactly these rows.

    Returns how many rows were settled: 0 when none waits or a rebuild runs. Several workers may
    drain at once: on PostgreSQL each locks its rows and skips the others', elsewhere versions
    make doing it twice harmless.

    :raises SearchUnavailable: the engine does not answer; the rows stay.
    """
    expire_leases(at=at)
    before = _last_build()  # read first: a rebuild that begins from now on is noticed below
    if IndexBuild.objects.running().exists():
        return 0
    if not connection.features.has_select_for_update_skip_locked:
        return _settle(index, before, limit)
    with transaction.atomic():
        return _settle(index, before, limit)


def _settle(index: Engine, before: int, limit: int) -> int:
    rows = OutboxEntry.objects.order_by("pk")
    if connection.in_atomic_block:
        rows = rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    read = dict(rows.values_list("pk", "enterprise_id")[:limit])
    if not read:
        return 0
    index_enterprises(index=index, enterprise_ids=set(read.values()))
    index.refresh()
    index.entries.refresh()
    with transaction.atomic():
        # A rebuild that began meanwhile has read the database before or after us: let it be done again.
        if _last_build() != before:
            return 0
        OutboxEntry.objects.filter(pk__in=read).delete()
        _raise_generation()
    return len(read)


def _raise_generation() -> None:
    state, _ = OutboxState.objects.get_or_create(pk=1)
    OutboxState.objects.filter(pk=state.pk).update(generation=F("generation") + 1)


def _last_build() -> int:
    return IndexBuild.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
