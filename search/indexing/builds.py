"""Rebuild the whole index, and compare it with the database."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from threading import Event, Thread
from typing import Any, Protocol, TypeVar

from django.db import DatabaseError, IntegrityError, connection, transaction

from search.entry_port import Engine, EngineWriter, SearchEntry
from search.indexing.documents import documents_between
from search.indexing.entries import entries_between, once_public
from search.indexing.models import HEARTBEAT_SECONDS, IndexBuild
from search.indexing.preparing import prepared_chunks, spans
from search.port import Document, SearchUnavailable, Stamp, Writer

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
ReportProgress = Callable[[int], None]
Stored_contra = TypeVar("Stored_contra", Document, SearchEntry, contravariant=True)


class RebuildRunning(Exception):
    """Another rebuild runs; two would fight over the index."""


class RebuildLost(Exception):
    """The lease of this rebuild expired, and another one took its place."""


def rebuild(*, index: Engine, now: Clock, holder: str, progress: ReportProgress = lambda done: None) -> IndexBuild:
    """Fill a new index from the database and let it take the place of the old one.

    Reads a thousand enterprises at a time; the old index answers until the end, and for good if
    this fails. Drain afterwards: what changed meanwhile waits in the outbox.

    :raises RebuildRunning: another one runs.
    :raises RebuildLost: its lease expired; nothing was swapped.
    :raises PoolDied: a process that made documents was killed.
    :raises SearchUnavailable: the engine does not answer, or refused documents.
    """
    build = _begin(at=now(), holder=holder)
    try:
        with _heartbeat(build, now=now), index.rebuild() as writer:
            build.index_name = writer.name
            with closing(prepared_chunks(writer.prepare)) as chunks:
                for number, prepared in chunks:
                    writer.write_prepared(prepared)
                    build.documents += number
                    _renew_lease(build, at=now())
                    progress(build.documents)
            _write_entries(build, writer, now=now)
            writer.complete()
            _take_over(build, writer, now=now)
    except BaseException as problem:
        _end(build, at=now(), state=IndexBuild.State.FAILED, problem=_problem_of(problem))
        raise
    return build


def _write_entries(build: IndexBuild, writer: EngineWriter, *, now: Clock) -> None:
    """Write the entries of all records, a chunk at a time."""
    for entries in all_entries():
        writer.entries.write(entries)
        build.entries += len(entries)
        _renew_lease(build, at=now())


def _problem_of(problem: BaseException) -> str:
    """Return what the record of builds keeps; sentences of the port hold no value of a document."""
    return str(problem)[:1000] if isinstance(problem, SearchUnavailable) else type(problem).__name__


def all_documents() -> Iterator[list[Document]]:
    """Yield the documents of all enterprises by rising id, a chunk at a time."""
    for first, last in spans():
        yield documents_between(first, last)


def all_entries() -> Iterator[list[SearchEntry]]:
    """Yield the entries of all records by rising id, a chunk at a time."""
    for first, last in spans(once_public()):
        yield entries_between(first, last)


def expire_leases(*, at: datetime) -> None:
    """Take the lock from a rebuild whose holder has died; if it wakes again, it can no longer swap."""
    if not IndexBuild.objects.expired(at=at).exists():
        return
    with transaction.atomic():
        expired = IndexBuild.objects.expired(at=at)
        if connection.features.has_select_for_update_skip_locked:
            expired = expired.select_for_update(skip_locked=True)  # one that is swapping at this moment lives
        IndexBuild.objects.filter(pk__in=list(expired.values_list("pk", flat=True))).update(
            state=IndexBuild.State.FAILED, finished_at=at, problem="no sign of life"
        )


def _begin(*, at: datetime, holder: str) -> IndexBuild:
    expire_leases(at=at)
    try:
        with transaction.atomic():
            return IndexBuild.objects.create(holder=holder[:200], started_at=at, heartbeat_at=at)
    except IntegrityError as problem:
        raise RebuildRunning from problem


def _renew_lease(build: IndexBuild, *, at: datetime) -> None:
    running = IndexBuild.objects.running().filter(pk=build.pk)
    if not running.update(heartbeat_at=at, **_counts(build)):
        raise RebuildLost


@contextmanager
def _heartbeat(build: IndexBuild, *, now: Clock) -> Iterator[None]:
    """Renew the lease from a thread as well: a chunk, or the end of a large index, may take minutes."""
    done = Event()

    def beat() -> None:
        while not done.wait(HEARTBEAT_SECONDS):
            try:
                _renew_lease(build, at=now())
            except RebuildLost:
                return
            except DatabaseError as problem:
                logger.warning("A rebuild could not renew its lease: %s", type(problem).__name__)
            finally:
                connection.close()

    thread = Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _take_over(build: IndexBuild, writer: Writer, *, now: Clock) -> None:
    """Swap while the build's row is locked: from then on its lease cannot expire."""
    with transaction.atomic():
        if not IndexBuild.objects.running().select_for_update().filter(pk=build.pk).exists():
            raise RebuildLost
        writer.swap()
        _end(build, at=now(), state=IndexBuild.State.DONE)


