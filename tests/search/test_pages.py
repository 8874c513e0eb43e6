"""The search page and its API, as readers meet them."""

import logging
import re
from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from enterprises.register.models import Enterprise
from enterprises.shared import clock
from lists.listings.models import Listing
from search import results as finding
from search import suggestions
from search.indexing.models import OutboxEntry
from search.port import SearchUnavailable
from tests.lists.make import decided, office, the_list
from tests.search.make import AGENCY, AT, TODAY, api, names, rename, settle, stored_enterprise, withdraw
from tests.support.clients import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh", "both_ways")]
RESIDENT_NUMBER = "110101199003070011"


class TestAnswer:
    def test_it_has_these_keys(self, client: Client, city: dict[str, Enterprise]) -> None:
        answer = api(client, q="华谊物流")
        assert set(answer) == {"count", "count_is_exact", "next", "hint", "facets", "results"}
        assert answer["results"] == [
            {
                "uscc": "91420100MA00000002",
                "code_kind": "AS_REGISTERED",
                "earlier_codes": [],
                "name": "武汉华谊物流有限公司",
                "former_name": None,
                "renamed_on": None,
                "namesakes": 0,
                "status": "ACTIVE",
                "region": "420106",
                "match": {
                    "rule": "phrase",
                    "field": "name",
                    "stage": "without_region",
                    "is_the_firm": False,
                },
                "explanation": "名称的字号和行业相同。",
                "highlight": [["武汉", False], ["华谊物流", True], ["有限公司", False]],
                "badges": [{"code": "penalty", "label": "有行政处罚", "tone": "notice"}],
                "external_lists": [],
            }
        ]
        assert (answer["count"], answer["count_is_exact"], answer["next"]) == (1, True, None)

    @pytest.mark.parametrize(
        ("q", "why", "marked"),
        [
            ("91420100ma00000001", ("code", "uscc"), "91420100MA00000001"),
            ("91420100MA0000000", ("prefix", "uscc"), "91420100MA0000000"),
            ("上海華誼化工有限公司", ("name", "name"), "上海华谊化工有限公司"),
            ("上海华谊", ("prefix", "name"), "上海华谊"),
            ("旭日", ("phrase", "former_name"), "旭日"),
            ("huayihuagong", ("pinyin", "name"), "华谊化工"),
            ("hyhg", ("initials", "name"), "华谊化工"),
            ("上海华义化工有限公司", ("pinyin", "name"), "上海华化工"),
        ],
    )
    def test_it_says_why_and_where(
        self, client: Client, city: dict[str, Enterprise], q: str, why: tuple[str, str], marked: str
    ) -> None:
        rule, field = why
        result = api(client, q=q)["results"][0]
        assert result["uscc"] == "91420100MA00000001"
        assert (result["match"]["rule"], result["match"]["field"]) == (rule, field)
        assert "".join(text for text, matched in result["highlight"] if matched) == marked
        assert result["former_name"] == ("上海旭日精细化工厂" if field == "former_name" else None)

    def test_facets_have_labels_and_counts(self, client: Client, city: dict[str, Enterprise]) -> None:
        facets = api(client, q="华谊")["facets"]
        assert facets["region"] == [
            {"value": "420106", "label": "武昌区", "count": 2},
            {"value": "310101", "label": "黄浦区", "count": 1},
        ]
        assert facets["status"][1] == {"value": "CANCELLED", "label": "注销", "count": 1}
        assert {facet["value"]: facet["count"] for facet in facets["has_penalty"]} == {"true": 1, "false": 2}

    @pytest.mark.parametrize(
        ("parameters", "found"),
        [
            ({"region": "42"}, ["武汉华谊物流有限公司", "武汉新华谊商贸有限公司"]),
            ({"q": "华谊", "status": "CANCELLED"}, ["武汉新华谊商贸有限公司"]),
            ({"has_penalty": "true"}, ["武汉华谊物流有限公司"]),
            ({"q": "华谊", "has_penalty": "false", "region": "420106"}, ["武汉新华谊商贸有限公司"]),
            ({"kind": "penalty"}, ["武汉华谊物流有限公司"]),
            ({"kind": "honour"}, []),
            ({"agency": AGENCY.lower(), "q": "华谊"}, ["武汉华谊物流有限公司"]),
            ({"agency": AGENCY[:-1] + "B"}, []),
            ({"year": "2016"}, ["上海华谊化工有限公司"]),
            ({"list": "trustworthy"}, []),
            ({}, []),
            ({"q": "  "}, []),
        ],
    )
    def test_filters_narrow_or_browse(
        self, client: Client, city: dict[str, Enterprise], parameters: dict[str, str], found: list[str]
    ) -> None:
        answer = api(client, **parameters)
        assert names(answer) == found
        assert answer["count"] == len(found)

    def test_next_leads_through_all_pages(self, client: Client, city: dict[str, Enterprise]) -> None:
        seen, answer = [], api(client, q="华谊", page_size="2")
        seen += names(answer)
        assert answer["next"].endswith("q=%E5%8D%8E%E8%B0%8A&page_size=2&page=2")
        answer = client.get(answer["next"]).json()
        seen += names(answer)
        assert (len(seen), len(set(seen)), answer["next"]) == (3, 3, None)

    def test_a_cursor_leads_on_and_belongs_to_its_question(self, client: Client, city: dict[str, Enterprise]) -> None:
        first = api(client, region="42", page_size="1")
        second = client.get(first["next"]).json()
        assert "cursor=" in first["next"]
        assert (names(first), names(second)) == (["武汉华谊物流有限公司"], ["武汉新华谊商贸有限公司"])
        assert (second["count"], second["facets"], second["next"]) == (2, {}, None)
        for other in (first["next"].replace("region=42", "region=31"), first["next"] + "&page=2", first["next"] + "x"):
            answer = client.get(other)
            assert answer.status_code == 400
            assert "cursor" in answer.json()["detail"]
        assert client.get(first["next"].replace("/api/v1/search/", "/search/") + "x").status_code == 200

    def test_beyond_the_deepest_page_there_is_nothing(self, client: Client, city: dict[str, Enterprise]) -> None:
        answer = api(client, q="华谊", page="501")
        assert (answer["results"], answer["next"]) == ([], None)
        page = client.get("/search/?q=华谊&page=501").content.decode()
        assert "没有更多结果。" in page
        assert "多于" not in page
        assert "10,000</strong>" not in page

    def test_one_is_not_called_several_in_english(self, client: Client, city: dict[str, Enterprise]) -> None:
        client.cookies["django_language"] = "en"
        pages = [words_of(client.get(f"/search/?q={text}")) for text in ("91420100MA00000001", "华谊")]
        one, several = (" ".join(re.sub(r"<[^>]+>", " ", page).split()) for page in pages)
        assert " 1 enterprise matching or resembling" in one
        assert " enterprises matching or resembling" in several

    @pytest.mark.parametrize(
        ("address", "queries"),
        [
            ("/search/?q=华谊", 5),  # with the names of lists, for the number behind the tab of documents
            ("/api/v1/search/?q=华谊", 4),
            ("/search/?region=42", 4),
        ],
    )
    def test_no_more_queries_than_these(
        self,
        client: Client,
        city: dict[str, Enterprise],
        django_assert_max_num_queries: DjangoAssertNumQueries,
        address: str,
        queries: int,
    ) -> None:
        with django_assert_max_num_queries(queries):
            assert client.get(address).status_code == 200


