"""The exit of an abnormal-operation listing after it was written: confirmed or refused by a second person.

Who wrote and who confirmed it is in the history of the record alone (docs/rules/lifecycle.md). `Workflow.confirm` needs
a column for each of the two, so what it does is done here from the history, under the lock of the record.
"""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from enterprises.agencies.models import Agency
from enterprises.agencies.permissions import require_member
from enterprises.catalogue.registry import KINDS, kind_of
from enterprises.catalogue.types import EXIT_ROLES, Role
from enterprises.records.models import Record, RecordEvent
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.publication import Refusal
from enterprises.records.rules.takebacks import TAKEBACK_DAYS, takeback_refusal
from enterprises.records.services.publication import preview_period
from enterprises.records.services.workflow import RECORDS
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.refusals import AlreadyConfirmed, StateChanged
from enterprises.shared.workflow.second_person import require_second_person

WRITTEN, CONFIRMED, REFUSED, TAKEN_BACK = "close-listing", "confirm-exit", "refuse-exit", "reopen-listing"
_VERBS = (WRITTEN, CONFIRMED, REFUSED, TAKEN_BACK)


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
    _require_second(record, by=by, sentence="移出须由另一人确认。")
    RECORDS.note(record, verb=CONFIRMED, by=by, at=at)
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
    written = _require_second(record, by=by, sentence="移出须由另一人确认或者不予确认。")
    require_takeback_day(acted_on=day_of(written.at), on=day_of(at))
    why = RECORDS.require_reason(reason)
    record.takeback_asked_by = None
    reopen_exit(record, verb=REFUSED, by=by, at=at, reason=why)
    return record


def exit_written(record: Record) -> RecordEvent | None:
    """Return the step that wrote the exit of a published record, None without an exit or where a sheet brought it."""
    kind = kind_of(record.kind)
    if record.state != State.PUBLISHED or not kind.has_exit or kind.value(record.details, Role.EXIT_DAY) is None:
        return None
    return record.events.filter(verb=WRITTEN).order_by("pk").last()


def exit_to_confirm(record: Record) -> RecordEvent | None:
    """Return the step that wrote the exit while no second person has confirmed it."""
    written = exit_written(record)
    if written is None or record.events.filter(verb=CONFIRMED, pk__gt=written.pk).exists():
        return None
    return written


def exits_to_confirm(*, agency: Agency, by: User, on: date) -> QuerySet[Record]:
    """Return the records of an agency whose exit another person than `by` wrote and that can still be refused."""
    later = RecordEvent.objects.filter(record=OuterRef("record"), verb__in=_VERBS, pk__gt=OuterRef("pk"))
    written = RecordEvent.objects.filter(record=OuterRef("pk"), verb=WRITTEN).exclude(actor=by)
    waiting = written.filter(~Exists(later))
    recent = Q(unheld_until__gte=on - timedelta(days=TAKEBACK_DAYS), unheld_until__lte=on)
    kinds = [kind.code for kind in KINDS.values() if kind.has_exit]
    rows = Record.objects.filter(recent, agency=agency, state=State.PUBLISHED, kind__in=kinds)
    return rows.filter(Exists(waiting))


def require_takeback_day(*, acted_on: date, on: date) -> None:
    """Refuse to undo what was done on `acted_on` once the time for it is over.

    :raises TakebackTooLate: more than thirty days have passed.
    """
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
    columns = ("details", "public_until", "unheld_until", "takeback_asked_at", "takeback_asked_by", "taken_back_by")
    record.save(update_fields=columns)
    RECORDS.note(record, verb=verb, by=by, at=at, reason=reason)
    RECORDS.announce(record)


def _require_second(record: Record, *, by: User, sentence: str) -> RecordEvent:
    """Return the step that wrote an unconfirmed exit, taken by another person than `by`."""
    written = exit_written(record)
    if written is None:
        raise StateChanged("记录没有待确认的移出，请刷新页面。")
    require_second_person(by, first_id=written.actor_id, sentence=sentence)
    if exit_to_confirm(record) is None:
        raise AlreadyConfirmed("移出已经确认；确属误办的，请申请恢复公示。")
    return written
