"""The history of a record in words."""

from collections.abc import Iterable

from enterprises.records.models import RecordEvent
from enterprises.shared.workflow.history import HistoryLine, history_of

RECORD_VERBS = {
    "draft": "建立草稿",
    "open-correction": "因异议或纠错建立更正草稿",
    "edit": "修改",
    "import": "导入",
    "add-paper": "添加材料",
    "check-paper": "复核遮盖后的决定书",
    "release-paper": "公开遮盖后的决定书",
    "end-paper-release": "停止公开决定书",
    "receive": "收到评价机构提交",
    "follow": "随申请的决定生成",
    "submit": "提交审核",
    "return": "退回",
    "call-back": "撤回修改",
    "move": "改换企业",
    "discard": "作废",
    "give-way": "因承诺未履行的新版本作废",
    "keep": "留存，不公示",
    "publish": "公示",
    "supersede": "被新版本替代",
    "set-gravity": "确定失信程度",
    "inform-maker": "告知生产企业",
    "state-danger": "写明先行公示的理由",
    "comment-by-maker": "收到生产企业意见",
    "accept-comment": "意见随结果公示",
    "refuse-comment": "意见不予公示",
    "withdraw": "撤下",
    "confirm-withdrawal": "确认撤下",
    "refuse-withdrawal": "不予确认撤下，恢复公示",
    "propose-repair": "提出信用修复",
    "turn-down-repair": "不予信用修复",
    "repair": "确认信用修复并撤下",
    "ask-takeback": "申请恢复公示",
    "turn-down-takeback": "不予恢复公示",
    "take-back": "恢复公示",
    "reopen-listing": "撤销移出，恢复公示",
    "carry-over": "沿用原记录",
    "dispute": "标注异议",
    "settle-dispute": "取消异议标注",
    "close-listing": "办理移出",
    "confirm-exit": "确认移出",
    "refuse-exit": "不予确认移出，恢复公示",
    "request-hold": "申请延长公示",
    "confirm-hold": "延长公示生效",
    "lift-hold": "解除延长公示",
    "recompute": "公示期重新计算",
    "follow-penalty": "随行政处罚变更公示期",
    "confirm-personal-data": "确认不含个人信息",
    "confirm-contradictions": "确认内容无误",
}


def record_history(events: Iterable[RecordEvent]) -> tuple[HistoryLine, ...]:
    """Return the events of a record in words, in their order."""
    return history_of(events, label=lambda event: RECORD_VERBS.get(event.verb, event.verb))


def last_return(events: Iterable[RecordEvent]) -> RecordEvent | None:
    """Find the return to the recorder that holds now; None where the recorder called the record back."""
    last = next((event for event in reversed(list(events)) if event.verb in ("return", "call-back")), None)
    return last if last is not None and last.verb == "return" else None
