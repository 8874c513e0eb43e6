"""Holds: docs/rules/holds.md."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.records.extensions.rules import HoldCode, HoldFacts, held_end, lifted_end, refusals_of
from enterprises.records.rules.lifecycle import State

ON = date(2027, 3, 31)
ASKED = HoldFacts(
    state=State.PUBLISHED,
    adverse=True,
    public_from=date(2026, 4, 1),
    public_until=date(2027, 4, 1),
    until=date(2028, 3, 31),
    legal_basis="国家发展改革委令第36号:未完全履行相关义务",
)


def codes(facts: HoldFacts, on: date = ON) -> list[HoldCode]:
    refusals = refusals_of(facts, on=on)
    assert all(refusal.reason for refusal in refusals)
    return [refusal.code for refusal in refusals]


def test_on_the_last_public_day_a_hold_of_a_year_may_be_placed() -> None:
    assert codes(ASKED) == []


@pytest.mark.parametrize(
    ("facts", "on", "code"),
    [
        (ASKED, date(2027, 4, 1), HoldCode.NOT_PUBLIC),
        (ASKED, date(2026, 3, 31), HoldCode.NOT_PUBLIC),
        (replace(ASKED, state=State.WITHDRAWN), ON, HoldCode.NOT_PUBLIC),
        (replace(ASKED, state="SUBMITTED"), ON, HoldCode.NOT_PUBLIC),
        (replace(ASKED, public_until=None), ON, HoldCode.NO_END),
        (replace(ASKED, adverse=False), ON, HoldCode.NOT_ADVERSE),
        (replace(ASKED, legal_basis="  "), ON, HoldCode.NO_BASIS),
        (replace(ASKED, until=date(2027, 4, 1)), ON, HoldCode.NOT_LATER),
        (replace(ASKED, until=date(2028, 4, 1)), ON, HoldCode.TOO_LONG),
    ],
)
def test_one_reason_for_each_refusal(facts: HoldFacts, on: date, code: HoldCode) -> None:
    assert codes(facts, on) == [code]


def test_all_wrong_terms_are_told_at_once() -> None:
    assert codes(replace(ASKED, legal_basis="", until=date(2029, 1, 1))) == [HoldCode.NO_BASIS, HoldCode.TOO_LONG]


def test_a_running_hold_may_be_renewed_from_a_later_day() -> None:
    held = replace(ASKED, public_until=date(2028, 3, 31), until=date(2029, 2, 28))
    assert codes(held, date(2028, 2, 29)) == []
    assert codes(replace(held, until=date(2029, 3, 1)), date(2028, 2, 29)) == [HoldCode.TOO_LONG]


def test_the_later_end_is_stored() -> None:
    assert held_end(unheld_until=date(2027, 4, 1), hold_until=date(2028, 3, 31)) == date(2028, 3, 31)
    assert held_end(unheld_until=date(2027, 4, 1), hold_until=date(2027, 1, 1)) == date(2027, 4, 1)


@pytest.mark.parametrize(
    ("on", "other", "expected"),
    [
        (date(2027, 3, 1), None, date(2027, 4, 1)),  # before the unheld end: back to it
        (date(2027, 4, 1), None, date(2027, 4, 1)),
        (date(2027, 9, 1), None, date(2027, 9, 1)),  # after it: at once
        (date(2027, 9, 1), date(2027, 12, 1), date(2027, 12, 1)),  # another hold still runs
        (date(2027, 9, 1), date(2027, 8, 1), date(2027, 9, 1)),
        (date(2029, 1, 1), None, date(2028, 3, 31)),  # ended long ago: nothing is rewritten
    ],
)
def test_lifting_ends_publication_at_once_if_the_unheld_end_has_passed(
    on: date, other: date | None, expected: date
) -> None:
    found = lifted_end(public_until=date(2028, 3, 31), unheld_until=date(2027, 4, 1), other_hold_until=other, on=on)
    assert found == expected


DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@given(unheld=DAYS, hold=DAYS, on=DAYS)
def test_a_hold_and_its_lifting_never_shorten_below_the_unheld_end(unheld: date, hold: date, on: date) -> None:
    held = held_end(unheld_until=unheld, hold_until=hold)
    lifted = lifted_end(public_until=held, unheld_until=unheld, other_hold_until=None, on=on)
    assert unheld <= lifted <= held
    assert lifted <= max(unheld, on)
