"""The end of a check behind which a penalty stands: docs/rules/penalty-links.md."""

from datetime import date, timedelta

import pytest

from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.rules.penalty_links import IN_FORCE_FROM, bounded_end, end_of_penalty, followed_end

DAY = timedelta(days=1)
ON = date(2026, 5, 6)
OWN, PENALTY = date(2027, 4, 20), date(2026, 7, 30)


@pytest.mark.parametrize(
    ("state", "reason", "end"),
    [
        (State.PUBLISHED, "", PENALTY),
        (State.WITHDRAWN, WithdrawalReason.REPAIRED, ON),
        (State.WITHDRAWN, WithdrawalReason.ANNULLED, None),
        (State.WITHDRAWN, WithdrawalReason.RECORDED_BY_MISTAKE, None),
        (State.WITHDRAWN, WithdrawalReason.OBJECTION_UPHELD, None),
        (State.SUBMITTED, "", None),
        (State.KEPT, "", None),
    ],
)
def test_which_end_a_penalty_sets(state: State, reason: str, end: date | None) -> None:
    withdrawn_on = ON if state == State.WITHDRAWN else None
    found = end_of_penalty(state=state, public_until=PENALTY, withdrawn_reason=reason, withdrawn_on=withdrawn_on)
    assert found == end


def test_a_repair_after_the_end_moves_nothing() -> None:
    later = PENALTY + 9 * DAY
    reason = WithdrawalReason.REPAIRED
    end = end_of_penalty(state=State.WITHDRAWN, public_until=PENALTY, withdrawn_reason=reason, withdrawn_on=later)
    assert end == PENALTY


@pytest.mark.parametrize(
    ("own", "penalty", "end"),
    [
        (OWN, PENALTY, PENALTY),
        (PENALTY, OWN, PENALTY),
        (OWN, None, OWN),
        (None, PENALTY, PENALTY),
        (None, None, None),
        (OWN, IN_FORCE_FROM - 90 * DAY, IN_FORCE_FROM),
    ],
)
def test_the_earlier_end_holds_from_the_first_day_of_the_order(
    own: date | None, penalty: date | None, end: date | None
) -> None:
    assert bounded_end(own, penalty_end=penalty) == end


@pytest.mark.parametrize(
    ("stored", "wanted", "reopens", "end"),
    [
        (OWN, PENALTY, False, PENALTY),
        (PENALTY, OWN, False, OWN),
        (None, PENALTY, False, PENALTY),
        (PENALTY, None, False, None),
        (OWN, ON - DAY, False, ON),  # never back-dated
        (ON, OWN, False, ON),  # has ended today
        (ON, OWN, True, OWN),  # the step that ended it is undone
        (ON, ON - DAY, True, ON),
        (ON, None, True, ON),
    ],
)
def test_what_has_ended_stays_ended_unless_that_is_undone(
    stored: date | None, wanted: date | None, reopens: bool, end: date | None
) -> None:
    assert followed_end(stored=stored, wanted=wanted, on=ON, reopens=reopens) == end
