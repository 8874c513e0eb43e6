"""A maker may comment on a failed product check before it is published (docs/rules/maker-comments.md)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enterprises.shared.rules.sentences import sentence
from enterprises.shared.workflow.lifecycle import Lifecycle, Transition


class NoticeState(StrEnum):
    """Where the maker's comment stands."""

    SENT = "SENT"  # the maker was informed, and has not commented
    COMMENTED = "COMMENTED"
    SHOWN = "SHOWN"
    REFUSED = "REFUSED"


NOTICE_LABELS = {
    NoticeState.SENT: "已告知，还没有意见",
    NoticeState.COMMENTED: "收到意见，待核对",
    NoticeState.SHOWN: "意见随结果公示",
    NoticeState.REFUSED: "意见不予公示，可以重新提出",
}
NOTICE_LIFECYCLE = Lifecycle(
    subject="这份告知",
    labels=NOTICE_LABELS,
    starts={"inform-maker": NoticeState.SENT},
    transitions=(
        Transition(
            verb="comment-by-maker",
            before=frozenset({NoticeState.SENT, NoticeState.REFUSED}),
            after=NoticeState.COMMENTED,
            late="意见已经收到，不能再改；核对后不予公示的，可以重新提出。",
        ),
        Transition(
            verb="accept-comment",
            before=frozenset({NoticeState.COMMENTED}),
            after=NoticeState.SHOWN,
            is_announced=True,
            late="没有待核对的意见。",
        ),
        Transition(
            verb="refuse-comment",
            before=frozenset({NoticeState.COMMENTED, NoticeState.SHOWN}),
            after=NoticeState.REFUSED,
            is_announced=True,
            late="没有可以撤下的意见。",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRule:
    """The clocks of findings recorded from a day on, in working days.

    The maker is informed within `inform_within` of the recording, and has `comment_within` from the notice.
    """

    in_force_from: date
    inform_within: int
    comment_within: int
    source: str
    confirmed: bool


# No law of ours sets these; the figures follow a foreign model. A new year is the first day, so that agencies prepare.
COMMENT_RULES = (
    CommentRule(
        in_force_from=date(2027, 1, 1),
        inform_within=5,
        comment_within=10,
        source="参照16 CFR 1102.20、1102.28（SaferProducts.gov）",
        confirmed=False,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MakerHearing:
    """What is known of the maker of a failed product whose check waits for publication.

    `comment_until` is the last day to comment, None before the notice. `is_unchecked`: a comment waits for an officer.
    `is_urgent`: somebody stated a danger; `stated_by_reviewer`: the one who publishes did.
    """

    comment_until: date | None = None
    is_unchecked: bool = False
    is_urgent: bool = False
    stated_by_reviewer: bool = False


def comment_rule(*, recorded_on: date) -> CommentRule | None:
    """Return the clocks of a finding recorded that day, None before the first rule."""
    found = [rule for rule in COMMENT_RULES if rule.in_force_from <= recorded_on]
    return found[-1] if found else None


def hearing_refusal(hearing: MakerHearing | None, *, on: date) -> str:
    """Return why a finding may not be published on that day, "" if it may; None: nobody may comment."""
    if hearing is None:
        return ""
    if hearing.comment_until is None:
        return "还没有告知生产企业：告知后满意见期才能公示；涉及人身、财产危险的，告知后可以写明理由先行公示。"
    if hearing.is_unchecked:
        return "生产企业的意见还没有核对，请先核对有无个人信息。"
    if hearing.is_urgent:
        return "先行公示须由另一人审核。" if hearing.stated_by_reviewer else ""
    if on <= hearing.comment_until:
        return sentence("生产企业可以在{day}前（含当日）提出意见，次日起可以公示。", day=hearing.comment_until)
    return ""
