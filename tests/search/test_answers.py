"""Document numbers, agencies, and why an enterprise was found, as the API has it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from enterprises.agencies.models import Agency
from enterprises.catalogue.kinds.penalty import PENALTY
from enterprises.catalogue.types import RecordColumn, Visibility
from enterprises.register.models import Enterprise, FormerName
from enterprises.shared import clock
from lists.listings.models import Listing
from search import hydration as facts
from search import labels
from search import pages as views
from search import results as finding
from search.engines import index as engine
from search.fast.compiled import CompiledQuery
from search.names.features import MatchedField
from search.pages import parts_of
from search.port import Match, MatchGroup, MatchType, Page, Query
from search.request import read_request
from tests.lists.make import annulled, decided, noon, notified
from tests.search.make import AGENCY, AT, TODAY, api, names, penalise, settle, stored_enterprise, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh", "both_ways")]


class TestDocumentNumbers:
    NUMBER = "武市监罚字〔2026〕12号"

    @pytest.fixture(autouse=True)
    def numbered(self, city: dict[str, Enterprise]) -> None:
        for name in ("huayi", "wuhan"):
            penalise(city[name], document_number=self.NUMBER)
        penalise(city["gone"], document_number="武市监罚字〔2026〕13号", starts=date(2027, 1, 1))
        settle()

    @pytest.mark.parametrize("q", [NUMBER, "武市監罰字（2026）第12號", " 武市监罚字［２０２６］ 12 ", f"查询{NUMBER}"])
    def test_the_enterprises_of_its_records_are_found(self, client: Client, q: str) -> None:
        answer = api(client, q=q)
        assert names(answer) == ["上海华谊化工有限公司", "武汉华谊物流有限公司"]
        assert (answer["count"], answer["count_is_exact"], answer["facets"]) == (2, True, {})
        match = dict.fromkeys(("rule", "field", "stage"), "document_number")
        assert answer["results"][0]["match"] == match | {"is_the_firm": False}
        assert answer["results"][0]["explanation"] == "公示记录的文书号相同。"
        assert answer["results"][0]["highlight"] == [[self.NUMBER, True]]

    def test_pages_and_filters(self, client: Client) -> None:
        first = api(client, q=self.NUMBER, page_size="1")
        second = client.get(first["next"]).json()
        assert (names(first), names(second)) == (["上海华谊化工有限公司"], ["武汉华谊物流有限公司"])
        assert second["next"] is None
        assert names(api(client, q=self.NUMBER, year="2016")) == ["上海华谊化工有限公司"]

    @pytest.mark.parametrize("q", ["武市监罚字〔2026〕13号", "武市监罚字〔2026〕1号", "2026"])
    def test_what_is_not_public_or_not_whole_is_not_found(self, client: Client, q: str) -> None:
        assert api(client, q=q)["results"] == []

    def test_a_withdrawn_record_is_no_longer_found(self, client: Client, city: dict[str, Enterprise]) -> None:
        withdraw(city["huayi"].records.get(document_number=self.NUMBER))
        assert names(api(client, q=self.NUMBER)) == ["武汉华谊物流有限公司"]

    def test_a_kind_whose_number_is_not_public_is_not_found(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        field = replace(PENALTY.column(RecordColumn.DOCUMENT_NUMBER), visibility=Visibility.GOVERNMENT)
        hidden = replace(PENALTY, fields=(field,))
        assert facts.has_public_number(PENALTY)
        assert not facts.has_public_number(hidden)
        monkeypatch.setattr(facts, "NUMBERED", ("honour",))
        monkeypatch.setattr(facts, "_BEARERS", CompiledQuery(facts._bearer_rows, of_text=True))
        assert api(client, q=self.NUMBER)["results"] == []

    def test_a_name_with_digits_is_searched_as_ever(self, client: Client) -> None:
        stored_enterprise(8, "武汉三五零六3506纺织有限公司")
        settle()
        assert names(api(client, q="武汉三五零六3506纺织"))[0] == "武汉三五零六3506纺织有限公司"

    def test_the_engine_is_not_needed(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(finding, "index", None)
        assert len(api(client, q=self.NUMBER)["results"]) == 2

    def test_no_more_than_four_queries(
        self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for q in (self.NUMBER, "武市监罚字〔2026〕99号 华谊"):
            labels.forget()
            with django_assert_max_num_queries(4):
                assert client.get("/api/v1/search/", {"q": q}).status_code == 200


class BusyEngine:
    """Answers as the engine does; behind each answer something happens."""

    def __init__(self, happening: Callable[[], object] = lambda: None) -> None:
        self._happening = happening
        self.asked = 0

    def search(self, query: Query) -> Page:
        """Answer, and let it happen."""
        page = engine().search(query)
        self.asked += 1
        self._happening()
        return page


class TestChangesMeanwhile:
    """Facets of records and lists count what the database holds, or nothing."""

    @pytest.fixture(autouse=True)
    def indexed(self, city: dict[str, Enterprise]) -> None:
        """Store the enterprises; nothing has been searched yet."""

    def test_a_search_costs_two_queries_and_one_without_facets(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        labels.names()
        request = read_request({"q": "华谊"}, strict=True)
        with django_assert_num_queries(2):
            assert finding.find(request, on=TODAY).facets["kind"]
        with django_assert_num_queries(1):
            finding._current_page(Query(text=request.query, on=TODAY))

    @staticmethod
    def asked_of(busy: BusyEngine, client: Client, monkeypatch: pytest.MonkeyPatch) -> dict[str, int] | None:
        monkeypatch.setattr(finding, "index", lambda: busy)
        facet = api(client, q="华谊")["facets"].get("has_penalty")
        return None if facet is None else {entry["value"]: entry["count"] for entry in facet}

    def test_without_any_the_engine_is_asked_once(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        busy = BusyEngine()
        assert self.asked_of(busy, client, monkeypatch) == {"false": 2, "true": 1}
        assert busy.asked == 1

    def test_one_that_settled_is_counted(
        self, client: Client, city: dict[str, Enterprise], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        coming = iter([city["huayi"]])

        def penalise_once() -> None:
            for enterprise in coming:
                penalise(enterprise)
                settle()

        busy = BusyEngine(penalise_once)
        assert self.asked_of(busy, client, monkeypatch) == {"false": 1, "true": 2}
        assert busy.asked == 2

    def test_one_that_waits_withholds_them(
        self, client: Client, city: dict[str, Enterprise], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        busy = BusyEngine(lambda: penalise(city["huayi"]))
        assert self.asked_of(busy, client, monkeypatch) is None
        assert busy.asked == 1

    def test_changes_that_never_end_withhold_them(
        self, client: Client, city: dict[str, Enterprise], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def penalise_again() -> None:
            penalise(city["huayi"])
            settle()

        busy = BusyEngine(penalise_again)
        assert self.asked_of(busy, client, monkeypatch) is None
        assert busy.asked == 2


class TestNumbersOfListings:
    NUMBER = "武信列〔2026〕7号"

    @pytest.fixture(autouse=True)
    def listed(self, city: dict[str, Enterprise]) -> Listing:
        listing = decided(enterprise=city["gone"])
        assert listing.document_number == self.NUMBER
        settle()
        return listing

    @pytest.mark.parametrize("q", [NUMBER, "武信列（2026）第7號", " 武信列［２０２６］ 7 ", f"查询{NUMBER}"])
    def test_the_enterprises_of_its_listings_are_found_and_it_says_of_what(self, client: Client, q: str) -> None:
        answer = api(client, q=q)
        assert names(answer) == ["武汉新华谊商贸有限公司"]
        assert (answer["count"], answer["count_is_exact"]) == (1, True)
        assert answer["results"][0]["match"] == {
            "rule": "document_number",
            "field": "document_number",
            "stage": "listing_number",
            "is_the_firm": False,
        }
        assert answer["results"][0]["explanation"] == "列入名单的决定文书号相同。"
        assert answer["results"][0]["highlight"] == [[self.NUMBER, True]]
        page = client.get("/search/", {"q": q}).content.decode()
        assert f"<mark>{self.NUMBER}</mark>" in page
        assert "列入名单的决定文书号相同。" in page

    def test_records_and_listings_of_one_number_are_found_together(
        self, client: Client, city: dict[str, Enterprise]
    ) -> None:
        for name in ("huayi", "gone"):
            penalise(city[name], document_number="武信列[2026]7号")
        found = api(client, q=self.NUMBER)["results"]
        shown_as = {result["name"]: (result["match"]["stage"], result["highlight"][0][0]) for result in found}
        of_record = ("document_number", "武信列[2026]7号")
        assert shown_as == {"上海华谊化工有限公司": of_record, "武汉新华谊商贸有限公司": of_record}

    @pytest.mark.parametrize("q", ["武信列〔2026〕70号", "武信列〔2025〕7号", "列〔2026〕7号"])
    def test_a_number_that_is_not_whole_is_not_found(self, client: Client, q: str) -> None:
        assert api(client, q=q)["results"] == []

    def test_a_listing_is_found_on_its_days_alone(
        self, client: Client, listed: Listing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert listed.public_until is not None
        for day, count in ((listed.public_until - timedelta(days=1), 1), (listed.public_until, 0)):
            monkeypatch.setattr(clock, "now", lambda day=day: noon(day))
            assert len(api(client, q=self.NUMBER)["results"]) == count

    def test_what_is_not_decided_or_removed_is_not_found(self, client: Client, listed: Listing) -> None:
        listing = notified()
        Listing.objects.filter(pk=listing.pk).update(document_number="甲〔2026〕8号", folded_document_number="甲2026-8")
        assert api(client, q="甲〔2026〕8号")["results"] == []
        annulled(listed, at=AT)
        assert api(client, q=self.NUMBER)["results"] == []

    def test_nobody_is_found_by_what_is_masked_on_lists(self, client: Client) -> None:
        number = "武信列〔2026〕9号 电话13912345678"
        decided(changes={"document_number": number})
        assert api(client, q=number)["results"] == []

    def test_three_queries_and_no_engine(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        monkeypatch.setattr(finding, "index", None)
        with django_assert_max_num_queries(3):
            assert client.get("/api/v1/search/", {"q": self.NUMBER}).status_code == 200


class TestAgencies:
    @pytest.fixture(autouse=True)
    def agencies(self, city: dict[str, Enterprise]) -> None:
        Agency.objects.filter(code=AGENCY).update(name="武汉市市场监督管理局")
        Agency.objects.create(code="11420100000000000B", name="武汉市武昌区教育局")
        Agency.objects.create(code="11420100000000000C", name="武汉市江汉区教育局")

    @pytest.mark.parametrize(
        "q", ["武汉市市场监督管理局", "武漢市 市場監督管理局", "市场监督管理局", "武汉市场监督管理局"]
    )
    def test_a_name_alone_is_the_filter(self, client: Client, q: str) -> None:
        answer = api(client, q=q)
        assert names(answer) == ["武汉华谊物流有限公司"]
        assert answer["hint"]["is_applied"]
        assert (answer["hint"]["agency"], answer["hint"]["name"]) == (AGENCY, "武汉市市场监督管理局")
        without = client.get(answer["hint"]["address"]).json()
        assert (without["hint"], without["results"]) == (None, [])

    def test_a_name_among_other_words_is_offered(self, client: Client) -> None:
        answer = api(client, q="武汉市市场监督管理局 华谊")
        assert len(answer["results"]) == 3
        assert not answer["hint"]["is_applied"]
        narrowed = client.get(answer["hint"]["address"]).json()
        assert (names(narrowed), narrowed["hint"]) == (["武汉华谊物流有限公司"], None)

    def test_a_name_within_a_name_leaves_the_text_whole(self, client: Client) -> None:
        stored_enterprise(8, "武汉市市场监督管理局机关食堂")
        settle()
        answer = api(client, q="武汉市市场监督管理局机关食堂")
        assert names(answer)[0] == "武汉市市场监督管理局机关食堂"
        assert answer["hint"]["agency"] == AGENCY

    @pytest.mark.parametrize("q", ["教育局", "华谊", "huayi", "监督管理局"])
    def test_what_names_no_agency_alone_is_no_hint(self, client: Client, q: str) -> None:
        assert api(client, q=q)["hint"] is None

    def test_a_new_agency_is_known_at_once(self, client: Client) -> None:
        assert api(client, q="武汉市水务局")["hint"] is None
        added = Agency.objects.create(code="11420100000000000D", name="武汉市水务局")
        assert api(client, q="武汉市水务局")["hint"]["name"] == "武汉市水务局"
        added.delete()
        assert api(client, q="武汉市水务局")["hint"] is None

    def test_no_more_than_four_queries(
        self, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for q in ("武汉市市场监督管理局", "武汉市市场监督管理局 华谊"):
            for address in ("/search/", "/api/v1/search/"):
                labels.names()  # captions, one query a minute
                with django_assert_max_num_queries(4):
                    assert client.get(address, {"q": q}).status_code == 200


class TestSayingWhy:
    def test_a_former_name_says_when_it_changed(self, client: Client, city: dict[str, Enterprise]) -> None:
        FormerName.objects.update(used_until=date(2024, 3, 1))
        result = api(client, q="上海旭日精细化工厂")["results"][0]
        assert (result["former_name"], result["renamed_on"]) == ("上海旭日精细化工厂", "2024-03-01")
        assert result["match"]["is_the_firm"]
        assert api(client, q="华谊化工")["results"][0]["renamed_on"] is None

    def test_namesakes_are_counted_among_public_enterprises(self, client: Client) -> None:
        for number in (4, 5, 6):
            stored_enterprise(number, "武汉便民超市", public_from=None if number == 6 else date(2020, 1, 1))
        settle()
        assert [result["namesakes"] for result in api(client, q="武汉便民超市")["results"]] == [1, 1]


def shown(client: Client) -> str:
    """Return a page of results, each run of blanks as one."""
    return " ".join(client.get("/search/?q=武汉").content.decode().split())


class TestPage:
    def test_only_the_very_enterprise_is_called_so_and_the_others_are_similar(
        self, client: Client, city: dict[str, Enterprise]
    ) -> None:
        stored_enterprise(4, "武汉华谊物流股份有限公司")
        stored_enterprise(5, "武汉华谊物流有限公司")
        settle()
        page = client.get("/search/?q=武汉华谊物流有限公司").content.decode()
        assert page.count("名称完全一致") == 2
        assert page.count("另有 1 家企业同名。") == 2
        assert page.index("相近的企业") > page.rindex("名称完全一致")
        page = client.get("/search/?q=上海华谊化工有限公司").content.decode()
        assert page.count("名称完全一致") == 1
        page = client.get("/search/?q=华谊物流").content.decode()
        assert "名称完全一致" not in page
        assert "名称的字号和行业相同。" in page

    def test_a_former_name_and_a_document_number_are_shown(self, client: Client, city: dict[str, Enterprise]) -> None:
        FormerName.objects.update(used_until=date(2024, 3, 1))
        page = client.get("/search/?q=上海旭日精细化工厂").content.decode()
        assert "曾用名完全一致" in page
        assert "2024-03-01 起更名" in page
        penalise(city["wuhan"], document_number="武市监罚字〔2026〕12号")
        page = client.get("/search/?q=武市监罚字[2026]12").content.decode()
        assert "<mark>武市监罚字〔2026〕12号</mark>" in page

    def test_similar_enterprises_follow_under_a_heading(self) -> None:
        parts = parts_of(
            [result(is_the_enterprise=True), result(is_the_enterprise=False), result(is_the_enterprise=False)]
        )
        assert [(part.heading, len(part.results)) for part in parts] == [("", 1), ("相近的企业", 2)]
        assert [part.heading for part in parts_of([result(is_the_enterprise=False)])] == [""]
        assert parts_of([]) == []

    def test_an_agency_is_a_chip_or_a_link(self, client: Client, city: dict[str, Enterprise]) -> None:
        Agency.objects.filter(code=AGENCY).update(name="武汉市市场监督管理局")
        page = client.get("/search/?q=武汉市市场监督管理局").content.decode()
        assert "作出机关：武汉市市场监督管理局" in page
        assert "&amp;agency=" in page
        assert "只看" not in page
        assert "相符或相近" not in page
        page = client.get("/search/?q=武汉市市场监督管理局+华谊").content.decode()
        assert "只看武汉市市场监督管理局作出记录的企业" in page
        assert f"?q=%E5%8D%8E%E8%B0%8A&amp;agency={AGENCY}" in page
        page = client.get(f"/search/?agency={AGENCY}").content.decode()
        assert "作出机关：武汉市市场监督管理局" in page

    def test_more_than_can_be_counted_is_reported(
        self, client: Client, city: dict[str, Enterprise], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer = finding.Answer(count=10_000, count_is_exact=False)
        monkeypatch.setattr(views, "find", lambda *_, **__: answer)
        assert "多于 <strong>10,000</strong> 家企业" in shown(client)
        monkeypatch.setattr(views, "find", lambda *_, **__: finding.Answer(count=200, count_is_exact=False))
        assert "约 <strong>200</strong> 家企业" in shown(client)


def result(*, is_the_enterprise: bool) -> finding.SearchResult:
    match_type = MatchType.SAME_NAME if is_the_enterprise else MatchType.BRAND
    match = Match(group=MatchGroup.NAME, type=match_type, field=MatchedField.NAME, text="", score=0)
    return finding.SearchResult(
        uscc="",
        code_kind="UNIFIED",
        earlier_codes=(),
        name="",
        former_name=None,
        renamed_on=None,
        namesakes=0,
        status="ACTIVE",
        status_label="",
        region="",
        region_name="",
        match=match,
        explanation="",
        highlight=(),
        badges=(),
    )
