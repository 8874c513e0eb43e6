"""The way of an enterprise onto a list and off it (docs/rules/lists-procedure.md).

发改财金规〔2017〕1798号 and 国办发〔2020〕49号: notice first, objections heard, then a decision; exit
on expiry, repair or a fallen decision. "Expired" is not a state: time passes without a write.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from enterprises.documents.letters.kinds import LetterCode
from enterprises.shared.rules.days import add_months
from enterprises.shared.workflow.lifecycle import Confirmation, Lifecycle, Mark, Transition
from lists.criteria.colors import Color
from lists.criteria.kinds import ListKind
from lists.listings.red_list import RedFacts, obstacles_of


class ListingState(StrEnum):
    """Where a listing stands."""

    PROPOSED = "PROPOSED"
    NOTIFIED = "NOTIFIED"
    DECIDED = "DECIDED"
    REJECTED = "REJECTED"
    REMOVED = "REMOVED"


STATE_LABELS = {
    ListingState.PROPOSED: "建议列入",
    ListingState.NOTIFIED: "已告知",
    ListingState.DECIDED: "已列入",
    ListingState.REJECTED: "不予列入",
    ListingState.REMOVED: "已移出",
}
# At most one such listing for each enterprise and list.
PENDING = frozenset({ListingState.PROPOSED, ListingState.NOTIFIED})

DISPUTE = Mark(
    column="disputed_at",
    states=frozenset({ListingState.DECIDED}),
    put="dispute",
    taken="settle-dispute",
    label="异议",
    where="名单",
)
REMOVAL = Confirmation(
    verb="confirm-removal",
    states=frozenset({ListingState.REMOVED}),
    first="removed_by",
    second="removal_confirmed_by",
    act="移出",
    late="移出已经确认过，须由两人撤回。",
)
LIFECYCLE = Lifecycle(
    subject="该主体",
    labels=STATE_LABELS,
    starts={"propose": ListingState.PROPOSED},
    transitions=(
        Transition(verb="notify", before=frozenset({ListingState.PROPOSED}), after=ListingState.NOTIFIED),
        Transition(
            verb="decide",
            before=frozenset({ListingState.NOTIFIED}),
            after=ListingState.DECIDED,
            is_announced=True,
            late="须先告知当事人并等异议期届满，才能作出列入决定。",
        ),
        Transition(verb="reject", before=PENDING, after=ListingState.REJECTED),
        Transition(
            verb="remove", before=frozenset({ListingState.DECIDED}), after=ListingState.REMOVED, is_announced=True
        ),
        # What it rests on fell: nobody of the office has to act for it.
        Transition(
            verb="lose-grounds", before=frozenset({ListingState.DECIDED}), after=ListingState.REMOVED, is_announced=True
        ),
        Transition(verb="lapse", before=PENDING, after=ListingState.REJECTED),
        # An objection to the notice was upheld by one person, and a second one does not agree.
        Transition(verb="resume", before=frozenset({ListingState.REJECTED}), after=ListingState.NOTIFIED),
        Transition(
            verb="refuse-removal",
            before=frozenset({ListingState.REMOVED}),
            after=ListingState.DECIDED,
            is_announced=True,
        ),
        Transition(
            verb="take-back", before=frozenset({ListingState.REMOVED}), after=ListingState.DECIDED, is_announced=True
        ),
    ),
    marks=(DISPUTE,),
    confirmations=(REMOVAL,),
)


# The letters of steps of a black list; a red one is announced to everybody, nobody is notified.
LETTERS: Mapping[str, LetterCode] = MappingProxyType(
    {
        "issue-notice": LetterCode.LISTING_NOTICE,
        "decide": LetterCode.LISTING_DECISION,
        "remove": LetterCode.REMOVAL_NOTICE,
        "lose-grounds": LetterCode.REMOVAL_NOTICE,
    }
)


class RemovalReason(StrEnum):
    """Why a listing ended before its last day."""

    REPAIRED = "REPAIRED"
    ANNULLED = "ANNULLED"
    OBJECTION_UPHELD = "OBJECTION_UPHELD"
    LISTED_BY_MISTAKE = "LISTED_BY_MISTAKE"
    CONDITIONS_LOST = "CONDITIONS_LOST"
    ON_BLACK_LIST = "ON_BLACK_LIST"


REMOVAL_LABELS = {
    RemovalReason.REPAIRED: "信用修复",
    RemovalReason.ANNULLED: "认定依据被变更、撤销或确认无效",
    RemovalReason.OBJECTION_UPHELD: "异议成立",
    RemovalReason.LISTED_BY_MISTAKE: "列入有误",
    RemovalReason.CONDITIONS_LOST: "不再符合列入条件",
    RemovalReason.ON_BLACK_LIST: "被列入严重失信主体名单",
}
# A red listing is no burden that could be repaired; a black one ends by no change of mind.
REMOVALS: dict[Color, frozenset[RemovalReason]] = {
    Color.BLACK: frozenset(RemovalReason) - {RemovalReason.CONDITIONS_LOST, RemovalReason.ON_BLACK_LIST},
    Color.RED: frozenset(RemovalReason) - {RemovalReason.REPAIRED},
}


class MatterKind(StrEnum):
    """What waits for the credit office about a listing."""

    REVIEW = "REVIEW"
    OFFER = "OFFER"
    NOTICE = "NOTICE"
    DISPUTE = "DISPUTE"
    TAKE_BACK = "TAKE_BACK"
    REINSTATE = "REINSTATE"


MATTER_LABELS = {
    MatterKind.REVIEW: "依据有变化，待复核",
    MatterKind.OFFER: "可以恢复列入",
    MatterKind.NOTICE: "通知",
    MatterKind.DISPUTE: "依据处于异议处理中",
    MatterKind.TAKE_BACK: "撤回移出，待另一人同意",
    MatterKind.REINSTATE: "依据已恢复或者异议决定已撤销，待决定是否恢复",
}
# 行政处罚法 arts. 48, 85: what rests on a decision that fell is taken off within three working days.
REVIEW_WORKDAYS = 3
TAKE_BACK_DAYS = 30  # days after an exit on which two people can take it back; our own rule
DUE = frozenset({MatterKind.REVIEW, MatterKind.REINSTATE})  # matters with a last day
# A black listing that ended so should never have been: what it ended is offered back.
VOID = frozenset({RemovalReason.ANNULLED, RemovalReason.OBJECTION_UPHELD, RemovalReason.LISTED_BY_MISTAKE})
# 行政处罚法 art. 48: the reason is stated publicly. For how long is our own rule: nobody is branded by it.
NOTICE_DAYS = 30


def has_exit_notice(
    *, color: Color | str, state: ListingState | str, removed_reason: str, removed_on: date | None, on: date
) -> bool:
    """Return whether the public reads that day why a black listing left: for 30 days, if it proved void.

    A repaired one is not mentioned: order 36 ends its publication, sharing and use. What ended by itself neither.
    """
    if color != Color.BLACK or state != ListingState.REMOVED or removed_on is None or removed_reason not in VOID:
        return False
    return removed_on <= on < removed_on + timedelta(days=NOTICE_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Half-open Shanghai days of a listing, and the first day repair may take effect (None = no such day)."""

    public_from: date
    public_until: date
    repairable_from: date | None


