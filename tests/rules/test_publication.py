"""Publication periods by regime, with the boundary days: docs/rules/publication.md."""

from dataclasses import replace
from datetime import date

import pytest

from enterprises.agencies.domains import Regulator, RegulatoryDomain
from enterprises.records.rules.publication import PublicationFacts, RefusalCode
from enterprises.records.rules.severity import Severity
from tests.rules.publication import (
    CRITICISM,
    FINE,
    GENERAL,
    MARKET,
    MINOR,
    SAMR,
    SERIOUS,
    TAX,
    UNSET,
    WARNING,
    D,
    other,
    penalty,
    period,
    refusal,
)

# One regime at a time; each line: facts, published on, end, earliest repair, rule.
REGIMES = [
    # Notice of 2019: from the decision, general and minor one year, serious three
    (penalty(D(2019, 7, 1), GENERAL), D(2019, 7, 8), D(2020, 7, 1), D(2019, 10, 1), "NDRC-2019-GENERAL"),
    (penalty(D(2019, 7, 1), MINOR), D(2019, 7, 8), D(2020, 7, 1), D(2019, 10, 1), "NDRC-2019-GENERAL"),
    (penalty(D(2020, 2, 29), SERIOUS), D(2020, 3, 5), D(2023, 2, 28), D(2020, 8, 29), "NDRC-2019-SERIOUS"),
    # Order 58: any class three years, special domains repairable after one
    (penalty(D(2023, 5, 1), SERIOUS), D(2023, 5, 4), D(2026, 5, 1), D(2023, 8, 1), "NDRC-58-ANY"),
    (penalty(D(2025, 3, 31), SERIOUS), D(2025, 4, 3), D(2028, 3, 31), D(2025, 6, 30), "NDRC-58-ANY"),
    (
        penalty(D(2025, 3, 31), SERIOUS, domain=RegulatoryDomain.FIRE),
        D(2025, 4, 3),
        D(2028, 3, 31),
        D(2026, 3, 31),
        "NDRC-58-SPECIAL",
    ),
    # Order 36: by class, from the decision
    (
        penalty(D(2026, 4, 1), MINOR, publish_minor=True),
        D(2026, 4, 9),
        D(2026, 7, 1),
        D(2026, 4, 1),
        "NDRC-36-MINOR",
    ),
    (penalty(D(2026, 4, 1), GENERAL), D(2026, 4, 9), D(2027, 4, 1), D(2026, 7, 1), "NDRC-36-GENERAL"),
    (penalty(D(2026, 4, 1), SERIOUS), D(2026, 4, 9), D(2029, 4, 1), D(2027, 4, 1), "NDRC-36-SERIOUS"),
    (
        penalty(D(2026, 11, 30), MINOR, CRITICISM, publish_minor=True),
        D(2026, 12, 1),
        D(2027, 2, 28),
        D(2026, 11, 30),
        "NDRC-36-MINOR",
    ),
    # SAMR order 45: from the publication
    (penalty(D(2022, 1, 5), MINOR, FINE, domain=SAMR), D(2022, 1, 31), D(2022, 4, 30), None, "SAMR-45-LOW-FINE"),
    (
        penalty(D(2022, 1, 5), GENERAL, CRITICISM, domain=SAMR),
        D(2022, 1, 31),
        D(2022, 4, 30),
        None,
        "SAMR-45-CRITICISM",
    ),
    (
        penalty(D(2022, 1, 5), MINOR, WARNING, CRITICISM, domain=SAMR),
        D(2022, 1, 31),
        D(2022, 4, 30),
        None,
        "SAMR-45-CRITICISM",
    ),
    (penalty(D(2022, 1, 5), SERIOUS, domain=SAMR), D(2022, 1, 10), D(2025, 1, 10), D(2022, 7, 10), "SAMR-45-OTHER"),
    (
        penalty(D(2022, 1, 5), SERIOUS, "责令停产停业", domain=SAMR),
        D(2022, 1, 10),
        D(2025, 1, 10),
        None,
        "SAMR-45-NEVER-EARLY",
    ),
    (
        penalty(D(2022, 1, 5), SERIOUS, "限制从业", domain=SAMR, restriction_until=D(2027, 1, 4)),
        D(2022, 1, 10),
        D(2027, 1, 5),
        D(2025, 12, 25),
        "SAMR-45-RESTRICTION",
    ),
    # SAMR order 107: by class
    (penalty(D(2025, 12, 25), MINOR, domain=SAMR), D(2025, 12, 28), D(2026, 3, 25), None, "SAMR-107-MINOR"),
    (
        penalty(D(2025, 12, 25), GENERAL, domain=SAMR),
        D(2026, 1, 4),
        D(2026, 12, 25),
        D(2026, 3, 25),
        "SAMR-107-GENERAL",
    ),
    (
        penalty(D(2025, 12, 25), SERIOUS, domain=SAMR),
        D(2026, 1, 4),
        D(2028, 12, 25),
        D(2026, 12, 25),
        "SAMR-107-SERIOUS",
    ),
]


