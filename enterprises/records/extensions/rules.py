"""An adverse record stays public past its end, for a cited reason (docs/rules/extensions.md)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.visibility import is_in_period
from enterprises.shared.rules.days import add_months
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.workflow.lifecycle import Lifecycle, Transition

LONGEST_EXTENSION_MONTHS = 12


class ExtensionState(StrEnum):
    """Where an extension stands; derived from who confirmed and who lifted it."""

    REQUESTED = "REQUESTED"
    IN_FORCE = "IN_FORCE"
    LIFTED = "LIFTED"


EXTENSION_STATE_LABELS = {
    ExtensionState.REQUESTED: "待另一人确认",
    ExtensionState.IN_FORCE: "已生效",
    ExtensionState.LIFTED: "已解除",
}
LIFECYCLE = Lifecycle(
    subject="这份延长公示",
    labels=EXTENSION_STATE_LABELS,
    starts={"request-hold": ExtensionState.REQUESTED},
    transitions=(
        Transition(
            verb="confirm-hold",
            before=frozenset({ExtensionState.REQUESTED}),
            after=ExtensionState.IN_FORCE,
            is_announced=True,
            late="这份延长公示申请已经处理过。",
        ),
        Transition(
            verb="lift-hold",
            before=frozenset({ExtensionState.REQUESTED, ExtensionState.IN_FORCE}),
            after=ExtensionState.LIFTED,
            is_announced=True,
            late="这份延长公示已经解除。",
        ),
    ),
)


class ExtensionCode(StrEnum):
    """Why an extension is refused."""

    NOT_ADVERSE = "NOT_ADVERSE"
    NOT_PUBLIC = "NOT_PUBLIC"
    NO_END = "NO_END"
    NO_BASIS = "NO_BASIS"
    NOT_LATER = "NOT_LATER"
    TOO_LONG = "TOO_LONG"
    PENALTY_ENDS = "PENALTY_ENDS"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRefusal:
    """One reason against an extension, with a Chinese sentence on which an officer can act."""

    code: ExtensionCode
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionFacts:
    """What is known of the record, and the extension or renewal that is requested.

    `public_until` is the stored end, a running extension included; `until` the first day the new extension
    no longer keeps the record public. `penalty_until` is the end of the penalty behind a failed spot check.
    """

    state: State | str
    adverse: bool
    public_from: date | None
    public_until: date | None
    until: date
    legal_basis: str
    penalty_until: date | None = None


def refusals_of(facts: ExtensionFacts, *, on: date) -> tuple[ExtensionRefusal, ...]:
    """List the reasons against placing, renewing or confirming an extension on that day; empty = it may be done.

    It is placed while the record is still public, by its own period or by a running extension. It lasts at most a year
    from `on` (order 36 on duties not fulfilled). That two people are needed is checked where people are known: the
    service and a database constraint.
    """
    if not facts.adverse:
        return (ExtensionRefusal(code=ExtensionCode.NOT_ADVERSE, reason="只有失信信息可以延长公示。"),)
    if not is_in_period(state=facts.state, public_from=facts.public_from, public_until=facts.public_until, on=on):
        return (ExtensionRefusal(code=ExtensionCode.NOT_PUBLIC, reason="记录已不在公示期内，不得再延长公示。"),)
    if facts.public_until is None:
        return (ExtensionRefusal(code=ExtensionCode.NO_END, reason="记录没有公示截止日，无须延长。"),)
    return tuple(_wrong_terms(facts, public_until=facts.public_until, on=on))


def state_of(*, is_confirmed: bool, is_lifted: bool) -> ExtensionState:
    """Return where an extension stands that was confirmed and lifted, or not."""
    if is_lifted:
        return ExtensionState.LIFTED
    return ExtensionState.IN_FORCE if is_confirmed else ExtensionState.REQUESTED


def lifted_end(*, public_until: date, unheld_until: date, other_extension_until: date | None, on: date) -> date:
    """Return the end to store when an extension is lifted on that day.

    It falls back to the unheld end or another running extension; if those have passed, publication ends
    at once, on `on`. It is never later than the end that was stored.
    """
    remaining = max(unheld_until, other_extension_until or unheld_until)
    return min(public_until, max(remaining, on))


def _wrong_terms(facts: ExtensionFacts, *, public_until: date, on: date) -> list[ExtensionRefusal]:
    refusals = []
    if not facts.legal_basis.strip():
        refusals.append(ExtensionRefusal(code=ExtensionCode.NO_BASIS, reason="请填写延长公示的法律依据。"))
    if facts.until <= public_until:
        refusals.append(
            ExtensionRefusal(
                code=ExtensionCode.NOT_LATER,
                reason=sentence("延长后的截止日须晚于现有截止日 {public_until}。", public_until=public_until),
            )
        )
    if facts.penalty_until is not None and facts.until > facts.penalty_until:
        reason = sentence(
            "抽查不合格信息随其行政处罚终止公示，截止日不得晚于 {penalty_until}；请延长该处罚的公示期。",
            penalty_until=facts.penalty_until,
        )
        refusals.append(ExtensionRefusal(code=ExtensionCode.PENALTY_ENDS, reason=reason))
    latest = add_months(on, LONGEST_EXTENSION_MONTHS)
    if facts.until > latest:
        refusals.append(
            ExtensionRefusal(
                code=ExtensionCode.TOO_LONG,
                reason=sentence("一次最多延长一年，截止日不得晚于 {latest}。", latest=latest),
            )
        )
    return refusals
