"""The pure rules of the procedure, and what a listing needs for an edition."""

from dataclasses import replace
from datetime import date

import pytest

from lists.criteria.colors import Color
from lists.editions.rules import ListingFacts, reasons_to_omit
from lists.listings.rules import LIFECYCLE, REMOVALS, ListingState, RemovalReason, term_of

DAY = date(2026, 11, 20)
COMPLETE = ListingFacts(
    color=Color.BLACK,
    state=ListingState.DECIDED,
    notice_served_on=date(2026, 10, 1),
    objection_until=date(2026, 10, 12),
    document_number="武信列〔2026〕7号",
    decided_on=date(2026, 10, 20),
    has_authority=True,
    term_months=36,
    term_basis="办法",
    public_from=date(2026, 10, 20),
    public_until=date(2029, 10, 20),
)


def test_nobody_is_listed_without_being_told_first() -> None:
    assert not LIFECYCLE.allows(before=ListingState.PROPOSED, after=ListingState.DECIDED)
    assert LIFECYCLE.allows(before=ListingState.NOTIFIED, after=ListingState.DECIDED)


def test_only_what_two_people_undo_comes_back_from_an_exit() -> None:
    back = {
        transition.verb
        for transition in LIFECYCLE.transitions
        if ListingState.REMOVED in transition.before and transition.after is ListingState.DECIDED
    }
    assert back == {"refuse-removal", "take-back"}


def test_a_term_runs_from_the_decision_and_is_clamped() -> None:
    term = term_of(decided_on=date(2023, 8, 31), published_on=date(2023, 9, 5), months=6, minimum_months=3)
    assert (term.public_from, term.public_until) == (date(2023, 9, 5), date(2024, 2, 29))
    assert term.repairable_from == date(2023, 11, 30)


def test_only_burdens_can_be_repaired() -> None:
    assert RemovalReason.REPAIRED in REMOVALS[Color.BLACK]
    assert RemovalReason.REPAIRED not in REMOVALS[Color.RED]
    assert RemovalReason.ON_BLACK_LIST not in REMOVALS[Color.BLACK]


def test_a_complete_listing_has_no_problem() -> None:
    assert reasons_to_omit(COMPLETE, on=DAY) == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"document_number": ""}, "缺少决定文书号"),
        ({"decided_on": None}, "缺少决定日期"),
        ({"has_authority": False}, "缺少认定单位"),
        ({"notice_served_on": None}, "未告知当事人"),
        ({"objection_until": None}, "未定异议期届满日"),
        ({"objection_until": date(2026, 11, 21)}, "异议期未满，2026-11-21届满"),
        ({"term_months": None}, "缺少期限"),
        ({"term_basis": ""}, "缺少期限依据"),
        ({"state": ListingState.NOTIFIED}, "尚未作出列入决定"),
        ({"public_from": date(2026, 11, 21)}, "自2026-11-21起公示，晚于截止日期"),
        ({"public_until": DAY}, "公示期已满，自2026-11-20起不再公示"),
    ],
)
def test_each_lack_is_named(change: dict[str, object], reason: str) -> None:
    assert reasons_to_omit(replace(COMPLETE, **change), on=DAY) == (reason,)  # type: ignore[arg-type]


def test_a_red_listing_needs_no_document_number() -> None:
    assert reasons_to_omit(replace(COMPLETE, color=Color.RED, document_number=""), on=DAY) == ()


def test_all_problems_are_named_at_once() -> None:
    assert reasons_to_omit(replace(COMPLETE, document_number="", term_basis=""), on=DAY) == (
        "缺少决定文书号",
        "缺少期限依据",
    )