@pytest.mark.parametrize(("facts", "published_on", "until", "repairable_from", "rule"), REGIMES)
def test_each_regime_gives_its_period(
    facts: PublicationFacts, published_on: date, until: date, repairable_from: date | None, rule: str
) -> None:
    found = period(facts, published_on)
    assert (found.public_from, found.public_until) == (published_on, until)
    assert found.repairable_from == repairable_from
    assert found.rule == rule


# The day before and the first day of each regime: which rule the decision day chooses.
BORDERS = [
    (TAX, D(2023, 4, 30), "NDRC-2019-SERIOUS"),
    (TAX, D(2023, 5, 1), "NDRC-58-ANY"),
    (TAX, D(2026, 3, 31), "NDRC-58-ANY"),
    (TAX, D(2026, 4, 1), "NDRC-36-SERIOUS"),
    (SAMR, D(2021, 9, 1), "SAMR-45-OTHER"),
    (SAMR, D(2025, 12, 24), "SAMR-45-OTHER"),
    (SAMR, D(2025, 12, 25), "SAMR-107-SERIOUS"),
    (SAMR, D(2026, 4, 1), "SAMR-107-SERIOUS"),
]


@pytest.mark.parametrize(("domain", "decided_on", "rule"), BORDERS)
def test_the_decision_day_chooses_the_regime(domain: RegulatoryDomain, decided_on: date, rule: str) -> None:
    found = period(penalty(decided_on, SERIOUS, domain=domain), decided_on)
    assert found.rule.split("+")[0] == rule


@pytest.mark.parametrize("domain", [domain for domain in RegulatoryDomain if domain not in MARKET])
def test_agencies_of_other_domains_follow_the_national_rules(domain: RegulatoryDomain) -> None:
    assert period(penalty(D(2026, 5, 6), domain=domain), D(2026, 5, 7)).rule == "NDRC-36-GENERAL"


@pytest.mark.parametrize(
    ("domain", "repairable_from"),
    [
        (RegulatoryDomain.FOOD_DRUG, D(2024, 6, 1)),
        (RegulatoryDomain.SPECIAL_EQUIPMENT, D(2024, 6, 1)),
        (RegulatoryDomain.FIRE, D(2024, 6, 1)),
        (RegulatoryDomain.TRANSPORT, D(2023, 9, 1)),
    ],
)
def test_order_58_keeps_special_domains_a_year(domain: RegulatoryDomain, repairable_from: date) -> None:
    facts = penalty(D(2023, 6, 1), SERIOUS, domain=domain, regulator=Regulator.NDRC)
    assert period(facts, D(2023, 6, 5)).repairable_from == repairable_from


