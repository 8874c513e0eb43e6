"""Which penalties count, and figures that do not add up."""

from datetime import date
from decimal import Decimal

import pytest

from enterprises.enforcement.bases import ACTS, LEGAL_BASES, Infringement
from enterprises.enforcement.rules import (
    MonthResults,
    Quarter,
    Results,
    discrepancies,
    infringements_of,
    quarter_of,
)

ON = date(2026, 3, 1)
START, END = date(2026, 1, 1), date(2026, 6, 30)


def classes(bases: str = "", *, act: str = "其他", on: date | None = ON) -> list[str]:
    return [each.infringement.value for each in infringements_of(bases=bases, act=act, decided_on=on)]


@pytest.mark.parametrize(
    ("bases", "expected"),
    [
        ("《中华人民共和国商标法》第六十条第二款", ["trademark"]),
        ("依据《商标法》第60条", ["trademark"]),
        ("根据中华人民共和国商标法第五十七条第（三）项、第六十条第二款的规定", ["trademark"]),
        ("《中华人民共和国商标法（2019修正）》 第 六十 条", ["trademark"]),
        ("《中华人民共和国商标法》第四十九条", []),
        ("《中华人民共和国商标法实施条例》第六十条", []),
        ("《中华人民共和国广告法》第六十条", []),
        ("《中华人民共和国商标法》、《中华人民共和国行政处罚法》第六十条", []),
        ("违反了《中华人民共和国商标法》第五十七条，依据《中华人民共和国产品质量法》第五十条", ["trademark", "goods"]),
        ("依据产品质量法第五十三条和商标法第六十条", ["trademark", "goods"]),
        ("《中华人民共和国产品质量法》第四十九条", []),
        ("《中华人民共和国药品管理法》第一百一十六条", ["drugs"]),
        ("《中华人民共和国药品管理法》第一百一十七条第一款", ["drugs"]),
        ("《农药管理条例》第五十五条", ["farm-supplies"]),
        ("《中华人民共和国著作权法》第五十三条", ["copyright"]),
        ("《中华人民共和国专利法》第六十八条", ["patent"]),
        ("第六十条", []),
        ("", []),
    ],
)
def test_a_penalty_counts_by_law_and_article(bases: str, expected: list[str]) -> None:
    assert classes(bases) == expected


@pytest.mark.parametrize(
    ("law", "article", "day", "counts"),
    [
        ("商标法", 53, date(2014, 4, 30), True),
        ("商标法", 53, date(2014, 5, 1), False),
        ("商标法", 60, date(2014, 4, 30), False),
        ("商标法", 60, date(2014, 5, 1), True),
        ("反不正当竞争法", 6, date(2025, 10, 14), True),
        ("反不正当竞争法", 6, date(2025, 10, 15), False),
        ("反不正当竞争法", 7, date(2025, 10, 15), True),
        ("反不正当竞争法", 7, None, True),
        ("反不正当竞争法", 18, None, False),
    ],
)
def test_articles_are_those_in_force_on_the_day_of_decision(
    law: str, article: int, day: date | None, counts: bool
) -> None:
    assert bool(classes(f"《{law}》第{article}条", on=day)) is counts


@pytest.mark.parametrize(("infringement", "word"), [(kind, word) for kind, words in ACTS.items() for word in words])
def test_a_penalty_counts_by_its_act(infringement: Infringement, word: str) -> None:
    assert infringement.value in classes(act=f"当事人{word}")


def test_the_reason_names_law_and_article_or_the_act() -> None:
    found = infringements_of(bases="《商标法》第57条、第60条", act="销售假药", decided_on=ON)
    assert [each.why for each in found] == ["《商标法》第57条", "违法行为类型：销售假药"]
    unconfirmed = infringements_of(bases="《种子法》第74条", act="", decided_on=ON)
    assert unconfirmed[0].why == "《种子法》第74条（条号待核实）"


def test_every_class_has_a_basis_and_an_act() -> None:
    assert {row.infringement for row in LEGAL_BASES} == set(ACTS) == set(Infringement)


def month(number: int, cases: int = 1, goods: int = 10, value: int = 100, persons: int = 0) -> MonthResults:
    results = Results(cases=cases, goods=goods, value_yuan=Decimal(value), persons=persons)
    return MonthResults(month=date(2026, number, 1), results=results)


def named(*months: MonthResults, stated: Results | None = None) -> list[str]:
    return list(discrepancies(months, stated=stated, starts_on=START, ends_on=END))


def test_figures_that_add_up_need_no_mark() -> None:
    stated = Results(cases=2, goods=20, value_yuan=Decimal(200), persons=0)
    assert named(month(2), month(1), stated=stated) == []
    assert named(month(1)) == []


def test_sums_against_the_stated_total_are_named() -> None:
    stated = Results(cases=3, goods=21, value_yuan=Decimal(20_000), persons=1)
    assert named(month(1), month(2), stated=stated) == [
        "案件各月相加为2件，通报的合计为3件，两者不符。",
        "销毁物品各月相加为20件，通报的合计为21件，两者不符。",
        "移送人数各月相加为0人，通报的合计为1人，两者不符。",
        "货值各月相加为0.02万元，通报的合计为2万元，两者不符。",
    ]


def test_odd_months_are_named() -> None:
    assert named(month(7)) == ["2026年7月不在行动期间内。"]
    assert named(month(1), month(4)) == ["没有2026年2月的结果。", "没有2026年3月的结果。"]
    assert named(month(1, cases=0)) == ["2026年1月没有案件，却有销毁物品、货值或移送人数。"]
    assert named(month(1, goods=0)) == ["2026年1月有货值，却没有销毁物品的数量。"]
    assert named(month(1, cases=0, goods=0, value=0)) == []


def test_quarters_meet_without_a_gap() -> None:
    assert quarter_of(date(2026, 3, 31)) == Quarter(year=2026, number=1)
    assert quarter_of(date(2026, 4, 1)) == Quarter(year=2026, number=2)
    for year, number in ((2026, 1), (2026, 2), (2026, 3), (2026, 4)):
        quarter = Quarter(year=year, number=number)
        assert quarter_of(quarter.first_day) == quarter
        assert quarter_of(quarter.until) > quarter
    assert Quarter(year=2026, number=4).until == date(2027, 1, 1)
    assert str(Quarter(year=2026, number=3)) == "2026Q3"
