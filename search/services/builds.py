"""Rebuild the whole index, and compare it with the database."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import IntegrityError, transaction

from enterprises.models import Enterprise
from search.documents import documents_of
from search.models import HEARD_WITHIN, IndexBuild
from search.port import Document, Index, Stamp

CHUNK = 1000

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Progress = Callable[[int], None]


class RebuildRunning(Exception):
    """Another rebuild runs; two would fight over the index."""


class RebuildLost(Exception):
    """Nobody heard of this rebuild for so long that another one took its place."""


def rebuild(*, index: Index, now: Clock, holder: str, progress: Progress = lambda done: None) -> IndexBuild:
    """Fill a new index from the database and let it take the place of the old one.

    Reads a thousand enterprises at a time; the old index answers until the end, and for good if
    this fails. Drain afterwards: what changed meanwhile waits in the outbox.

    :raises RebuildRunning: another one runs.
    :raises SearchUnavailable: the engine does not answer.
    """
    build = _begin(at=now(), holder=holder)
    try:
        with index.rebuild() as writer:
            for documents in all_documents():
                writer.write(documents)
                build.documents += len(documents)
                _be_heard(build, at=now())
                progress(build.documents)
    except BaseException as problem:
        _end(build, at=now(), state=IndexBuild.State.FAILED, problem=type(problem).__name__)
        raise
    _end(build, at=now(), state=IndexBuild.State.DONE)
    return build


def all_documents() -> Iterator[list[Document]]:
    """Yield the documents of all enterprises by rising id, a chunk at a time."""
    last = 0
    while ids := list(Enterprise.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield documents_of(ids)
        last = ids[-1]


def _begin(*, at: datetime, holder: str) -> IndexBuild:
    dead = IndexBuild.objects.filter(state=IndexBuild.State.RUNNING, heard_at__lte=at - HEARD_WITHIN)
    dead.update(state=IndexBuild.State.FAILED, finished_at=at, problem="no sign of life")
    try:
        with transaction.atomic():
            return IndexBuild.objects.create(holder=holder[:200], started_at=at, heard_at=at)
    except IntegrityError as problem:
        raise RebuildRunning from problem


def _be_heard(build: IndexBuild, *, at: datetime) -> None:
    running = IndexBuild.objects.filter(pk=build.pk, state=IndexBuild.State.RUNNING)
    if not running.update(heard_at=at, documents=build.documents):
        raise RebuildLost


def _end(build: IndexBuild, *, at: datetime, state: IndexBuild.State, problem: str = "") -> None:
    build.state, build.finished_at, build.problem = state, at, problem
    IndexBuild.objects.filter(pk=build.pk, state=IndexBuild.State.RUNNING).update(
        state=state, finished_at=at, heard_at=at, documents=build.documents, problem=problem
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep found."""

    checked: int
    repaired: int
    removed: int


def sweep(*, index: Index, at: datetime) -> Swept:
    """Compare digests of index and database, put right what differs, forget what no longer exists.

    :raises RebuildRunning: a rebuild runs and will put everything right.
    :raises SearchUnavailable: the engine does not answer.
    """
    if IndexBuild.objects.alive(at=at).exists():
        raise RebuildRunning
    checked = repaired = removed = 0
    held = _Held(index.stamps())
    for documents in chain(all_documents(), [[]]):
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
