"""Beginnings: what begins nearly as a name does is at most one typo away from one that is kept of it."""

from hypothesis import given
from hypothesis import strategies as st

from search.names.edit_distance import edits, has_fuzzy_prefix
from search.names.features import name_features
from search.names.prefixes import prefixes_in, prefixes_of, prefixes_to_search

HAN = st.tuples(st.text("华谊化工", min_size=4, max_size=14), st.text("华谊化工", min_size=4, max_size=20))
LETTERS = st.tuples(st.text("abcd", min_size=5, max_size=18), st.text("abcd", min_size=5, max_size=20))


def is_found(text: str, typed: str) -> bool:
    return any(edits(kept, asked, at_most=1) <= 1 for kept in prefixes_of(text) for asked in prefixes_to_search(typed))


@given(HAN | LETTERS)
def test_what_begins_nearly_so_is_found(texts: tuple[str, str]) -> None:
    text, typed = texts
    if text[0] == typed[0] and has_fuzzy_prefix(text, typed):
        assert is_found(text, typed)


@given(HAN | LETTERS, st.integers(1, 19), st.sampled_from(["wrong", "missing", "added", "swapped"]))
def test_a_typo_in_a_beginning_is_found(texts: tuple[str, str], index: int, typo: str) -> None:
    text, other = texts
    at = 1 + index % (len(text) - 1)
    typed = {
        "wrong": text[:at] + other[0] + text[at + 1 :],
        "missing": text[:at] + text[at + 1 :],
        "added": text[:at] + other[0] + text[at:],
        "swapped": text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
    }[typo]
    assert is_found(text, typed)


def test_each_is_kept_once_by_characters_and_by_sound() -> None:
    assert prefixes_in([name_features("武汉华谊物流有限公司")]) == (
        *("武汉华", "武汉华谊", "武汉华谊物流", "武汉华谊物流有限"),
        *("wuha", "wuhan", "wuhanhu", "wuhanhuay", "wuhanhuayiw"),
        *("华谊物", "华谊物流", "huay", "huayi", "huayiwu", "huayiwuli", "huayiwuliu"),
    )
    assert prefixes_in([name_features("？")]) == ()
