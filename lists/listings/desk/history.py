"""A listing's history in words."""

from dataclasses import replace

from enterprises.shared.workflow.history import HistoryLine, history_of
from lists.listings.models import Listing
from lists.listings.rules import REMOVAL_LABELS, RemovalReason

VERBS = {
    "propose": "提出列入建议",
    "issue-notice": "出具拟列入告知书",
    "notify": "登记告知",
    "attach-proof": "上传送达证明",
    "add-paper": "添加材料",
    "decide": "登记列入决定",
    "reject": "不予列入",
    "remove": "移出名单",
    "confirm-removal": "确认移出",
    "lose-grounds": "依据失效，自动移出",
    "lapse": "依据失效，终止办理",
    "refuse-removal": "不同意移出，恢复列入",
    "ask-takeback": "提出撤回移出",
    "take-back": "同意撤回移出，恢复列入",
    "turn-down-takeback": "不撤回移出",
    "keep": "复核后保留",
    "accept-offer": "提出恢复列入",
    "decline-offer": "不恢复列入",
    "propose-again": "重新提出",
    "decline-reinstatement": "不恢复列入",
    "resume": "异议复核不同意成立，恢复告知",
    "dispute": "标注异议",
    "settle-dispute": "取消异议标注",
    "confirm-personal-data": "确认不含个人信息",
}


def listing_history(listing: Listing) -> tuple[HistoryLine, ...]:
    """Return the events of a listing in order."""
    events = listing.events.select_related("actor").order_by("at", "pk")
    lines = history_of(events, label=lambda event: VERBS[event.verb])
    return tuple(replace(line, reason=_in_words(line.reason)) for line in lines)


def _in_words(reason: str) -> str:
    """Return the reason of a step, the class of a removal by its label."""
    code, colon, words = reason.partition(": ")
    if not colon or code not in list(RemovalReason):
        return reason
    return f"{REMOVAL_LABELS[RemovalReason(code)]}：{words}"
