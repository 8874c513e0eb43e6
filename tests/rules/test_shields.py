"""What a shield covers, on which days, and which days it may have."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.shields.rules import ShieldDays, is_shielded, shown_spans, wrong_days

RULED, STARTS, ENDS = date(2026, 6, 1), date(2026, 6, 10), date(2027, 6, 10)
DAY = timedelta(days=1)
SHIELD = ShieldDays(ruled_on=RULED, starts=STARTS, ends=ENDS)


@pytest.mark.parametrize(
    ("day", "expected"), [(STARTS - DAY, False), (STARTS, True), (ENDS - DAY, True), (ENDS, False)]
)
def test_it_lapses_by_itself_on_its_last_day(day: date, expected: bool) -> None:
    assert is_shielded([SHIELD], decided_on=RULED, on=day) is expected


@pytest.mark.parametrize(
    ("decided_on", "expected"), [(RULED - DAY, True), (RULED, True), (RULED + DAY, False), (None, False)]
)
def test_what_is_decided_after_the_ruling_stays_public(decided_on: date | None, expected: bool) -> None:
    assert is_shielded([SHIELD], decided_on=decided_on, on=STARTS) is expected


def test_without_a_shield_nothing_is_hidden() -> None:
    assert not is_shielded([], decided_on=RULED, on=STARTS)


def test_the_days_beside_a_shield_are_shown() -> None:
    spans = shown_spans([SHIELD], decided_on=RULED, starts=date(2026, 1, 1), ends=None)
    assert spans == ((date(2026, 1, 1), STARTS), (ENDS, None))
    assert shown_spans([SHIELD], decided_on=RULED + DAY, starts=STARTS, ends=ENDS) == ((STARTS, ENDS),)
    assert shown_spans([SHIELD], decided_on=RULED, starts=STARTS, ends=ENDS) == ()


_DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 3, 1))


@given(
    shields=st.lists(st.tuples(_DAYS, _DAYS, _DAYS), max_size=3),
    term=st.tuples(_DAYS, st.none() | _DAYS),
    decided_on=_DAYS,
    day=_DAYS,
)
def test_spans_and_days_agree(
    shields: list[tuple[date, date, date]], term: tuple[date, date | None], decided_on: date, day: date
) -> None:
    given_days = [ShieldDays(ruled_on=ruled, starts=min(pair), ends=max(pair)) for ruled, *pair in shields]
    starts, ends = term
    in_term = starts <= day and (ends is None or day < ends)
    shown = shown_spans(given_days, decided_on=decided_on, starts=starts, ends=ends)
    by_spans = any(first <= day and (last is None or day < last) for first, last in shown)
    assert by_spans == (in_term and not is_shielded(given_days, decided_on=decided_on, on=day))


@pytest.mark.parametrize(
    ("ruled_on", "until", "after", "sentence"),
    [
        (RULED, STARTS + DAY, None, ""),
        (RULED, date(2027, 6, 10), None, ""),
        (RULED, date(2027, 6, 11), None, "一次最多屏蔽一年"),
        (RULED, STARTS, None, "恢复公示日须晚于2026-06-10"),
        (STARTS + DAY, ENDS, None, "裁定日期不得晚于今天"),
        (RULED, ENDS, ENDS, "恢复公示日须晚于2027-06-10"),
        (RULED, date(2028, 6, 10), ENDS, ""),
        (RULED, date(2028, 6, 11), ENDS, "一次最多屏蔽一年"),
    ],
)
def test_days_that_are_wrong_are_named(ruled_on: date, until: date, after: date | None, sentence: str) -> None:
    found = wrong_days(ruled_on=ruled_on, until=until, on=STARTS, after=after)
    assert found.startswith(sentence)
    assert bool(found) == bool(sentence)
