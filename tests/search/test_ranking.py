"""Why an enterprise fits, and in which order."""

import pytest

from search.matching.ranking import Candidate, match_of, rank
from search.names.features import MatchedField, name_features
from search.names.queries import read_query
from search.names.similarity import QueryFeatures
from search.port import EnterpriseFeatures, MatchGroup, MatchType


def candidate(number: int, name: str, *former: str, ended: bool = False, register: str = "") -> Candidate:
    names = (name_features(name), *(name_features(text, field=MatchedField.FORMER_NAME) for text in former))
    uscc = f"91420100MA{number:08d}"
    return Candidate(
        id=number, features=EnterpriseFeatures(uscc=uscc, register_number=register, ended=ended, names=names)
    )


def order(query: str, *enterprises: Candidate) -> list[int]:
    return [ranked.candidate.id for ranked in rank(QueryFeatures(read_query(query)), enterprises)]


def group_of(query: str, found: Candidate) -> tuple[str, str] | None:
    match = match_of(QueryFeatures(read_query(query)), found.features)
    return (match.group.value, match.field.value) if match else None


HUAYI = candidate(1, "上海华谊化工有限公司", "上海旭日精细化工厂", register="310000000012345")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("91420100MA00000001", ("code", "uscc")),
        ("91420100ma 0000 0001", ("code", "uscc")),
        ("310000000012345", ("code", "uscc")),
        ("91420100MA", ("prefix", "uscc")),
        ("上海华谊化工有限公司", ("name", "name")),
        ("上海華誼化工有限公司", ("name", "name")),
        ("上海华谊", ("prefix", "name")),
        ("华谊化工", ("phrase", "name")),
        ("华谊 有限公司", ("phrase", "name")),
        ("华谊化工（上海）有限公司", ("pairs", "name")),
        ("上海华议化工有限公司", ("pinyin", "name")),
        ("上海华谊花工有限公司", ("pinyin", "name")),
        ("上海谊华化工有限公司", ("pairs", "name")),
        ("上海华谊化学有限公司", ("pairs", "name")),
        ("huayi", ("pinyin", "name")),
        ("shanghai huayi", ("pinyin", "name")),
        ("hyhg", ("initials", "name")),
        ("上海旭日精细化工厂", ("name", "former_name")),
        ("旭日精细", ("phrase", "former_name")),
        ("xurijingxi", ("pinyin", "former_name")),
        ("腾讯", None),
        ("tengxun", None),
        ("91420100MA00000002", None),
    ],
)
def test_why_an_enterprise_fits(query: str, expected: tuple[str, str] | None) -> None:
    assert group_of(query, HUAYI) == expected


def test_characters_that_only_search_folds_are_not_the_same_name() -> None:
    match = match_of(QueryFeatures(read_query("武汉昇华有限公司")), candidate(1, "武汉升华有限公司").features)
    assert match is not None
    assert match.group is not MatchGroup.NAME


def test_match_types_come_in_order() -> None:
    enterprises = [
        candidate(7, "上海华移化工有限公司"),
        candidate(6, "北方上海人华谊饮食有限公司"),
        candidate(5, "上海新华谊物流有限公司"),
        candidate(4, "上海华谊来物流有限公司"),
        candidate(3, "上海华谊物流有限公司"),
        candidate(2, "上海华谊集团公司"),
        candidate(1, "上海华谊"),
    ]
    assert order("上海华谊", *enterprises)[:4] == [1, 2, 3, 4]


def test_a_former_name_comes_after_the_same_current_name() -> None:
    enterprises = [candidate(1, "武汉新名有限公司", "武汉华谊有限公司"), candidate(2, "武汉华谊有限公司")]
    assert order("武汉华谊有限公司", *enterprises) == [2, 1]


def test_ended_enterprises_and_branches_come_later() -> None:
    enterprises = [
        candidate(1, "武汉华谊有限公司青山分公司"),
        candidate(2, "武汉华谊有限公司", ended=True),
        candidate(3, "武汉华谊股份有限公司"),
    ]
    assert order("武汉华谊", *enterprises) == [3, 2, 1]


def test_what_may_be_the_brand_in_the_region_comes_before_the_brand_in_a_wider_one() -> None:
    """Where the trade is unknown to the parser, brand and trade are one core."""
    wider, within, whole = (
        candidate(number, name)
        for number, name in enumerate(
            ("湖北华夏商贸有限公司", "兴山县华夏增材制造有限公司", "兴山县华夏商贸有限公司"), start=1
        )
    )
    assert order("兴山县华夏", wider, within, whole) == [3, 2, 1]
    assert order("湖北华夏", wider, within, whole)[0] == 1
    assert order("华夏", within, wider)[0] == 1