class TestLaterAndShorter:
    """A shorter later rule holds from its first day (unconfirmed)."""

    def test_its_end_lies_after_its_first_day(self) -> None:
        found = period(penalty(D(2025, 12, 1), GENERAL), D(2025, 12, 8))
        assert found.public_until == D(2026, 12, 1)
        assert found.rule == "NDRC-58-ANY+NDRC-36-GENERAL"
        assert not found.confirmed
        assert "第58号" in found.legal_basis
        assert "自2026年4月1日起" in found.legal_basis
        assert "第36号" in found.legal_basis

    def test_its_end_lies_before_its_first_day(self) -> None:
        assert period(penalty(D(2024, 1, 10), GENERAL), D(2024, 1, 15)).public_until == D(2026, 4, 1)

    def test_a_longer_later_rule_changes_nothing(self) -> None:
        found = period(penalty(D(2022, 8, 1), GENERAL), D(2022, 8, 3))
        assert (found.public_until, found.rule, found.confirmed) == (D(2023, 8, 1), "NDRC-2019-GENERAL", True)

    def test_the_market_regulators_general_record(self) -> None:
        found = period(penalty(D(2024, 5, 1), GENERAL, domain=SAMR), D(2024, 5, 10))
        assert (found.public_until, found.rule) == (D(2025, 12, 25), "SAMR-45-OTHER+SAMR-107-GENERAL")
        assert found.repairable_from == D(2024, 11, 10)

    def test_a_late_publication_cannot_outlive_the_later_rule(self) -> None:
        found = refusal(penalty(D(2022, 1, 5), SERIOUS, domain=SAMR), D(2026, 11, 2))
        assert found.code is RefusalCode.ENDED

    def test_early_repair_opens_where_the_later_rule_opens_it(self) -> None:
        found = period(penalty(D(2025, 3, 1), SERIOUS, "吊销许可证件", domain=SAMR), D(2025, 3, 10))
        assert found.repairable_from == D(2026, 3, 1)

    def test_there_is_no_early_repair_on_the_day_it_ends_anyway(self) -> None:
        found = period(penalty(D(2024, 1, 10), GENERAL, "吊销许可证件", domain=SAMR), D(2024, 1, 15))
        assert (found.public_until, found.repairable_from) == (D(2025, 12, 25), None)

    def test_a_later_ban_ends_publication_on_its_first_day(self) -> None:
        found = period(penalty(D(2022, 8, 1), GENERAL, CRITICISM), D(2022, 8, 3))
        assert found.public_until == D(2023, 5, 1)
        assert refusal(penalty(D(2022, 8, 1), GENERAL, CRITICISM), D(2023, 5, 1)).code is RefusalCode.NEVER_PUBLIC

    def test_a_minor_record_from_before_order_36_needs_a_reason_once_it_is_in_force(self) -> None:
        facts = penalty(D(2026, 3, 20), MINOR)
        assert period(facts, D(2026, 3, 31)).public_until == D(2026, 6, 20)
        assert refusal(facts, D(2026, 4, 1)).code is RefusalCode.REASON_NEEDED


def test_a_penalty_without_types_falls_into_no_narrow_tier() -> None:
    facts = replace(penalty(D(2022, 1, 5), MINOR, domain=SAMR), penalty_types=())
    assert period(facts, D(2022, 1, 10)).rule.split("+")[0] == "SAMR-45-OTHER"


class TestRefusals:
    """What may be kept but not published."""

    @pytest.mark.parametrize(
        ("domain", "decided_on"), [(TAX, D(2019, 6, 30)), (SAMR, D(2021, 8, 31)), (TAX, D(2001, 1, 1))]
    )
    def test_a_decision_before_the_earliest_rule(self, domain: RegulatoryDomain, decided_on: date) -> None:
        for severity in Severity:
            assert refusal(penalty(decided_on, severity, domain=domain), decided_on).code is RefusalCode.NO_RULE

    def test_an_end_that_has_passed(self) -> None:
        facts = penalty(D(2026, 4, 1), GENERAL)
        assert period(facts, D(2027, 3, 31)).public_until == D(2027, 4, 1)
        found = refusal(facts, D(2027, 4, 1))
        assert found.code is RefusalCode.ENDED
        assert "2027-03-31" in found.reason  # the last day it was public

    @pytest.mark.parametrize("domain", [TAX, SAMR, RegulatoryDomain.FIRE])
    @pytest.mark.parametrize("decided_on", [D(2022, 3, 1), D(2024, 3, 1), D(2026, 5, 1)])
    @pytest.mark.parametrize("severity", Severity)
    def test_a_warning_alone_never(self, domain: RegulatoryDomain, decided_on: date, severity: Severity) -> None:
        facts = penalty(decided_on, severity, WARNING, domain=domain, publish_minor=True)
        assert refusal(facts, decided_on).code is RefusalCode.NEVER_PUBLIC

    def test_criticism_alone_under_order_58(self) -> None:
        for types in ((CRITICISM,), (WARNING, CRITICISM)):
            facts = penalty(D(2024, 3, 1), MINOR, *types)
            assert refusal(facts, D(2024, 3, 2)).code is RefusalCode.NEVER_PUBLIC

    @pytest.mark.parametrize("domain", [TAX, SAMR])
    @pytest.mark.parametrize("decided_on", [D(2022, 3, 1), D(2024, 3, 1), D(2026, 5, 1)])
    def test_without_a_class_a_person_is_asked(self, domain: RegulatoryDomain, decided_on: date) -> None:
        found = refusal(penalty(decided_on, UNSET, domain=domain), decided_on)
        assert found.code is RefusalCode.CLASS_MISSING
        assert "理由" in found.reason

    def test_a_minor_record_under_order_36_needs_a_reviewers_reason(self) -> None:
        assert refusal(penalty(D(2026, 4, 1), MINOR), D(2026, 4, 2)).code is RefusalCode.REASON_NEEDED

    def test_a_minor_record_of_the_market_regulator_needs_none(self) -> None:
        assert period(penalty(D(2026, 4, 1), MINOR, domain=SAMR), D(2026, 4, 2)).public_until == D(2026, 7, 1)

    def test_a_penalty_without_a_decision_day(self) -> None:
        assert refusal(penalty(None), D(2026, 5, 1)).code is RefusalCode.NO_DECISION_DAY

    @pytest.mark.parametrize("kind", ["penalty", "licence"])
    def test_a_decision_after_the_publication(self, kind: str) -> None:
        facts = penalty(D(2026, 5, 2)) if kind == "penalty" else other(kind, decided_on=D(2026, 5, 2))
        assert refusal(facts, D(2026, 5, 1)).code is RefusalCode.DECIDED_LATER

    def test_an_unknown_kind(self) -> None:
        assert refusal(other("gossip"), D(2026, 5, 1)).code is RefusalCode.NO_RULE


