"""States of a record and the transitions between them.

"Expired" is not a state: time passes without a write. `disputed_at` is a mark on a published
record, not a state either (docs/rules/lifecycle.md).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a record stands."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"
    SUPERSEDED = "SUPERSEDED"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED}),
    State.RETURNED: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.RETURNED, State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.WITHDRAWN, State.SUPERSEDED}),
    State.WITHDRAWN: frozenset(),
    State.SUPERSEDED: frozenset(),
}

# States in which the recorder may still change the content.
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
# States that wait for publication; at most one of them for each natural key.
PENDING = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED})


def allows(*, before: State, after: State) -> bool:
    """Return whether a record may go from `before` to `after`."""
    return after in TRANSITIONS[before]


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
