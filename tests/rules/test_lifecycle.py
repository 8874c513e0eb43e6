"""States of a record and the steps between them: docs/rules/lifecycle.md."""

from itertools import product

import pytest

from enterprises.records.rules.lifecycle import (
    EDITABLE,
    LIFECYCLE,
    PENDING,
    STATE_LABELS,
    WITHDRAWAL_LABELS,
    State,
    WithdrawalReason,
)

ALLOWED = {
    ("DRAFT", "SUBMITTED"),
    ("SUBMITTED", "RETURNED"),
    ("SUBMITTED", "PUBLISHED"),
    ("RETURNED", "SUBMITTED"),
    ("PUBLISHED", "WITHDRAWN"),
    ("PUBLISHED", "SUPERSEDED"),
    ("WITHDRAWN", "PUBLISHED"),
    ("RETURNED", "DISCARDED"),
    # A waiting version of a commitment, when the published one is stated as broken.
    ("DRAFT", "DISCARDED"),
    ("SUBMITTED", "DISCARDED"),
    ("SUBMITTED", "KEPT"),
    ("KEPT", "SUPERSEDED"),
}


@pytest.mark.parametrize(("before", "after"), list(product(State, State)))
def test_exactly_these_steps_are_allowed(before: State, after: State) -> None:
    assert LIFECYCLE.allows(before=before, after=after) is ((before.value, after.value) in ALLOWED)


def test_every_state_has_its_steps_and_its_label() -> None:
    assert set(State) == set(STATE_LABELS) == set(LIFECYCLE.labels)
    assert set(WITHDRAWAL_LABELS) == set(WithdrawalReason)


def test_nothing_leads_out_of_the_end() -> None:
    assert LIFECYCLE.ends_in() == {State.SUPERSEDED, State.DISCARDED}


def test_what_may_be_edited_waits_for_publication() -> None:
    assert EDITABLE < PENDING
    assert State.PUBLISHED not in PENDING
