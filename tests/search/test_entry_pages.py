"""Kinds of records on the search page and in the API."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from enterprises.records.models import Record
from enterprises.register.models import Enterprise, Region
from search.entries import register_door
from search.entry_port import EntryKind
from search.matching.highlight import highlight_texts
from search.names.queries import read_words
from search.port import SearchUnavailable
from tests.search.make import AGENCY, AT, api, settle, stored_enterprise, withdraw
from tests.search.records import KETTLE, keep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]


@pytest.fixture
def maker() -> Enterprise:
    Region.objects.create(code="420106", name="武昌区")
    return stored_enterprise(1, "武汉美岭电器有限公司", region_id="420106")


@pytest.fixture
def kettle(maker: Enterprise) -> Record:
    record = keep(maker, "inspection", KETTLE)
    settle()
    return record


def page(client: Client, **parameters: str) -> Any:
    response = client.get("/search/", parameters)
    assert response.status_code == 200
    return response


def tabs(response: Any) -> dict[str, int | None]:
    return {tab.label: tab.count for tab in response.context["tabs"]}


def test_an_enterprise_search_that_finds_nothing_offers_the_other_kinds(client: Client, kettle: Record) -> None:
    response = page(client, q="电热水壶")
    assert response.context["answer"].count == 0
    assert [(tab.label, tab.count, tab.address) for tab in response.context["others"]] == [
        ("产品质量", 1, "?q=%E7%94%B5%E7%83%AD%E6%B0%B4%E5%A3%B6&type=product")
    ]
    assert "在其他类别中找到" in response.content.decode()


def test_the_tab_of_a_kind_shows_its_records(client: Client, kettle: Record) -> None:
    response = page(client, q="电热水壶", type="product")
    text = response.content.decode()
    assert f'href="/products/{kettle.pk}/"' in text
    for shown in (
        "<mark>电热水壶</mark>",
        "武汉美岭电器有限公司",
        "美岭",
        "2026-03-01/A01",
        "不合格",
        "示例机关",
        "2026-04-01",
    ):
        assert shown in text
    assert '<input type="hidden" name="type" value="product">' in text
    assert tabs(response) == {
        "企业": None,
        "产品质量": 1,
        "标准": 0,
        "荣誉": 0,
        "许可": 0,
        "第三方评价": 0,
        "其他公示": 0,
        "公示文件": 0,
    }


def test_another_kind_without_a_hit_offers_the_one_that_has_some(client: Client, kettle: Record) -> None:
    response = page(client, q="电热水壶", type="standard")
    assert [tab.label for tab in response.context["others"]] == ["产品质量"]
    assert "没有找到相符的公示记录" in response.content.decode()


def test_filters_of_records(client: Client, kettle: Record, maker: Enterprise) -> None:
    keep(maker, "inspection", KETTLE | {"X_JC_JGPD": "合格"})
    settle()
    response = page(client, q="电热水壶", type="product", result="合格")
    assert response.context["answer"].count == 1
    assert [chosen.label for chosen in response.context["chosen"]] == ["结果：合格"]
    assert [link.label for group in response.context["groups"] for link in group.links if link.chosen] == ["合格"]
    groups = {
        group.label: [(link.label, link.count) for link in group.links]
        for group in page(client, q="电热水壶", type="product").context["groups"]
    }
    assert groups == {"行政区": [("武昌区", 2)], "年份": [("2026", 2)], "结果": [("不合格", 1), ("合格", 1)]}


@pytest.mark.parametrize(
    ("parameters", "label", "sentence"),
    [
        ({"region": "abc"}, "行政区", "行政区划代码是一至六位数字。"),
        ({"agency": "武汉市商务局"}, "机关", "机关以十八位统一社会信用代码表示。"),
        ({"year": "x"}, "年份", "年份是四位数字。"),
        ({"result": "长" * 201}, "结果", "最多200个字。"),
    ],
)
def test_a_value_of_another_form_is_refused_with_a_sentence(
    client: Client, parameters: dict[str, str], label: str, sentence: str
) -> None:
    (name,) = parameters
    refused = api(client, 400, type="honour", **parameters)
    assert refused == {"detail": f"参数 {name} 无法识别：{sentence}", "code": "invalid_parameter"}
    if name in {"region", "agency"}:
        assert api(client, 400, q="武汉", **parameters) == refused
    shown = client.get("/search/", {"type": "honour", **parameters})
    assert shown.status_code == 400
    assert f"{label}：{sentence}" in shown.content.decode()
    client.cookies["django_language"] = "en"
    assert not re.search("[\u4e00-\u9fff]", refusal_of(client.get("/search/", {"type": "honour", **parameters})))


def refusal_of(response: Any) -> str:
    """Return the text of a refusal."""
    return str(response.content.decode().partition("<main")[2].partition("</main>")[0])


def test_a_code_is_read_in_small_letters_too(client: Client, kettle: Record) -> None:
    assert api(client, type="product", agency=AGENCY.lower())["count"] == 1


def test_counts_wait_with_a_withdrawal(client: Client, kettle: Record) -> None:
    withdraw(kettle)
    response = page(client, q="电热水壶", type="product")
    assert (response.context["rows"], response.context["groups"]) == ([], [])
    counts = tabs(response)
    assert counts.pop("公示文件") == 0  # documents are read from the database
    assert set(counts.values()) == {None}


def test_a_text_without_a_kind_counts_kinds_on_the_first_page_alone(client: Client, kettle: Record) -> None:
    assert tabs(page(client, q="美岭"))["产品质量"] == 1
    assert tabs(page(client, q="美岭", page="2"))["产品质量"] is None
    assert set(tabs(page(client)).values()) == {None}


def test_an_unknown_kind_is_that_of_enterprises_on_the_page_and_refused_by_the_api(client: Client) -> None:
    assert page(client, q="美岭", type="colour").context["tabs"][0].is_current
    assert "product、standard" in api(client, 400, q="美岭", type="colour")["detail"]


def test_a_resident_number_is_refused_in_any_kind(client: Client) -> None:
    for parameters in ({"q": "11010519491231002X"}, {"q": "11010519491231002X", "type": "product"}):
        assert client.get("/search/", parameters).status_code == 400
        assert client.get("/api/v1/search/", parameters).status_code == 400


def test_the_api_answers_records_of_a_kind(client: Client, kettle: Record) -> None:
    answer = api(client, type="product", q="电热水壶")
    assert (answer["count"], answer["count_is_exact"], answer["next"], answer["kinds"]) == (
        1,
        True,
        None,
        {"product": 1},
    )
    (result,) = answer["results"]
    cells = {cell["label"]: cell["value"] for cell in result.pop("cells")}
    assert result == {
        "kind": "product",
        "id": kettle.pk,
        "title": "电热水壶",
        "enterprise": {"uscc": "91420100MA00000001", "name": "武汉美岭电器有限公司"},
        "agency": "示例机关",
        "decided_on": "2026-04-01",
        "disputed": False,
        "address": f"/products/{kettle.pk}/",
    }
    assert (cells["商标"], cells["生产日期/批号"], cells["检查结果"]) == ("美岭", "2026-03-01/A01", "不合格")
    assert answer["facets"]["region"] == [{"value": "420106", "label": "武昌区", "count": 1}]


def test_a_hit_bears_the_mark_of_an_objection_at_once(client: Client, kettle: Record) -> None:
    assert "异议处理中" not in client.get("/search/", {"type": "product", "q": "电热水壶"}).content.decode()
    Record.objects.filter(pk=kettle.pk).update(disputed_at=AT)  # nothing is indexed for it
    assert "异议处理中" in client.get("/search/", {"type": "product", "q": "电热水壶"}).content.decode()
    assert api(client, type="product", q="电热水壶")["results"][0]["disputed"] is True


def test_the_api_goes_on_to_the_next_page(client: Client, maker: Enterprise) -> None:
    first, second = (keep(maker, "inspection", KETTLE).pk for _ in range(2))
    settle()
    answer = api(client, type="product", q="电热水壶", page_size="1")
    assert [result["id"] for result in answer["results"]] == [second]
    assert [result["id"] for result in client.get(answer["next"]).json()["results"]] == [first]


@pytest.mark.parametrize("parameters", [{"type": "product", "industry": "26"}, {"type": "product", "on": "2026-01-01"}])
def test_parameters_of_the_other_search_are_refused(client: Client, parameters: dict[str, str]) -> None:
    api(client, 400, q="电热水壶", **parameters)


def test_parameters_of_records_need_a_kind(client: Client) -> None:
    api(client, 400, q="电热水壶", result="合格")


def test_a_door_gives_the_address(client: Client, kettle: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.entries._DOORS", {})
    register_door(EntryKind.PRODUCT, lambda record: f"/products/{record.pk}/")
    assert api(client, type="product", q="电热水壶")["results"][0]["address"] == f"/products/{kettle.pk}/"


def test_an_engine_that_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise SearchUnavailable("away")

    monkeypatch.setattr("search.engines.staged_entries.StagedEntries.search", away)
    assert client.get("/search/", {"q": "电热水壶", "type": "product"}).status_code == 503
    assert client.get("/api/v1/search/", {"q": "电热水壶", "type": "product"}).status_code == 503
    assert set(tabs(page(client, q="电热水壶")).values()) == {0, None}


def test_a_page_of_records_takes_few_queries(
    client: Client, maker: Enterprise, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        keep(maker, "inspection", KETTLE)
    settle()
    page(client, q="电热水壶", type="product")
    with django_assert_max_num_queries(5):
        page(client, q="电热水壶", type="product")


@pytest.mark.parametrize(
    ("text", "typed", "pieces"),
    [
        ("电热水壶", "水壶", [("电热", False), ("水壶", True)]),
        ("KS-18A KS", "ks", [("KS", True), ("-18A ", False), ("KS", True)]),
        ("电热水壶", "电热 热水", [("电热水", True), ("壶", False)]),
        ("İ水壶", "水", [("İ", False), ("水", True), ("壶", False)]),  # folding changes its length
        ("电热水壶", "電熱 ａ", [("电热", True), ("水壶", False)]),
        ("1.8L KS-18A", "ＫＳ－１８ａ", [("1.8L ", False), ("KS-18A", True)]),
        ("2026-03-01/A01", "批号 2026年3月1日", [("2026-03-01", True), ("/A01", False)]),
        ("GB 4706.1-2005、GB 4706.19-2008", "gb/t470619", [("GB 4706.1-2005、GB 4706.19-2008", False)]),
        (
            "GB 4706.1-2005、GB/T 4706.19-2008",
            "GBT4706.19",
            [("GB 4706.1-2005、", False), ("GB/T 4706.19", True), ("-2008", False)],
        ),
        ("2026年3月1日A01", "20260301", [("2026年3月1日A01", True)]),
        ("20260301A01", "20260301A02", [("20260301A01", True)]),
        ("电热水壶", "reshui", [("电", False), ("热水", True), ("壶", False)]),
        ("电热水壶", "drs", [("电热水", True), ("壶", False)]),
        ("电热水壶", "店热水", [("电热水", True), ("壶", False)]),
        ("电热水壶", "电热水瓶", [("电热水", True), ("壶", False)]),
        ("电热水壶", "美岭电热水壶", [("电热水壶", True)]),
        ("小飞侠", "xiaofeixa", [("小飞侠", True)]),
        ("芝信", "信芝", [("芝", False), ("信", True)]),
        ("芝麻", "信芝", [("芝麻", False)]),
        ("美岭电器股份有限公司", "美岭电器有限公司", [("美岭电器", True), ("股份有限公司", False)]),
        ("", "水", []),
        ("水", "，。", [("水", False)]),
    ],
)
def test_what_fits_is_marked_and_the_text_is_kept(text: str, typed: str, pieces: list[tuple[str, bool]]) -> None:
    assert highlight_texts(read_words(typed), [text], names=[text]) == [pieces]


def test_a_word_is_marked_in_the_best_way_alone() -> None:
    texts = ["电热水壶", "电热水瓶"]  # the second is one character apart
    assert highlight_texts(read_words("电热水壶"), texts, names=texts) == [[("电热水壶", True)], [("电热水瓶", False)]]


def test_texts_that_are_no_names_are_found_as_written_alone() -> None:
    marked = [highlight_texts(read_words(typed), ["不合格"], names=[]) for typed in ("合格", "bhg", "不合哥")]
    assert marked == [[[("不", False), ("合格", True)]], [[("不合格", False)]], [[("不合格", False)]]]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("電熱水壺", "<mark>电热水壶</mark>"),
        ("電熱水壺 ＫＳ－１８Ａ", "<mark>KS-18A</mark>"),
        ("dianreshuihu", "<mark>电热水壶</mark>"),
        ("电热水胡", "<mark>电热水壶</mark>"),
        ("GB4706.19", "4706.1-2005、<mark>GB 4706.19</mark>-2008"),
        ("美岭电热水壶", "<mark>美岭</mark>"),
        ("武漢美嶺", "<mark>武汉美岭</mark>电器有限公司"),
    ],
)
def test_what_finds_a_record_is_marked(client: Client, kettle: Record, text: str, marked: str) -> None:
    assert marked in page(client, q=text, type="product").content.decode()


ANY_TEXT = (
    *("水", "电", "水" * 200, "电热水壶" * 50, "1", "20260301", "9" * 200),
    *("电GB水4706.19壶abcКлюч", '"*:^-()', "%_", "\x00"),
)


def test_any_text_is_answered(client: Client, kettle: Record) -> None:
    for text in ANY_TEXT:
        response = page(client, q=text, type="product")
        assert response.context["rows"] or "没有找到相符的公示记录" in response.content.decode(), text
        assert api(client, type="product", q=text)["count"] == len(response.context["rows"]), text


def test_each_hit_states_what_it_is(client: Client, kettle: Record, maker: Enterprise) -> None:
    keep(maker, "honour", {"X_RY_MC": "电热水壶名牌", "X_RY_LB": "名牌产品", "X_RY_JB": "省级"})
    settle()
    shown = {kind: page(client, q="电热水壶", type=kind).content.decode() for kind in ("product", "honour")}
    assert '<span class="tag">产品质量</span>' in shown["product"]
    assert '<span class="tag">荣誉</span>' in shown["honour"]


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("", "水壶 - 查询企业"),
        ("product", "水壶 - 产品质量 - 查询公示记录"),
        ("standard", "水壶 - 标准 - 查询公示记录"),
        ("document", "水壶 - 查询公示文件"),
    ],
)
def test_the_title_names_what_is_searched(client: Client, kind: str, title: str) -> None:
    text = page(client, q="水壶", **({"type": kind} if kind else {})).content.decode()
    shown = text.partition("<title>")[2].partition("</title>")[0]
    assert " ".join(shown.split()).startswith(f"{title} - ")


def test_the_title_is_in_the_language_of_the_reader(client: Client) -> None:
    client.cookies["django_language"] = "en"
    text = page(client, type="product").content.decode()
    assert "Product quality - Find a public record - " in text.partition("<title>")[2].partition("</title>")[0]
