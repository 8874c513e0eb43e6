"""Publication extensions: docs/rules/extensions.md."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.records.extensions.rules import ExtensionCode, ExtensionFacts, lifted_end, refusals_of
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.visibility import extended_end

ON = date(2027, 3, 31)
ASKED = ExtensionFacts(
    state=State.PUBLISHED,
    adverse=True,
    public_from=date(2026, 4, 1),
    public_until=date(2027, 4, 1),
    until=date(2028, 3, 31),
    legal_basis="国家发展改革委令第36号:未完全履行相关义务",
)


def codes(facts: ExtensionFacts, on: date = ON) -> list[ExtensionCode]:
    refusals = refusals_of(facts, on=on)
    assert all(refusal.reason for refusal in refusals)
    return [refusal.code for refusal in refusals]


def test_on_the_last_public_day_an_extension_of_a_year_may_be_placed() -> None:
    assert codes(ASKED) == []


@pytest.mark.parametrize(
    ("facts", "on", "code"),
    [
        (ASKED, date(2027, 4, 1), ExtensionCode.NOT_PUBLIC),
        (ASKED, date(2026, 3, 31), ExtensionCode.NOT_PUBLIC),
        (replace(ASKED, state=State.WITHDRAWN), ON, ExtensionCode.NOT_PUBLIC),
        (replace(ASKED, state="SUBMITTED"), ON, ExtensionCode.NOT_PUBLIC),
        (replace(ASKED, public_until=None), ON, ExtensionCode.NO_END),
        (replace(ASKED, adverse=False), ON, ExtensionCode.NOT_ADVERSE),
        (replace(ASKED, legal_basis="  "), ON, ExtensionCode.NO_BASIS),
        (replace(ASKED, until=date(2027, 4, 1)), ON, ExtensionCode.NOT_LATER),
        (replace(ASKED, until=date(2028, 4, 1)), ON, ExtensionCode.TOO_LONG),
    ],
)
def test_one_reason_for_each_refusal(facts: ExtensionFacts, on: date, code: ExtensionCode) -> None:
    assert codes(facts, on) == [code]


def test_all_wrong_terms_are_told_at_once() -> None:
    assert codes(replace(ASKED, legal_basis="", until=date(2029, 1, 1))) == [
        ExtensionCode.NO_BASIS,
        ExtensionCode.TOO_LONG,
    ]


def test_a_running_hold_may_be_renewed_from_a_later_day() -> None:
    extended = replace(ASKED, public_until=date(2028, 3, 31), until=date(2029, 2, 28))
    assert codes(extended, date(2028, 2, 29)) == []
    assert codes(replace(extended, until=date(2029, 3, 1)), date(2028, 2, 29)) == [ExtensionCode.TOO_LONG]


def test_the_later_end_is_stored() -> None:
    assert extended_end(unheld_until=date(2027, 4, 1), extension_until=date(2028, 3, 31)) == date(2028, 3, 31)
    assert extended_end(unheld_until=date(2027, 4, 1), extension_until=date(2027, 1, 1)) == date(2027, 4, 1)


@pytest.mark.parametrize(
    ("on", "other", "expected"),
    [
        (date(2027, 3, 1), None, date(2027, 4, 1)),  # before the unheld end: back to it
        (date(2027, 4, 1), None, date(2027, 4, 1)),
        (date(2027, 9, 1), None, date(2027, 9, 1)),  # after it: at once
        (date(2027, 9, 1), date(2027, 12, 1), date(2027, 12, 1)),  # another extension still runs
        (date(2027, 9, 1), date(2027, 8, 1), date(2027, 9, 1)),
        (date(2029, 1, 1), None, date(2028, 3, 31)),  # ended long ago: nothing is rewritten
    ],
)
def test_lifting_ends_publication_at_once_if_the_unheld_end_has_passed(
    on: date, other: date | None, expected: date
) -> None:
    found = lifted_end(
        public_until=date(2028, 3, 31), unheld_until=date(2027, 4, 1), other_extension_until=other, on=on
    )
    assert found == expected


DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@given(unheld=DAYS, extension=DAYS, on=DAYS)
def test_an_extension_and_its_lifting_never_shorten_below_the_unheld_end(
    unheld: date, extension: date, on: date
) -> None:
    extended = extended_end(unheld_until=unheld, extension_until=extension)
    lifted = lifted_end(public_until=extended, unheld_until=unheld, other_extension_until=None, on=on)
    assert unheld <= lifted <= extended
    assert lifted <= max(unheld, on)
