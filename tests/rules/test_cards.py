"""What of a list's card may be changed, and how its criteria are stored and worded: docs/rules/lists.md."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lists.criteria.cards import Bounds, Card, card_from_json, card_to_json, changed_labels, problems_of
from lists.criteria.columns import ListColumn
from lists.criteria.definitions import DEFINITIONS, MARKET_REGULATION, OWN_LISTS, TRUSTWORTHY, OwnList
from lists.criteria.periods import EditionPeriod, due_day, next_due_day
from lists.criteria.predicates import Criterion, Predicate, criteria_text

RED, BLACK = DEFINITIONS[TRUSTWORTHY], DEFINITIONS[MARKET_REGULATION]
BOUNDS = {own.slug: Bounds(criteria=own.criteria, is_ours=True, is_black=own.color == "BLACK") for own in OWN_LISTS}


def card(own: OwnList, **changes: Any) -> Card:
    plain = Card(
        popular_name="名单",
        authority=None,
        entry_conditions=own.entry_conditions,
        repair=own.repair,
        remedies=own.remedies,
        measures=own.measures,
        period=own.period,
        columns=own.columns,
        notice_days=own.notice_days,
        criteria=own.criteria,
    )
    return replace(plain, **changes)


def changed(own: OwnList, code: str, **values: Any) -> tuple[Criterion, ...]:
    return tuple(replace(one, **values) if one.code == code else one for one in own.criteria)


@pytest.mark.parametrize("own", OWN_LISTS, ids=lambda own: own.slug)
def test_the_first_card_of_every_list_is_within_its_law(own: OwnList) -> None:
    assert problems_of(card(own), BOUNDS[own.slug]) == ()


@pytest.mark.parametrize("own", OWN_LISTS, ids=lambda own: own.slug)
def test_a_stored_card_reads_back_as_it_was(own: OwnList) -> None:
    assert card_from_json(card_to_json(card(own))) == card(own)


NARROWED = changed(BLACK, "M-01", values=("吊销许可证件",))


@pytest.mark.parametrize(
    ("own", "changes"),
    [
        (BLACK, {"criteria": NARROWED}),
        (RED, {"criteria": tuple(one for one in RED.criteria if one.code != "R-02")}),
        (RED, {"criteria": changed(RED, "R-03", months=60)}),
        (RED, {"columns": (ListColumn.DOCUMENT_NUMBER,)}),
        (RED, {"notice_days": 5}),
    ],
)
def test_a_list_may_be_narrower_than_its_law(own: OwnList, changes: dict[str, Any]) -> None:
    assert problems_of(card(own, **changes), BOUNDS[own.slug]) == ()


ANOTHER = Criterion(code="R-09", predicate=Predicate.BY_HAND, text="其他", source="本市规定", confirmed=False)


@pytest.mark.parametrize(
    ("own", "changes", "problem"),
    [
        (RED, {"criteria": (*RED.criteria, ANOTHER)}, "R-09不是本名单设列依据规定的标准"),
        (RED, {"criteria": tuple(one for one in RED.criteria if one.code != "R-X1")}, "R-X1是规定的排除情形"),
        (RED, {"criteria": RED.criteria[3:]}, "至少采用一条列入标准"),
        (RED, {"criteria": changed(RED, "R-03", months=35)}, "R-03的回看期应为36至60个月"),
        (RED, {"criteria": changed(RED, "R-03", months=61)}, "R-03的回看期应为36至60个月"),
        (RED, {"criteria": changed(RED, "R-01", months=12)}, "R-01没有回看期"),
        (BLACK, {"criteria": changed(BLACK, "M-01", values=("罚款",))}, "M-01的种类应从"),
        (BLACK, {"criteria": changed(BLACK, "M-01", values=())}, "M-01的种类应从"),
        (BLACK, {"criteria": changed(BLACK, "M-01", text="受过任何处罚")}, "不能改写"),
        (BLACK, {"criteria": changed(BLACK, "M-01", source="本市规定")}, "不能改写"),
        (BLACK, {"columns": (ListColumn.REASON,)}, "黑名单须公示"),
        (BLACK, {"notice_days": 4}, "异议期应为5至60个工作日"),
        (BLACK, {"notice_days": 61}, "异议期应为5至60个工作日"),
        (BLACK, {"period": None}, "请选择发布周期"),
        (BLACK, {"remedies": "  "}, "救济途径不能为空"),
        (BLACK, {"popular_name": "名" * 21}, "通称最多20字"),
        (BLACK, {"measures": "措" * 2001}, "奖惩措施最多2000字"),
    ],
)
def test_what_is_wider_than_the_law_or_missing_is_named(own: OwnList, changes: dict[str, Any], problem: str) -> None:
    (found,) = problems_of(card(own, **changes), BOUNDS[own.slug])
    assert problem in found


def test_an_external_list_has_texts_alone() -> None:
    bounds = Bounds(criteria=(), is_ours=False, is_black=False)
    assert problems_of(card(BLACK, period=None, columns=(), notice_days=0, criteria=()), bounds) == ()


def test_the_published_text_says_by_what_a_list_is_narrower_than_its_law() -> None:
    assert "限于" not in criteria_text(BLACK.criteria, law=BLACK.criteria)
    assert "【限于：吊销许可证件】" in criteria_text(NARROWED, law=BLACK.criteria)
    assert "【回看48个月】" in criteria_text(changed(RED, "R-03", months=48), law=RED.criteria)


def test_changes_are_named_in_the_words_of_the_form() -> None:
    before, after = card_to_json(card(BLACK)), card_to_json(card(BLACK, notice_days=15, criteria=NARROWED))
    assert changed_labels(before, after) == ("异议期(工作日)", "列入标准")


@pytest.mark.parametrize(
    ("period", "on", "due", "following"),
    [
        (EditionPeriod.MONTHLY, date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
        (EditionPeriod.MONTHLY, date(2026, 12, 1), date(2026, 12, 1), date(2027, 1, 1)),
        (EditionPeriod.QUARTERLY, date(2026, 9, 30), date(2026, 7, 1), date(2026, 10, 1)),
        (EditionPeriod.QUARTERLY, date(2026, 10, 1), date(2026, 10, 1), date(2027, 1, 1)),
        (EditionPeriod.YEARLY, date(2028, 2, 29), date(2028, 1, 1), date(2029, 1, 1)),
    ],
)
def test_periods_begin_on_a_first(period: EditionPeriod, on: date, due: date, following: date) -> None:
    assert due_day(period, on=on) == due
    assert next_due_day(period, on=on) == following
