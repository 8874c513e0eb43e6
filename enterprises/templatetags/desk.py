"""Words of the desk: labels of kinds, states and steps."""

from collections.abc import Iterable

from django import template
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.safestring import SafeString

from enterprises.catalogue.cells import LabelledValue
from enterprises.catalogue.registry import kind_of
from enterprises.records.models import Record, RecordEvent
from enterprises.records.rules.lifecycle import STATE_LABELS, WITHDRAWAL_LABELS, State, WithdrawalReason

register = template.Library()

VERB_LABELS = {
    "draft": "建立草稿",
    "open-correction": "因异议或纠错建立更正草稿",
    "edit": "修改",
    "import": "导入",
    "add-paper": "添加材料",
    "check-paper": "复核遮盖后的决定书",
    "receive": "收到评价机构提交",
    "submit": "提交审核",
    "return": "退回",
    "call-back": "撤回修改",
    "move": "改换企业",
    "discard": "作废",
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
    "confirm-personal-data": "确认不含个人信息",
    "confirm-contradictions": "确认内容无误",
}


@register.filter
def kind_label(record: Record) -> str:
    """Name the kind of a record."""
    return kind_of(record.kind).label


@register.filter
def state_label(record: Record) -> str:
    """Name the state of a record."""
    return STATE_LABELS[State(record.state)]


@register.filter
def verb_label(event: RecordEvent) -> str:
    """Name a step of the history."""
    return VERB_LABELS.get(event.verb, event.verb)


@register.filter
def person(user: User) -> str:
    """Name an officer."""
    return user.get_full_name() or user.get_username()


@register.filter
def withdrawal_label(record: Record) -> str:
    """Return why a record was withdrawn."""
    return WITHDRAWAL_LABELS[WithdrawalReason(record.withdrawn_reason)]


@register.filter
def last_return(events: Iterable[RecordEvent]) -> RecordEvent | None:
    """Find the return to the recorder that holds now; None where the recorder called the record back."""
    last = next((event for event in reversed(list(events)) if event.verb in ("return", "call-back")), None)
    return last if last is not None and last.verb == "return" else None


@register.filter
def filled(cells: Iterable[LabelledValue]) -> list[LabelledValue]:
    """Leave out cells without a value."""
    return [cell for cell in cells if cell.value]


@register.simple_tag(takes_context=True)
def current_tab(context: template.Context, name: str, *, besides: str = "", exact: bool = False) -> SafeString:
    """Mark a tab if the present page lies below it, but not below the tab `besides`."""
    path, address = context["request"].path, reverse(name)
    here = path == address if exact else path.startswith(address)
    if not here or (besides and path.startswith(reverse(besides))):
        return SafeString("")
    return SafeString(' aria-current="page"')
