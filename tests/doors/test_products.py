"""The door of products: found by what people know of one, gone with its record, the same on page, file, feed, API."""

import json
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.records.services.corrections import withdraw_record
from enterprises.register.models import Enterprise
from enterprises.shared.rules.batch_numbers import fold_batch
from enterprises.shared.rules.uscc import is_resident_id
from search import entries
from search.doors.registry import DOORS
from tests import make
from tests.doors.make import AT, spot_check, table, whole
from tests.make import Office

pytestmark = pytest.mark.django_db
PAGE, API, ATOM = "/products/", "/api/v1/products/", "{http://www.w3.org/2005/Atom}"
SPELLINGS = (
    "20260301",
    "2026-03-01",
    "2026/3/1",
    "2026.3.1",
    "2026年3月1日",
    "２０２６０３０１",
    "批号：20260301",
    "生产日期:2026-03-01",
    "2026 年 3 月 1 日",
    "LOT No. 2026-3-1",
)


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def enterprise() -> Enterprise:
    return make.new_enterprise(name="武汉江城月电器有限公司")


def found(client: Client, query: str) -> list[int]:
    answer = client.get(API + query)
    assert answer.status_code == 200, answer.content.decode()
    return [entry["id"] for entry in answer.json()["results"]]


def test_ten_spellings_are_one_batch() -> None:
    assert {fold_batch(text) for text in SPELLINGS} == {"20260301"}
    assert fold_batch("2026-03-01/A12") == "20260301a12" != fold_batch("2026-03-01/A13")
    assert fold_batch("--/") == ""


@pytest.mark.parametrize("typed", [*SPELLINGS, "批号 20260301", "江城月 批号 2026-03-01", "lot 20260301 电热水壶"])
def test_the_text_box_finds_a_batch_however_it_is_spelt(
    client: Client, office: Office, enterprise: Enterprise, typed: str
) -> None:
    kettle = spot_check(office, enterprise)
    spot_check(office, enterprise, X_JC_PC="20260302")
    assert found(client, "?" + urlencode({"q": typed})) == [kettle.pk]


@pytest.mark.parametrize(
    "query",
    [
        "?q=电热水壶",
        "?q=水壶 江城月",
        "?q=武汉江城月",
        "?product=热水",
        "?brand=江城月",
        "?maker=江城月电器",
        "?seller=宜家",
        "?item=接地",
        "?standard=gb 4706",
        "?result=不合格",
        "?since=2026-09-01&until=2026-09-01",
        "?year=2026",
        *(f"?batch={text}" for text in SPELLINGS),
    ],
)
def test_a_kettle_is_found_by_what_is_known_of_it(
    client: Client, office: Office, enterprise: Enterprise, query: str
) -> None:
    kettle = spot_check(office, enterprise)
    other = make.new_enterprise(2, name="武汉楚凤楼食品有限公司")
    spot_check(
        office,
        other,
        X_JC_RQ="2025-12-31",
        X_JC_JGPD="合格",
        X_JC_CP="热干面",
        X_JC_PC="2026-02-11",
        X_JC_SB="楚凤楼",
        X_JC_SCQY="武汉楚凤楼食品有限公司",
        X_JC_XSDW="江岸区惠民超市",
        X_JC_BZ_YJ="GB 2760",
        X_JC_BHG="",
    )
    assert len(found(client, "")) == 2
    assert found(client, query) == [kettle.pk]


def test_what_is_no_spot_check_of_a_product_is_not_there(
    client: Client, office: Office, enterprise: Enterprise
) -> None:
    make.published(office, enterprise=enterprise, kind="inspection", at=AT, X_JC_RQ="2026-09-01")
    assert found(client, "") == []


def test_page_files_feed_and_endpoint_show_the_same(client: Client, office: Office, enterprise: Enterprise) -> None:
    kettle = spot_check(office, enterprise, X_JC_SB="/")
    page = client.get(PAGE).content.decode()
    assert f'href="/products/{kettle.pk}/"' in page
    assert "产品质量（1）" in page
    assert "<dt>品牌</dt>" not in page
    (row,) = table(client.get("/products/all.csv"))
    assert (row["名称"], row["品牌"], row["生产日期/批号"], row["结果"]) == ("电热水壶", "", "2026-03-01", "不合格")
    data = json.loads(whole(client.get("/products/all.json")))
    assert data["results"] == client.get(API).json()["results"]
    feed = ElementTree.fromstring(client.get("/products/feed.atom").content)
    (item,) = feed.findall(f"{ATOM}entry")
    assert item.findtext(f"{ATOM}title") == "电热水壶 - 武汉江城月电器有限公司"
    assert item.findtext(f"{ATOM}id", "").endswith(f"/products/{kettle.pk}/")


