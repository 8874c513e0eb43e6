"""Cells of amounts as people write them: with unit, in words, with brackets, and what may be either of two."""

from decimal import Decimal

import pytest

from enterprises.shared.rules.amounts import UnreadableAmount
from enterprises.shared.rules.money import stated_amount


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [
        (1.5, 15_000),
        ("1.5", 15_000),
        ("500(万元)", 5_000_000),
        ("４.8900（万元人民币）", 48_900),
        ("50万人民币", 500_000),
        ("叁佰万元", 3_000_000),
        ("叁佰万", 3_000_000),
        ("人民币壹万伍仟元整", 15_000),
        ("捌佰陆拾元伍角", Decimal("860.5")),
        ("3万5千元", 35_000),
        ("1.2亿元", 120_000_000),
        ("￥20,000元", 20_000),
        ("RMB 2万元", 20_000),
        ("5千元", 5_000),
    ],
)
def test_what_states_one_amount_is_read(cell: object, yuan: int | Decimal) -> None:
    assert stated_amount(cell) == yuan


@pytest.mark.parametrize("cell", ["¥30,000.00", "￥30000", "30000人民币", "CNY 3", "rmb5000", "人民币(500)"])
def test_our_money_without_a_unit_may_be_either(cell: str) -> None:
    with pytest.raises(UnreadableAmount, match="写了人民币，却没有写单位"):
        stated_amount(cell)


@pytest.mark.parametrize(
    "cell",
    ["(500)", "1(2)万元", "叁佰", "2万美元", "2万元/人", "约2万元", "2万至3万元", "叁万元(30001元)", "1.5w", True],
)
def test_anything_else_is_no_amount(cell: object) -> None:
    with pytest.raises(UnreadableAmount, match="应为以万元为单位的数字"):
        stated_amount(cell)
