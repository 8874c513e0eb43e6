"""`Record.objects.public(on=)` and `is_public` are the same rule: every state, every boundary day."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.contrib.auth.models import User

from enterprises.agencies.models import Agency
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.rules.visibility import is_public
from enterprises.register.models import Enterprise

AT = datetime(2026, 4, 1, 4, tzinfo=UTC)
BOUNDARIES = (date(2024, 2, 29), date(2026, 3, 31), date(2026, 4, 1), date(2027, 4, 1))
FIRST_DAYS = (None, *BOUNDARIES)
ENDS = (None, *BOUNDARIES)
DAYS = sorted({day + timedelta(days=shift) for day in BOUNDARIES for shift in (-1, 0, 1)} | {date.min, date.max})


@pytest.fixture
def records(db: None) -> list[Record]:
    """Store one record for each state, first day and end that the database lets exist."""
    enterprise = Enterprise.objects.create(uscc="91420100MA4K000000", name="示例企业", folded_name="示例企业")
    agency = Agency.objects.create(code="11420100000000000A", name="示例机关")
    recorder, reviewer = (User.objects.create_user(name) for name in ("recorder", "reviewer"))
    combinations = [
        (state, first_day, end)
        for state, first_day, end in product(State, FIRST_DAYS, ENDS)
        if not (state is State.PUBLISHED and first_day is None)  # a constraint forbids it
    ]
    rows = [
        Record(
            kind="penalty",
            enterprise=enterprise,
            agency=agency,
            natural_key=f"key-{number}",
            state=state,
            public_from=first_day,
            public_until=end,
            period_rule="R",
            recorded_by=recorder,
            reviewed_by=reviewer,
            created_at=AT,
            published_at=AT,
            withdrawn_at=AT if state is State.WITHDRAWN else None,
            withdrawn_reason=WithdrawalReason.REPAIRED if state is State.WITHDRAWN else "",
        )
        for number, (state, first_day, end) in enumerate(combinations)
    ]
    return Record.objects.bulk_create(rows)


def test_sql_and_python_agree(records: list[Record]) -> None:
    for day in DAYS:
        by_sql = set(Record.objects.public(on=day).values_list("pk", flat=True))
        by_python = {
            record.pk
            for record in records
            if is_public(
                state=record.state,
                public_from=record.public_from,
                public_until=record.public_until,
                is_shielded=False,
                on=day,
            )
        }
        assert by_sql == by_python, day


def test_the_days_tell_the_rules_apart(records: list[Record]) -> None:
    shown = {day: Record.objects.public(on=day).count() for day in DAYS}
    assert shown[date.min] == 0
    assert set(shown.values()) == {0, 4, 6}
    assert all(shown[day] != shown[day - timedelta(days=1)] for day in (BOUNDARIES[0], BOUNDARIES[-1]))
