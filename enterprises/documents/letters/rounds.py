"""One round of the periodic jobs that issue letters: the oldest first, some at a time, a failing one out of the way."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any, Protocol

from django.db import connection
from django.db.models import QuerySet

from enterprises.documents.identity import require_valid_certificate, signing_identity
from enterprises.documents.letters.models import Letter
from enterprises.shared.heartbeats.services import beat, beats_of, forget_beats, last_beat
from enterprises.shared.outages import outage_of

# A letter takes about a second: the other jobs of the worker wait meanwhile.
MOST_A_ROUND = 20
RETRY_AFTER = timedelta(hours=1)
_PAGE = 100
# A letter is laid out inside its transaction. SQLite has one writer, and one that waits looks ten times a second.
# A round without a pause would keep everybody else from writing until it ends.
_PAUSE_S = 0.25
FAILED = "自动出具失败，一小时后重试；多次失败的，请联系系统管理员。"

logger = logging.getLogger(__name__)


class _Issue(Protocol):
    def __call__(self, pk: int, *, at: datetime) -> Letter | None: ...


class _Outcome(Enum):
    ISSUED = auto()
    LEFT = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterQueue:
    """The letters of one job that are to come.

    `waiting` returns the rows that want one, by rising id. `issue` takes one of them, in a transaction of its own,
    and returns None where it issued no letter. `name` has 10 characters at most.
    """

    name: str
    waiting: Callable[[], QuerySet[Any]]
    issue: _Issue


def let_others_write() -> None:
    """Leave the database to other writers for a moment, where it has one writer at a time."""
    if connection.vendor == "sqlite":
        time.sleep(_PAUSE_S)


def issue_round(queue: LetterQueue, *, at: datetime, between: Callable[[], None] = let_others_write) -> int:
    """Issue letters that wait, the oldest first; return how many. `MOST_A_ROUND` are laid out at most.

    One that fails is logged, marked, and tried again `RETRY_AFTER` later: it never stops the ones behind it.
    `between` is called after each that was laid out, outside a transaction.

    :raises CertificateNotValid: nothing can be signed.
    """
    failed_at = _failures(queue)
    if failed_at:
        still = queue.waiting().filter(pk__in=failed_at).values_list("pk", flat=True)
        forget_beats(_mark(queue, pk) for pk in failed_at.keys() - set(still))
    outcomes = Counter[_Outcome]()
    for pk in _waiting(queue):
        if pk in failed_at and at < failed_at[pk] + RETRY_AFTER:
            continue
        if not outcomes:
            require_valid_certificate(signing_identity(), at=at)
        outcome = _try(queue, pk, at=at)
        outcomes[outcome] += 1
        if outcome is not _Outcome.LEFT:
            between()
        if outcomes[_Outcome.ISSUED] + outcomes[_Outcome.FAILED] == MOST_A_ROUND:
            break
    return outcomes[_Outcome.ISSUED]


def failure_of(queue: LetterQueue, pk: int) -> str:
    """Return the sentence why the letter of a row did not come when it was tried last, "" if it did not fail."""
    return FAILED if last_beat(name=_mark(queue, pk)) is not None else ""


def _waiting(queue: LetterQueue) -> Iterator[int]:
    """Yield the ids of the rows that wait, read in pages, as rows leave the queue meanwhile."""
    last = 0
    while page := list(queue.waiting().filter(pk__gt=last).values_list("pk", flat=True)[:_PAGE]):
        yield from page
        last = page[-1]


def _try(queue: LetterQueue, pk: int, *, at: datetime) -> _Outcome:
    """Issue one letter. An outage is raised: it would fail the next letter too."""
    try:
        letter = queue.issue(pk, at=at)
    except Exception as error:
        if outage_of(error) is not None:
            raise
        logger.exception("A letter cannot be issued: %s=%s", queue.name, pk)
        beat(name=_mark(queue, pk), at=at)
        return _Outcome.FAILED
    return _Outcome.LEFT if letter is None else _Outcome.ISSUED


def _mark(queue: LetterQueue, pk: int | str) -> str:
    return f"no letter {queue.name} {pk}"


def _failures(queue: LetterQueue) -> dict[int, datetime]:
    """Return when each failing letter of a queue was tried last, by its row."""
    prefix = _mark(queue, "")
    return {int(name.removeprefix(prefix)): at for name, at in beats_of(prefix).items()}
