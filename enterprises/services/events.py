"""The one writer of a record's history, and its compare-and-swap."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from enterprises.models import Record, RecordEvent
from enterprises.rules.lifecycle import STATE_LABELS, State, allows
from enterprises.services.refusals import Refused


class StateChanged(Refused):
    """Somebody else moved the record first, or the step does not exist from its state."""


def move(
    record: Record, *, after: State, verb: str, by: User | None, at: datetime, reason: str = "", **columns: Any
) -> None:
    """Take a record to another state by compare-and-swap and write the event.

    Call inside a transaction. `record` is brought up to date.

    :raises StateChanged: the lifecycle does not allow it, or the row is no longer in the state read.
    """
    before = State(record.state)
    if not allows(before=before, after=after):
        raise StateChanged(f"记录当前状态为“{STATE_LABELS[before]}”,不能执行此操作,请刷新页面。")
    swapped = Record.objects.filter(pk=record.pk, state=before).update(state=after, **columns)
    if not swapped:
        raise StateChanged("记录刚刚被他人处理过,请刷新页面后再试。")
    for name, value in columns.items():
        setattr(record, name, value)
    record.state = after
    write_event(record, verb=verb, by=by, at=at, reason=reason, before=before, after=after)


def write_event(
    record: Record,
    *,
    verb: str,
    by: User | None,
    at: datetime,
    reason: str = "",
    before: State | None = None,
    after: State | None = None,
) -> None:
    """Add one row to the history; without states the record stayed where it was."""
    state = State(record.state)
    RecordEvent.objects.create(
        record=record, at=at, actor=by, verb=verb, reason=reason, before=before or state, after=after or state
    )