class TestRefusals:
    @pytest.mark.parametrize(
        ("parameters", "code"),
        [
            ({"on": "2026-01-01"}, "unknown_parameter"),
            ({"q": "华谊", "limit": "5"}, "unknown_parameter"),
            ({"page": "0"}, "invalid_parameter"),
            ({"page": "x"}, "invalid_parameter"),
            ({"page_size": "101"}, "invalid_parameter"),
            ({"has_penalty": "yes"}, "invalid_parameter"),
            ({"status": "alive"}, "invalid_parameter"),
            ({"region": "武汉"}, "invalid_parameter"),
            ({"industry": "X1"}, "invalid_parameter"),
            ({"kind": "parking"}, "invalid_parameter"),
            ({"agency": "武汉市市场监督管理局"}, "invalid_parameter"),
            ({"year": "99"}, "invalid_parameter"),
            ({"q": "华谊", "cursor": "x:y"}, "invalid_parameter"),
            ({"list": "A B"}, "invalid_parameter"),
            ({"q": RESIDENT_NUMBER}, "resident_number"),
            ({"q": f"张三 {RESIDENT_NUMBER[:6]} {RESIDENT_NUMBER[6:]}"}, "resident_number"),
        ],
    )
    def test_the_api_says_what_is_wrong(self, client: Client, parameters: dict[str, str], code: str) -> None:
        answer = api(client, 400, **parameters)
        assert set(answer) == {"detail", "code"}
        assert answer["code"] == code
        assert RESIDENT_NUMBER not in answer["detail"]

    def test_the_page_forgives(self, client: Client, city: dict[str, Enterprise]) -> None:
        page = client.get("/search/?q=华谊&status=alive&on=2020-01-01").content.decode()
        assert "武汉新华谊商贸" in page.replace("<mark>", "").replace("</mark>", "")
        assert "登记状态：alive" not in page
        assert "登记状态：存续" in client.get("/search/?q=华谊&status=ACTIVE").content.decode()

    def test_a_resident_number_is_refused_and_never_written(
        self, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        for address in ("/search/", "/api/v1/search/", "/api/v1/suggest/"):
            response = client.get(address, {"q": RESIDENT_NUMBER})
            assert response.status_code == 400
            assert RESIDENT_NUMBER not in response.content.decode()
        assert RESIDENT_NUMBER not in caplog.text


class TestLateIndex:
    def test_a_withdrawn_record_never_shows(self, client: Client, city: dict[str, Enterprise]) -> None:
        withdraw(city["wuhan"].records.get())
        queries = ({"has_penalty": "true"}, {"kind": "penalty"}, {"agency": AGENCY})
        for parameters in (*queries, {"q": "华谊物流", "has_penalty": "true"}):
            answer = api(client, **parameters)
            assert (answer["results"], answer["count"], answer["count_is_exact"]) == ([], 0, False)
        answer = api(client, q="华谊物流")
        assert answer["results"][0]["badges"] == []
        assert not {"has_penalty", "kind", "list"} & set(answer["facets"])
        settle()
        facets = api(client, q="华谊")["facets"]
        assert [facet["value"] for facet in facets["has_penalty"]] == ["false"]
        assert facets["kind"] == []

    def test_an_enterprise_that_is_no_longer_public_never_shows(
        self, client: Client, city: dict[str, Enterprise]
    ) -> None:
        Enterprise.objects.filter(pk=city["huayi"].pk).update(public_from=None)
        answer = api(client, q="旭日")
        assert (answer["results"], answer["count_is_exact"]) == ([], False)

    def test_a_renamed_enterprise_is_not_found_by_a_name_it_never_had(
        self, client: Client, city: dict[str, Enterprise]
    ) -> None:
        rename(city["wuhan"], "武汉长江物流有限公司")
        assert names(api(client, q="华谊物流")) == []
        settle()
        assert names(api(client, q="长江物流")) == ["武汉长江物流有限公司"]

    def test_time_passes_without_a_job(
        self, client: Client, city: dict[str, Enterprise], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(clock, "now", lambda: AT.replace(year=2027, month=5, day=1))
        assert names(api(client, has_penalty="true")) == []
        assert api(client, q="华谊物流")["results"][0]["badges"] == []


class TestLists:
    def test_a_listed_enterprise_is_found_by_its_list(self, client: Client, city: dict[str, Enterprise]) -> None:
        decided(enterprise=city["gone"])
        settle()
        answer = api(client, list="market-regulation")
        assert names(answer) == ["武汉新华谊商贸有限公司"]
        assert answer["results"][0]["badges"] == [
            {"code": "black-list", "label": "严重失信主体", "tone": "black-list"},
        ]
        assert api(client, q="华谊")["facets"]["list"] == [
            {"value": "market-regulation", "label": the_list().name, "count": 1}
        ]

    def test_a_listing_that_was_lifted_never_shows(self, client: Client, city: dict[str, Enterprise]) -> None:
        listing = decided(enterprise=city["gone"])
        settle()
        Listing.objects.filter(pk=listing.pk).update(
            state="REMOVED", removed_on=TODAY, removed_by=office(), removed_reason="REPAIRED"
        )
        answer = api(client, list="market-regulation")
        assert (answer["results"], answer["count_is_exact"]) == ([], False)

    def test_listing_costs_no_more_queries(
        self, client: Client, city: dict[str, Enterprise], django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        decided(enterprise=city["gone"])
        settle()
        with django_assert_max_num_queries(4):
            assert client.get("/api/v1/search/?q=华谊").status_code == 200


class TestEngineDown:
    @pytest.fixture
    def down(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def unavailable() -> None:
            raise SearchUnavailable("down")

        monkeypatch.setattr(finding, "index", unavailable)
        monkeypatch.setattr(suggestions, "index", unavailable)

    @pytest.mark.usefixtures("down")
    def test_it_says_so_and_finds_codes(self, client: Client, city: dict[str, Enterprise]) -> None:
        answer = api(client, 503, q="华谊")
        assert answer["code"] == "search_unavailable"
        page = client.get("/search/?q=华谊")
        assert (page.status_code, page["Retry-After"]) == (503, "10")
        assert "搜索服务暂时不可用" in page.content.decode()
        assert client.get("/api/v1/suggest/?q=华谊").status_code == 503
        assert names(api(client, q="9142 0100ma00000002")) == ["武汉华谊物流有限公司"]
        assert "武汉华谊物流有限公司" in client.get("/search/?q=91420100MA00000002").content.decode()

    def test_what_changed_meanwhile_is_found_afterwards(
        self, client: Client, city: dict[str, Enterprise], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = stored_enterprise(9, "武汉天河科技有限公司")
        assert OutboxEntry.objects.count() == 1
        assert names(api(client, q="天河")) == []
        settle()
        assert names(api(client, q="天河")) == [made.name]


class TestPage:
    def test_results_say_why_and_lead_to_files(self, client: Client, city: dict[str, Enterprise]) -> None:
        page = client.get("/search/?q=旭日").content.decode()
        assert "曾用名" in page
        assert "<mark>旭日</mark>" in page
        assert "/enterprises/91420100MA00000001/" in page

    def test_filters_are_links_that_keep_the_query(self, client: Client, city: dict[str, Enterprise]) -> None:
        page = client.get("/search/?q=华谊&status=ACTIVE").content.decode()
        assert "q=%E5%8D%8E%E8%B0%8A&amp;status=ACTIVE&amp;region=420106" in page
        assert "登记状态：存续" in page

    @pytest.mark.parametrize(
        ("parameters", "label"),
        [({"region": " 420106 "}, "武昌区"), ({"has_penalty": "false "}, "无公示中的行政处罚")],
    )
    def test_a_filter_in_force_is_chosen_however_it_is_typed(
        self, client: Client, city: dict[str, Enterprise], parameters: dict[str, str], label: str
    ) -> None:
        context = client.get("/search/", {"q": "华谊", **parameters}).context
        assert [chosen.label.partition("：")[2] for chosen in context["chosen"]] == [label]
        assert [link.label for group in context["groups"] for link in group.links if link.chosen] == [label]

    def test_filters_are_called_in_the_language_of_the_reader(
        self, client: Client, city: dict[str, Enterprise]
    ) -> None:
        chinese = client.get("/search/?q=华谊&status=ACTIVE").content.decode()
        client.cookies["django_language"] = "en"
        english = words_of(client.get("/search/?q=华谊&status=ACTIVE"))
        translations = {
            "<h2>行政区</h2>": "<h2>Region</h2>",
            "<h2>登记状态</h2>": "<h2>Register status</h2>",
            "<h2>行政处罚</h2>": "<h2>Administrative penalty</h2>",
            "<h2>信用记录</h2>": "<h2>Credit records</h2>",
            ">有公示中的行政处罚</a>": ">With a public penalty</a>",
            ">行政处罚</a>": ">Administrative penalty</a>",
            ">存续</a>": ">Active</a>",
            "登记状态：存续": "Register status: Active",
            "武昌区 存续": "武昌区 Active",
        }
        for ours, theirs in translations.items():
            assert (ours in chinese, theirs in chinese) == (True, False), ours
            assert (ours in english, theirs in english) == (False, True), theirs
        assert ">武昌区</a>" in english  # a name, shown as it is registered

    def test_the_api_speaks_chinese_to_everybody(self, client: Client, city: dict[str, Enterprise]) -> None:
        chinese = api(client, q="华谊")
        client.cookies["django_language"] = "en"
        assert api(client, q="华谊") == chinese
        assert chinese["facets"]["status"][0]["label"] == "存续"
        assert chinese["facets"]["kind"][0]["label"] == "行政处罚"

    def test_nothing_found_is_distinct_from_nothing_asked(self, client: Client, city: dict[str, Enterprise]) -> None:
        assert "没有找到相符的企业" in client.get("/search/?q=腾讯").content.decode()
        assert "请输入企业名称" in client.get("/search/").content.decode()

    def test_answers_are_revalidated_and_not_archived(self, client: Client, city: dict[str, Enterprise]) -> None:
        for address in ("/search/?q=华谊", "/api/v1/search/?q=华谊", "/api/v1/suggest/?q=华谊"):
            first = client.get(address)
            assert (first["Cache-Control"], first["X-Robots-Tag"]) == ("no-cache", "noarchive")
            assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304

    @pytest.mark.parametrize("q", ["<script>alert(1)</script>", '"', "华谊\x00", "*" * 10_000, "（）[", "🙂\u202e"])
    def test_strange_text_breaks_nothing(self, client: Client, city: dict[str, Enterprise], q: str) -> None:
        assert client.get("/search/", {"q": q}).status_code == 200
        assert client.get("/api/v1/search/", {"q": q}).status_code == 200
        assert client.get("/api/v1/suggest/", {"q": q}).status_code == 200


def test_the_day_of_these_tests_is_the_day_of_the_documents() -> None:
    assert clock.day_of(AT) == TODAY == date(2026, 11, 22)
