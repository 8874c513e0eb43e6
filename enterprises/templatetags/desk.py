"""Words of the desk: labels of kinds, states and steps."""

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.safestring import SafeString

from enterprises.catalogue.registry import kind_of
from enterprises.models import Record, RecordEvent
from enterprises.rules.days import day_before
from enterprises.rules.lifecycle import STATE_LABELS, State
from enterprises.templatetags.portal import day

register = template.Library()

VERB_LABELS = {
    "draft": "建立草稿",
    "edit": "修改",
    "import": "导入",
    "submit": "提交审核",
    "return": "退回",
    "publish": "公示",
    "supersede": "被新版本替代",
    "set-gravity": "确定失信程度",
    "withdraw": "撤下",
    "confirm-withdrawal": "确认撤下",
    "dispute": "标注异议",
    "settle-dispute": "取消异议标注",
    "close-listing": "办理移出",
    "request-hold": "申请延长公示",
    "confirm-hold": "延长公示生效",
    "lift-hold": "解除延长公示",
    "recompute": "公示期重新计算",
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
def last_day(first_day_after: date) -> SafeString:
    """Show the day before the first day that no longer counts: what people read as "until"."""
    return day(day_before(first_day_after))


@register.filter
def item(mapping: Mapping[str, object], key: str) -> object:
    """Look up a key that is not an identifier."""
    return mapping[key]