def test_another_region_is_similar_at_most() -> None:
    enterprises = [candidate(1, "上海华谊化工有限公司"), candidate(2, "武汉华艺化工有限公司")]
    assert order("武汉华谊化工有限公司", *enterprises)[0] == 2


def test_equal_scores_end_in_the_code() -> None:
    assert order("华谊", candidate(2, "华谊工贸公司"), candidate(1, "华谊商贸公司")) == [1, 2]


def test_numerals_meet_in_search_and_stay_apart_as_enterprises() -> None:
    match = match_of(QueryFeatures(read_query("武汉第1建筑有限公司")), candidate(1, "武汉第一建筑有限公司").features)
    assert match is not None
    assert (match.type, match.is_the_enterprise) == (MatchType.VARIANT_NAME, False)


class TestAForgottenCharacterOfTheBrand:
    """The end of a brand and what follows is a typo, not a phrase: 明企业管理 also stands for 明卡企业管理."""

    def test_holding_the_letters_does_not_put_a_longer_brand_first(self) -> None:
        meant, longer = candidate(2, "武汉明卡企业管理有限公司"), candidate(1, "武汉龙明企业管理咨询有限公司")
        ranked = rank(QueryFeatures(read_query("武汉明企业管理有限公司")), [longer, meant])
        assert [entry.candidate.id for entry in ranked] == [2, 1]
        assert ranked[0].match.type is MatchType.MISSING_CHARACTER

    def test_what_holds_the_text_is_still_shown(self) -> None:
        match = match_of(QueryFeatures(read_query("华轴承")), candidate(1, "武汉腾跃骏马华轴承有限公司").features)
        assert match is not None
        assert (match.group, match.type) == (MatchGroup.PHRASE, MatchType.SIMILAR)

    @pytest.mark.parametrize("text", ["华谊化工", "谊化", "新华谊化", "化工研究"])
    def test_with_one_character_more_or_none_it_stays_a_phrase(self, text: str) -> None:
        match = match_of(QueryFeatures(read_query(text)), candidate(1, "新华谊化工研究所").features)
        assert match is not None
        assert match.type in {MatchType.PHRASE, MatchType.NAME_PREFIX, MatchType.CORE_PREFIX}


class TestAWholeName:
    """Whoever types region and form means all of it: what differs counts wherever it is."""

    def test_a_name_one_character_away_comes_before_one_that_holds_the_text(self) -> None:
        enterprises = [
            candidate(1, "武汉朗辉云升降机有限公司"),
            candidate(3, "武汉彩云升降机有限公司"),
            candidate(2, "武汉云安升降机有限公司"),
        ]
        ranked = rank(QueryFeatures(read_query("武汉云升降机有限公司")), enterprises)
        assert [entry.candidate.id for entry in ranked] == [2, 3, 1]
        assert [entry.match.type for entry in ranked] == [MatchType.MISSING_CHARACTER] * 2 + [MatchType.SIMILAR]

    def test_what_holds_the_text_comes_before_what_differs_elsewhere_too(self) -> None:
        enterprises = [
            candidate(1, "武汉腾云升降机有限公司"),
            candidate(2, "光谷腾龙升降机有限公司"),
            candidate(3, "腾云升降机有限公司"),
        ]
        assert order("腾龙升降机有限公司", *enterprises) == [3, 2, 1]

    @pytest.mark.parametrize(
        ("text", "otherwise"),
        [
            ("黄冈柏源便利店", "湖北柏江便利店"),  # within what was typed, or around it
            ("武汉市柏源纸业有限公司", "武汉柏江纸业有限公司"),
            ("武汉柏源纸业有限公司宜昌分公司", "武汉柏江纸业有限公司"),
            ("黄冈柏源纸业有限公司", "武汉柏源纸业有限公司"),
            ("黄冈柏源水果店", "武汉柏源水果店"),
        ],
    )
    def test_one_wrong_character_is_nearer_than_another_region_spelling_or_branch(
        self, text: str, otherwise: str
    ) -> None:
        assert order(text, candidate(1, otherwise), candidate(2, text.replace("柏源", "柏河"))) == [2, 1]

    def test_parts_of_a_name_still_find_what_holds_them(self) -> None:
        assert group_of("云升降机", candidate(1, "武汉朗辉云升降机有限公司")) == ("phrase", "name")
        match = match_of(QueryFeatures(read_query("云升降机")), candidate(1, "武汉朗辉云升降机有限公司").features)
        assert match is not None
        assert match.type is MatchType.PHRASE

    def test_of_a_wrong_and_a_forgotten_character_neither_comes_first(self) -> None:
        enterprises = [
            candidate(1, "武汉金雨安古玩有限公司"),
            candidate(2, "武汉金岩古玩有限公司"),
            candidate(3, "武汉金雨川古玩有限公司"),
        ]
        assert order("武汉金雨古玩有限公司", *enterprises) == [1, 2, 3]
