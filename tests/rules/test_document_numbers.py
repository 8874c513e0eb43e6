"""When two written document numbers are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.shared.rules.document_numbers import LONGEST, fold_document_number


@pytest.mark.parametrize(
    "typed",
    [
        "武市监罚字〔2026〕12号",
        "武市监罚字[2026]12号",
        "武市监罚字（2026）第12号",
        "武市监罚字【２０２６】１２號",
        "武市監罰字〔2026〕12號",
        "武市监罚字(2026) 12",
        "武市监罚字 2026年第12号",
        " 武市监罚字 2026 12 号 ",
    ],
)
def test_brackets_width_and_the_words_around_numbers_do_not_matter(typed: str) -> None:
    assert fold_document_number(typed) == "武市监罚字2026-12"


@pytest.mark.parametrize(
    "other",
    [
        "武市监罚字〔202〕612号",
        "武市监罚〔2026〕12号",
        "武市监罚字〔2026〕012号",
        "武市监罚字〔2026〕12号之一",
        "武市监罚字〔2026〕12-1号",
        "武市监罚字〔2026〕1-2号",
    ],
)
def test_other_numbers_stay_others(other: str) -> None:
    assert fold_document_number(other) != fold_document_number("武市监罚字〔2026〕12号")


def test_letters_and_case() -> None:
    assert fold_document_number("Q/ABC 001—2026") == fold_document_number("q/abc001-2026") == "qabc001-2026"
    assert fold_document_number("（2026）鄂01民初123号") == "2026鄂01民初123"


@given(st.text(max_size=200))
def test_every_string_folds_once_and_for_all(text: str) -> None:
    folded = fold_document_number(text)
    assert len(folded) <= LONGEST
    assert fold_document_number(text) == folded
