"""Readiness as it is kept for some seconds, and the lines that the log gets when a problem begins and ends."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from creditportal.readiness.checks import PARTS, UNANSWERED, Check, take, take_all

logger = logging.getLogger(__name__)

# The index is compared row by row: once a minute is enough.
COMPARE_EVERY_SECONDS = 60.0
SELDOM = "index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What all parts answered at one time."""

    checks: Mapping[str, Check]

    @property
    def is_ready(self) -> bool:
        """Return whether every part can do its work."""
        return all(check.ok for check in self.checks.values())


@dataclass(slots=True)
class ProblemLog:
    """Writes a line when a part begins to be hindered, gets worse or better, and is well again; thread-safe."""

    problems: dict[str, int] = field(default_factory=dict)  # levels of the log
    _lock: Lock = field(default_factory=Lock)

    def note(self, checks: Mapping[str, Check]) -> None:
        """Compare with what was known; a detail that only counts on is no new problem."""
        with self._lock:
            for name, check in checks.items():
                level = logging.ERROR if not check.ok else logging.WARNING if check.warning else None
                if level is not None and self.problems.get(name) != level:
                    logger.log(level, "%s: %s", name, check.detail)
                    self.problems[name] = level
                elif level is None and self.problems.pop(name, None) is not None:
                    logger.info("%s: well again", name)


class Keeper:
    """Answers from what was seen some seconds ago, so that frequent requests cost nothing.

    One thread looks at a time; the others get what is there, and wait only where nothing is.
    """

    def __init__(self, *, log: ProblemLog, clock: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._clock = clock
        self._looking = Lock()
        self._held: Readiness | None = None
        self._seen_at = self._compared_at = 0.0

    def readiness(self, *, at: datetime, keep_seconds: float) -> Readiness:
        """Return readiness, at most `keep_seconds` old unless somebody is looking just now."""
        if self._held is not None and self._clock() - self._seen_at < keep_seconds:
            return self._held
        if not self._looking.acquire(blocking=self._held is None):
            assert self._held is not None
            return self._held
        try:
            if self._held is None or self._clock() - self._seen_at >= keep_seconds:
                self._held = self._look(at=at)
                self._seen_at = self._clock()
            return self._held
        finally:
            self._looking.release()

    def _look(self, *, at: datetime) -> Readiness:
        checks = take_all(at=at, names=tuple(name for name in PARTS if name != SELDOM))
        checks[SELDOM] = self._comparison(checks["database"], at=at)
        self._log.note(checks)
        return Readiness(checks={name: checks[name] for name in PARTS})

    def _comparison(self, database: Check, *, at: datetime) -> Check:
        if not database.ok:
            return UNANSWERED
        held = self._held.checks[SELDOM] if self._held else None
        is_due = self._clock() - self._compared_at >= COMPARE_EVERY_SECONDS
        if held is not None and held.ok and not is_due:
            return held
        self._compared_at = self._clock()
        return take(SELDOM, at=at)


LOG = ProblemLog()
KEEPER = Keeper(log=LOG)
