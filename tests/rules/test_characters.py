import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.shared.rules.characters import look_alikes, unified

KANGXI = range(0x2F00, 0x2FD6)
SUPPLEMENT = [code for code in range(0x2E81, 0x2EF4) if code != 0x2E9A]
UNIFIED, UNIFIED_BEYOND = ({chr(each) for each in codes} for codes in (range(0x3400, 0xA000), range(0x20000, 0x323B0)))
SIMPLIFIED = (
    {"SEE": "见", "SPEECH": "讠", "SHELL": "贝", "CART": "车", "GOLD": "钅", "LONG": "长", "GATE": "门"}
    | {"TANNED LEATHER": "韦", "LEAF": "页", "WIND": "风", "FLY": "飞", "EAT": "饣", "HORSE": "马", "FISH": "鱼"}
    | {
        "BIRD": "鸟",
        "SALT": "卤",
        "FROG": "黾",
        "EVEN": "齐",
        "TOOTH": "齿",
        "DRAGON": "龙",
        "TURTLE": "龟",
        "SILK": "纟",
    }
)


def test_a_radical_becomes_a_unified_ideograph() -> None:
    for code in (*SUPPLEMENT, *KANGXI):
        found = unified(chr(code))
        assert found in UNIFIED or found in UNIFIED_BEYOND, hex(code)


def test_kangxi_radicals_by_the_compatibility_form() -> None:
    assert [hex(code) for code in KANGXI if unified(chr(code)) != unicodedata.normalize("NFKC", chr(code))] == []


@pytest.mark.parametrize(("english", "ideograph"), SIMPLIFIED.items())
def test_simplified_radicals_by_their_names(english: str, ideograph: str) -> None:
    assert unified(unicodedata.lookup(f"CJK RADICAL C-SIMPLIFIED {english}")) == ideograph


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("⻓沙⾦融", "长沙金融"),
        ("\uf92a浪", "浪浪"),  # compatibility ideograph
        ("邉\U000e0100氏", "邉氏"),
        ("e\u0301", "é"),
        ("（１）㈱", "（１）㈱"),
    ],
)
def test_only_look_alikes_change(typed: str, kept: str) -> None:
    assert unified(typed) == kept


@given(st.text())
def test_unifying_twice_changes_nothing_more(text: str) -> None:
    assert unified(unified(text)) == unified(text)


def test_look_alikes_are_named_once_each() -> None:
    assert look_alikes("⾦a金⻓⾦") == ("⾦", "⻓")
