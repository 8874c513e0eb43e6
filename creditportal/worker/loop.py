"""The loop of the worker: drain the outbox often, run the periodic jobs of all apps in their order.

A periodic job is a function of the setting PERIODIC_JOBS, called with `at=`; it decides itself whether
anything is due. One that fails is logged and tried again; it never stops the others. After a change of what is
public they run sooner: one of them makes files again that hold what was withdrawn.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils.module_loading import import_string

from enterprises.shared.heartbeats.services import WORKER, beat
from enterprises.shared.refusals import Refused
from search.engines import index
from search.indexing.outbox import drain
from search.port import SearchUnavailable

PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 5.0
JOBS_EVERY = timedelta(seconds=10)
JOBS_AFTER_CHANGES = timedelta(seconds=2)
BEAT_EVERY = timedelta(seconds=5)

logger = logging.getLogger(__name__)


class Worker:
    """Runs until `stop` is set."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self.stop = Event()
        self._now = now
        self._pause = PAUSE_SECONDS
        self._has_changes = False
        self._jobs_at: datetime | None = None
        self._beat_at: datetime | None = None

    def run(self) -> None:
        """Work until stopped; what is under way is finished first."""
        while not self.stop.is_set():
            close_old_connections()
            self.once()
            self.stop.wait(self._pause)

    def once(self) -> None:
        """Drain everything that waits and run the jobs that are due, sooner after changes."""
        self._beat()
        self._drain()
        at = self._now()
        wait = JOBS_AFTER_CHANGES if self._has_changes else JOBS_EVERY
        if self._jobs_at is None or at - self._jobs_at >= wait:
            self._jobs_at, self._has_changes = at, False
            run_periodic_jobs(at=at, between=self._beat)

    def _beat(self) -> None:
        """Leave a sign of life, from the loop itself: a worker that hangs is silent."""
        at = self._now()
        if self._beat_at is not None and at - self._beat_at < BEAT_EVERY:
            return
        try:
            beat(name=WORKER, at=at)
            self._beat_at = at
        except DatabaseError:
            logger.warning("The sign of life could not be written", exc_info=True)

    def _drain(self) -> None:
        try:
            while not self.stop.is_set() and drain(index=index(), at=self._now()):
                self._has_changes = True
                self._beat()
            self._pause = PAUSE_SECONDS
        except SearchUnavailable as problem:
            if self._pause == PAUSE_SECONDS:
                logger.warning("The index cannot be written, changes wait: %s", problem)
            self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)
        except Exception:
            logger.exception("Draining the outbox failed; it will be tried again")
            self._pause = LONGEST_PAUSE_SECONDS


def run_periodic_jobs(*, at: datetime, between: Callable[[], None] = lambda: None) -> None:
    """Call every function of PERIODIC_JOBS, in order, each after a call of `between`."""
    for path in settings.PERIODIC_JOBS:
        between()
        try:
            import_string(path)(at=at)
        except Refused as refusal:
            logger.warning("The job %s was refused: %s", path, refusal.sentence, extra={"group": f"job {path}"})
        except Exception:
            logger.exception("The job %s failed; it will be tried again", path)
