"""The quick ways of cutting and reading text give what the plain ones give."""

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin.constants import PHRASES_DICT

from search.names import pinyin
from search.names.data import readings
from search.names.scripts import is_han
from search.names.tokens import bigrams_of, unigrams_of, words_of
from tests.bench.search.typos import everyday

HAN_BLOCKS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
# Characters at whose front or inside some word of the dictionaries reads otherwise.
NAMED = "重庆长沙朝阳乐清单县曾记尉迟银行大栅栏音乐会晟都江堰行长成长呼和浩特"
TEXTS = st.text(max_size=40) | st.text(NAMED, max_size=40) | st.text("㐀䶿一鿿豈﫿𠀀𲎯ab1_ -·Ⅳ٣", max_size=20)
WORDS = st.lists(st.sampled_from(sorted(readings.REGIONS)) | st.sampled_from(sorted(PHRASES_DICT)[:20_000]), max_size=4)


def is_han_plainly(character: str) -> bool:
    return any(low <= ord(character) <= high for low, high in HAN_BLOCKS)


def read_plainly(text: str) -> list[str]:
    """Try every word at every position, the longest first."""
    words = dict(entry for entries in pinyin._words().values() for entry in entries)
    syllables_read: list[str] = []
    while text:
        length = next((n for n in range(len(text), 1, -1) if text[:n] in words), 1)
        syllables_read += words.get(text[:length]) or (pinyin._character(text[0]),)
        text = text[length:]
    return syllables_read


def runs_plainly(text: str) -> list[str]:
    def script(character: str) -> int:
        return 1 if is_han_plainly(character) else 2 * character.isalnum()

    return ["".join(run) for kind, run in groupby(text, script) if kind]


@given(TEXTS)
def test_scripts_and_runs(text: str) -> None:
    assert [is_han(c) for c in text] == [is_han_plainly(c) for c in text]
    assert words_of(text) == runs_plainly(text)
    assert unigrams_of(text) == tuple(dict.fromkeys(c for c in text if is_han_plainly(c)))


@given(TEXTS.filter(bool))
def test_pairs(text: str) -> None:
    for run in runs_plainly(text):
        is_cut = len(run) > 1 and is_han_plainly(run[0])
        assert bigrams_of(run) == (tuple(run[i : i + 2] for i in range(len(run) - 1)) if is_cut else (run,))


@given(TEXTS | WORDS.map("".join))
def test_readings(text: str) -> None:
    syllables_read = read_plainly(text)
    assert list(pinyin.syllables(text)) == syllables_read
    assert pinyin.pinyin_keys(text)[0][0] == "".join(syllables_read)
    assert pinyin.pinyin_keys(text)[1][0] == "".join(each[0] for each in syllables_read)


def test_nothing_unknown_is_remembered() -> None:
    unknown = [chr(code) for code in range(0x1F600, 0x1F640)]
    pinyin.syllables("".join(unknown))
    assert not pinyin._CHARACTERS.keys() & set(unknown)


@given(st.lists(st.sampled_from(sorted(pinyin._CHARACTERS[c] for c in everyday())), min_size=1, max_size=6), st.data())
def test_what_people_type_of_a_reading_is_sayable(syllables_read: list[str], data: st.DataObject) -> None:
    letters = "".join(syllables_read)
    assert pinyin.is_pinyin(letters[: data.draw(st.integers(1, len(letters)))])


@pytest.mark.parametrize("letters", ["hysz", "xgsx", "whhygt", "zzlk"])
def test_initials_are_not_sayable(letters: str) -> None:
    assert not pinyin.is_pinyin(letters)
