"""The lookup that proposes a class: docs/rules/severity.md."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.agencies.domains import DOMAIN_LABELS, Regulator, RegulatoryDomain
from enterprises.catalogue.penalty_types import PenaltyType, Procedure
from enterprises.records.rules.severity import (
    SEVERITY_LABELS,
    SEVERITY_RANK,
    SEVERITY_RULES,
    Classification,
    PenaltyFacts,
    Severity,
    classify,
)


def classified(
    *types: str,
    fine: str | None = None,
    confiscated: str | None = None,
    domain: RegulatoryDomain = RegulatoryDomain.ENVIRONMENT,
    regulator: Regulator = Regulator.NDRC,
    procedure: Procedure = Procedure.ORDINARY,
    decided_on: date | None = None,
) -> Classification:
    facts = PenaltyFacts(
        domain=domain,
        regulator=regulator,
        penalty_types=types,
        procedure=procedure,
        decided_on=decided_on,
        fine_yuan=None if fine is None else Decimal(fine),
        confiscated_yuan=None if confiscated is None else Decimal(confiscated),
    )
    return classify(facts)


@pytest.mark.parametrize(
    ("penalty_type", "severity"),
    [
        ("警告", Severity.MINOR),
        ("通报批评", Severity.MINOR),
        ("没收违法所得", Severity.GENERAL),
        ("没收非法财物", Severity.GENERAL),
        ("其他-没收", Severity.GENERAL),
        ("暂扣许可证件", Severity.GENERAL),
        ("降低资质等级", Severity.GENERAL),
        ("吊销许可证件", Severity.SERIOUS),
        ("限制开展生产经营活动", Severity.SERIOUS),
        ("责令停产停业", Severity.SERIOUS),
        ("责令关闭", Severity.SERIOUS),
        ("限制从业", Severity.SERIOUS),
        ("行政拘留", Severity.SERIOUS),
        ("其他", Severity.UNSET),
        ("其他-公开谴责", Severity.UNSET),
    ],
)
def test_a_single_type_has_its_class(penalty_type: str, severity: Severity) -> None:
    assert classified(penalty_type).severity is severity


@pytest.mark.parametrize(
    ("fine", "severity"),
    [
        ("0.01", Severity.MINOR),
        ("3000", Severity.MINOR),
        ("3000.01", Severity.GENERAL),
        ("999999.99", Severity.GENERAL),
        ("1000000", Severity.SERIOUS),
    ],
)
def test_a_fine_is_classed_by_its_amount(fine: str, severity: Severity) -> None:
    assert classified("罚款", fine=fine).severity is severity


@pytest.mark.parametrize("amount", ["0", "999999.99", "100000000"])
def test_a_confiscation_is_general_whatever_its_amount(amount: str) -> None:
    assert classified("没收违法所得", confiscated=amount).severity is Severity.GENERAL


def test_the_fine_does_not_count_as_confiscated() -> None:
    assert classified("没收违法所得", fine="5000000").severity is Severity.GENERAL


@pytest.mark.parametrize("domain", RegulatoryDomain)
def test_100_000_yuan_is_no_border_of_serious_in_any_domain(domain: RegulatoryDomain) -> None:
    assert classified("罚款", fine="100000", domain=domain).severity is Severity.GENERAL


@pytest.mark.parametrize(
    ("penalty_type", "regulator", "decided_on", "severity"),
    [
        ("其他", Regulator.SAMR, date(2025, 12, 24), Severity.UNSET),
        ("其他", Regulator.SAMR, date(2025, 12, 25), Severity.GENERAL),
        ("其他-公开谴责", Regulator.SAMR, date(2026, 5, 1), Severity.GENERAL),
        ("其他", Regulator.NDRC, date(2026, 5, 1), Severity.UNSET),
        ("其他", Regulator.SAMR, None, Severity.UNSET),
        ("罚款", Regulator.SAMR, date(2026, 5, 1), Severity.UNSET),  # no amount: it may be minor or serious
        ("警告", Regulator.SAMR, date(2026, 5, 1), Severity.MINOR),
        ("吊销许可证件", Regulator.SAMR, date(2026, 5, 1), Severity.SERIOUS),
    ],
)
def test_the_residual_class_of_the_market_regulator_is_general(
    penalty_type: str, regulator: Regulator, decided_on: date | None, severity: Severity
) -> None:
    assert classified(penalty_type, regulator=regulator, decided_on=decided_on).severity is severity


@pytest.mark.parametrize("regulator", Regulator)
@pytest.mark.parametrize(
    ("decided_on", "severity"), [(date(2026, 3, 31), Severity.SERIOUS), (date(2026, 4, 1), Severity.MINOR)]
)
def test_simple_procedure_is_minor_whatever_the_amount_from_order_36_on(
    regulator: Regulator, decided_on: date, severity: Severity
) -> None:
    found = classified(
        "罚款", "责令停产停业", fine="5000000", procedure=Procedure.SIMPLE, regulator=regulator, decided_on=decided_on
    )
    assert found.severity is severity
    assert ("简易程序" in found.reasons[0]) is (severity is Severity.MINOR)


@pytest.mark.parametrize(
    ("penalty_type", "confirmed"),
    [
        ("吊销许可证件", True),
        ("限制从业", True),
        ("没收违法所得", True),
        ("暂扣许可证件", False),
        ("降低资质等级", False),
        ("责令停产停业", False),
        ("限制开展生产经营活动", False),
        ("责令关闭", False),
    ],
)
def test_what_only_the_draft_of_order_36_says_is_unconfirmed(penalty_type: str, confirmed: bool) -> None:
    (reason,) = classified(penalty_type).reasons
    assert ("待确认" in reason) is not confirmed
    assert ("征求意见稿" in reason) is not confirmed


def test_the_gravest_of_several_types_decides() -> None:
    found = classified("警告", "罚款", "吊销许可证件", fine="2000")
    assert found.severity is Severity.SERIOUS
    assert len(found.reasons) == 3


def test_an_unknown_type_beside_a_known_one_is_told_but_does_not_decide() -> None:
    found = classified("罚款", "其他", fine="50000")
    assert found.severity is Severity.GENERAL
    assert any("其他" in reason and "人工" in reason for reason in found.reasons)


@pytest.mark.parametrize("fine", [None, "0"])
def test_a_fine_without_amount_leaves_the_class_to_a_person(fine: str | None) -> None:
    found = classified("警告", "罚款", fine=fine)
    assert found.severity is Severity.UNSET
    assert "罚款没有金额，无法按金额认定失信程度" in found.reasons


def test_a_fine_without_amount_cannot_lower_what_is_serious_anyway() -> None:
    assert classified("责令关闭", "罚款").severity is Severity.SERIOUS


def test_no_types_no_class() -> None:
    assert classified() == Classification(severity=Severity.UNSET, reasons=("没有处罚类别，请人工认定失信程度",))


def test_a_reason_names_amount_class_and_source_and_marks_the_unconfirmed() -> None:
    (reason,) = classified("罚款", fine="1000000").reasons
    assert "1,000,000.00元" in reason
    assert "严重" in reason
    assert "第36号" in reason
    assert "待确认" in reason
    assert "待确认" not in classified("警告").reasons[0]


def test_every_row_is_cited_and_unique() -> None:
    ids = [rule.id for rule in SEVERITY_RULES]
    assert len(set(ids)) == len(ids)
    assert all(rule.source for rule in SEVERITY_RULES)
    assert {rule.penalty_type for rule in SEVERITY_RULES} == set(PenaltyType) - {PenaltyType.OTHER} | {None}


def test_labels_cover_the_closed_sets() -> None:
    assert set(SEVERITY_LABELS) == set(Severity)
    assert set(DOMAIN_LABELS) == set(RegulatoryDomain)
    assert len(set(DOMAIN_LABELS.values())) == len(RegulatoryDomain)


TYPES = st.lists(st.sampled_from([each.value for each in PenaltyType]), max_size=5)
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


@given(types=TYPES, fine=AMOUNTS, more=AMOUNTS, domain=st.sampled_from(RegulatoryDomain))
def test_a_higher_fine_is_never_classed_lower(
    types: list[str], fine: Decimal, more: Decimal, domain: RegulatoryDomain
) -> None:
    def severity(amount: Decimal) -> int:
        facts = PenaltyFacts(domain=domain, regulator=Regulator.NDRC, penalty_types=types, fine_yuan=amount)
        return SEVERITY_RANK[classify(facts).severity]

    assert severity(fine) <= severity(fine + more)


@given(types=TYPES, other=st.sampled_from([each.value for each in PenaltyType]), fine=AMOUNTS)
def test_one_more_type_is_never_classed_lower(types: list[str], other: str, fine: Decimal) -> None:
    amount = fine + 1
    facts = PenaltyFacts(domain=RegulatoryDomain.TAX, regulator=Regulator.NDRC, penalty_types=types, fine_yuan=amount)
    before, after = classify(facts), classify(replace(facts, penalty_types=[*types, other]))
    assert SEVERITY_RANK[before.severity] <= SEVERITY_RANK[after.severity]
