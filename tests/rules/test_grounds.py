"""What becomes of a listing by the state of its grounds: the pure rule."""

from dataclasses import replace
from datetime import date

import pytest

from enterprises.agencies.domains import Regulator
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from lists.criteria.colors import Color
from lists.criteria.definitions import DEFINITIONS, MARKET_REGULATION
from lists.criteria.rules import RecordFacts
from lists.listings.grounds import Ground, GroundsVerdict, Judgement, judge
from lists.listings.rules import RemovalReason

ON = date(2026, 9, 19)
GRAVE = RecordFacts(
    id=1,
    kind="penalty",
    state=State.PUBLISHED,
    adverse=True,
    decided_on=date(2026, 6, 1),
    public_from=date(2026, 6, 2),
    public_until=date(2026, 6, 3),
    regulator=Regulator.SAMR,
    penalty_types=("吊销许可证件",),
    document_number="15号",
)
FINE = replace(GRAVE, id=2, penalty_types=("罚款",))
STANDS = Ground(was=GRAVE, now=GRAVE)
CORRECTED = Ground(was=GRAVE, now=replace(GRAVE, id=2))
BELOW = Ground(was=GRAVE, now=FINE)
DISPUTED = Ground(was=GRAVE, now=replace(GRAVE, disputed=True))
REPLACED = Ground(was=GRAVE, now=replace(GRAVE, state=State.SUPERSEDED))
NEVER_MET = Ground(was=replace(FINE, id=1), now=FINE)


def withdrawn(reason: WithdrawalReason) -> Ground:
    return Ground(was=GRAVE, now=replace(GRAVE, state=State.WITHDRAWN), withdrawn=reason)


ANNULLED, REPAIRED = withdrawn(WithdrawalReason.ANNULLED), withdrawn(WithdrawalReason.REPAIRED)


def judged(
    *grounds: Ground, color: Color = Color.BLACK, has_document: bool = False, by_hand: bool = False
) -> Judgement:
    criteria = () if by_hand else DEFINITIONS[MARKET_REGULATION].criteria
    return judge(criteria=criteria, color=color, grounds=grounds, has_document=has_document, on=ON)


@pytest.mark.parametrize(
    ("grounds", "verdict", "reason"),
    [
        ([STANDS], GroundsVerdict.STANDS, None),
        ([], GroundsVerdict.STANDS, None),
        ([CORRECTED], GroundsVerdict.REVIEW, None),
        ([DISPUTED], GroundsVerdict.REVIEW, None),
        ([ANNULLED, STANDS], GroundsVerdict.REVIEW, None),
        ([BELOW, STANDS], GroundsVerdict.REVIEW, None),
        ([NEVER_MET], GroundsVerdict.REVIEW, None),
        ([BELOW], GroundsVerdict.FALLEN, RemovalReason.ANNULLED),
        ([REPLACED], GroundsVerdict.FALLEN, RemovalReason.ANNULLED),
        ([ANNULLED], GroundsVerdict.FALLEN, RemovalReason.ANNULLED),
        ([REPAIRED], GroundsVerdict.FALLEN, RemovalReason.REPAIRED),
        ([REPAIRED, REPAIRED], GroundsVerdict.FALLEN, RemovalReason.REPAIRED),
        ([REPAIRED, ANNULLED], GroundsVerdict.FALLEN, RemovalReason.ANNULLED),
        ([REPAIRED, BELOW], GroundsVerdict.FALLEN, RemovalReason.ANNULLED),
    ],
)
def test_verdict_and_class_of_reason(
    grounds: list[Ground], verdict: GroundsVerdict, reason: RemovalReason | None
) -> None:
    found = judged(*grounds)
    assert (found.verdict, found.reason) == (verdict, reason)
    assert bool(found.sentence) == (verdict is not GroundsVerdict.STANDS)


def test_a_document_keeps_it_before_the_office() -> None:
    assert judged(ANNULLED, has_document=True).verdict is GroundsVerdict.REVIEW


def test_a_red_listing_is_not_repaired() -> None:
    assert judged(REPAIRED, color=Color.RED).reason is RemovalReason.CONDITIONS_LOST


def test_a_list_without_criteria_in_code_falls_with_its_last_record_alone() -> None:
    assert judged(BELOW, by_hand=True).verdict is GroundsVerdict.REVIEW
    assert judged(ANNULLED, by_hand=True).verdict is GroundsVerdict.FALLEN