def term_of(*, decided_on: date, published_on: date, months: int, minimum_months: int | None) -> Term:
    """Return the days of a listing decided and made public on those days.

    The term runs from the decision (NDRC order 36: 认定之日); nothing is public before it was published.
    """
    return Term(
        public_from=max(decided_on, published_on),
        public_until=add_months(decided_on, months),
        repairable_from=None if minimum_months is None else add_months(decided_on, minimum_months),
    )


def is_in_term(
    *,
    state: ListingState | str,
    public_from: date | None,
    public_until: date | None,
    on: date,
    kind: ListKind | str = ListKind.OURS,
) -> bool:
    """Return whether a listing of ours was decided and its term lasts: the twin of `objects.in_term(on=)`."""
    if kind != ListKind.OURS or state != ListingState.DECIDED or public_from is None or public_until is None:
        return False
    return public_from <= on < public_until


def is_public(
    *,
    color: Color | str,
    state: ListingState | str,
    public_from: date | None,
    public_until: date | None,
    against: RedFacts,
    is_shielded: bool,
    on: date,
) -> bool:
    """Return whether a listing is public on that day: the twin of `Listing.objects.public(on=)`.

    `against` is what may keep its enterprise off a red list; a black listing does not need it. `is_shielded`: a
    shield of its enterprise covers it that day; a red listing bears none.
    """
    if not is_in_term(state=state, public_from=public_from, public_until=public_until, on=on):
        return False
    return not is_shielded if color == Color.BLACK else not obstacles_of(against, on=on)
