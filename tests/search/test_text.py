"""Cutting, reading aloud and taking names apart."""

from cProfile import Profile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.names import analyse, parse_name
from search.names.edit_distance import edits
from search.names.features import keys_of, name_features
from search.names.pinyin import syllables, ways_of
from search.names.prefixes import prefixes_in
from search.names.queries import LONGEST_WORDS, Kind, read_query, read_words
from search.names.scripts import squash

ANY_TEXT = st.text(alphabet=st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＡＢＣ Ｃo.", "abcco"),
        ("華誼化工（上海）", "华谊化工上海"),
        ("昇華", "升华"),
        ("俱樂部", squash("具乐部")),
        ("三〇一", "三零一"),
        ("叁○壹", "三零一"),
        ("301", "三零一"),
        ("第１分店", "第一分店"),
        ("58同城", "五八同城"),
        ("a\x00b\ud800c", "abc"),
    ],
)
def test_what_is_typed_differently_meets_in_one_text(typed: str, folded: str) -> None:
    assert squash(typed) == folded


def test_han_runs_become_overlapping_pairs_and_other_runs_stay_whole() -> None:
    cut = analyse("上海TCL华谊 化")
    assert cut.words == ("上海", "tcl", "华谊", "化")
    assert cut.bigrams == ("上海", "tcl", "华谊", "谊化")
    assert cut.unigrams == ("上", "海", "华", "谊", "化")


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [
        ("单县长乐", "shan xian chang le"),
        ("六安蚌埠", "lu an beng bu"),
        ("重庆银行", "chong qing yin hang"),
        ("单氏面馆", "shan shi mian guan"),
        ("硚口黄陂", "qiao kou huang pi"),
        ("长江", "chang jiang"),
        ("绿源", "lv yuan"),
    ],
)
def test_places_and_surnames_are_read_as_people_say_them(text: str, pinyin: str) -> None:
    assert " ".join(syllables(text)) == pinyin


def test_a_character_with_two_readings_is_found_by_either() -> None:
    assert {"".join(way) for way in ways_of("长乐")} == {"changle", "zhangle", "changyue", "zhangyue"}
    assert {"".join(way) for way in ways_of("乐家")} == {"yuejia", "lejia"}
    assert ways_of("武汉") == (("wu", "han"),)
    assert len(ways_of("长乐晟重盛" * 2_000)) == 4


def test_initials_are_the_first_letters() -> None:
    assert analyse("武汉华谊").initials == "whhy"


@pytest.mark.parametrize(
    ("name", "region", "brand", "trade", "form"),
    [
        ("上海华谊化工有限公司", "上海", "华谊", "化工", "有限公司"),
        ("华谊化工（上海）有限公司", "上海", "华谊", "化工", "有限公司"),
        ("華誼化工(上海)有限公司", "上海", "华谊", "化工", "有限公司"),
        ("湖北省武汉市华星光电技术股份有限公司", "湖北武汉", "华星", "光电技术", "股份有限公司"),
        ("武汉市江汉区老王餐馆", "武汉江汉", "老王", "餐馆", ""),
        ("华谊（集团）公司", "", "华谊", "", "公司集团"),
        ("TCL科技集团股份有限公司", "", "tcl", "科技", "集团股份有限公司"),
        ("大润发超市有限公司", "", "大润发", "超市", "有限公司"),
        ("莘县好运来农产品专业合作社", "莘", "好运来", "农产品", "专业合作社"),
        ("武汉东丰市政工程有限公司", "武汉", "东丰", "市政工程", "有限公司"),
        ("武汉", "", "武汉", "", ""),
    ],
)
def test_parts_of_a_name(name: str, region: str, brand: str, trade: str, form: str) -> None:
    parts = parse_name(name)
    assert (parts.region, parts.brand, parts.trade, parts.legal_form) == (region, brand, trade, form)


