"""Why an enterprise was found, in words."""

import pytest

from search.matching.explain import SENTENCES, explain
from search.matching.ranking import match_of
from search.names.features import MatchedField, name_features
from search.names.queries import read_query
from search.names.similarity import QueryFeatures
from search.port import EnterpriseFeatures, MatchGroup, MatchType

NAMES = (name_features("上海华谊化工有限公司"), name_features("上海旭日精细化工厂", field=MatchedField.FORMER_NAME))
FEATURES = EnterpriseFeatures(uscc="91420100MA00000001", register_number="310000000012345", ended=False, names=NAMES)


@pytest.mark.parametrize(
    ("text", "stage", "sentence"),
    [
        ("91420100ma00000001", "code", "统一社会信用代码相同。"),
        ("310000000012345", "register_number", "注册号相同。"),
        ("91420100MA", "code_front", "统一社会信用代码的开头相同。"),
        ("上海华谊化工有限公司", "same_name", "名称完全相同。"),
        ("上海旭日精细化工厂", "same_name", "曾用名完全相同。"),
        ("上海华谊化工", "without_form", "名称的行政区划、字号和行业相同。"),
        ("上海华谊化工股份公司", "without_form", "名称的行政区划、字号和行业相同。组织形式不同。"),
        ("华谊化工", "without_region", "名称的字号和行业相同。"),
        ("华谊", "brand", "名称的字号相同。"),
        ("上海华谊", "brand", "名称的字号相同。"),
        ("上海华谊化", "core_front", "名称的字号以输入的文字开头。"),
        ("谊化", "phrase", "名称包含输入的文字。"),
        ("华谊 有限", "phrase", "名称包含输入的文字。"),
        ("shanghaihuayihuagong", "pinyin", "名称的拼音相同。"),
        ("shanghaihuay", "pinyin_front", "名称的拼音以输入的字母开头。"),
        ("hyhg", "initials", "名称的拼音首字母相同。"),
        ("xrjx", "initials_front", "曾用名的拼音首字母以输入的字母开头。"),
        ("上海华义化工有限公司", "same_sound", "名称读音相同：输入“义”，登记为“谊”。"),
        ("上海花义花工有限公司", "same_sound", "名称读音相同：输入“花义花”，登记为“华谊化”。"),
        ("上海华谊化学有限公司", "wrong_character", "名称有一字不同：输入“学”，登记为“工”。"),
        ("上海华化工有限公司", "missing_character", "名称多一字：登记有“谊”，输入中没有。"),
        ("上海新华谊化工有限公司", "added_character", "名称少一字：输入有“新”，登记中没有。"),
        ("上海谊华化工有限公司", "swapped_characters", "名称有两字次序不同：输入“谊华”，登记为“华谊”。"),
        ("上海华谊化工有限公可", "wrong_character", "名称有一字不同：输入“可”，登记为“司”。"),
        ("上河华谊化工有限公司", "wrong_character", "名称有一字不同：输入“河”，登记为“海”。"),
        ("上海旭日精密化工厂", "wrong_character", "曾用名有一字不同：输入“密”，登记为“细”。"),
        ("北京华谊化学有限公司", "wrong_character", "名称有一字不同：输入“学”，登记为“工”。行政区划不同。"),
    ],
)
def test_each_way_of_fitting_has_its_words(text: str, stage: str, sentence: str) -> None:
    query = read_query(text)
    match = match_of(QueryFeatures(query), FEATURES)
    assert match is not None
    explained = explain(query, match)
    assert (explained.type.value, explained.sentence) == (stage, sentence)
    assert explained.is_the_enterprise == (stage in {"code", "register_number", "same_name"})


def test_two_typos_are_reported_as_similar() -> None:
    query = read_query("武汉长江现带精蜜仪器设备有限公司")
    features = EnterpriseFeatures(
        uscc="", register_number="", ended=False, names=(name_features("武汉长江现代精细仪器设备有限公司"),)
    )
    match = match_of(QueryFeatures(query), features)
    assert match is not None
    explained = explain(query, match)
    assert (explained.type, explained.sentence) == (MatchType.SIMILAR, "名称相近，并不相同。")


def test_another_spelling_of_a_character_is_reported_as_registered() -> None:
    query = read_query("武汉升华钢铁有限公司")
    match = match_of(
        QueryFeatures(query),
        EnterpriseFeatures(uscc="", register_number="", ended=False, names=(name_features("武汉昇华钢铁有限公司"),)),
    )
    assert match is not None
    explained = explain(query, match)
    assert (explained.type, explained.typed, explained.registered, explained.is_the_enterprise) == (
        MatchType.VARIANT_NAME,
        "升",
        "昇",
        False,
    )
    assert match.group is not MatchGroup.NAME


def test_every_stage_has_a_sentence() -> None:
    assert set(SENTENCES) == set(MatchType)