def _end(build: IndexBuild, *, at: datetime, state: IndexBuild.State, problem: str = "") -> None:
    build.state, build.finished_at, build.problem = state, at, problem
    IndexBuild.objects.running().filter(pk=build.pk).update(
        state=state,
        finished_at=at,
        heartbeat_at=at,
        problem=problem,
        **_counts(build),
    )


def _counts(build: IndexBuild) -> dict[str, Any]:
    return {"documents": build.documents, "entries": build.entries, "index_name": build.index_name}


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep found."""

    checked: int
    repaired: int
    removed: int


def sweep(*, index: Engine, at: datetime) -> Swept:
    """Compare digests of index and database, put right what differs, forget what no longer exists.

    :raises RebuildRunning: a rebuild runs and will put everything right.
    :raises SearchUnavailable: the engine does not answer.
    """
    expire_leases(at=at)
    if IndexBuild.objects.running().exists():
        raise RebuildRunning
    enterprises = _swept(index, all_documents())
    entries = _swept(index.entries, all_entries())
    return Swept(
        checked=enterprises.checked + entries.checked,
        repaired=enterprises.repaired + entries.repaired,
        removed=enterprises.removed + entries.removed,
    )


class _Sweepable(Protocol[Stored_contra]):
    """An index of documents or of entries."""

    def replace(self, documents: Iterable[Stored_contra], /) -> None: ...

    def remove(self, ids: Sequence[int], /) -> None: ...

    def refresh(self) -> None: ...

    def stamps(self) -> Iterator[Stamp]: ...


def _swept(index: _Sweepable[Stored_contra], chunks: Iterator[list[Stored_contra]]) -> Swept:
    """Sweep one index by what the database holds of it, in chunks by rising id."""
    checked = repaired = removed = 0
    held = _Held(index.stamps())
    for documents in chain(chunks, [[]]):
        stamps = held.up_to(documents[-1].id if documents else None)
        wrong = [document for document in documents if stamps.pop(document.id, None) != document.digest]
        index.replace(wrong)
        if stamps:
            index.remove(sorted(stamps))
        checked, repaired, removed = checked + len(documents), repaired + len(wrong), removed + len(stamps)
    index.refresh()
    return Swept(checked=checked, repaired=repaired, removed=removed)


class _Held:
    """Stamps of the index, taken in order as the database is read."""

    def __init__(self, stamps: Iterator[Stamp]) -> None:
        self._stamps = stamps
        self._next = next(stamps, None)

    def up_to(self, number: int | None) -> dict[int, str]:
        """Take the digests of all ids up to `number` (None = the rest)."""
        taken: dict[int, str] = {}
        while self._next is not None and (number is None or self._next.id <= number):
            taken[self._next.id] = self._next.digest
            self._next = next(self._stamps, None)
        return taken
