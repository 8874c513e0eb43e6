"""Two hundred writings of personal data, of which none gets through (docs/rules/personal-data.md)."""

import re

import pytest

from enterprises.rules.masking import mask_free_text, public_text
from tests.rules.ordinary import ordinary_texts
from tests.rules.planted import LEFT, PLANTED

_MARKED = re.compile("«([^»]*)»")
CASES = [(sort, marked) for sort, writings in PLANTED.items() for marked in writings]


def _plain(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the sentence without marks, and where the writings stand in it."""
    text, spans, end = "", [], 0
    for match in _MARKED.finditer(marked):
        text += marked[end : match.start()]
        spans.append((len(text), len(text) + len(match[1])))
        text, end = text + match[1], match.end()
    return text + marked[end:], spans


def test_there_are_two_hundred() -> None:
    assert len(CASES) >= 200
    assert PLANTED.keys() == LEFT.keys()


@pytest.mark.parametrize(("sort", "marked"), CASES)
def test_none_gets_through(sort: str, marked: str) -> None:
    text, spans = _plain(marked)
    shown = public_text(text)
    assert spans
    for start, end in spans:
        left = [sign for sign in shown[start:end] if sign.isalnum()]
        assert len(left) <= LEFT[sort], shown


@pytest.mark.parametrize(("sort", "marked"), CASES)
def test_length_stays_and_masking_twice_changes_nothing_more(sort: str, marked: str) -> None:
    text, _ = _plain(marked)
    shown = mask_free_text(text)
    assert len(shown) == len(text)
    assert mask_free_text(shown) == shown


def test_ordinary_texts_are_left_alone() -> None:
    texts = list(ordinary_texts(10_000))
    masked = [text for text in texts if mask_free_text(text) != text]
    assert len(masked) <= len(texts) // 1_000, masked
