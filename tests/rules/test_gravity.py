"""The lookup that proposes a class: docs/rules/gravity.md."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.agencies.domains import RegulatoryDomain
from enterprises.catalogue.penalty_types import PenaltyType
from enterprises.records.rules.severity import (
    GRAVITY_LABELS,
    GRAVITY_RULES,
    SEVERITY,
    Classification,
    Gravity,
    classify,
)


def classified(
    *types: str,
    fine: str | None = None,
    confiscated: str | None = None,
    domain: RegulatoryDomain = RegulatoryDomain.ENVIRONMENT,
) -> Classification:
    return classify(
        domain=domain,
        penalty_types=types,
        fine_yuan=None if fine is None else Decimal(fine),
        confiscated_yuan=None if confiscated is None else Decimal(confiscated),
    )


@pytest.mark.parametrize(
    ("penalty_type", "gravity"),
    [
        ("警告", Gravity.MINOR),
        ("通报批评", Gravity.MINOR),
        ("没收违法所得", Gravity.GENERAL),
        ("没收非法财物", Gravity.GENERAL),
        ("暂扣许可证件", Gravity.GENERAL),
        ("降低资质等级", Gravity.SERIOUS),
        ("吊销许可证件", Gravity.SERIOUS),
        ("限制开展生产经营活动", Gravity.SERIOUS),
        ("责令停产停业", Gravity.SERIOUS),
        ("责令关闭", Gravity.SERIOUS),
        ("限制从业", Gravity.SERIOUS),
        ("行政拘留", Gravity.SERIOUS),
        ("其他", Gravity.UNSET),
        ("其他-公开谴责", Gravity.UNSET),
    ],
)
def test_a_single_type_has_its_class(penalty_type: str, gravity: Gravity) -> None:
    assert classified(penalty_type).gravity is gravity


@pytest.mark.parametrize(
    ("fine", "gravity"),
    [
        ("0.01", Gravity.MINOR),
        ("3000", Gravity.MINOR),
        ("3000.01", Gravity.GENERAL),
        ("999999.99", Gravity.GENERAL),
        ("1000000", Gravity.SERIOUS),
    ],
)
def test_a_fine_is_classed_by_its_amount(fine: str, gravity: Gravity) -> None:
    assert classified("罚款", fine=fine).gravity is gravity


@pytest.mark.parametrize(("amount", "gravity"), [("999999.99", Gravity.GENERAL), ("1000000", Gravity.SERIOUS)])
def test_a_large_confiscation_is_serious(amount: str, gravity: Gravity) -> None:
    assert classified("没收违法所得", confiscated=amount).gravity is gravity


def test_the_fine_does_not_count_as_confiscated() -> None:
    assert classified("没收违法所得", fine="5000000").gravity is Gravity.GENERAL


def test_a_row_of_one_domain_leaves_the_others_alone() -> None:
    assert classified("罚款", fine="100000", domain=RegulatoryDomain.WORK_SAFETY).gravity is Gravity.SERIOUS
    assert classified("罚款", fine="99999.99", domain=RegulatoryDomain.WORK_SAFETY).gravity is Gravity.GENERAL
    assert classified("罚款", fine="100000", domain=RegulatoryDomain.FIRE).gravity is Gravity.GENERAL


def test_the_gravest_of_several_types_decides() -> None:
    found = classified("警告", "罚款", "吊销许可证件", fine="2000")
    assert found.gravity is Gravity.SERIOUS
    assert len(found.reasons) == 3


def test_an_unknown_type_beside_a_known_one_is_told_but_does_not_decide() -> None:
    found = classified("罚款", "其他", fine="50000")
    assert found.gravity is Gravity.GENERAL
    assert any("其他" in reason and "人工" in reason for reason in found.reasons)


@pytest.mark.parametrize("fine", [None, "0"])
def test_a_fine_without_amount_leaves_the_class_to_a_person(fine: str | None) -> None:
    found = classified("警告", "罚款", fine=fine)
    assert found.gravity is Gravity.UNSET
    assert "罚款没有金额，无法按金额认定失信程度" in found.reasons


def test_a_fine_without_amount_cannot_lower_what_is_serious_anyway() -> None:
    assert classified("责令关闭", "罚款").gravity is Gravity.SERIOUS


def test_no_types_no_class() -> None:
    assert classified() == Classification(gravity=Gravity.UNSET, reasons=("没有处罚类别，请人工认定失信程度",))


def test_a_reason_names_amount_class_and_source_and_marks_the_unconfirmed() -> None:
    (reason,) = classified("罚款", fine="1000000").reasons
    assert "1,000,000.00元" in reason
    assert "严重" in reason
    assert "第36号" in reason
    assert "待确认" in reason
    assert "待确认" not in classified("警告").reasons[0]


def test_every_row_is_cited_and_unique() -> None:
    ids = [rule.id for rule in GRAVITY_RULES]
    assert len(set(ids)) == len(ids)
    assert all(rule.source for rule in GRAVITY_RULES)
    assert {rule.penalty_type for rule in GRAVITY_RULES} == set(PenaltyType) - {PenaltyType.OTHER}


def test_labels_cover_the_closed_sets() -> None:
    assert set(GRAVITY_LABELS) == set(Gravity)


TYPES = st.lists(st.sampled_from([each.value for each in PenaltyType]), max_size=5)
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


@given(types=TYPES, fine=AMOUNTS, more=AMOUNTS, domain=st.sampled_from(RegulatoryDomain))
def test_a_higher_fine_is_never_classed_lower(
    types: list[str], fine: Decimal, more: Decimal, domain: RegulatoryDomain
) -> None:
    def severity(amount: Decimal) -> int:
        return SEVERITY[classify(domain=domain, penalty_types=types, fine_yuan=amount, confiscated_yuan=None).gravity]

    assert severity(fine) <= severity(fine + more)


@given(types=TYPES, other=st.sampled_from([each.value for each in PenaltyType]), fine=AMOUNTS)
def test_one_more_type_is_never_classed_lower(types: list[str], other: str, fine: Decimal) -> None:
    amount = fine + 1
    before = classify(domain=RegulatoryDomain.TAX, penalty_types=types, fine_yuan=amount, confiscated_yuan=None)
    after = classify(
        domain=RegulatoryDomain.TAX, penalty_types=[*types, other], fine_yuan=amount, confiscated_yuan=None
    )
    assert SEVERITY[before.gravity] <= SEVERITY[after.gravity]
