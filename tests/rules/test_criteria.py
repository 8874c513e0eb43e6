"""Criteria of our lists: docs/rules/lists.md."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.agencies.domains import Regulator
from enterprises.catalogue.penalty_types import PenaltyType
from enterprises.records.rules.lifecycle import State
from lists.criteria.definitions import (
    CRITERIA,
    DEFINITIONS,
    MARKET_REGULATION,
    TRUSTWORTHY,
    WAGE_ARREARS,
    WORK_SAFETY,
)
from lists.criteria.predicates import Honour, honour_of
from lists.criteria.rules import (
    Assessment,
    BlackListing,
    EnterpriseFacts,
    Finding,
    RecordFacts,
    assess,
)

ON = date(2027, 2, 28)


def record(number: int, kind: str = "penalty", **facts: Any) -> RecordFacts:
    plain = RecordFacts(
        id=number,
        kind=kind,
        state=State.PUBLISHED,
        adverse=kind != "honour",
        decided_on=date(2026, 5, 6),
        public_from=date(2026, 5, 12),
        public_until=date(2029, 5, 6),
    )
    return replace(plain, **facts)


def penalty(number: int, *types: str, **facts: Any) -> RecordFacts:
    return record(number, **{"regulator": Regulator.SAMR, "penalty_types": types, **facts})


def honour(number: int, which: Honour, **facts: Any) -> RecordFacts:
    return record(number, "honour", honour=which, **facts)


def black(*records: RecordFacts, on: date = ON) -> Assessment:
    return assess(criteria=DEFINITIONS[MARKET_REGULATION].criteria, facts=EnterpriseFacts(records=records), on=on)


def red(*records: RecordFacts, listings: tuple[BlackListing, ...] = (), on: date = ON) -> Assessment:
    return assess(
        criteria=DEFINITIONS[TRUSTWORTHY].criteria,
        facts=EnterpriseFacts(records=records, black_listings=listings),
        on=on,
    )


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.criterion for finding in findings]


HEAVIER = {"降低资质等级", "吊销许可证件", "限制开展生产经营活动", "责令停产停业", "责令关闭", "限制从业"}


class TestMarketRegulation:
    """Order 44 art. 2: heavier penalties of market regulators; the finding is an officer's."""

    @pytest.mark.parametrize("penalty_type", PenaltyType)
    def test_m01_takes_the_heavier_types(self, penalty_type: PenaltyType) -> None:
        expected = ["M-01"] if penalty_type.value in HEAVIER else []
        assert codes(black(penalty(7, penalty_type.value)).grounds) == expected

    @pytest.mark.parametrize("regulator", [Regulator.NDRC, None])
    def test_another_regulators_penalty_is_no_ground(self, regulator: Regulator | None) -> None:
        assert black(penalty(7, "责令关闭", regulator=regulator)) == Assessment(grounds=())

    def test_m01_names_types_records_and_numbers(self) -> None:
        found = black(
            penalty(7, "吊销许可证件", "罚款", document_number="武市监罚〔2026〕7号"),
            penalty(8, "罚款"),
            record(9, "judgment"),
        )
        reason = "公示期内有市场监督管理部门的较重行政处罚：吊销许可证件（武市监罚〔2026〕7号）"
        assert found.grounds == (Finding(criterion="M-01", reason=reason, record_ids=(7,)),)
        assert found.proposes

    def test_any_number_of_fines_is_no_ground(self) -> None:
        assert black(*(penalty(number, "罚款") for number in range(1, 6))) == Assessment(grounds=())

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2026, 5, 11), []),
            (date(2026, 5, 12), ["M-01"]),
            (date(2029, 5, 5), ["M-01"]),
            (date(2029, 5, 6), []),
        ],
    )
    def test_only_what_is_public_that_day_counts(self, day: date, expected: list[str]) -> None:
        assert codes(black(penalty(7, "责令关闭"), on=day).grounds) == expected

    @pytest.mark.parametrize("state", [state for state in State if state is not State.PUBLISHED])
    def test_unpublished_and_withdrawn_records_count_for_nothing(self, state: State) -> None:
        assert black(penalty(1, "责令关闭", state=state)) == Assessment(grounds=())

    def test_disputed_records_are_named(self) -> None:
        (found,) = black(penalty(9, "责令关闭", disputed=True), penalty(3, "限制从业")).grounds
        assert found.disputed_ids == (9,)
        assert "其中1条处于异议处理中" in found.reason


@pytest.mark.parametrize("slug", [WAGE_ARREARS, WORK_SAFETY])
def test_what_no_record_states_proposes_nobody(slug: str) -> None:
    facts = EnterpriseFacts(records=(penalty(1, "责令关闭"), record(2, "judgment")))
    assert assess(criteria=DEFINITIONS[slug].criteria, facts=facts, on=ON) == Assessment(grounds=())