def test_a_failed_product_says_what_to_do_and_a_passed_one_does_not(
    client: Client, office: Office, enterprise: Enterprise
) -> None:
    failed = spot_check(office, enterprise)
    passed = spot_check(office, enterprise, X_JC_JGPD="合格", X_JC_BHG="")
    assert "12315" in client.get(f"/products/{failed.pk}/").content.decode().partition("<footer")[0]
    assert "12315" not in client.get(f"/products/{passed.pk}/").content.decode().partition("<footer")[0]


def test_files_take_filters_and_refuse_what_they_cannot_read(
    client: Client, office: Office, enterprise: Enterprise
) -> None:
    spot_check(office, enterprise)
    spot_check(office, enterprise, X_JC_CP="台灯")
    assert [row["名称"] for row in table(client.get("/products/all.csv?product=台灯"))] == ["台灯"]
    for address in ("/products/all.csv", "/products/all.json", "/products/feed.atom", API):
        assert client.get(f"{address}?since=yesterday").status_code == 400
        assert client.get(f"{address}?result=优秀").status_code == 400
    refused = client.get("/products/all.csv?since=yesterday").content.decode()
    assert "抽查日期自：日期应写作2026-03-01。" in refused
    assert "yesterday" not in refused.partition("<main")[2]
    page = client.get(f"{PAGE}?since=yesterday").content.decode()
    assert "日期应写作2026-03-01" in page
    assert "all.csv" not in page
    assert client.get(f"{API}?colour=red").status_code == 400


def test_nothing_stays_when_its_record_goes(client: Client, office: Office, enterprise: Enterprise) -> None:
    kettle = spot_check(office, enterprise)
    batch = f"/products/batches/{enterprise.uscc}/20260301/"
    etag = client.get(PAGE)["ETag"]
    assert client.get(PAGE, headers={"If-None-Match": etag}).status_code == 304
    assert client.get(batch).status_code == 200
    withdraw_record(record=kettle, reason=WithdrawalReason.ANNULLED, note="复检合格", by=office.reviewer, at=AT)
    assert client.get(PAGE, headers={"If-None-Match": etag}).status_code == 200
    assert client.get(f"/products/{kettle.pk}/").status_code == 404
    assert client.get(batch).status_code == 404
    for address in (PAGE, API, "/products/all.csv", "/products/all.json", "/products/feed.atom"):
        assert "江城月" not in whole(client.get(address))


def test_a_failed_check_ends_a_year_after_its_day(client: Client, office: Office, enterprise: Enterprise) -> None:
    kettle = spot_check(office, enterprise)
    assert str(kettle.public_until) == "2027-09-01"
    with time_machine.travel(datetime(2027, 8, 31, 15, 59, tzinfo=UTC), tick=False):
        assert found(client, "") == [kettle.pk]
    with time_machine.travel(datetime(2027, 8, 31, 16, 0, tzinfo=UTC), tick=False):
        assert found(client, "") == []


def test_the_code_of_a_batch_opens_its_page(client: Client, office: Office, enterprise: Enterprise) -> None:
    first = spot_check(office, enterprise, X_JC_PC="2026年3月1日")
    second = spot_check(office, enterprise, X_JC_PC="批号：20260301", X_JC_JGPD="合格", X_JC_BHG="")
    spot_check(office, enterprise, X_JC_PC="20260302")
    spot_check(office, make.new_enterprise(2), X_JC_PC="20260301")
    address = f"/products/batches/{enterprise.uscc}/20260301/"
    assert address in client.get(f"/products/{first.pk}/").content.decode()
    page = client.get(address).content.decode()
    assert f"http://testserver{address}" in page or address in page
    assert "<svg" in page
    assert "2026年3月1日" in page
    assert "批号：20260301" in page
    assert {f"/products/{one.pk}/" in page for one in (first, second)} == {True}
    assert page.count("<h3>") == 2
    assert client.get(f"/products/batches/{enterprise.uscc}/--/").status_code == 404


def test_every_page_is_reached_and_nothing_is_cut(client: Client, office: Office, enterprise: Enterprise) -> None:
    made = [spot_check(office, enterprise).pk for _ in range(7)]
    read, address = [], f"{API}?page_size=3"
    while address:
        answer = client.get(address).json()
        read += [entry["id"] for entry in answer["results"]]
        address = answer["next"]
    assert read == sorted(made, reverse=True)
    assert len(table(client.get("/products/all.csv"))) == 7


