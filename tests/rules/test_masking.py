from datetime import date
from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from enterprises.shared.rules.masking import Masking, is_ordinary, mask, mask_free_text, mask_identity
from enterprises.shared.rules.masking.normalise import HAN_SIGNS, one_spelling
from tests.rules.ordinary import SIGNS

FILLING = st.text("的于在，。（） :：", max_size=5)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("身份证号42010619900101123X。", "身份证号420106********123X。"),
        ("身份证号420106199001011234abc", "身份证号420106********1234abc"),
        ("４２０１０６１９９００１０１１２３Ｘ", "４２０１０６********１２３Ｘ"),
        ("420106 19900101 1234", "420106 ******** 1234"),
        ("4201 0619 9001 0112 34", "4201 06** **** **12 34"),
        ("420106-19900101-1234", "420106-********-1234"),
        ("证号420106900101123号", "证号42010*******123号"),
        ("手机13812345678", "手机138********"),
        ("+86 138-1234-5678", "+86 138-****-****"),
        ("１３８ １２３４ ５６７８", "１３８ **** ****"),
        ("电话027-87654321转801", "电话027-********转801"),
        ("（027）87654321", "（027）********"),
        ("联系电话：87654321", "联系电话：876*****"),
        ("车牌鄂A12345的货车", "车牌鄂A*****的货车"),
        ("鄂A·D12345", "鄂A·******"),
        ("粤BD12345、粤B12345F", "粤B******、粤B******"),
        ("鄂Ａ１２３４５", "鄂Ａ*****"),
        ("鄂A1234挂", "鄂A*****"),
        ("卡号6222021234567890128", "卡号*******************"),
        ("汇入4000 0012 3456 7899", "汇入**** **** **** ****"),
        ("银行账号：42001111111111111111", "银行账号：********************"),
    ],
)
def test_personal_numbers_in_text_are_masked(text: str, shown: str) -> None:
    assert mask_free_text(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "武市监处罚〔2026〕123号",
        "鄂武市监处罚(2026)第00012345号",
        "统一社会信用代码91420100733572652M",
        "统一社会信用代码914201007171752128",
        "罚款12345678901234.56元",
        "罚款150000元、没收违法所得1,234,567.89元",
        "2026-04-01至2026-05-01共20次",
        "20260401 20260501",
        "2026年4月1日",
        "注册号420100601012345",
        "增值电信业务经营许可证京B2-20200001",
        "许可证编号：川B20240123号",
        "粤ICP备12345678号",
        "GB/T 4754-2017",
        "咨询12345或12315",
        "许可证JY14201060012345",
        "",
    ],
)
def test_what_is_public_stays(text: str) -> None:
    assert mask_free_text(text) == text


def test_a_mistyped_resident_number_is_masked_too() -> None:
    assert mask_free_text("420106199001011232") == "420106********1232"


@given(st.text())
def test_length_stays_and_masking_twice_changes_nothing_more(text: str) -> None:
    masked = mask_free_text(text)
    assert len(masked) == len(text)
    assert mask_free_text(masked) == masked


@given(
    FILLING, st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 999), st.sampled_from(["42", "51"]), FILLING
)
def test_no_resident_number_comes_through(before: str, birth: date, order: int, province: str, after: str) -> None:
    body = f"{province}0106{birth:%Y%m%d}{order:03}"
    number = body + ric.calc_check_digit(body + "0")
    assert number[6:14] not in mask_free_text(before + number + after)


@given(st.text("0123456789 -xX１２〇·ABC鄂号〔〕：电话", max_size=60))
def test_texts_dense_in_numbers_are_masked_stably(text: str) -> None:
    masked = mask_free_text(text)
    assert mask_free_text(masked) == masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("42010619900101123X", "420106********123X"),
        ("420106900101123", "42010*******123"),
        ("E12345678", "E12****78"),
        ("AB12", "A**2"),
        ("A", "*"),
        ("", ""),
        ("4201061990010112340000", "420106************0000"),
    ],
)
def test_an_identity_keeps_its_ends_at_most(text: str, shown: str) -> None:
    assert mask_identity(text) == shown


@given(st.text())
def test_an_identity_never_shows_more_than_ten_characters(text: str) -> None:
    masked = mask_identity(text)
    assert len(masked) == len(text.strip())
    assert len(masked) - masked.count("*") <= 10


def test_a_field_says_how_it_is_masked() -> None:
    assert mask("13812345678", Masking.NONE) == "138********"
    assert mask("13812345678", Masking.FREE_TEXT) == "138********"
    assert mask("13812345678", Masking.IDENTITY) == "138******78"


def test_ordinary_signs_begin_nothing_that_a_rule_finds() -> None:
    begin = set(f"0123456789@#(址住籍户微薇威{HAN_SIGNS}") | set(ascii_letters)
    ordinary = [sign for sign in map(chr, SIGNS) if is_ordinary(sign)]
    assert len(ordinary) > 20_000
    assert not [sign for sign in ordinary if begin.intersection(one_spelling(sign).text)]


@pytest.mark.parametrize("text", ["住址", "微信", "一二三四", "张三1", "Ａ", "①"])
def test_what_may_begin_a_number_is_not_ordinary(text: str) -> None:
    assert not is_ordinary(text)