class TestRed:
    @pytest.mark.parametrize(
        ("which", "code"),
        [
            (Honour.TAX_GRADE_A, "R-01"),
            (Honour.CUSTOMS_ADVANCED, "R-02"),
            (Honour.QUALITY_AWARD, "R-03"),
            (Honour.TIME_HONOURED_BRAND, "R-03"),
        ],
    )
    def test_each_honour_has_its_criterion(self, which: Honour, code: str) -> None:
        found = red(honour(4, which))
        assert (codes(found.grounds), found.grounds[0].record_ids, found.proposes) == ([code], (4,), True)

    def test_an_honour_that_has_ended_is_no_ground(self) -> None:
        assert not red(honour(4, Honour.TAX_GRADE_A, public_until=ON)).proposes
        assert not red().proposes

    def test_a_public_adverse_record_excludes(self) -> None:
        found = red(honour(4, Honour.TAX_GRADE_A), record(5, "inspection", disputed=True))
        assert codes(found.grounds) == ["R-01"]
        (exclusion,) = found.exclusions
        assert (exclusion.criterion, exclusion.record_ids, exclusion.disputed_ids) == ("R-X2", (5,), (5,))
        assert not found.proposes

    def test_an_adverse_record_that_has_ended_does_not_exclude(self) -> None:
        assert red(honour(4, Honour.TAX_GRADE_A), record(5, public_until=ON)).proposes

    def test_r03_looks_three_years_back(self) -> None:
        award = honour(4, Honour.QUALITY_AWARD)
        assert not red(award, record(5, public_from=date(2023, 1, 1), public_until=date(2024, 2, 29))).proposes
        assert red(award, record(5, public_from=date(2023, 1, 1), public_until=date(2024, 2, 28))).proposes
        assert red(award, record(5, state=State.WITHDRAWN)).proposes
        assert red(award, record(5, public_from=ON + timedelta(days=1))).proposes

    def test_a_black_listing_excludes_while_it_is_public(self) -> None:
        listing = BlackListing(
            id=11, list_name="重大税收违法失信主体", public_from=date(2026, 1, 1), public_until=date(2027, 3, 1)
        )
        (exclusion,) = red(honour(4, Honour.CUSTOMS_ADVANCED), listings=(listing,)).exclusions
        assert (exclusion.criterion, exclusion.listing_ids) == ("R-X1", (11,))
        assert "重大税收违法失信主体" in exclusion.reason
        assert red(honour(4, Honour.CUSTOMS_ADVANCED), listings=(listing,), on=date(2027, 3, 1)).proposes
        assert red(honour(4, Honour.TAX_GRADE_A), listings=(replace(listing, public_from=date(2027, 3, 1)),)).proposes
        assert not red(honour(4, Honour.TAX_GRADE_A), listings=(replace(listing, public_until=None),)).proposes


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("纳税信用A级", Honour.TAX_GRADE_A),
        ("海关高级认证", Honour.CUSTOMS_ADVANCED),
        ("质量奖", Honour.QUALITY_AWARD),
        ("老字号", Honour.TIME_HONOURED_BRAND),
        ("守合同重信用", None),
        ("其他-纳税信用A级", None),
        ("", None),
    ],
)
def test_honours_are_known_by_their_category(category: str, expected: Honour | None) -> None:
    assert honour_of(category) is expected


def test_without_criteria_nobody_is_found() -> None:
    facts = EnterpriseFacts(records=(penalty(1, "责令关闭"), honour(2, Honour.TAX_GRADE_A)))
    assert assess(criteria=(), facts=facts, on=ON) == Assessment(grounds=())


def test_a_narrower_choice_finds_less() -> None:
    (law,) = DEFINITIONS[MARKET_REGULATION].criteria
    narrow = (replace(law, values=("限制从业",)),)
    facts = EnterpriseFacts(records=(penalty(1, "责令关闭"), penalty(2, "限制从业")))
    (found,) = assess(criteria=narrow, facts=facts, on=ON).grounds
    assert found.record_ids == (2,)
    assert "责令关闭" not in found.reason


@pytest.mark.parametrize(("months", "expected"), [(36, ["R-03"]), (48, [])])
def test_a_longer_look_back_finds_earlier_adverse_publication(months: int, expected: list[str]) -> None:
    (law,) = [one for one in DEFINITIONS[TRUSTWORTHY].criteria if one.code == "R-03"]
    earlier = penalty(1, "罚款", public_from=date(2022, 1, 1), public_until=date(2023, 6, 1))
    facts = EnterpriseFacts(records=(earlier, honour(2, Honour.QUALITY_AWARD)))
    found = assess(criteria=(replace(law, months=months),), facts=facts, on=ON)
    assert codes(found.grounds) == expected


def test_criteria_are_unique_and_cited() -> None:
    assert [each.code for each in CRITERIA] == [
        *("M-01", "W-01", "W-02", "S-01"),
        *("R-01", "R-02", "R-03", "R-X1", "R-X2"),
        *("B-01", "B-X1", "B-X2"),
    ]
    assert all(each.source and each.text for each in CRITERIA)


DAYS = st.dates(date(2022, 1, 1), date(2029, 12, 31))
RECORDS = st.builds(
    RecordFacts,
    id=st.integers(1, 1000),
    kind=st.sampled_from(["penalty", "judgment", "honour", "inspection"]),
    state=st.sampled_from(State),
    adverse=st.booleans(),
    decided_on=st.none() | DAYS,
    public_from=st.none() | DAYS,
    public_until=st.none() | DAYS,
    regulator=st.none() | st.sampled_from(Regulator),
    penalty_types=st.lists(st.sampled_from([each.value for each in PenaltyType]), max_size=2).map(tuple),
    honour=st.none() | st.sampled_from(Honour),
    disputed=st.booleans(),
)


@given(records=st.lists(RECORDS, max_size=6, unique_by=lambda each: each.id), on=DAYS)
def test_findings_name_public_records_of_known_criteria(records: list[RecordFacts], on: date) -> None:
    shown = {
        each.id
        for each in records
        if each.state is State.PUBLISHED
        and each.public_from is not None
        and each.public_from <= on
        and (each.public_until is None or on <= each.public_until - timedelta(days=1))
    }
    for slug in DEFINITIONS:
        known = {each.code for each in DEFINITIONS[slug].criteria}
        found = assess(criteria=DEFINITIONS[slug].criteria, facts=EnterpriseFacts(records=tuple(records)), on=on)
        for finding in (*found.grounds, *found.exclusions):
            assert finding.criterion in known
            assert finding.record_ids
            assert set(finding.record_ids) <= shown
            assert set(finding.disputed_ids) <= set(finding.record_ids)
