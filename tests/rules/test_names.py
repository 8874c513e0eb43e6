import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from enterprises.shared.rules.names import fold_name

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("written", "also"),
    [
        ("上海（华谊）化工有限公司", "上海(华谊)化工有限公司"),
        ("上海〔华谊〕化工有限公司", "上海【华谊】化工有限公司"),
        ("武汉 东湖　科技\u200b有限公司\n", "武汉东湖科技有限公司"),
        ("ＡＢＣ科技１２３", "abc科技123"),
        ("武漢東湖開發有限公司", "武汉东湖开发有限公司"),
        ("合夥企業", "合伙企业"),
        ("家俱城", "家具城"),
        ("於徵", "于征"),
        ("衞敍", "卫叙"),
        ("瞭望臺", "了望台"),
        ("鉅派", "巨派"),
        ("星座", "星坐"),
        ("欧莱雅·中国", "欧莱雅•中国"),
        ("A-B公司", "A—B公司"),
        ("⼈民", "人民"),
        ("⻓江⻰⻋", "长江龙车"),
        ("濬縣", "浚县"),
        ("澂江", "澄江"),
        ("𬞟果", "蘋果"),
        ("逯\U000e0100氏", "逯氏"),
    ],
)
def test_the_same_name_written_differently_folds_to_one_text(written: str, also: str) -> None:
    assert fold_name(written) == fold_name(also)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("东昇科技有限公司", "东升科技有限公司"),
        ("武汉乾穗种业有限公司", "武汉干穗种业有限公司"),
        ("武汉华谊有限公司", "武汉华谊有限责任公司"),
        ("武汉华谊化工", "华谊化工"),
        ("华谊化工", "华怡化工"),
        ("藉口镇", "借口镇"),
    ],
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


@given(ANY_TEXT)
@example("薴\ud800\x00İ a\u0301ﷺ")
@example("e \u0301 ﬃ ㈱ ẛ̣")
def test_folding_any_text_twice_changes_nothing_more(text: str) -> None:
    folded = fold_name(text)
    assert fold_name(folded) == folded


@given(ANY_TEXT)
def test_normal_forms_of_a_text_fold_alike(text: str) -> None:
    assert fold_name(unicodedata.normalize("NFD", text)) == fold_name(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=40))
def test_han_text_keeps_its_length_and_holds_no_spaces(text: str) -> None:
    assert len(fold_name(f" {text}　")) == len(text)


def test_every_character_alone_folds_once() -> None:
    for code in range(0x3000, 0xA000):
        folded = fold_name(chr(code))
        assert fold_name(folded) == folded
