from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.shared.rules.amounts import UnreadableAmount, format_wan_yuan, parse_wan_yuan

YUAN = st.decimals(min_value=0, max_value=Decimal(10) ** 17, places=2)


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("1.5", "15000"),
        ("１．５", "15000"),
        ("1,234.5", "12345000"),
        ("1，234．5万元", "12345000"),
        (" 1.5 万元 ", "15000"),
        ("15000元", "15000"),
        ("15,000.55元", "15000.55"),
        ("1.5万", "15000"),
        ("0", "0"),
        ("0.000001", "0.01"),
        ("0.0000010000", "0.01"),
        ("007.0", "70000"),
        ("3.", "30000"),
        (2, "20000"),
        (1.5, "15000"),
        (0.1 + 0.2, "3000"),
        (1e-6, "0.01"),
        (Decimal("12.345678"), "123456.78"),
        ("99999999999999", "999999999999990000"),
    ],
)
def test_amounts_in_ten_thousand_yuan_become_yuan(written: object, yuan: str) -> None:
    assert parse_wan_yuan(written) == Decimal(yuan)
    assert str(parse_wan_yuan(written)).split(".")[1].isdigit()


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "应为"),
        ("—", "应为"),
        ("无", "应为"),
        ("一万", "应为"),
        ("1,23", "应为"),
        ("1.2.3", "应为"),
        ("1e3", "应为"),
        (".5", "应为"),
        ("-1", "不能为负数"),
        ("－0.5", "不能为负数"),
        (-3, "不能为负数"),
        (-0.5, "不能为负数"),
        ("0.001元", "最多2位"),
        ("0.0000001", "最多6位小数"),
        (1e-7, "最多6位小数"),
        ("100000000000000", "金额过大"),
        (10**400, "金额过大"),
        (1e300, "金额过大"),
        (float("nan"), "应为"),
        (float("inf"), "应为"),
        (Decimal("NaN"), "应为"),
        (True, "应为"),
        (None, "应为"),
        (b"1", "应为"),
    ],
)
def test_what_is_no_amount_is_refused_with_what_would_be_right(written: object, sentence: str) -> None:
    with pytest.raises(UnreadableAmount, match=sentence):
        parse_wan_yuan(written)


@pytest.mark.parametrize(
    ("yuan", "written"),
    [("15000", "1.5"), ("0.01", "0.000001"), ("0", "0"), ("0.00", "0"), ("1000000", "100"), ("1E+7", "1000")],
)
def test_yuan_are_written_in_ten_thousand_yuan(yuan: str, written: str) -> None:
    assert format_wan_yuan(Decimal(yuan)) == written


@given(YUAN)
def test_writing_and_reading_loses_nothing(yuan: Decimal) -> None:
    assert parse_wan_yuan(format_wan_yuan(yuan)) == yuan


@given(st.one_of(st.text(), st.integers(), st.floats(), st.decimals(), st.none()))
def test_anything_else_is_refused_and_never_breaks(value: object) -> None:
    try:
        assert parse_wan_yuan(value) >= 0
    except UnreadableAmount as refusal:
        assert "应为" in str(refusal)


def test_a_number_too_long_to_print_is_refused_too() -> None:
    with pytest.raises(UnreadableAmount, match="金额过大"):
        parse_wan_yuan(10**5000)