def test_what_follows_the_legal_form_is_a_branch() -> None:
    parts = parse_name("武汉华星有限公司江汉分公司")
    assert (parts.core, parts.branch) == ("华星", "江汉分公司")


def test_an_unknown_trade_stays_in_the_core() -> None:
    parts = parse_name("武汉鲜达蜃楼有限公司")
    assert (parts.core, parts.trade) == ("鲜达蜃楼", "")


@given(ANY_TEXT)
def test_no_text_breaks_the_cutting_and_it_repeats_itself(text: str) -> None:
    cut = analyse(text)
    assert cut == analyse(text)
    assert len(cut.syllables) == len(cut.squashed)
    assert analyse(cut.squashed).squashed == cut.squashed
    assert parse_name(text) == parse_name(text)
    keys_of([name_features(text)])
    prefixes_in([name_features(text)])
    read_query(text)


@given(st.text(alphabet="武汉市江区省上海有限公司科技集团华谊(（）)", max_size=30))
def test_parts_are_made_of_the_name(name: str) -> None:
    parts = parse_name(name)
    for part in (parts.brand, parts.trade):  # a region in brackets may have stood inside
        rest = iter(squash(name))
        assert all(character in rest for character in part)
    assert bool(parts.core or parts.legal_form or parts.region) == bool(squash(name))


@pytest.mark.parametrize("text", ["长" * 10_000, "武汉" * 5_000, "(" * 10_000, "有限公司" * 2_500, "a" * 10_000])
def test_ten_thousand_characters_take_work_in_proportion(text: str) -> None:
    """Function calls are counted, the same on every machine; a loop inside a loop makes thousands for a character."""
    analyse("温")
    with Profile() as profile:
        analyse(text)
        parse_name(text)
        read_query(text)
    assert sum(entry.callcount for entry in profile.getstats()) < 20 * len(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", Kind.EMPTY),
        ("？！", Kind.EMPTY),
        ("91420100MA4K12345X", Kind.CODE),
        ("9142 0100 ma4k", Kind.CODE),
        ("420100000012345", Kind.CODE),
        ("wuhan", Kind.LATIN),
        ("wu han", Kind.LATIN),
        ("武汉", Kind.NAME),
        ("58同城", Kind.NAME),
        ("360", Kind.NAME),
        ("○", Kind.EMPTY),
    ],
)
def test_what_sort_of_query_it_is(text: str, kind: Kind) -> None:
    assert read_query(text).kind is kind


@pytest.mark.parametrize(
    "text", ["上海华谊化工有限公司怎么样", "请问上海华谊化工有限公司 联系电话", "查询上海华谊化工有限公司信用报告"]
)
def test_chatter_is_cut_off(text: str) -> None:
    assert read_query(text).squashed == "上海华谊化工有限公司"


def test_a_query_of_chatter_alone_is_kept() -> None:
    assert read_query("查询").squashed == "查询"


def test_blanks_around_a_text_take_no_room_of_its_words() -> None:
    assert read_words(" " * LONGEST_WORDS + "茶叶 ") == read_words("茶叶")


def test_words_apart_need_not_touch_in_the_name() -> None:
    assert read_query("华谊 化工").required == ("华谊", "化工")


def test_legal_form_is_not_required_and_the_region_is() -> None:
    assert read_query("武汉市江汉区华谊有限公司").required == ("武汉", "江汉", "华谊")


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [("abc", "abc", 0), ("abc", "abd", 1), ("abc", "acb", 1), ("abc", "ac", 1), ("abc", "xabc", 1), ("abc", "xyz", 3)],
)
def test_edits_are_counted_with_swaps(a: str, b: str, distance: int) -> None:
    assert edits(a, b, at_most=3) == distance
    assert edits(b, a, at_most=3) == distance


def test_too_many_edits_are_not_counted_to_the_end() -> None:
    assert edits("abcdef", "uvwxyz", at_most=2) == 3
    assert edits("a", "abcd", at_most=2) == 3
