"""What procedure, domain, regulator and restriction of a penalty change: docs/rules/publication.md."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.agencies.domains import Regulator, RegulatoryDomain, regulator_of
from enterprises.catalogue.penalty_types import Procedure
from enterprises.records.rules.publication import PublicationFacts, RefusalCode, period_of
from enterprises.records.rules.publication.table import RULES
from enterprises.records.rules.severity import Severity
from tests.rules.examples import examples
from tests.rules.publication import (
    GENERAL,
    MARKET,
    MINOR,
    SAMR,
    SERIOUS,
    D,
    penalty,
    period,
    refusal,
)


@pytest.mark.parametrize(
    ("first_day", "last_day", "rule", "until"),
    [
        (None, D(2025, 1, 4), "SAMR-45-NEVER-EARLY", D(2025, 1, 5)),  # 36 months from the decision: not longer
        (None, D(2025, 1, 5), "SAMR-45-RESTRICTION", D(2025, 1, 6)),  # a day more
        (D(2022, 3, 1), D(2025, 2, 28), "SAMR-45-NEVER-EARLY", D(2025, 1, 5)),  # 36 months from its own first day
        (D(2022, 3, 1), D(2025, 3, 1), "SAMR-45-RESTRICTION", D(2025, 3, 2)),
        (D(2021, 12, 1), D(2024, 12, 31), "SAMR-45-NEVER-EARLY", D(2025, 1, 5)),  # the ordinary end is later
        (None, None, "SAMR-45-NEVER-EARLY", D(2025, 1, 5)),
    ],
)
def test_a_restriction_longer_than_36_months_from_its_first_day_prolongs_what_ends_earlier(
    first_day: date | None, last_day: date | None, rule: str, until: date
) -> None:
    facts = penalty(
        D(2022, 1, 5),
        SERIOUS,
        "限制开展生产经营活动",
        domain=SAMR,
        restriction_from=first_day,
        restriction_until=last_day,
    )
    found = period(facts, D(2022, 1, 5))
    assert (found.rule, found.public_until) == (rule, until)


def test_a_running_restriction_is_published_after_the_ordinary_end_has_passed() -> None:
    facts = penalty(D(2022, 1, 5), SERIOUS, "限制从业", domain=SAMR, restriction_until=D(2030, 1, 4))
    found = period(facts, D(2026, 6, 1))
    assert (found.rule, found.public_until, found.repairable_from) == (
        "SAMR-45-RESTRICTION",
        D(2030, 1, 5),
        D(2025, 12, 25),
    )


class TestProcedure:
    """简易程序: not published before order 36 under any regime, minor from then on whatever the amount."""

    @pytest.mark.parametrize("regulator", Regulator)
    @pytest.mark.parametrize(
        "decided_on", [D(2021, 9, 1), D(2023, 4, 30), D(2023, 5, 1), D(2025, 12, 25), D(2026, 3, 31)]
    )
    def test_never_before_order_36(self, regulator: Regulator, decided_on: date) -> None:
        for domain, severity, published_on in product(RegulatoryDomain, Severity, (decided_on, D(2026, 4, 1))):
            facts = penalty(
                decided_on, severity, domain=domain, regulator=regulator, procedure=Procedure.SIMPLE, publish_minor=True
            )
            assert refusal(facts, published_on).code is RefusalCode.NEVER_PUBLIC, (domain, severity, published_on)

    @pytest.mark.parametrize("regulator", Regulator)
    @pytest.mark.parametrize("severity", [MINOR, GENERAL, SERIOUS])
    def test_a_minor_period_from_order_36_on_whatever_the_class(self, regulator: Regulator, severity: Severity) -> None:
        facts = penalty(D(2026, 4, 1), severity, regulator=regulator, procedure=Procedure.SIMPLE)
        assert refusal(facts, D(2026, 4, 2)).code is RefusalCode.REASON_NEEDED
        found = period(replace(facts, publish_minor=True), D(2026, 4, 2))
        assert (found.public_until, found.repairable_from) == (D(2026, 7, 1), D(2026, 4, 1))


class TestDomainAndRegulator:
    """The domain is the penalty's, the regulator the agency's."""

    @pytest.mark.parametrize(
        ("domain", "repairable_from"),
        [
            (SAMR, D(2022, 7, 10)),
            (RegulatoryDomain.FOOD_DRUG, D(2023, 1, 10)),
            (RegulatoryDomain.SPECIAL_EQUIPMENT, D(2023, 1, 10)),
            (RegulatoryDomain.FIRE, D(2022, 7, 10)),
        ],
    )
    def test_order_45_repairs_food_drugs_and_special_equipment_after_a_year(
        self, domain: RegulatoryDomain, repairable_from: date
    ) -> None:
        facts = penalty(D(2022, 1, 5), SERIOUS, domain=domain, regulator=Regulator.SAMR)
        assert period(facts, D(2022, 1, 10)).repairable_from == repairable_from

    @pytest.mark.parametrize("domain", MARKET)
    def test_drug_administrations_follow_the_market_regulator(self, domain: RegulatoryDomain) -> None:
        facts = penalty(D(2026, 5, 6), domain=domain, regulator=regulator_of(domain))
        assert period(facts, D(2026, 5, 7)).rule == "SAMR-107-GENERAL"

    @pytest.mark.parametrize(
        ("fine", "repairable_from"), [("100000", D(2024, 6, 1)), ("99999.99", D(2023, 9, 1)), (None, D(2023, 9, 1))]
    )
    def test_100_000_yuan_is_the_border_of_the_years_minimum_for_work_safety(
        self, fine: str | None, repairable_from: date
    ) -> None:
        facts = penalty(D(2023, 6, 1), GENERAL, domain=RegulatoryDomain.WORK_SAFETY, fine_yuan=fine)
        assert period(facts, D(2023, 6, 5)).repairable_from == repairable_from


class TestRepairBasis:
    """The regime that grants the repair day is named, and "unconfirmed" follows its row."""

    @pytest.mark.parametrize(
        ("facts", "published_on", "day", "rule", "confirmed"),
        [
            (penalty(D(2024, 5, 1), GENERAL, domain=SAMR), D(2024, 5, 10), D(2024, 11, 10), "SAMR-45-OTHER", True),
            (
                penalty(D(2025, 3, 1), SERIOUS, "吊销许可证件", domain=SAMR),
                D(2025, 3, 10),
                D(2026, 3, 1),
                "SAMR-107-SERIOUS",
                False,
            ),
            (penalty(D(2025, 11, 1), GENERAL, domain=SAMR), D(2025, 11, 5), D(2026, 2, 1), "SAMR-107-GENERAL", False),
            (penalty(D(2026, 2, 1), MINOR), D(2026, 2, 5), D(2026, 4, 1), "NDRC-36-MINOR", True),
            (penalty(D(2025, 9, 1), SERIOUS), D(2025, 9, 5), D(2025, 12, 1), "NDRC-58-ANY", True),
        ],
    )
    def test_the_row_that_grants_the_day(
        self, facts: PublicationFacts, published_on: date, day: date, rule: str, confirmed: bool
    ) -> None:
        found = period(facts, published_on)
        assert (found.repairable_from, found.repair_rule, found.repair_confirmed) == (day, rule, confirmed)
        assert found.repair_basis

    def test_without_a_repair_day_no_basis(self) -> None:
        found = period(penalty(D(2022, 1, 5), MINOR, domain=SAMR), D(2022, 1, 31))
        assert (found.repairable_from, found.repair_rule, found.repair_basis) == (None, "", "")
        assert found.repair_confirmed is None


def test_article_13_3_of_order_45_outlives_order_107() -> None:
    facts = penalty(D(2026, 1, 5), SERIOUS, "限制从业", domain=SAMR, restriction_until=D(2036, 1, 4))
    assert period(facts, D(2026, 1, 10)).public_until == D(2036, 1, 5)


TYPES = ("罚款", "警告", "通报批评", "吊销许可证件", "限制从业")
FACTS = st.builds(
    PublicationFacts,
    kind=st.sampled_from(["penalty", "licence", "inspection", "abnormal-operation"]),
    domain=st.sampled_from(RegulatoryDomain),
    regulator=st.sampled_from(Regulator),
    severity=st.sampled_from(Severity),
    decided_on=st.none() | st.dates(date(2015, 1, 1), date(2027, 6, 30)),
    valid_until=st.none() | st.dates(date(2020, 1, 1), date(2031, 1, 1)),
    adverse=st.booleans(),
    penalty_types=st.lists(st.sampled_from(["罚款", "警告", "通报批评", "吊销许可证件", "限制从业"]), unique=True).map(
        tuple
    ),
    procedure=st.sampled_from(Procedure),
    fine_yuan=st.none() | st.sampled_from(list(map(Decimal, (0, 50, 99_999, 100_000, 10**7)))),
    restriction_until=st.none() | st.dates(date(2024, 1, 1), date(2031, 1, 1)),
    publish_minor=st.booleans(),
)


@given(FACTS, st.dates(date(2019, 7, 1), date(2027, 12, 31)))
@examples(300)
def test_a_remembered_period_is_the_one_that_the_whole_table_gives(facts: PublicationFacts, published_on: date) -> None:
    again = replace(facts, fine_yuan=Decimal(1) if facts.fine_yuan is None else facts.fine_yuan + 1)
    for each in (facts, again, facts):
        expected = period_of(each, published_on=published_on, rules=(*RULES,))
        assert period_of(each, published_on=published_on) == expected
