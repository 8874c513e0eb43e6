"""States of a record and the transitions between them.

"Expired" is not a state: time passes without a write. `disputed_at` is a mark on a published
record, not a state either (docs/rules/lifecycle.md).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from enterprises.shared.workflow.lifecycle import Confirmation, Lifecycle, Mark, Transition


class State(StrEnum):
    """Where a record stands."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"
    SUPERSEDED = "SUPERSEDED"
    DISCARDED = "DISCARDED"  # given up after it had been returned, or for another version
    KEPT = "KEPT"  # for the enterprise's own report; the law keeps it from the public


# States in which the recorder may still change the content.
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
# States that wait for publication; at most one of them for each natural key.
PENDING = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED})


class WithdrawalReason(StrEnum):
    """Why a record was taken off before its day."""

    REPAIRED = "REPAIRED"  # 信用修复
    ANNULLED = "ANNULLED"  # the decision was changed, revoked or declared void
    OBJECTION_UPHELD = "OBJECTION_UPHELD"
    RECORDED_BY_MISTAKE = "RECORDED_BY_MISTAKE"


STATE_LABELS: Mapping[State, str] = MappingProxyType(
    {
        State.DRAFT: "草稿",
        State.SUBMITTED: "待审核",
        State.RETURNED: "已退回",
        State.PUBLISHED: "已公示",
        State.WITHDRAWN: "已撤下",
        State.SUPERSEDED: "已被新版本替代",
        State.DISCARDED: "已作废",
        State.KEPT: "留存，不公示",
    }
)

WITHDRAWAL_LABELS: Mapping[WithdrawalReason, str] = MappingProxyType(
    {
        WithdrawalReason.REPAIRED: "信用修复",
        WithdrawalReason.ANNULLED: "原决定被变更、撤销或确认无效",
        WithdrawalReason.OBJECTION_UPHELD: "异议成立",
        WithdrawalReason.RECORDED_BY_MISTAKE: "录入错误",
    }
)

DISPUTE = Mark(
    column="disputed_at",
    states=frozenset({State.PUBLISHED}),
    put="dispute",
    taken="settle-dispute",
    label="异议",
    where="公示",
    taken_by="dispute_settled_by",
)
REPAIR = Mark(
    column="repair_proposed_at",
    states=frozenset({State.PUBLISHED}),
    put="propose-repair",
    taken="turn-down-repair",
    label="信用修复",
    where="公示",
    put_by="repair_proposed_by",
    is_announced=False,
)
# A withdrawal, or the exit of an abnormal-operation listing, is to be undone.
TAKEBACK = Mark(
    column="takeback_asked_at",
    states=frozenset({State.WITHDRAWN, State.PUBLISHED}),
    put="ask-takeback",
    taken="turn-down-takeback",
    label="恢复公示",
    where="已撤下或已公示的记录",
    put_by="takeback_asked_by",
    is_announced=False,
)
WITHDRAWAL = Confirmation(
    verb="confirm-withdrawal",
    states=frozenset({State.WITHDRAWN}),
    first="withdrawn_by",
    second="withdrawal_confirmed_by",
    act="撤下",
    late="撤下已经确认；确属误撤的，请申请恢复公示。",
)
# The exit of an abnormal-operation listing; it ends publication and leaves the record in its state.
EXIT = Confirmation(
    verb="confirm-exit",
    states=frozenset({State.PUBLISHED}),
    first="exit_written_by",
    second="exit_confirmed_by",
    act="移出",
    since="exit_written_at",
    late="移出已经确认；确属误办的，请申请恢复公示。",
)
LIFECYCLE = Lifecycle(
    subject="记录",
    labels=STATE_LABELS,
    starts=MappingProxyType(
        {
            "draft": State.DRAFT,
            "import": State.SUBMITTED,
            "receive": State.SUBMITTED,
            "follow": State.SUBMITTED,  # from the decision of a case
        }
    ),
    transitions=(
        Transition(verb="submit", before=EDITABLE, after=State.SUBMITTED),
        Transition(verb="return", before=frozenset({State.SUBMITTED}), after=State.RETURNED),
        Transition(verb="publish", before=frozenset({State.SUBMITTED}), after=State.PUBLISHED, is_announced=True),
        Transition(verb="call-back", before=frozenset({State.SUBMITTED}), after=State.RETURNED),
        Transition(verb="discard", before=frozenset({State.RETURNED}), after=State.DISCARDED),
        # A waiting version of a commitment, when the published one is stated as broken.
        Transition(verb="give-way", before=PENDING, after=State.DISCARDED),
        Transition(verb="withdraw", before=frozenset({State.PUBLISHED}), after=State.WITHDRAWN, is_announced=True),
        Transition(verb="repair", before=frozenset({State.PUBLISHED}), after=State.WITHDRAWN, is_announced=True),
        Transition(
            verb="refuse-withdrawal", before=frozenset({State.WITHDRAWN}), after=State.PUBLISHED, is_announced=True
        ),
        Transition(verb="take-back", before=frozenset({State.WITHDRAWN}), after=State.PUBLISHED, is_announced=True),
        Transition(verb="keep", before=frozenset({State.SUBMITTED}), after=State.KEPT),
        # Not announced: it is part of publishing or keeping the version, and the former is.
        Transition(verb="supersede", before=frozenset({State.PUBLISHED, State.KEPT}), after=State.SUPERSEDED),
    ),
    marks=(DISPUTE, REPAIR, TAKEBACK),
    confirmations=(WITHDRAWAL, EXIT),
)
