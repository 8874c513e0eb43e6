"""The one writer of a record's history, and its compare-and-swap."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import connection

from enterprises.records.models import Record, RecordEvent
from enterprises.records.rules.lifecycle import STATE_LABELS, State, allows
from enterprises.shared.bulk import insert_rows
from enterprises.shared.refusals import Refused

LONGEST_REASON = RecordEvent._meta.get_field("reason").max_length or 0


class ReasonMissing(Refused):
    """The step needs a reason that fits into the history."""


class StateChanged(Refused):
    """Somebody else moved the record first, or the step does not exist from its state."""


def require_reason(reason: str, *, sentence: str = "请填写理由。") -> None:
    """Insist on a reason; `sentence` names what it should hold.

    :raises ReasonMissing: it is empty or too long to be kept whole.
    """
    if not reason.strip():
        raise ReasonMissing(sentence)
    if len(reason) > LONGEST_REASON:
        raise ReasonMissing(f"理由过长，最多{LONGEST_REASON}字。")


def require_transition(record: Record, *, after: State) -> State:
    """Return the state of a record that may go to `after` from there.

    :raises StateChanged: the lifecycle does not allow it.
    """
    before = State(record.state)
    if not allows(before=before, after=after):
        raise StateChanged(f"记录当前状态为“{STATE_LABELS[before]}”，不能执行此操作，请刷新页面。")
    return before


def move(
    record: Record, *, after: State, verb: str, by: User | None, at: datetime, reason: str = "", **columns: Any
) -> None:
    """Take a record to another state by compare-and-swap and write the event.

    Call inside a transaction. `record` is brought up to date.

    :raises StateChanged: the lifecycle does not allow it, or the row is no longer in the state read.
    """
    before = require_transition(record, after=after)
    swapped = Record.objects.filter(pk=record.pk, state=before).update(state=after, **columns)
    if not swapped:
        raise StateChanged("记录刚刚被他人处理过，请刷新页面后再试。")
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


class EventRow(NamedTuple):
    """One row of the history for the bulk writer; states and verb as stored."""

    record_id: int
    at: datetime
    actor_id: int | None
    verb: str
    before: str
    after: str
    reason: str = ""


def write_events(rows: Iterable[EventRow]) -> None:
    """Add many rows to the history at once; ten times as quick as through instances of the model."""
    adapt = connection.ops.adapt_datetimefield_value
    insert_rows(RecordEvent, EventRow._fields, [(row[0], adapt(row.at), *row[2:]) for row in rows])
