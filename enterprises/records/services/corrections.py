"""What happens to a record after it was published: withdrawal, dispute, exit from a listing."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_member, require_objection_receiver, require_recorder
from enterprises.catalogue.registry import kind_of
from enterprises.catalogue.storage import split
from enterprises.catalogue.types import EXIT_ROLES, Role
from enterprises.catalogue.validation import clean
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import DISPUTE, WITHDRAWAL, WITHDRAWAL_LABELS, State, WithdrawalReason
from enterprises.records.rules.repair import NEEDS_TWO
from enterprises.records.services.authorship import wrote_any_version
from enterprises.records.services.content import InvalidContent
from enterprises.records.services.penalty_links import follow_penalties
from enterprises.records.services.personal_data import (
    CONFIRMED,
    confirmation_of,
    require_confirmed,
    suspicions_of_texts,
)
from enterprises.records.services.workflow import NOTHING_PROPOSED, RECORDS
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.typed_texts.models import TypedText
from enterprises.shared.typed_texts.services import keep_typed
from enterprises.shared.workflow.refusals import StateChanged
from enterprises.shared.workflow.reserved import ReservedAct, require_unreserved
from enterprises.shared.workflow.second_person import require_no_writer

RECORDED_IT = "录入过这条记录的人不得取消异议标注，请由本机关另一人办理。"


class RepairByOne(Refused):
    """A repair takes effect by a second person only."""


class NotAListing(Refused):
    """Only an abnormal-operation listing has an exit, and it has one."""


@transaction.atomic
def withdraw_record(
    *,
    record: Record,
    reason: WithdrawalReason,
    note: str,
    by: User,
    at: datetime,
    is_of_case: bool = False,
    is_earlier: bool = False,
) -> Record:
    """Take a published record off the portal at once; a second person confirms afterwards.

    Law on administrative penalties art. 48: three days after a decision falls. A repair goes another way
    (`services.repairs`). `is_of_case`: a case about the record takes the step; nobody else upholds its objection.
    `is_earlier`: the case keeps that `by` requested it while he was of the agency; he may have left since.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StepReserved: the reason is an upheld objection, and a case about the record is not decided.
    :raises RepairByOne: the reason is a repair.
    :raises ReasonMissing: no note with the document or facts behind it.
    :raises StateChanged: it is not published.
    """
    record = RECORDS.locked(record)
    if not is_earlier:
        require_member(by, agency=record.agency)
    if reason is WithdrawalReason.REPAIRED:
        raise RepairByOne(NEEDS_TWO)
    if reason is WithdrawalReason.OBJECTION_UPHELD and not is_of_case:
        require_unreserved(record, ReservedAct.UPHOLD, enterprise_id=record.enterprise_id)
    RECORDS.require_reason(note, sentence="请写明撤下依据(文书号或事实)。")
    RECORDS.move(
        record,
        verb="withdraw",
        by=by,
        at=at,
        reason=RECORDS.require_reason(f"{WITHDRAWAL_LABELS[reason]}：{note}"),
        withdrawn_at=at,
        withdrawn_reason=reason,
        withdrawn_by=by,
        **NOTHING_PROPOSED,
    )
    follow_penalties([record], by=by, at=at)
    return record


@transaction.atomic
def confirm_withdrawal(*, record: Record, by: User, at: datetime, is_of_case: bool = False) -> Record:
    """Have a second person of the agency confirm a withdrawal that already holds.

    `is_of_case`: the case that withdrew the record takes the step, which nobody else may.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StepReserved: a case about the record takes the step.
    :raises StateChanged: the record is not withdrawn.
    :raises FourEyes: `by` is the one who withdrew it.
    :raises AlreadyConfirmed: confirmed before.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    require_unreserved(record, ReservedAct.CONFIRM, enterprise_id=record.enterprise_id, by_matter=is_of_case)
    RECORDS.confirm(record, confirmation=WITHDRAWAL, by=by, at=at)
    return record


@transaction.atomic
def mark_disputed(*, record: Record, reason: str, by: User, at: datetime) -> Record:
    """Mark a published record as disputed, at once when an objection is lodged; whoever receives it does.

    :raises NotPermitted: `by` is neither of the record's agency nor of the credit office.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: it is not published, or marked already.
    """
    record = RECORDS.locked(record)
    require_objection_receiver(by, agency=record.agency)
    RECORDS.mark(record, mark=DISPUTE, reason=reason, by=by, at=at)
    return record


@transaction.atomic
def unmark_disputed(*, record: Record, reason: str, by: User, at: datetime) -> Record:
    """Take the mark off when the objection was rejected or taken back.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StepReserved: the case that put the mark on runs.
    :raises FourEyes: `by` wrote a part of the record, or of a version before it.
    :raises ReasonMissing: no outcome given.
    :raises StateChanged: it is not published, or not marked.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    require_unreserved(record, ReservedAct.DISPUTE, enterprise_id=record.enterprise_id)
    require_no_writer(wrote=wrote_any_version(record, by=by), sentence=RECORDED_IT)
    RECORDS.unmark(record, mark=DISPUTE, reason=reason, by=by, at=at)
    return record


@transaction.atomic
def record_exit(
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
    record = RECORDS.locked(record)
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
    keep_typed([(record.pk, cleaned.typed)], subject=TypedText.RECORD, on=day_of(at))
    typed = suspicions_of_texts(移出原因=exit_reason, 移出决定机关=exit_authority)
    require_confirmed(typed, confirmed=personal_data_confirmed)
    if typed:
        RECORDS.note(record, verb=CONFIRMED, by=by, at=at, reason=confirmation_of(typed))
    record.public_until = record.unheld_until = max(exit_on, day_of(at))
    record.exit_written_by, record.exit_written_at = by, at
    record.save(update_fields=["details", "public_until", "unheld_until", "exit_written_by", "exit_written_at"])
    RECORDS.note(record, verb="close-listing", by=by, at=at, reason=exit_reason)
    RECORDS.announce(record)
    return record
