"""Undoing a mistaken withdrawal or exit: the second person refuses it, or two people take it back.

docs/rules/lifecycle.md has the rules.
"""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_member
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import TAKEBACK, WITHDRAWAL, State
from enterprises.records.rules.publication.decision import KEY_TAKEN
from enterprises.records.services.drafting import KeyTaken
from enterprises.records.services.exits import exit_day, reopen_exit, require_takeback_day
from enterprises.records.services.penalty_links import follow_penalties
from enterprises.records.services.versions import published_heirs_of
from enterprises.records.services.workflow import RECORDS
from enterprises.shared.clock import day_of
from enterprises.shared.workflow.refusals import StateChanged
from enterprises.shared.workflow.reserved import AFTER_TAKING_OFF, require_unreserved
from enterprises.shared.workflow.second_person import require_second_person

_NOT_WITHDRAWN: dict[str, Any] = {
    "withdrawn_at": None,
    "withdrawn_reason": "",
    "withdrawn_by": None,
    "withdrawal_confirmed_by": None,
    "takeback_asked_at": None,
}


@transaction.atomic
def refuse_withdrawal(*, record: Record, reason: str, by: User, at: datetime, is_of_case: bool = False) -> Record:
    """Have the second person refuse a withdrawal: the record is public again as if it had not been withdrawn.

    `is_of_case`: a case about the record takes the step, which nobody else may while it waits.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StepReserved: a case about the record takes the step.
    :raises StateChanged: the record is not withdrawn.
    :raises AlreadyConfirmed: the withdrawal was confirmed; two people take it back.
    :raises FourEyes: `by` is the one who withdrew it.
    :raises ReasonMissing: no reason given.
    :raises KeyTaken: the same record was published anew meanwhile.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    require_unreserved(record, *AFTER_TAKING_OFF, enterprise_id=record.enterprise_id, by_matter=is_of_case)
    RECORDS.require_transition(record, verb="refuse-withdrawal")
    RECORDS.require_unconfirmed(record, confirmation=WITHDRAWAL, by=by)
    RECORDS.require_reason(reason)
    _require_free_key(record)
    RECORDS.move(
        record, verb="refuse-withdrawal", by=by, at=at, reason=reason, **{**_NOT_WITHDRAWN, "takeback_asked_by": None}
    )
    follow_penalties([record], by=by, at=at, reopens=True)
    return record


@transaction.atomic
def ask_takeback(
    *,
    record: Record,
    reason: str,
    by: User,
    at: datetime,
    is_by_deceit: bool = False,
    is_of_case: bool = False,
    is_earlier: bool = False,
) -> Record:
    """Request to undo a withdrawal or an exit; nothing changes until another person does it.

    `is_by_deceit`: it was got by false papers, which no time limit protects. `is_of_case` as in `refuse_withdrawal`.
    `is_earlier`: the case keeps that `by` requested it while he was of the agency; he may have left since.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StepReserved: a case about the record takes the step.
    :raises StateChanged: there is nothing to undo, or it was requested already.
    :raises TakebackTooLate: more than thirty days have passed.
    :raises ReasonMissing: no reason given.
    """
    record = RECORDS.locked(record)
    if not is_earlier:
        require_member(by, agency=record.agency)
    require_unreserved(record, *AFTER_TAKING_OFF, enterprise_id=record.enterprise_id, by_matter=is_of_case)
    _require_time(record, on=day_of(at), is_limited=not is_by_deceit)
    # Of an earlier one the second person goes: the two people of a new one differ anew.
    RECORDS.mark(record, mark=TAKEBACK, reason=reason, by=by, at=at, taken_back_by=None)
    return record


@transaction.atomic
def turn_down_takeback(*, record: Record, reason: str, by: User, at: datetime, is_of_case: bool = False) -> Record:
    """Leave a withdrawal or exit as it is, though somebody requested to undo it.

    `is_of_case` as in `refuse_withdrawal`.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StepReserved: a case about the record takes the step.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: nobody requested it.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    require_unreserved(record, *AFTER_TAKING_OFF, enterprise_id=record.enterprise_id, by_matter=is_of_case)
    RECORDS.unmark(record, mark=TAKEBACK, reason=reason, by=by, at=at)
    return record


@transaction.atomic
def take_back(
    *, record: Record, by: User, at: datetime, is_by_deceit: bool = False, is_of_case: bool = False
) -> Record:
    """Undo a withdrawal or exit as a second person; number, first public day and end stay what they were.

    `is_by_deceit` and `is_of_case` as in `ask_takeback`.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StepReserved: a case about the record takes the step.
    :raises StateChanged: nobody requested it.
    :raises FourEyes: `by` requested it.
    :raises TakebackTooLate: more than thirty days have passed.
    :raises KeyTaken: the same record was published anew meanwhile.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    require_unreserved(record, *AFTER_TAKING_OFF, enterprise_id=record.enterprise_id, by_matter=is_of_case)
    if record.takeback_asked_at is None:
        raise StateChanged("没有待确认的恢复申请，请刷新页面。")
    require_second_person(by, first_id=record.takeback_asked_by_id, sentence="恢复公示须由另一人确认。")
    _require_time(record, on=day_of(at), is_limited=not is_by_deceit)
    if record.state == State.WITHDRAWN:
        _require_free_key(record)
        RECORDS.move(record, verb="take-back", by=by, at=at, **{**_NOT_WITHDRAWN, "taken_back_by": by})
        follow_penalties([record], by=by, at=at, reopens=True)
    else:
        reopen_exit(record, verb="reopen-listing", by=by, at=at, taken_back_by=by)
    return record


def acted_on(record: Record) -> date | None:
    """Return the day of the withdrawal or exit that may be undone, None where there is none."""
    if record.state == State.WITHDRAWN and record.withdrawn_at is not None:
        return day_of(record.withdrawn_at)
    return exit_day(record)


def _require_time(record: Record, *, on: date, is_limited: bool) -> None:
    day = acted_on(record)
    if day is None or is_limited:
        require_takeback_day(acted_on=day, on=on)


def _require_free_key(record: Record) -> None:
    """Insist that neither the key nor a correction of the record is published.

    :raises KeyTaken: one is.
    """
    same = Record.objects.filter(kind=record.kind, natural_key=record.natural_key, state=State.PUBLISHED)
    if same.exclude(pk=record.pk).exists() or published_heirs_of([record]):
        raise KeyTaken(KEY_TAKEN)
