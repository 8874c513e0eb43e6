"""States of a case and the transitions between them (docs/rules/cases.md)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from enterprises.shared.workflow.lifecycle import Confirmation, Lifecycle, Mark, Transition


class CaseState(StrEnum):
    """Where a case stands."""

    RECEIVED = "RECEIVED"
    PAPERS_WANTED = "PAPERS_WANTED"
    REFUSED = "REFUSED"
    ACCEPTED = "ACCEPTED"
    UNDER_REVIEW = "UNDER_REVIEW"
    DECIDED = "DECIDED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


CASE_STATE_LABELS: Mapping[CaseState, str] = MappingProxyType(
    {
        CaseState.RECEIVED: "已收到",
        CaseState.PAPERS_WANTED: "待补正",
        CaseState.REFUSED: "不予受理",
        CaseState.ACCEPTED: "已受理",
        CaseState.UNDER_REVIEW: "审查中",
        CaseState.DECIDED: "已决定",
        CaseState.CLOSED: "已办结",
        CaseState.WITHDRAWN: "已撤回",
    }
)
# The authority has not decided.
UNDECIDED = frozenset({CaseState.RECEIVED, CaseState.PAPERS_WANTED, CaseState.ACCEPTED, CaseState.UNDER_REVIEW})
IN_REVIEW = frozenset({CaseState.ACCEPTED, CaseState.UNDER_REVIEW})

DECISION = Confirmation(
    verb="confirm",
    states=frozenset({CaseState.DECIDED}),
    first="decided_by",
    second="confirmed_by",
    act="决定",
)
# What the decision took off is put back, for false papers or for a mistake.
UNDOING, REVOCATION = (
    Confirmation(
        verb=verb,
        states=frozenset({CaseState.DECIDED, CaseState.CLOSED}),
        first="undo_asked_by",
        second="undone_by",
        act="撤销决定",
    )
    for verb in ("undo", "revoke")
)
# The request for it, which another person confirms or turns down.
UNDO_REQUEST, REVOCATION_REQUEST = (
    Mark(
        column="undo_asked_at",
        states=frozenset({CaseState.DECIDED, CaseState.CLOSED}),
        put=f"ask-{verb}",
        taken=f"turn-down-{verb}",
        label="撤销决定",
        where="已决定",
        put_by="undo_asked_by",
        is_announced=False,
    )
    for verb in ("undo", "revoke")
)
CASE_LIFECYCLE = Lifecycle(
    subject="申请",
    labels=CASE_STATE_LABELS,
    starts=MappingProxyType({"hand-in": CaseState.RECEIVED}),
    transitions=(
        Transition(verb="accept", before=frozenset({CaseState.RECEIVED}), after=CaseState.ACCEPTED),
        # From PAPERS_WANTED before acceptance alone, once the term for papers has passed.
        Transition(
            verb="refuse", before=frozenset({CaseState.RECEIVED, CaseState.PAPERS_WANTED}), after=CaseState.REFUSED
        ),
        Transition(verb="want-papers", before=frozenset({CaseState.RECEIVED}), after=CaseState.PAPERS_WANTED),
        Transition(verb="want-more-papers", before=IN_REVIEW, after=CaseState.PAPERS_WANTED),
        Transition(verb="resume-check", before=frozenset({CaseState.PAPERS_WANTED}), after=CaseState.RECEIVED),
        Transition(verb="resume-review", before=frozenset({CaseState.PAPERS_WANTED}), after=CaseState.UNDER_REVIEW),
        Transition(verb="take-up", before=frozenset({CaseState.ACCEPTED}), after=CaseState.UNDER_REVIEW),
        # From PAPERS_WANTED after acceptance alone, once the term for papers has passed.
        Transition(verb="decide", before=IN_REVIEW | {CaseState.PAPERS_WANTED}, after=CaseState.DECIDED),
        Transition(verb="reconsider", before=frozenset({CaseState.DECIDED}), after=CaseState.UNDER_REVIEW),
        Transition(verb="close", before=frozenset({CaseState.DECIDED}), after=CaseState.CLOSED),
        Transition(verb="withdraw", before=UNDECIDED, after=CaseState.WITHDRAWN),
        # What the case is about has ended meanwhile.
        Transition(verb="lapse", before=UNDECIDED | {CaseState.DECIDED}, after=CaseState.CLOSED),
    ),
    marks=(UNDO_REQUEST, REVOCATION_REQUEST),
    confirmations=(DECISION, UNDOING, REVOCATION),
)
# Steps that leave a case in its state.
NOTES: Mapping[str, str] = MappingProxyType(
    {
        "extend": "延长期限",
        "forward": "转交其他机关",
        "add-papers": "补充材料",
        "confirm": "复核确认",
        "carry": "转至更正后的版本",
        "ban": "禁止申请信用修复",
        "ask-undo": "提出撤销信用修复",
        "undo": "撤销信用修复",
        "turn-down-undo": "不予撤销信用修复",
        "ask-revoke": "提出撤销决定",
        "revoke": "撤销决定",
        "turn-down-revoke": "不予撤销决定",
        "forget": "删除申请人信息和材料",
    }
)
STEP_VERBS: Mapping[str, str] = MappingProxyType(
    {
        "hand-in": "提交申请",
        "accept": "受理",
        "refuse": "不予受理",
        "want-papers": "要求补正",
        "want-more-papers": "要求补充材料",
        "resume-check": "已补正",
        "resume-review": "已补充材料",
        "take-up": "开始审查",
        "decide": "作出决定",
        "reconsider": "复核不同意，退回审查",
        "close": "办结",
        "withdraw": "申请人撤回",
        "lapse": "事项已结束，终止办理",
        **NOTES,
    }
)
