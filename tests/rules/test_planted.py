"""Two hundred writings of personal data, of which none gets through (docs/rules/personal-data.md)."""

import re

import pytest

from enterprises.shared.rules.masking import mask_free_text, public_text, suspicions_of
from tests.rules.examples import generated
from tests.rules.ordinary import ordinary_texts
from tests.rules.planted import LEFT, PLANTED

_MARKED = re.compile("«([^»]*)»")
ORDINARY_TEXTS = 10_000


def _plain(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the sentence without marks, and where the writings stand in it."""
    text, spans, end = "", [], 0
    for match in _MARKED.finditer(marked):
        text += marked[end : match.start()]
        spans.append((len(text), len(text) + len(match[1])))
        text, end = text + match[1], match.end()
    return text + marked[end:], spans


def test_there_are_two_hundred() -> None:
    assert sum(map(len, PLANTED.values())) >= 200
    assert PLANTED.keys() == LEFT.keys()


@pytest.mark.parametrize("sort", PLANTED)
def test_none_gets_through(sort: str) -> None:
    for text, spans in map(_plain, PLANTED[sort]):
        shown = public_text(text)
        assert spans, text
        for start, end in spans:
            left = [sign for sign in shown[start:end] if sign.isalnum()]
            assert len(left) <= LEFT[sort], shown


@pytest.mark.parametrize("sort", PLANTED)
def test_length_stays_and_masking_twice_changes_nothing_more(sort: str) -> None:
    for text, _ in map(_plain, PLANTED[sort]):
        shown = mask_free_text(text)
        assert len(shown) == len(text), text
        assert mask_free_text(shown) == shown


def test_ordinary_texts_are_left_alone() -> None:
    texts = list(ordinary_texts(generated(ORDINARY_TEXTS)))
    masked = [text for text in texts if mask_free_text(text) != text]
    assert len(masked) <= len(texts) // 1_000, masked


@pytest.mark.parametrize("sort", PLANTED)
def test_whatever_is_masked_is_a_suspicion(sort: str) -> None:
    for text, spans in map(_plain, PLANTED[sort]):
        found = suspicions_of(text)
        assert found, text
        for start, end in spans:
            assert all(text[start:end] not in one.excerpt for one in found), text


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("批号15400001234", "像手机号码"),
        ("号码027800012345", "像电话号码"),
        ("联系人张某（80001234）", "像电话号码"),
        ("见E00012345", "像护照或通行证号码"),
        ("见A100000001", "像台湾身份证号码"),
        ("持卡6222000000000123450", "像银行卡号"),
        ("身份证末段01012345", "像证件号码"),
        ("420199.20980101.0017", "像身份证号码"),
        ("张某，男，汉族，2098年1月1日出生", "像个人出生信息"),
    ],
)
def test_what_only_looks_personal_stays_and_is_a_suspicion(text: str, label: str) -> None:
    assert mask_free_text(text) == text
    [found] = suspicions_of(text)
    assert found.label == label
    assert not any(len(run) > 4 for run in re.findall("[0-9]+", found.excerpt))


@pytest.mark.parametrize(
    "text",
    ["鄂市监处罚〔2025〕00012345号", "统一社会信用代码91420100733572652M", "2025-01-01至2025-06-30", "罚款15000.00元"],
)
def test_ordinary_numbers_are_no_suspicion(text: str) -> None:
    assert suspicions_of(text) == ()
