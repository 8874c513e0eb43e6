"""`Enterprise.objects.public(on=)` and `Enterprise.is_public` are the same rule on every boundary day."""

from datetime import date, timedelta

import pytest

from enterprises.register.models import Enterprise

FIRST_DAYS = (None, date(2024, 2, 29), date(2026, 4, 1))
DAYS = sorted({day + timedelta(days=shift) for day in FIRST_DAYS if day for shift in (-1, 0, 1)} | {date.max})


@pytest.mark.django_db
@pytest.mark.parametrize("on", DAYS, ids=str)
def test_a_row_is_public_if_the_query_finds_it(on: date) -> None:
    enterprises = [
        Enterprise.objects.create(
            uscc=f"91420100MA4K{number:06}", name="示例企业", folded_name="示例企业", public_from=day
        )
        for number, day in enumerate(FIRST_DAYS)
    ]
    found = set(Enterprise.objects.public(on=on))
    assert found == {each for each in enterprises if each.is_public(on=on)}
