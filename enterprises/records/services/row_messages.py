"""Sentences on rows that are refused or change nothing, because of a stored record."""

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import WITHDRAWAL_LABELS, State, WithdrawalReason
from enterprises.shared.clock import day_of
from enterprises.shared.rules.sentences import sentence


def withdrawn_message(record: Record) -> str:
    """Name when and why the record of a key was withdrawn."""
    day = day_of(record.withdrawn_at).isoformat() if record.withdrawn_at else ""
    reason = WITHDRAWAL_LABELS[WithdrawalReason(record.withdrawn_reason)]
    return sentence(
        "同一记录已于{day}撤下（{reason}），不能再导入；确需重新公示的，请在工作台录入", day=day, reason=reason
    )


def earlier_message(record: Record) -> str:
    """Name the earlier version that a row repeats, and what became of it."""
    if record.state == State.PUBLISHED:
        return sentence("与已公示的记录{record}内容相同，没有变化；同一记录另有更正在办理", record=record.pk)
    if record.state == State.WITHDRAWN:
        return sentence(
            "与记录{record}内容相同，没有变化；该记录已于{day}撤下，不会恢复。确需改回的，请在工作台更正",
            record=record.pk,
            day=day_of(record.withdrawn_at) if record.withdrawn_at else "",
        )
    superseded = record.events.filter(verb="supersede").order_by("pk").last()
    return sentence(
        "与记录{record}内容相同，没有变化；该记录已于{day}被更正替代，不会恢复。确需改回的，请在工作台更正",
        record=record.pk,
        day=day_of(superseded.at) if superseded else "",
    )


def renumbered_message(record: Record) -> str:
    """Name the record as which the one of a key was corrected."""
    return sentence("同一记录已更正为记录{record}，文书号等标识已改；确属另一记录的，请在工作台录入", record=record.pk)


def pending_message(record: Record) -> str:
    """Name the record that waits and must be settled first."""
    if record.state != State.SUBMITTED:
        return sentence("工作台里有同一记录的草稿（记录{record}），请先处理那一条", record=record.pk)
    if record.batch_id:
        return sentence(
            "第{batch}批导入的同一记录正在等待审核，内容不同（记录{record}）；请先公示或退回那一条",
            batch=record.batch_id,
            record=record.pk,
        )
    return sentence(
        "工作台录入的同一记录正在等待审核，内容不同（记录{record}）；请先公示或退回那一条", record=record.pk
    )
