"""Undoing a mistaken withdrawal or exit: the second person refuses it, or two people take it back.

docs/rules/lifecycle.md has the rules.
"""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_member
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import EXIT_ROLES, Role
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import TAKEBACK, State
from enterprises.records.rules.publication import Refusal
from enterprises.records.rules.publication.decision import KEY_TAKEN
from enterprises.records.rules.takebacks import takeback_refusal
from enterprises.records.services.drafting import KeyTaken
from enterprises.records.services.publication import preview_period
from enterprises.records.services.workflow import RECORDS
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.refusals import AlreadyConfirmed, StateChanged
from enterprises.shared.workflow.workflow import require_second_person

EXIT_VERB = "close-listing"
_NOT_WITHDRAWN: dict[str, Any] = {
    "withdrawn_at": None,
    "withdrawn_reason": "",
    "withdrawn_by": None,
    "withdrawal_confirmed_by": None,
    "takeback_asked_at": None,
}


class TakebackTooLate(Refused):
    """What was done lies too far back to be undone."""


@transaction.atomic
def refuse_withdrawal(*, record: Record, reason: str, by: User, at: datetime) -> Record:
    """Have the second person refuse a withdrawal: the record is public again as if it had not been withdrawn.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StateChanged: the record is not withdrawn.
    :raises AlreadyConfirmed: the withdrawal was confirmed; two people take it back.
    :raises FourEyes: `by` is the one who withdrew it.
    :raises ReasonMissing: no reason given.
    :raises KeyTaken: the same record was published anew meanwhile.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    RECORDS.require_transition(record, verb="refuse-withdrawal")
    if record.withdrawal_confirmed_by_id is not None:
        raise AlreadyConfirmed("撤下已经确认；确属误撤的，请申请恢复公示。")
    require_second_person(by, first_id=record.withdrawn_by_id, sentence="撤下须由另一人确认或者不予确认。")
    RECORDS.require_reason(reason)
    _require_free_key(record)
    RECORDS.move(
        record, verb="refuse-withdrawal", by=by, at=at, reason=reason, **{**_NOT_WITHDRAWN, "takeback_asked_by": None}
    )
    return record


@transaction.atomic
def ask_takeback(*, record: Record, reason: str, by: User, at: datetime, is_by_deceit: bool = False) -> Record:
    """Request to undo a withdrawal or an exit; nothing changes until another person does it.

    `is_by_deceit`: it was got by false papers, which no time limit protects.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StateChanged: there is nothing to undo, or it was requested already.
    :raises TakebackTooLate: more than thirty days have passed.
    :raises ReasonMissing: no reason given.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    _require_time(record, on=day_of(at), is_limited=not is_by_deceit)
    if record.taken_back_by_id is not None:  # an earlier one; the two people of a new one differ anew
        record.taken_back_by = None
        record.save(update_fields=["taken_back_by"])
    RECORDS.mark(record, mark=TAKEBACK, reason=reason, by=by, at=at)
    return record


@transaction.atomic
def turn_down_takeback(*, record: Record, reason: str, by: User, at: datetime) -> Record:
    """Leave a withdrawal or exit as it is, though somebody requested to undo it.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: nobody requested it.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    RECORDS.unmark(record, mark=TAKEBACK, reason=reason, by=by, at=at)
    return record


@transaction.atomic
def take_back(*, record: Record, by: User, at: datetime, is_by_deceit: bool = False) -> Record:
    """Undo a withdrawal or exit as a second person; number, first public day and end stay what they were.

    `is_by_deceit` as in `ask_takeback`.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StateChanged: nobody requested it.
    :raises FourEyes: `by` requested it.
    :raises TakebackTooLate: more than thirty days have passed.
    :raises KeyTaken: the same record was published anew meanwhile.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    if record.takeback_asked_at is None:
        raise StateChanged("没有待确认的恢复申请，请刷新页面。")
    require_second_person(by, first_id=record.takeback_asked_by_id, sentence="恢复公示须由另一人确认。")
    _require_time(record, on=day_of(at), is_limited=not is_by_deceit)
    if record.state == State.WITHDRAWN:
        _require_free_key(record)
        RECORDS.move(record, verb="take-back", by=by, at=at, **{**_NOT_WITHDRAWN, "taken_back_by": by})
    else:
        _reopen_listing(record, by=by, at=at)
    return record


def acted_on(record: Record) -> date | None:
    """Return the day of the withdrawal or exit that may be undone, None where there is none."""
    if record.state == State.WITHDRAWN and record.withdrawn_at is not None:
        return day_of(record.withdrawn_at)
    kind = kind_of(record.kind)
    if record.state != State.PUBLISHED or not kind.has_exit or kind.value(record.details, Role.EXIT_DAY) is None:
        return None
    last = record.events.filter(verb=EXIT_VERB).order_by("pk").last()
    return day_of(last.at) if last else None


def _require_time(record: Record, *, on: date, is_limited: bool) -> None:
    day = acted_on(record)
    if day is None:
        raise StateChanged("记录没有撤下或移出，无须恢复。")
    refusal = takeback_refusal(acted_on=day, on=on)
    if refusal and is_limited:
        raise TakebackTooLate(refusal)


def _require_free_key(record: Record) -> None:
    same = Record.objects.filter(kind=record.kind, natural_key=record.natural_key, state=State.PUBLISHED)
    if same.exclude(pk=record.pk).exists():
        raise KeyTaken(KEY_TAKEN)


def _reopen_listing(record: Record, *, by: User, at: datetime) -> None:
    """Take the exit off an abnormal-operation listing; it is public as before."""
    kind = kind_of(record.kind)
    exit_codes = {kind.role(role).code for role in EXIT_ROLES}
    record.details = {code: value for code, value in record.details.items() if code not in exit_codes}
    period = preview_period(record, on=record.public_from or day_of(at))
    if isinstance(period, Refusal):
        raise StateChanged(period.reason)
    record.public_until = record.unheld_until = period.public_until
    record.takeback_asked_at, record.taken_back_by = None, by
    record.save(update_fields=["details", "public_until", "unheld_until", "takeback_asked_at", "taken_back_by"])
    RECORDS.note(record, verb="reopen-listing", by=by, at=at)
    RECORDS.announce(record)
