"""States of an edition, and what a listing lacks before one may name the enterprise (docs/rules/lists-procedure.md)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enterprises.shared.workflow.lifecycle import Lifecycle, Transition
from lists.criteria.colors import Color
from lists.listings.rules import ListingState


class EditionState(StrEnum):
    """Where an edition stands."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    CLOSED = "CLOSED"


EDITION_STATE_LABELS = {
    EditionState.DRAFT: "草稿",
    EditionState.PUBLISHED: "已发布",
    EditionState.CLOSED: "已关闭",
}
LIFECYCLE = Lifecycle(
    subject="这一期",
    labels=EDITION_STATE_LABELS,
    starts={"draft": EditionState.DRAFT},
    transitions=(
        Transition(
            verb="publish", before=frozenset({EditionState.DRAFT}), after=EditionState.PUBLISHED, is_announced=True
        ),
        # A draft that came by schedule gets its first person.
        Transition(
            verb="check",
            before=frozenset({EditionState.DRAFT}),
            after=EditionState.DRAFT,
            late="草稿已有人核对，或已发布、关闭、被新草稿替换，请刷新页面。",
        ),
        Transition(verb="close", before=frozenset({EditionState.DRAFT}), after=EditionState.CLOSED),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFacts:
    """Facts of a listing before publication; `has_authority`: the deciding body is known."""

    color: Color
    state: ListingState
    notice_served_on: date | None
    objection_until: date | None
    document_number: str
    decided_on: date | None
    has_authority: bool
    term_months: int | None
    term_basis: str
    public_from: date | None
    public_until: date | None


def reasons_to_omit(facts: ListingFacts, *, on: date) -> tuple[str, ...]:
    """Name everything that keeps a listing out of an edition as of that day, a clause each."""
    problems = [*_notice(facts, on=on), *_decision(facts), *_term(facts)]
    if not problems and facts.state is not ListingState.DECIDED:
        problems.append("尚未作出列入决定")
    if facts.public_from is not None and facts.public_from > on:
        problems.append(f"自{facts.public_from}起公示，晚于截止日期")
    if facts.public_until is not None and facts.public_until <= on:
        problems.append(f"公示期已满，自{facts.public_until}起不再公示")
    return tuple(problems)


def _notice(facts: ListingFacts, *, on: date) -> list[str]:
    if facts.notice_served_on is None:
        return ["未告知当事人" if facts.color is Color.BLACK else "未事前公示"]
    if facts.objection_until is None:
        return ["未定异议期届满日"]
    if facts.objection_until > on:
        return [f"异议期未满，{facts.objection_until}届满"]
    return []


def _decision(facts: ListingFacts) -> list[str]:
    problems = []
    if facts.color is Color.BLACK and not facts.document_number:
        problems.append("缺少决定文书号")
    if facts.decided_on is None:
        problems.append("缺少决定日期")
    if not facts.has_authority:
        problems.append("缺少认定单位")
    return problems


def _term(facts: ListingFacts) -> list[str]:
    problems = []
    if facts.term_months is None or facts.public_until is None:
        problems.append("缺少期限")
    if not facts.term_basis:
        problems.append("缺少期限依据")
    return problems
