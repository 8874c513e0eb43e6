"""Readings of characters and places, compared with a second package; every difference is decided here.

Its dictionaries are imported by the tests that read them: each process of a run collects this module.
"""

from itertools import product

import pytest
from pypinyin.contrib.tone_convert import to_normal

from enterprises.register.reference.regions import region_rows
from search.names.pinyin import ways_of
from search.names.scripts import squash

# The first reading in the names of places and enterprises is another one than the list's.
OTHER_CHARACTERS = {"什": "shi", "伽": "jia", "佛": "fo", "勒": "le", "都": "du"}
# Ours is the reading registered for the place, theirs that of a word spelled alike or an error of their data.
OTHER_PLACES = {
    "中牟县": "zhong mu xian",
    "乐都县": "le du xian",
    "乐都区": "le du qu",
    "乐陵县": "lao ling xian",
    "乐陵市": "lao ling shi",
    "信都区": "xin du qu",
    "六合区": "lu he qu",
    "六合县": "lu he xian",
    "大城县": "dai cheng xian",
    "扎囊县": "zha nang xian",
    "扎鲁特旗": "zha lu te qi",
    "昌都县": "chang du xian",
    "栖霞县": "qi xia xian",
    "栖霞市": "qi xia shi",
    "洪洞县": "hong tong xian",
    "石鼓区": "shi gu qu",
    "筠连县": "jun lian xian",
    "绥棱县": "sui ling xian",
    "金山屯区": "jin shan tun qu",
    "马尾区": "ma wei qu",
    "麦盖提县": "mai gai ti xian",
}
FEWEST_COMPARED = 3000


def ways(text: str) -> list[str]:
    return [" ".join(way) for way in ways_of(squash(text))]


def plain(syllable: str) -> str:
    return to_normal(syllable).replace("ü", "v").replace("ê", "e")


def test_the_eight_thousand_standard_characters() -> None:
    from pypinyin_dict.pinyin_data import kmandarin_8105

    listed = {chr(code): plain(pinyin.split(",")[0]) for code, pinyin in kmandarin_8105.pinyin_dict.items()}
    other = {character for character, pinyin in listed.items() if pinyin not in ways(character)}
    assert other == OTHER_CHARACTERS.keys()
    assert all(OTHER_CHARACTERS[character] in ways(character) for character in other)


def test_every_division() -> None:
    from pypinyin_dict.phrase_pinyin_data import cc_cedict, zdic_cibs

    names = sorted({name for row in region_rows() for name in (row.name, *row.earlier_names)})
    compared, other = 0, set()
    for words, name in product((cc_cedict.phrases_dict, zdic_cibs.phrases_dict), names):
        known = next((word for word in (name, name[:-1]) if len(word) > 1 and word in words), None)
        if known is None:
            continue
        compared += 1
        theirs = " ".join(plain(options[0]) for options in words[known])
        if not any(f"{way} ".startswith(f"{theirs} ") for way in ways(name)):
            other.add(name)
    assert compared > FEWEST_COMPARED
    assert other == OTHER_PLACES.keys()
    assert all(OTHER_PLACES[name] in ways(name) for name in other)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("乾穗", "qian sui"),
        ("幺妹", "yao mei"),
        ("著名", "zhu ming"),
        ("麽", "mo"),
        ("幺麽", "yao mo"),
        ("瞭望", "liao wang"),
        ("爇", "ruo"),
        ("薳", "wei"),
        ("珲春", "hun chun"),
        ("涡阳", "guo yang"),
        ("荥经", "ying jing"),
        ("召陵", "shao ling"),
        ("穆棱", "mu ling"),
        ("繁峙", "fan shi"),
        ("伽师", "jia shi"),
        ("乌什", "wu shi"),
        ("民乐", "min le"),
        ("乾县", "qian xian"),
        ("佛冈", "fo gang"),
        ("库尔勒", "ku er le"),
        ("覃塘", "qin tang"),
        ("龙圩", "long xu"),
    ],
)
def test_the_registered_character_and_place_are_read(written: str, typed: str) -> None:
    assert typed in ways(written)


@pytest.mark.parametrize(
    ("place", "both"),
    [
        ("解州", {"xie zhou", "hai zhou"}),
        ("称多", {"cheng duo", "chen duo"}),
        ("宕昌", {"dang chang", "tan chang"}),
        ("覃塘", {"qin tang", "tan tang"}),
    ],
)
def test_places_that_people_read_in_two_ways(place: str, both: set[str]) -> None:
    assert both <= set(ways(place))
