"""The one writer of steps: guard, compare-and-swap, event row and change signal in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from django.contrib.auth.models import User
from django.db.models import Model, Q

from enterprises.shared.bulk import update_rows
from enterprises.shared.clock import day_of
from enterprises.shared.rules.characters import UnifiedText, unified_text
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.typed_texts.services import keep_typed_of, unified_columns
from enterprises.shared.workflow.lifecycle import Confirmation, Lifecycle, Mark, S, Transition
from enterprises.shared.workflow.refusals import AlreadyConfirmed, ReasonMissing, StateChanged
from enterprises.shared.workflow.second_person import require_second_person

RowT = TypeVar("RowT", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One line of a history; `before` and `after` are states, equal where the row stayed."""

    verb: str
    by: User | None
    at: datetime
    reason: str
    before: str
    after: str

    @property
    def columns(self) -> dict[str, Any]:
        """Return the columns that an event row of every history has."""
        return {
            "at": self.at,
            "actor": self.by,
            "verb": self.verb,
            "before": self.before,
            "after": self.after,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow(Generic[RowT, S]):
    """Everything that a step of one model needs; its texts are unified, and kept as typed where that changed them.

    `write` adds an entry to the history, which keeps `longest_reason` characters; `write_all` adds many at once.
    `announce` sends the change signal; `related` are the relations that permissions and rules read. The state is the
    column `state`; a model that derives it overrides `state_of`, `in_state` and `state_columns`.
    """

    model: type[RowT]
    lifecycle: Lifecycle[S]
    write: Callable[[RowT, HistoryEntry], object]
    announce: Callable[[RowT], object]
    related: tuple[str, ...] = ()
    longest_reason: int = 500
    write_all: Callable[[Sequence[tuple[RowT, HistoryEntry]]], object] | None = None

    def state_of(self, row: RowT) -> S:
        """Return the state of a row as it was read."""
        stored = getattr(row, "state")  # noqa: B009 - a Model declares no `state`
        return next(state for state in self.lifecycle.labels if state == stored)

    def in_state(self, state: S) -> Q:
        """Return the condition that a stored row is in that state."""
        return Q(state=state.value)

    def state_columns(self, state: S) -> dict[str, Any]:
        """Return the columns of a row in that state."""
        return {"state": state}

    def locked(self, row: RowT) -> RowT:
        """Read a row again inside the transaction, locked, with what permissions and rules read."""
        rows = self.model._default_manager.select_for_update(of=("self",)).select_related(*self.related)
        return rows.get(pk=row.pk)

    def require_reason(self, reason: str, *, sentence: str = "请填写理由。") -> str:
        """Return the reason in unified characters and without outer blanks; `sentence` requests it.

        :raises ReasonMissing: it is empty or too long to be kept whole.
        """
        reason = unified_text(reason)
        if not reason.strip():
            raise ReasonMissing(sentence)
        if len(reason) > self.longest_reason:
            raise ReasonMissing("理由过长，最多{most}字。", most=self.longest_reason)
        return reason.strip()

    def kept_reason(self, reason: str) -> str:
        """Return a reason that nobody has to give, without outer blanks, and no longer than the history keeps."""
        reason = unified_text(reason).strip()
        return reason if len(reason) <= self.longest_reason else reason[: self.longest_reason]

    def require_transition(self, row: RowT, *, verb: str) -> Transition[S]:
        """Return the transition of that verb from the state of a row.

        :raises StateChanged: the lifecycle does not have it.
        """
        transition, before = self.lifecycle.transition(verb), self.state_of(row)
        if before not in transition.before:
            if transition.late:
                raise StateChanged(transition.late)
            label, words = self.lifecycle.labels[before], "{subject}当前状态为“{label}”，不能执行此操作，请刷新页面。"
            raise StateChanged(words, subject=self.lifecycle.subject, label=label)
        return transition

    def move(
        self,
        row: RowT,
        *,
        verb: str,
        by: User | None,
        at: datetime,
        reason: str = "",
        quiet: bool = False,
        only: Q = Q(),  # noqa: B008 - nothing changes it
        **columns: Any,
    ) -> None:
        """Take a row to another state by compare-and-swap, write the event and send the signal.

        Call inside a transaction. `row` is brought up to date. `quiet`: the caller sends one signal for several rows.
        `only` is what must hold of the stored row beside its state.

        :raises StateChanged: the lifecycle does not have the step, or the row is no longer in the state read.
        """
        transition, before = self.require_transition(row, verb=verb), self.state_of(row)
        columns = {**unified_columns(columns), **self.state_columns(transition.after)}
        if not self.model._default_manager.filter(self.in_state(before), only, pk=row.pk).update(**columns):
            raise self._overtaken(transition)
        _set(row, columns)
        entry = HistoryEntry(
            verb=verb, by=by, at=at, reason=unified_text(reason), before=before, after=transition.after
        )
        self._write(row, entry, columns=columns)
        if transition.is_announced and not quiet:
            self.announce(row)

    def move_all(
        self,
        rows: Sequence[RowT],
        *,
        verb: str,
        by: User,
        at: datetime,
        reasons: Mapping[int, str] = MappingProxyType({}),
        own: Mapping[int, Mapping[str, Any]] = MappingProxyType({}),
        **columns: Any,
    ) -> None:
        """Take rows that the caller has locked to another state as `move` does; the caller sends the signal.

        `reasons` and `own` go by id: the columns of each row, of the same names, beside the shared ones. Columns go by
        the names of attributes. No person typed them or the reasons. The rows are brought up to date.

        :raises StateChanged: the lifecycle does not have the step, or a row is no longer in the state read.
        """
        by_state: dict[S, list[RowT]] = defaultdict(list)
        for row in rows:
            by_state[self.state_of(row)].append(row)
        for some in by_state.values():
            self.require_transition(some[0], verb=verb)
        transition, entries = self.lifecycle.transition(verb), []
        shared = {**columns, **self.state_columns(transition.after)}
        for before, some in by_state.items():
            if self._swap_all(some, before=before, own=own, shared=shared) != len(some):
                raise self._overtaken(transition)
            entry = HistoryEntry(verb=verb, by=by, at=at, reason="", before=before, after=transition.after)
            for row in some:
                _set(row, {**shared, **own.get(row.pk, {})})
                why = reasons.get(row.pk)
                entries.append((row, replace(entry, reason=why) if why else entry))
        if entries:
            self._write_all(entries)

    def note(self, row: RowT, *, verb: str, by: User | None, at: datetime, reason: str = "") -> None:
        """Add an event to the history of a row that stays where it is."""
        state = self.state_of(row)
        self._write(row, HistoryEntry(verb=verb, by=by, at=at, reason=unified_text(reason), before=state, after=state))

    def confirm(self, row: RowT, *, confirmation: Confirmation[S], by: User, at: datetime, **columns: Any) -> None:
        """Have a second person confirm a step; `columns` are written with his name.

        :raises StateChanged: the step was not taken.
        :raises FourEyes: `by` took it.
        :raises AlreadyConfirmed: confirmed before.
        """
        self._require_second(row, confirmation, by=by, words="{act}须由另一人确认。")
        columns = {**columns, confirmation.second: by}
        waiting = self.model._default_manager.filter(Q((f"{confirmation.second}__isnull", True)), pk=row.pk)
        if not waiting.update(**columns):
            raise AlreadyConfirmed("{act}已经确认过。", act=confirmation.act)
        _set(row, columns)
        self.note(row, verb=confirmation.verb, by=by, at=at)

    def require_unconfirmed(self, row: RowT, *, confirmation: Confirmation[S], by: User) -> None:
        """Insist that a person may refuse a step instead of confirming it.

        :raises StateChanged: the step was not taken.
        :raises FourEyes: `by` took it.
        :raises AlreadyConfirmed: it was confirmed.
        """
        self._require_second(row, confirmation, by=by, words="{act}须由另一人确认或者不予确认。")
        if getattr(row, f"{confirmation.second}_id") is not None:
            raise AlreadyConfirmed(confirmation.late)

    def mark(self, row: RowT, *, mark: Mark[S], reason: str, by: User | None, at: datetime, **columns: Any) -> None:
        """Put a mark on a row; it stays in its state. `by` None: the portal itself; `columns` are written with it.

        :raises ReasonMissing: no reason given.
        :raises StateChanged: the row is in no state that bears the mark, or bears it already.
        """
        people = _columns({mark.put_by: by, mark.taken_by: None})
        columns |= {mark.column: at, **people}
        self._set_mark(row, mark, columns, verb=mark.put, reason=reason, by=by, at=at)

    def unmark(self, row: RowT, *, mark: Mark[S], reason: str, by: User | None, at: datetime, **columns: Any) -> None:
        """Take a mark off a row. `by` None: the portal itself; `columns` are written with it.

        :raises ReasonMissing: no outcome given.
        :raises StateChanged: the row does not bear it.
        """
        people = _columns({mark.put_by: None, mark.taken_by: by})
        columns |= {mark.column: None, **people}
        self._set_mark(row, mark, columns, verb=mark.taken, reason=reason, by=by, at=at)

    def _require_second(self, row: RowT, confirmation: Confirmation[S], *, by: User, words: str) -> None:
        """Insist that the step was taken, by another person than `by`; `words` with a place for `act` refuse it."""
        stands = not confirmation.since or getattr(row, confirmation.since) is not None
        if self.state_of(row) not in confirmation.states or not stands:
            raise StateChanged("{subject}没有{act}，无需确认。", subject=self.lifecycle.subject, act=confirmation.act)
        first_id = getattr(row, f"{confirmation.first}_id")
        require_second_person(by, first_id=first_id, sentence=sentence(words, act=confirmation.act))

    def _set_mark(
        self,
        row: RowT,
        mark: Mark[S],
        columns: dict[str, Any],
        *,
        verb: str,
        reason: str,
        by: User | None,
        at: datetime,
    ) -> None:
        why = self.require_reason(reason, sentence=sentence("请写明{label}情况或处理结果。", label=mark.label))
        condition = Q((f"{mark.column}__isnull", columns[mark.column] is not None))
        state = self.state_of(row)
        rows = self.model._default_manager.filter(self.in_state(state), condition, pk=row.pk)
        if state not in mark.states or not rows.update(**columns):
            raise StateChanged(
                "{subject}不在{where}中，或{label}标记已经是这个状态。",
                subject=self.lifecycle.subject,
                where=mark.where,
                label=mark.label,
            )
        _set(row, columns)
        self.note(row, verb=verb, by=by, at=at, reason=why)
        if mark.is_announced:
            self.announce(row)

    def _swap_all(
        self, rows: Sequence[RowT], *, before: S, own: Mapping[int, Mapping[str, Any]], shared: Mapping[str, Any]
    ) -> int:
        """Set columns of rows that are still in that state; return how many were."""
        if not own:
            stored = self.model._default_manager.filter(self.in_state(before), pk__in=[row.pk for row in rows])
            return stored.update(**shared)
        names, values = (*own[rows[0].pk], *shared), tuple(shared.values())
        changes = {row.pk: (*own[row.pk].values(), *values) for row in rows}
        return update_rows(self.model, names, changes, only=self.state_columns(before))

    def _overtaken(self, transition: Transition[S]) -> StateChanged:
        """Return the refusal of a step whose row somebody else has moved."""
        if transition.late:
            return StateChanged(transition.late)
        return StateChanged("{subject}刚刚被他人处理过，请刷新页面后再试。", subject=self.lifecycle.subject)

    def _write_all(self, entries: Sequence[tuple[RowT, HistoryEntry]]) -> None:
        if self.write_all is not None:
            self.write_all(entries)
            return
        for row, entry in entries:
            self.write(row, entry)

    def _write(self, row: RowT, entry: HistoryEntry, *, columns: Mapping[str, object] = MappingProxyType({})) -> None:
        """Add an entry to the history, and keep as typed what its texts and the columns set with it were."""
        self.write(row, entry)
        keep_typed_of(row, {**columns, "reason": entry.reason}, on=day_of(entry.at))


def _columns(columns: dict[str, Any]) -> dict[str, Any]:
    """Leave out the columns that the model does not keep."""
    return {name: value for name, value in columns.items() if name}


def _set(row: Model, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(row, name, str(value) if isinstance(value, UnifiedText) else value)
