"""Sentences on rows that are refused or change nothing, because of a stored record."""

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import WITHDRAWAL_LABELS, State, WithdrawalReason
from enterprises.shared.clock import day_of


def withdrawn_message(record: Record) -> str:
    """Name when and why the record of a key was withdrawn."""
    day = day_of(record.withdrawn_at).isoformat() if record.withdrawn_at else ""
    reason = WITHDRAWAL_LABELS[WithdrawalReason(record.withdrawn_reason)]
    return f"同一记录已于{day}撤下（{reason}），不能再导入；确需重新公示的，请在工作台录入"


def earlier_message(record: Record) -> str:
    """Name the earlier version that a row repeats, and what became of it."""
    if record.state == State.PUBLISHED:
        return f"与已公示的记录{record.pk}内容相同，没有变化；同一记录另有更正在办理"
    if record.state == State.WITHDRAWN:
        day, what = (day_of(record.withdrawn_at) if record.withdrawn_at else ""), "撤下"
    else:
        superseded = record.events.filter(verb="supersede").order_by("pk").last()
        day, what = (day_of(superseded.at) if superseded else ""), "被更正替代"
    return f"与记录{record.pk}内容相同，没有变化；该记录已于{day}{what}，不会恢复。确需改回的，请在工作台更正"


def pending_message(record: Record) -> str:
    """Name the record that waits and must be settled first."""
    if record.state != State.SUBMITTED:
        return f"工作台里有同一记录的草稿（记录{record.pk}），请先处理那一条"
    place = f"第{record.batch_id}批导入" if record.batch_id else "工作台录入"
    return f"{place}的同一记录正在等待审核，内容不同（记录{record.pk}）；请先公示或退回那一条"
