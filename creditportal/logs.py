"""The log during an outage: one line a minute with a count, where each request would leave a traceback."""

import logging
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import TextIO

from enterprises.shared.outages import outage_of

EVERY_SECONDS = 60.0
LONGEST_REASON = 200
# Answers that a server gives in great number at times; the access log has each of them.
_IN_NUMBERS = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
# The client of the search engine warns of each attempt that failed.
_CHATTY = ("elastic_transport",)

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Group:
    """Lines of one kind: when the last was let through, and how many have been left out since."""

    logged_at: float
    left_out: int = 0


class OutageHandler(logging.StreamHandler[TextIO]):
    """Writes the first line of an outage at once, then one a minute that counts the others.

    An error that is no outage is written with its traceback. Groups are outages, answers 429 and 503,
    warnings of the search engine's client, and what is logged with `extra={"group": NAME}`. A count that
    is left when an outage ends is written with the next line of any kind. Threads may share it; other
    handlers get the records as they are.
    """

    def __init__(self, stream: TextIO | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(stream)
        self._clock = clock
        self._counts = Lock()
        self._groups: dict[str, _Group] = {}

    def handle(self, record: logging.LogRecord) -> bool:
        """Write the record, one of a group as one line, or count it."""
        key = _key_of(record)
        self._settle(without=key)
        if key is None:
            return super().handle(record)
        left_out = self._take(key)
        return left_out is not None and super().handle(_shortened(record, key=key, left_out=left_out))

    def forget(self) -> None:
        """Drop all counts without writing them: the next line of each group is written at once."""
        with self._counts:
            self._groups.clear()

    def _take(self, key: str) -> int | None:
        """Return how many lines of the group were left out since its last one, None if this one is left out too."""
        now = self._clock()
        with self._counts:
            group = self._groups.get(key)
            if group is not None and now - group.logged_at < EVERY_SECONDS:
                group.left_out += 1
                return None
            self._groups[key] = _Group(logged_at=now)
            return group.left_out if group else 0

    def _settle(self, *, without: str | None) -> None:
        """Write the counts of groups that have been silent since."""
        now = self._clock()
        with self._counts:
            silent = [key for key, group in self._groups.items() if now - group.logged_at >= EVERY_SECONDS]
            counts = {key: self._groups.pop(key).left_out for key in silent if key != without}
        for key, count in counts.items():
            if count:
                logger.warning("%s: %d more until it ended", key, count)


def _key_of(record: logging.LogRecord) -> str | None:
    outage = outage_of(_error_of(record))
    if outage is not None:
        return outage.name
    status = getattr(record, "status_code", None)
    if record.name == "django.request" and status in _IN_NUMBERS and _error_of(record) is None:
        return f"answers {status}"
    if isinstance(group := getattr(record, "group", None), str):
        return group
    return next((name for name in _CHATTY if record.name.partition(".")[0] == name), None)


def _error_of(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


def _shortened(record: logging.LogRecord, *, key: str, left_out: int) -> logging.LogRecord:
    """Return a record in one line without a traceback: what is wrong, where, by what error, and the count."""
    text = record.getMessage().partition("\n")[0]
    reason = _reason(_error_of(record))
    count = f"; {left_out} more since the last such line" if left_out else ""
    short = copy(record)
    short.msg, short.args = "%s: %s%s%s", (key, text, reason, count)
    short.exc_info = short.exc_text = short.stack_info = None
    return short


def _reason(error: BaseException | None) -> str:
    """Return the error's own words, the first line; what follows could hold values."""
    if error is None:
        return ""
    return f" ({type(error).__name__}: {str(error).partition(chr(10))[0][:LONGEST_REASON]})"
