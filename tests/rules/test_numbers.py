"""Whole numbers are digits alone, and no more of them than a database holds."""

import pytest

from enterprises.shared.rules.numbers import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 5000, None), ("", None), ("-1", None)],
)
def test_a_number_is_digits_alone(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["²", "٣", "３", "1_0", " 1", "1.0"])
def test_other_signs_are_no_number(text: str) -> None:
    assert whole_number(text) is None


def test_a_caller_may_take_fewer_digits() -> None:
    assert (whole_number("12", most_digits=2), whole_number("123", most_digits=2)) == (12, None)
