"""Keys of slips: what is one edit away shares one, and little else does."""

from hypothesis import given
from hypothesis import strategies as st

from search.text.cards import card_of
from search.text.distance import edits
from search.text.slips import gaps_in, gaps_of, without_slipped_form

TEXTS = st.text(alphabet="华谊化工贸易东星翔新", min_size=3, max_size=12)


@given(TEXTS, st.integers(0, 12), st.sampled_from(["wrong", "missing", "added", "swapped"]), st.sampled_from("华乙丙"))
def test_texts_one_edit_apart_share_a_key(text: str, place: int, slip: str, other: str) -> None:
    at = place % len(text)
    typed = {
        "wrong": text[:at] + other + text[at + 1 :],
        "missing": text[:at] + text[at + 1 :],
        "added": text[:at] + other + text[at:],
        "swapped": text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
    }[slip]
    if len(typed) >= 3:
        assert set(gaps_of(text)) & set(gaps_of(typed))


@given(TEXTS, TEXTS)
def test_texts_far_apart_share_none(a: str, b: str) -> None:
    if edits(a, b, at_most=2) > 2:
        assert not set(gaps_of(a)) & set(gaps_of(b))


def test_texts_too_short_or_too_long_have_none() -> None:
    assert gaps_of("华谊") == gaps_of("华" * 41) == ()
    assert len(gaps_of("华谊化")) == 4


def test_a_name_is_near_with_and_without_its_region() -> None:
    keys = set(gaps_in([card_of("武汉华谊化工有限公司")]))
    assert keys.issuperset(gaps_of("武汉华谊化工"))
    assert keys.issuperset(gaps_of("华谊化工"))


def test_a_legal_form_with_a_slip_is_cut_off() -> None:
    for typed in ("武汉华谊有安公司", "武汉华谊有限公公司", "武汉华谊有限司公", "武汉华谊限有公司", "武汉华谊有限司"):
        assert without_slipped_form(typed) == "武汉华谊"
    for typed in ("武汉华谊化工", "武汉华谊有限公司", "有安公司", ""):
        assert without_slipped_form(typed) == ""
