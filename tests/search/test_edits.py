"""Keys of typos: what is one edit away shares one, and little else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matching.plan import plan_of
from search.names.edit_distance import edits
from search.names.edits import deletions_in, deletions_of, without_edited_form
from search.names.features import Key, name_features
from search.names.queries import read_query

TEXTS = st.text(alphabet="华谊化工贸易东星翔新", min_size=3, max_size=12)


@given(TEXTS, st.integers(0, 12), st.sampled_from(["wrong", "missing", "added", "swapped"]), st.sampled_from("华乙丙"))
def test_texts_one_edit_apart_share_a_key(text: str, index: int, typo: str, other: str) -> None:
    at = index % len(text)
    typed = {
        "wrong": text[:at] + other + text[at + 1 :],
        "missing": text[:at] + text[at + 1 :],
        "added": text[:at] + other + text[at:],
        "swapped": text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
    }[typo]
    if len(typed) >= 3:
        assert set(deletions_of(text)) & set(deletions_of(typed))


@given(TEXTS, TEXTS)
def test_texts_far_apart_share_none(a: str, b: str) -> None:
    if edits(a, b, at_most=2) > 2:
        assert not set(deletions_of(a)) & set(deletions_of(b))


def test_texts_too_short_or_too_long_have_none() -> None:
    assert deletions_of("华谊") == deletions_of("华" * 41) == ()
    assert len(deletions_of("华谊化")) == 4


def test_a_name_is_near_with_and_without_its_region() -> None:
    keys = set(deletions_in([name_features("武汉华谊化工有限公司")]))
    assert keys.issuperset(deletions_of("武汉华谊化工"))
    assert keys.issuperset(deletions_of("华谊化工"))


@pytest.mark.parametrize(
    "typed",
    [
        *["武汉华谊有安公司", "武汉华谊有限公公司", "武汉华谊有限司公", "武汉华谊限有公司", "武汉华谊有限司"],
        *["武汉华谊股十有限公司", "武汉华谊集闭有限公司", "武汉华谊合企伙业有限合伙", "武汉华谊合伙企业有限合火"],
        *["武汉华谊有限司公宜昌分公司", "武汉华谊有限责公司宜昌分公司", "武汉华谊股份有很公司青山营业部"],
    ],
)
def test_a_legal_form_with_a_typo_is_cut_off(typed: str) -> None:
    assert without_edited_form(typed) == "武汉华谊"


@pytest.mark.parametrize(
    "typed",
    [
        *["武汉华谊化工", "武汉华谊有限公司", "武汉华谊股份有限公司", "武汉华谊合伙企业有限合伙", "有安公司", ""],
        *["武汉华谊有限公司宜昌分公司", "武汉华谊宜昌分公司", "武汉华谊科技有限公司", "分公司"],
    ],
)
def test_a_sound_form_or_none_is_no_typo(typed: str) -> None:
    assert without_edited_form(typed) == ""


@pytest.mark.parametrize(
    ("typed", "core"),
    [
        ("保金县兴宇激光有限公司", "兴宇激光"),
        ("武汉市氰口区瑞舟房地产有限公司", "瑞舟房地产"),
        ("恩施源家族苗族自治州康帆空调有限公司", "康帆空调"),
        ("汉武兴宇激光有限公司", "兴宇激光"),
    ],
)
def test_the_core_behind_a_region_with_a_typo_is_asked_for(typed: str, core: str) -> None:
    assert Key.CORE.of(core) in plan_of(read_query(typed)).fuzzy_keys


@pytest.mark.parametrize("typed", ["诚西云湖北餐饮有限公司", "诚西祥鱼湖北餐饮有限公司", "诚西云祥湖北餐饮有限公司"])
def test_a_typo_before_a_region_that_has_lost_its_brackets_is_near(typed: str) -> None:
    held = set(deletions_in([name_features("诚西祥云（湖北）餐饮有限公司")]))
    assert held.intersection(plan_of(read_query(typed)).deletions)
