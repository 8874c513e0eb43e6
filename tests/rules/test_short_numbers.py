"""Texts that hold short numbers only are passed over by the masking; its rules, applied all the same, find nothing."""

from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.shared.rules.masking.free_text import holds_no_number, mask_by_rules
from enterprises.shared.rules.masking.normalise import HAN_SIGNS, one_spelling
from enterprises.shared.rules.masking.suspicion import suspicions_by_rules
from tests.rules.examples import every_sign, examples, generated
from tests.rules.ordinary import ordinary_texts
from tests.rules.planted import PLANTED

SEPARATORS = "、，。；：“”〔〕（）:,."
# What opens a number of a person in the rules, and what stands around it.
WORDS = (
    "账号", "帐户", "卡号", "开户行", "证件", "身份证", "护照", "驾照", "澳门居民", "居留", "外国人", "社保卡", "电话",
    "手机", "座机", "固话", "传真", "联系", "联系人", "致电", "拨打", "微信", "扣扣", "企鹅号", "家庭住址", "家住",
    "户籍地", "男，", "女", "鄂", "京", "汉族，", "出生", "年", "月", "日", "转", "找", "号码为",
    "注册号", "罚款", "没收", "号", "元", "二", "〇", "A", "X",
)  # fmt: skip
_PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.text("0123456789", min_size=1, max_size=12),
    st.text(f"0123456789{SEPARATORS}", min_size=1, max_size=20),
    st.text(SEPARATORS, min_size=1, max_size=3),
)
TEXTS = st.lists(_PIECES, min_size=1, max_size=8).map("".join)
LABELS = st.sampled_from(["", "行政处罚决定书文号", "注册号", "许可证号", "联系电话"])


@given(TEXTS, LABELS)
@examples(1_000)
def test_what_is_passed_over_holds_nothing_that_a_rule_finds(text: str, label: str) -> None:
    labelled = f"{label}:{text}"
    if holds_no_number(text):
        assert mask_by_rules(text) == text
        assert suspicions_by_rules(text) == ()
    if holds_no_number(labelled):
        assert mask_by_rules(labelled) == labelled
        assert suspicions_by_rules(text, label=label) == ()


def test_nothing_planted_is_passed_over() -> None:
    texts = [text for sort in PLANTED.values() for text in sort]
    assert not [text for text in texts if holds_no_number(text.replace("«", "").replace("»", ""))]


def test_numbers_of_decisions_and_amounts_are_passed_over() -> None:
    texts = [
        "武市监罚〔2026〕12345号",
        "罚款1.05万元,没收违法所得860元",
        "于2026年4月10日作出",
        "行政处罚决定书文号:武市监罚〔2026〕1号",
    ]
    assert [text for text in texts if not holds_no_number(text)] == []
    passed = [text for text in ordinary_texts(generated(2_000)) if holds_no_number(text)]
    assert passed
    assert all(mask_by_rules(text) == text and not suspicions_by_rules(text) for text in passed)


def test_signs_that_are_passed_over_are_digits_separators_or_begin_nothing() -> None:
    begin = set(f"@#址住籍户微薇威{HAN_SIGNS}") | set(ascii_letters)
    passed = [sign for sign in every_sign() if holds_no_number(sign)]
    assert len(passed) > 20_000
    assert not [sign for sign in passed if begin.intersection(one_spelling(sign).text)]


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "138.1234.5678",
        "号1234567",
        "电话8765，4321",
        "男，1985年",
        "澳门123",
        "2026（3",
        "一2三",
        "A123",
        "扣扣号12345",
    ],
)
def test_what_may_be_a_number_of_a_person_is_not_passed_over(text: str) -> None:
    assert not holds_no_number(text)
