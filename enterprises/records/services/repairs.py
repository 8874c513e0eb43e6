"""Repair of a record: proposed by one person, in effect when another confirms (docs/rules/repair.md)."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.agencies.permissions import require_member
from enterprises.catalogue.registry import kind_of
from enterprises.records.models import Record, RecordEvent
from enterprises.records.rules.lifecycle import REPAIR, WITHDRAWAL_LABELS, WithdrawalReason
from enterprises.records.rules.repair import repair_refusal
from enterprises.records.services.authorship import lineage
from enterprises.records.services.penalty_links import follow_penalties
from enterprises.records.services.workflow import NOTHING_PROPOSED, RECORDS
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.refusals import StateChanged
from enterprises.shared.workflow.reserved import ReservedAct, require_unreserved
from enterprises.shared.workflow.second_person import require_second_person

_LABEL = WITHDRAWAL_LABELS[WithdrawalReason.REPAIRED]


class RepairTooEarly(Refused):
    """The shortest period has not passed, or no rule grants a repair before the end."""


def why_not_repairable(record: Record, *, on: date) -> str | None:
    """Return why a record may not be repaired on that day, with day and regime; None if it may."""
    return repair_refusal(
        has_minimum=kind_of(record.kind).has_severity,
        repairable_from=record.repairable_from,
        basis=record.repair_basis,
        on=on,
    )


@transaction.atomic
def propose_repair(
    *, record: Record, note: str, by: User, at: datetime, is_of_case: bool = False, is_earlier: bool = False
) -> Record:
    """Propose to take a published record off because it was repaired; nothing changes until another confirms.

    `is_of_case`: a case about the record takes the step, which nobody else may while it runs. `is_earlier`: the case
    keeps that `by` decided it while he was of the agency; he may have left since.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StepReserved: a case about the record takes the step.
    :raises ReasonMissing: no note with the papers of the repair.
    :raises RepairTooEarly: before the earliest repair day.
    :raises StateChanged: it is not published, or a repair waits already.
    """
    record = RECORDS.locked(record)
    if not is_earlier:
        require_member(by, agency=record.agency)
    require_unreserved(record, ReservedAct.REPAIR, enterprise_id=record.enterprise_id, by_matter=is_of_case)
    RECORDS.require_reason(note, sentence="请写明修复决定的文书号和依据。")
    RECORDS.require_reason(f"{_LABEL}：{note}")
    _require_day(record, on=day_of(at))
    RECORDS.mark(record, mark=REPAIR, reason=note, by=by, at=at)
    return record


@transaction.atomic
def confirm_repair(*, record: Record, by: User, at: datetime, is_of_case: bool = False) -> Record:
    """Take the record off: the repair was proposed by one person and is confirmed by this one.

    `is_of_case` as in `propose_repair`.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StepReserved: a case about the record takes the step.
    :raises StateChanged: no repair waits.
    :raises FourEyes: `by` proposed it.
    :raises RepairTooEarly: before the earliest repair day.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    require_unreserved(record, ReservedAct.REPAIR, enterprise_id=record.enterprise_id, by_matter=is_of_case)
    proposed_by = record.repair_proposed_by
    if proposed_by is None:
        raise StateChanged("没有待确认的信用修复，请刷新页面。")
    require_second_person(by, first_id=proposed_by.pk, sentence="信用修复须由另一人确认。")
    _require_day(record, on=day_of(at))
    RECORDS.move(
        record,
        verb="repair",
        by=by,
        at=at,
        reason=f"{_LABEL}：{proposal_note(record)}",
        withdrawn_at=at,
        withdrawn_reason=WithdrawalReason.REPAIRED,
        withdrawn_by=proposed_by,
        withdrawal_confirmed_by=by,
        **NOTHING_PROPOSED,
    )
    follow_penalties([record], by=by, at=at)
    return record


@transaction.atomic
def turn_down_repair(*, record: Record, reason: str, by: User, at: datetime, is_of_case: bool = False) -> Record:
    """Turn a proposed repair down, or take one's own proposal back.

    `is_of_case` as in `propose_repair`.

    :raises NotPermitted: `by` does not belong to the record's agency.
    :raises StepReserved: a case about the record takes the step.
    :raises ReasonMissing: no reason given.
    :raises StateChanged: no repair waits.
    """
    record = RECORDS.locked(record)
    require_member(by, agency=record.agency)
    require_unreserved(record, ReservedAct.REPAIR, enterprise_id=record.enterprise_id, by_matter=is_of_case)
    RECORDS.unmark(record, mark=REPAIR, reason=reason, by=by, at=at)
    return record


def proposal_note(record: Record) -> str:
    """Return the note of the proposal that waits; it may have been made on an earlier version."""
    ids = [each.pk for each in lineage(record)]
    last = RecordEvent.objects.filter(record__in=ids, verb=REPAIR.put).order_by("pk").last()
    return last.reason if last else ""


def _require_day(record: Record, *, on: date) -> None:
    refusal = why_not_repairable(record, on=on)
    if refusal:
        raise RepairTooEarly(refusal)
