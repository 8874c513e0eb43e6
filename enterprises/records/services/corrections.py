"""What happens to a record after it was published: withdrawal, dispute, exit from a listing."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import FourEyes, require_member, require_recorder
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.storage import split
from enterprises.catalogue.types import EXIT_ROLES, Role
from enterprises.catalogue.validation import clean
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import WITHDRAWAL_LABELS, State, WithdrawalReason
from enterprises.records.services.drafting import InvalidContent, locked
from enterprises.records.services.events import StateChanged, move, require_reason, write_event
from enterprises.records.services.personal_data import (
    CONFIRMED,
    confirmation_of,
    require_confirmed,
    suspicions_of_texts,
)
from enterprises.register.services.credit_files import touch_credit_files
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused


class AlreadyConfirmed(Refused):
    """The withdrawal was confirmed before."""


class NotAListing(Refused):
    """Only an abnormal-operation listing has an exit, and it has one."""


@transaction.atomic
def withdraw_record(*, record: Record, reason: WithdrawalReason, note: str, by: User, at: datetime) -> Record:
    """Take a published record off the portal at once; a second person confirms afterwards.

    Law on administrative penalties art. 48: three days after a decision falls.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises ReasonMissing: no note with the document or facts behind it.
    :raises StateChanged: it is not published.
    """
    record = locked(record)
    require_member(by, agency=record.agency)
    require_reason(note, sentence="请写明撤下依据(文书号或事实)。")
    full_reason = f"{WITHDRAWAL_LABELS[reason]}：{note}"
    require_reason(full_reason)
    move(
        record,
        after=State.WITHDRAWN,
        verb="withdraw",
        by=by,
        at=at,
        reason=full_reason,
        withdrawn_at=at,
        withdrawn_reason=reason,
        withdrawn_by=by,
    )
    touch_credit_files([record.enterprise_id])
    return record


@transaction.atomic
def confirm_withdrawal(*, record: Record, by: User, at: datetime) -> Record:
    """Have a second person of the agency confirm a withdrawal that already holds.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StateChanged: the record is not withdrawn.
    :raises FourEyes: `by` is the one who withdrew it.
    :raises AlreadyConfirmed: confirmed before.
    """
    record = locked(record)
    require_member(by, agency=record.agency)
    if record.state != State.WITHDRAWN:
        raise StateChanged("记录没有撤下，无需确认。")
    if record.withdrawn_by_id == by.pk:
        raise FourEyes("撤下须由另一人确认。")
    confirmed = Record.objects.filter(pk=record.pk, withdrawal_confirmed_by__isnull=True)
    if not confirmed.update(withdrawal_confirmed_by=by):
        raise AlreadyConfirmed("撤下已经确认过。")
    record.withdrawal_confirmed_by = by
    write_event(record, verb="confirm-withdrawal", by=by, at=at)
    return record


@transaction.atomic
def mark_disputed(*, record: Record, reason: str, by: User, at: datetime) -> Record:
    """Mark a published record as disputed, at once when an objection is lodged.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it is not published, or marked already.
    """
    return _mark(record, disputed_at=at, verb="dispute", reason=reason, by=by, at=at)


@transaction.atomic
def unmark_disputed(*, record: Record, reason: str, by: User, at: datetime) -> Record:
    """Take the mark off when the objection was rejected or taken back.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises ReasonMissing: no outcome given.
    :raises StateChanged: it is not published, or not marked.
    """
    return _mark(record, disputed_at=None, verb="settle-dispute", reason=reason, by=by, at=at)


@transaction.atomic
def close_listing(
    *,
    record: Record,
    exit_on: date,
    exit_reason: str,
    exit_authority: str,
    by: User,
    at: datetime,
    personal_data_confirmed: bool = False,
) -> Record:
    """Write the exit from the abnormal-operation list on the same record; it ends publication at once.

    An exit reported late ends publication on the day it is written down: it is never back-dated.

    :raises NotPermitted: `by` is no recorder of the record's agency.
    :raises NotAListing: the record is of another kind, or has an exit already.
    :raises StateChanged: it is not published.
    :raises LooksPersonal: reason or authority look like personal data, and that is not confirmed.
    :raises InvalidContent: the exit lies before the entry or in the future, or lacks its reason.
    """
    record = locked(record)
    require_recorder(by, agency=record.agency)
    kind = kind_of(record.kind)
    if not kind.has_exit:
        raise NotAListing("只有经营异常名录记录可以办理移出。")
    if record.state != State.PUBLISHED:
        raise StateChanged("记录不在公示中，不能办理移出。")
    if kind.value(record.details, Role.EXIT_DAY) is not None:
        raise NotAListing("记录已经办理过移出。")
    given = zip(EXIT_ROLES, (exit_on, exit_reason, exit_authority), strict=True)
    values = record.field_values() | {kind.role(role).code: value for role, value in given}
    cleaned = clean(kind, values, on=day_of(at), confirmed_codes=[record.enterprise.uscc])
    if cleaned.problems:
        raise InvalidContent(cleaned.problems)
    record.details = split(kind, cleaned.values).details
    typed = suspicions_of_texts(移出原因=exit_reason, 移出决定机关=exit_authority)
    require_confirmed(typed, confirmed=personal_data_confirmed)
    if typed:
        write_event(record, verb=CONFIRMED, by=by, at=at, reason=confirmation_of(typed))
    record.public_until = record.unheld_until = max(exit_on, day_of(at))
    record.save(update_fields=["details", "public_until", "unheld_until"])
    write_event(record, verb="close-listing", by=by, at=at, reason=exit_reason)
    touch_credit_files([record.enterprise_id])
    return record


def _mark(record: Record, *, disputed_at: datetime | None, verb: str, reason: str, by: User, at: datetime) -> Record:
    record = locked(record)
    require_member(by, agency=record.agency)
    require_reason(reason, sentence="请写明异议情况或处理结果。")
    published = Record.objects.filter(pk=record.pk, state=State.PUBLISHED, disputed_at__isnull=disputed_at is not None)
    if not published.update(disputed_at=disputed_at):
        raise StateChanged("记录不在公示中，或异议标记已经是这个状态。")
    record.disputed_at = disputed_at
    write_event(record, verb=verb, by=by, at=at, reason=reason)
    touch_credit_files([record.enterprise_id])
    return record
