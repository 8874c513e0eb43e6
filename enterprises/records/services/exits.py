"""The exit of an abnormal-operation listing after it was written: confirmed or refused by a second person.

docs/rules/lifecycle.md has the rules.
"""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from enterprises.agencies.permissions import require_member
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.types import EXIT_ROLES
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import EXIT, State
from enterprises.records.rules.publication import Refusal
from enterprises.records.rules.takebacks import TAKEBACK_DAYS, takeback_refusal
from enterprises.records.services.publication import preview_period
from enterprises.records.services.workflow import RECORDS
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.refusals import StateChanged

_WRITING = ("exit_written_by", "exit_written_at", "exit_confirmed_by")


class TakebackTooLate(Refused):
    """What was done lies too far back to be undone."""


@transaction.atomic
def confirm_exit(*, record: Record, by: User, at: datetime) -> Record:
    """Have a second person confirm an exit that already holds.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StateChanged: the record has no exit that somebody wrote here.
    :raises FourEyes: `by` wrote the exit.
    :raises AlreadyConfirmed: confirmed before.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    RECORDS.confirm(record, confirmation=EXIT, by=by, at=at)
    return record


@transaction.atomic
def refuse_exit(*, record: Record, reason: str, by: User, at: datetime) -> Record:
    """Have the second person refuse an exit: the record is public again, its number and first public day kept.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StateChanged: the record has no exit that somebody wrote here.
    :raises FourEyes: `by` wrote the exit.
    :raises AlreadyConfirmed: the exit was confirmed; two people take it back.
    :raises TakebackTooLate: more than thirty days have passed.
    :raises ReasonMissing: no reason given.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    RECORDS.require_unconfirmed(record, confirmation=EXIT, by=by)
    require_takeback_day(acted_on=exit_day(record), on=day_of(at))
    why = RECORDS.require_reason(reason)
    record.takeback_asked_by = None
    reopen_exit(record, verb="refuse-exit", by=by, at=at, reason=why)
    return record


def exit_day(record: Record) -> date | None:
    """Return the day on which the exit of a published record was written; None without one or if a sheet brought it."""
    if record.state != State.PUBLISHED or record.exit_written_at is None:
        return None
    return day_of(record.exit_written_at)


def waits_for_confirmation(record: Record) -> bool:
    """Return whether an exit was written that no second person has confirmed."""
    return exit_day(record) is not None and record.exit_confirmed_by_id is None


def exits_to_confirm(*, by: User, on: date) -> Q:
    """Return the condition of a record whose exit another person than `by` wrote and that can still be refused."""
    written = Q(state=State.PUBLISHED, exit_written_at__isnull=False, exit_confirmed_by__isnull=True)
    # The exit ends publication on the day on which it is written.
    recent = Q(unheld_until__gte=on - timedelta(days=TAKEBACK_DAYS), unheld_until__lte=on)
    return written & recent & ~Q(exit_written_by=by)


def require_takeback_day(*, acted_on: date | None, on: date) -> None:
    """Refuse to undo what was done on `acted_on` once the time for it is over; None is nothing done.

    :raises StateChanged: nothing was done.
    :raises TakebackTooLate: more than thirty days have passed.
    """
    if acted_on is None:
        raise StateChanged("记录没有撤下或移出，无须恢复。")
    refusal = takeback_refusal(acted_on=acted_on, on=on)
    if refusal:
        raise TakebackTooLate(refusal)


def reopen_exit(
    record: Record, *, verb: str, by: User, at: datetime, reason: str = "", taken_back_by: User | None = None
) -> None:
    """Take the exit off an abnormal-operation listing; it is public as before.

    :raises StateChanged: the rules give it no public days.
    """
    kind = kind_of(record.kind)
    exit_codes = {kind.role(role).code for role in EXIT_ROLES}
    record.details = {code: value for code, value in record.details.items() if code not in exit_codes}
    period = preview_period(record, on=record.public_from or day_of(at))
    if isinstance(period, Refusal):
        raise StateChanged(period.reason)
    record.public_until = record.unheld_until = period.public_until
    record.takeback_asked_at, record.taken_back_by = None, taken_back_by
    for column in _WRITING:
        setattr(record, column, None)
    columns = ("details", "public_until", "unheld_until", "takeback_asked_at", "takeback_asked_by", "taken_back_by")
    record.save(update_fields=[*columns, *_WRITING])
    RECORDS.note(record, verb=verb, by=by, at=at, reason=reason)
    RECORDS.announce(record)
