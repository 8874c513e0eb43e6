"""The table of publication rules as data, its properties, and what its change does to stored ends."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.agencies.domains import Regulator, RegulatoryDomain
from enterprises.catalogue.penalty_types import PenaltyType, Procedure
from enterprises.records.rules.publication import (
    RULES,
    EndBasis,
    Period,
    PublicationFacts,
    Publicity,
    Refusal,
    RefusalCode,
    period_of,
    recomputed_end,
)
from enterprises.records.rules.severity import Severity

KINDS = sorted({rule.kind for rule in RULES})
REGIME_BORDERS = (
    date(2019, 7, 1),
    date(2021, 9, 1),
    date(2023, 5, 1),
    date(2025, 12, 25),
    date(2026, 4, 1),
)
MONTH_ENDS = (date(2024, 2, 29), date(2023, 11, 30), date(2025, 8, 31), date(2026, 12, 31))

NEAR = [day + timedelta(days=shift) for day in (*REGIME_BORDERS, *MONTH_ENDS) for shift in (-1, 0, 1)]
DAYS = st.one_of(st.sampled_from(NEAR), st.dates(date(2018, 1, 1), date(2032, 12, 31)))
CLASSES = st.sampled_from([Severity.MINOR, Severity.GENERAL, Severity.SERIOUS])
PENALTIES = st.builds(
    PublicationFacts,
    kind=st.just("penalty"),
    domain=st.sampled_from(RegulatoryDomain),
    regulator=st.sampled_from(Regulator),
    severity=CLASSES,
    decided_on=DAYS,
    valid_until=st.none(),
    adverse=st.just(True),
    penalty_types=st.lists(st.sampled_from([each.value for each in PenaltyType]), min_size=1, max_size=3).map(tuple),
    procedure=st.sampled_from(Procedure),
    fine_yuan=st.none() | st.sampled_from([Decimal("99999.99"), Decimal(100_000)]),
    restriction_from=st.none() | DAYS,
    restriction_until=st.none() | DAYS,
    publish_minor=st.booleans(),
)
RECORDS = st.one_of(
    PENALTIES,
    st.builds(
        PublicationFacts,
        kind=st.sampled_from(KINDS),
        domain=st.sampled_from(RegulatoryDomain),
        regulator=st.sampled_from(Regulator),
        severity=st.sampled_from(Severity),
        decided_on=st.none() | DAYS,
        valid_until=st.none() | DAYS,
        adverse=st.booleans(),
        exit_on=st.none() | DAYS,
        publish_minor=st.booleans(),
    ),
)


def last_day_shown(facts: PublicationFacts, published_on: date) -> date:
    """Return the first day no longer public, the publication day itself for what is not published."""
    found = period_of(facts, published_on=published_on)
    return found.public_until or date.max if isinstance(found, Period) else published_on


class TestTable:
    def test_ids_are_unique_and_fit_the_column_in_pairs(self) -> None:
        ids = [rule.id for rule in RULES]
        assert len(set(ids)) == len(ids)
        assert 2 * max(map(len, ids)) + 1 <= 60

    def test_every_row_is_dated_and_cited(self) -> None:
        for rule in RULES:
            assert rule.source
            assert rule.in_force_until is None or rule.in_force_from < rule.in_force_until
            assert rule.minimum is None or rule.maximum is None or rule.minimum <= rule.maximum

    def test_the_legal_basis_fits_its_column(self) -> None:
        longest = sorted((rule.source for rule in RULES), key=len)[-2:]
        assert sum(map(len, longest)) + 40 <= 300

    @pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "penalty"])
    def test_other_kinds_are_unconfirmed_and_ruled_once(self, kind: str) -> None:
        (rule,) = (rule for rule in RULES if rule.kind == kind)
        assert (rule.regulator, rule.confirmed, rule.in_force_until) == (None, False, None)

    @pytest.mark.parametrize("regulator", [Regulator.NDRC, Regulator.SAMR])
    @pytest.mark.parametrize("severity", [Severity.MINOR, Severity.GENERAL, Severity.SERIOUS])
    def test_regimes_follow_each_other_without_gap(self, regulator: Regulator, severity: Severity) -> None:
        spans = sorted(
            {
                (rule.in_force_from, rule.in_force_until or date.max)
                for rule in RULES
                if rule.regulator is regulator
                and rule.publicity is not Publicity.NEVER
                and rule.end is EndBasis.MAXIMUM
                and not rule.procedures
                and (not rule.classes or severity in rule.classes)
            }
        )
        assert all(before[1] == after[0] for before, after in pairwise(spans))
        assert spans[-1][1] == date.max


@given(facts=RECORDS, published_on=DAYS)
def test_a_period_begins_on_the_publication_and_is_never_empty(facts: PublicationFacts, published_on: date) -> None:
    found = period_of(facts, published_on=published_on)
    if isinstance(found, Refusal):
        assert found.reason
        return
    assert found.public_from == published_on
    assert found.public_until is None or found.public_until > published_on
    assert found.public_until is None or found.repairable_from is None or found.repairable_from < found.public_until


@given(facts=RECORDS, published_on=DAYS)
def test_no_adverse_record_but_an_abnormal_listing_has_an_open_end(facts: PublicationFacts, published_on: date) -> None:
    found = period_of(facts, published_on=published_on)
    if isinstance(found, Period) and facts.adverse and facts.kind != "abnormal-operation":
        assert found.public_until is not None


@given(facts=PENALTIES, published_on=DAYS)
def test_a_graver_class_is_never_public_for_a_shorter_time(facts: PublicationFacts, published_on: date) -> None:
    ends = [
        last_day_shown(replace(facts, severity=severity), published_on)
        for severity in (Severity.MINOR, Severity.GENERAL, Severity.SERIOUS)
    ]
    assert ends == sorted(ends)


@given(facts=PENALTIES, published_on=DAYS, later=st.integers(1, 800))
def test_a_later_publication_never_ends_earlier(facts: PublicationFacts, published_on: date, later: int) -> None:
    first = period_of(facts, published_on=published_on)
    second = period_of(facts, published_on=published_on + timedelta(days=later))
    if isinstance(first, Period) and isinstance(second, Period):
        assert second.public_until is not None and first.public_until is not None
        assert second.public_until >= first.public_until


@given(facts=PENALTIES, published_on=DAYS)
def test_under_national_rules_three_years_after_the_decision_nothing_shows(
    facts: PublicationFacts, published_on: date
) -> None:
    found = period_of(replace(facts, regulator=Regulator.NDRC), published_on=published_on)
    if isinstance(found, Period):
        assert found.public_until is not None and facts.decided_on is not None
        assert found.public_until <= facts.decided_on + timedelta(days=3 * 366)


@given(facts=PENALTIES, published_on=DAYS)
def test_no_penalty_is_published_without_a_class(facts: PublicationFacts, published_on: date) -> None:
    assert isinstance(period_of(replace(facts, severity=Severity.UNSET), published_on=published_on), Refusal)


ON = date(2027, 1, 15)
ENDED = Refusal(code=RefusalCode.NO_RULE, reason="没有规则")


def fresh(until: date | None) -> Period:
    return Period(
        public_from=date(2026, 5, 1),
        public_until=until,
        repairable_from=None,
        rule="R",
        legal_basis="新规则",
        confirmed=False,
    )


@pytest.mark.parametrize(
    ("stored", "answer", "until", "changed"),
    [
        (date(2027, 1, 15), fresh(date(2028, 1, 1)), date(2027, 1, 15), False),  # passed today: never lengthened
        (date(2026, 6, 1), fresh(None), date(2026, 6, 1), False),
        (date(2026, 6, 1), ENDED, date(2026, 6, 1), False),
        (date(2027, 5, 1), fresh(date(2027, 5, 1)), date(2027, 5, 1), False),
        (date(2027, 5, 1), fresh(date(2027, 3, 1)), date(2027, 3, 1), True),
        (date(2027, 5, 1), fresh(date(2028, 5, 1)), date(2028, 5, 1), True),
        (date(2027, 5, 1), fresh(date(2026, 9, 1)), ON, True),  # ended by the new rule: ends today, not in the past
        (date(2027, 5, 1), ENDED, ON, True),
        (None, fresh(date(2027, 3, 1)), date(2027, 3, 1), True),
        (None, fresh(None), None, False),
    ],
)
def test_a_stored_end_follows_the_table_but_never_out_of_the_past(
    stored: date | None, answer: Period | Refusal, until: date | None, changed: bool
) -> None:
    found = recomputed_end(stored_until=stored, fresh=answer, on=ON)
    assert (found.public_until, found.changed) == (until, changed)
    assert found.reason


def test_a_new_row_shortens_what_was_computed_before_it() -> None:
    facts = PublicationFacts(
        kind="penalty",
        domain=RegulatoryDomain.TAX,
        regulator=Regulator.NDRC,
        severity=Severity.GENERAL,
        decided_on=date(2025, 12, 1),
        valid_until=None,
        adverse=True,
        penalty_types=("罚款",),
    )
    old_table = tuple(rule for rule in RULES if not rule.id.startswith("NDRC-36"))
    stored = period_of(facts, published_on=date(2025, 12, 8), rules=old_table)
    assert isinstance(stored, Period)
    assert stored.public_until == date(2028, 12, 1)
    found = recomputed_end(
        stored_until=stored.public_until, fresh=period_of(facts, published_on=stored.public_from), on=date(2026, 4, 1)
    )
    assert found.public_until == date(2026, 12, 1)
    assert "第36号" in found.reason


@given(stored=DAYS, until=st.none() | DAYS, on=DAYS)
def test_recomputation_never_reopens_and_never_rewrites_the_past(stored: date, until: date | None, on: date) -> None:
    found = recomputed_end(stored_until=stored, fresh=fresh(until), on=on)
    if stored <= on:
        assert found.public_until == stored
    else:
        assert found.public_until is None or found.public_until >= on