def test_words_go_on_to_the_search_that_forgives(client: Client, office: Office, enterprise: Enterprise) -> None:
    spot_check(office, enterprise)
    page = client.get(f"{PAGE}?q=水壶").content.decode()
    address = "/search/?q=%E6%B0%B4%E5%A3%B6&type=product"
    assert f'href="{escape(address)}"' in page
    chosen = [tab.label for tab in client.get(address).context["tabs"] if tab.is_current]
    assert chosen == ["产品质量"]
    assert "/search/?q=" not in client.get(PAGE).content.decode()


def test_hits_of_search_lead_to_the_doors() -> None:
    assert [(kind.value, address(Record(pk=7))) for kind, address in entries._DOORS.items()] == [
        ("product", "/products/7/"),
        ("standard", "/standards/7/"),
        ("honour", "/honours/7/"),
        ("evaluation", "/evaluations/7/"),
    ]


def test_masked_texts_and_resident_numbers_find_nothing(client: Client, office: Office, enterprise: Enterprise) -> None:
    spot_check(office, enterprise, X_JC_XSDW="王某商行13812345678")
    assert found(client, "?seller=王某商行") != []
    assert found(client, "?seller=13812345678") == []
    assert found(client, "?q=13812345678") == []
    assert "13812345678" not in client.get(PAGE).content.decode()
    number = "42010219900307123"
    resident = next(number + last for last in "0123456789X" if is_resident_id(number + last))
    for place in (API, "/products/all.csv", "/products/feed.atom"):
        assert client.get(f"{place}?seller={resident}").status_code == 400
    assert resident not in client.get(f"{PAGE}?q={resident}").content.decode()


def test_a_list_costs_a_fixed_number_of_queries(client: Client, office: Office, enterprise: Enterprise) -> None:
    spot_check(office, enterprise)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for number in range(2, 8):
        spot_check(office, make.new_enterprise(number))
    with CaptureQueriesContext(connection) as seven:
        client.get(PAGE)
    assert len(seven) == len(one)


def test_catalogue_and_sitemap_name_the_files_and_the_entries_that_are_public(
    client: Client, office: Office, enterprise: Enterprise
) -> None:
    record = spot_check(office, enterprise)
    datasets = {one["identifier"]: one for one in client.get("/data.json").json()["dataset"]}
    assert set(datasets) == {*DOORS, "enforcement"}
    for file in (file for dataset in datasets.values() for file in dataset["distribution"]):
        assert client.get(urlsplit(file["downloadURL"]).path).status_code == 200
    place = f"/products/{record.pk}/"
    assert place in client.get("/sitemap.xml").content.decode()
    withdraw_record(record=record, reason=WithdrawalReason.ANNULLED, note="撤销", by=office.reviewer, at=AT)
    assert place not in client.get("/sitemap.xml").content.decode()


def test_a_batch_that_failed_and_is_recalled_has_both_pieces_of_advice(
    client: Client, office: Office, enterprise: Enterprise
) -> None:
    spot_check(office, enterprise)
    make.published(
        office,
        enterprise=enterprise,
        kind="recall",
        at=AT,
        X_ZH_BH="召回〔2026〕1号",
        X_ZH_LX="受调查影响召回",
        X_ZH_CP="电热水壶",
        X_ZH_PC="20260301",
        X_ZH_QX="接地不良，可能触电",
        X_ZH_CS="退货",
        X_ZH_RQ="2026-09-08",
    )
    page = client.get(f"/products/batches/{enterprise.uscc}/20260301/").content.decode()
    assert page.count("买了召回的产品怎么办") == 1
    assert page.count("买了这批产品怎么办") == 1


def test_a_year_that_cannot_be_read_is_no_year_of_establishment(client: Client) -> None:
    page = client.get(f"{PAGE}?year=20x6").content.decode()
    assert "年份是四位数字。" in page
    assert "成立年份" not in page
    assert "最多100个字。" in client.get(f"{PAGE}?q={'水' * 101}").content.decode()


def test_a_feed_keeps_what_follows_a_sign_of_html(client: Client, office: Office, enterprise: Enterprise) -> None:
    spot_check(office, enterprise, X_JC_BHG="绝缘电阻（实测值<0.5MΩ，标准值≥2MΩ）")
    (entry,) = ElementTree.fromstring(client.get("/products/feed.atom").content).iter(f"{ATOM}entry")
    assert "实测值&lt;0.5MΩ" in entry.findtext(f"{ATOM}summary", "")


def test_labels_are_english_on_english_pages_alone(client: Client, office: Office, enterprise: Enterprise) -> None:
    kettle = spot_check(office, enterprise)
    client.cookies["django_language"] = "en"
    page = client.get(f"/products/{kettle.pk}/").content.decode()
    assert '<h2 id="content">Inspection</h2>' in page
    assert "Public until" in page
    (row,) = table(client.get("/products/all.csv"))
    assert {"说明", "生产日期/批号（文本）"} <= set(row)