def test_the_term_of_a_penalty_is_not_the_end_of_its_publication() -> None:
    facts = PublicationFacts(
        kind="penalty",
        domain=TAX,
        regulator=Regulator.NDRC,
        severity=GENERAL,
        decided_on=D(2026, 4, 1),
        valid_until=D(2026, 5, 1),
        adverse=True,
        penalty_types=(FINE,),
    )
    assert period(facts, D(2026, 4, 2)).public_until == D(2027, 4, 1)


class TestOtherKinds:
    """Kinds without a national rule; all unconfirmed."""

    @pytest.mark.parametrize("kind", ["licence", "honour", "commitment", "evaluation", "standard-declaration"])
    def test_until_the_last_day_of_their_own_term(self, kind: str) -> None:
        facts = other(kind, decided_on=D(2010, 1, 1), valid_until=D(2026, 12, 31))
        found = period(facts, D(2026, 12, 31))
        assert found.public_until == D(2027, 1, 1)
        assert not found.confirmed
        assert found.repairable_from is None
        assert refusal(facts, D(2027, 1, 1)).code is RefusalCode.ENDED

    @pytest.mark.parametrize("kind", ["licence", "honour", "commitment", "evaluation", "standard-declaration"])
    def test_open_without_a_term_but_only_if_not_adverse(self, kind: str) -> None:
        assert period(other(kind), D(2026, 5, 1)).public_until is None
        assert refusal(other(kind, adverse=True), D(2026, 5, 1)).code is RefusalCode.NO_END

    def test_an_abnormal_listing_is_open_until_its_exit(self) -> None:
        listed = other("abnormal-operation", decided_on=D(2025, 1, 1), adverse=True)
        assert period(listed, D(2026, 5, 1)).public_until is None
        left = other("abnormal-operation", decided_on=D(2025, 1, 1), exit_on=D(2026, 6, 1), adverse=True)
        assert period(left, D(2026, 5, 1)).public_until == D(2026, 6, 1)
        assert refusal(left, D(2026, 6, 1)).code is RefusalCode.ENDED

    @pytest.mark.parametrize("adverse", [True, False])
    def test_an_inspection_for_a_year(self, adverse: bool) -> None:
        facts = other("inspection", decided_on=D(2024, 2, 29), adverse=adverse)
        assert period(facts, D(2024, 3, 4)).public_until == D(2025, 2, 28)

    def test_a_judgment_for_five_years_at_most(self) -> None:
        facts = other("judgment", decided_on=D(2024, 2, 29), adverse=True)
        assert period(facts, D(2024, 3, 4)).public_until == D(2029, 2, 28)
        performed = other("judgment", decided_on=D(2024, 2, 29), exit_on=D(2025, 1, 1), adverse=True)
        assert period(performed, D(2024, 3, 4)).public_until == D(2025, 1, 1)
        long = other("judgment", decided_on=D(2024, 2, 29), valid_until=D(2034, 1, 1), adverse=True)
        assert period(long, D(2024, 3, 4)).public_until == D(2029, 2, 28)

    def test_without_a_decision_day_the_publication_counts(self) -> None:
        assert period(other("inspection", adverse=True), D(2026, 5, 1)).public_until == D(2027, 5, 1)

    def test_nothing_from_before_the_regulation_of_2014(self) -> None:
        assert refusal(other("licence"), D(2014, 9, 30)).code is RefusalCode.NO_RULE
        assert period(other("licence"), D(2014, 10, 1)).public_from == D(2014, 10, 1)
