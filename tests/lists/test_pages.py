"""Public pages of the lists, and files over HTTP."""

import csv
from datetime import date, datetime
from hashlib import sha256
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.register.models import Region
from enterprises.shared import clock
from lists.editions.queries import regions_of
from lists.editions.services.editions import draft_edition
from lists.editions.services.rebuilding import rebuild_stale_files
from lists.listings.services.exits import mark_listing_disputed
from tests.lists.make import (
    BLACK,
    RED,
    TODAY,
    annulled,
    decided,
    listed_in_a_district,
    new_enterprise,
    noon,
    notified,
    office,
    published,
    the_list,
)
from tests.lists.pages import FILTERS, RESIDENT_NUMBER, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "blank_print")]
EDITION = "/lists/market-regulation/1/"


def set_now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


def test_every_list_is_shown_with_both_names(client: Client) -> None:
    decided()
    page = text_of(client, "/lists/")
    assert "严重失信主体名单（黑名单）" in page
    assert "守信激励对象（红名单）" in page
    assert "现有 1 家主体" in page


def test_a_list_shows_who_is_on_it_why_and_until_when(client: Client) -> None:
    listing, waiting = decided(), notified()
    page = text_of(client, f"/lists/{BLACK}/")
    for words in (listing.enterprise.name, listing.reason, "2026-10-20", "2029-10-19", "救济途径", "移出条件"):
        assert words in page
    assert waiting.enterprise.name not in page
    assert client.get("/lists/unknown/").status_code == 404


def test_a_list_is_filtered_as_search_is_and_by_name_however_typed(client: Client) -> None:
    inside, outside = listed_in_a_district(), decided()
    by_name = ("q=东湖", "q=武汉(东湖)甲", f"q={inside.enterprise.uscc.lower()}")
    for query in (*FILTERS, "&".join(FILTERS), *by_name):
        page = text_of(client, f"/lists/{BLACK}/?{query}")
        assert inside.enterprise.name in page, query
        assert outside.enterprise.name not in page, query


def test_a_filter_offers_what_is_on_the_list_and_keeps_what_is_asked(client: Client) -> None:
    listed_in_a_district()
    Region.objects.create(code="420198", name="无名单区")
    page = text_of(client, f"/lists/{BLACK}/?region=4201&industry=c26")
    for option in ('value="420199">测试区', 'value="C">制造业', 'value="4201" selected', 'value="C26" selected'):
        assert option in page
    for absent in ("无名单区", "采矿业", 'value="c26"'):
        assert absent not in page, absent


def test_seldom_filters_are_folded_until_one_is_in_force(client: Client) -> None:
    for query, is_open in (("region=42", False), ("industry=C", True), ("year=x", True)):
        page = text_of(client, f"/lists/{BLACK}/?{query}")
        assert ('<details class="disclosure" open>' in page) is is_open, query


def test_a_filter_that_cannot_be_read_is_told_at_its_field_and_keeps_everybody(client: Client) -> None:
    name = decided().enterprise.name
    page = text_of(client, f"/lists/{BLACK}/?region=武昌&industry=Z&status=ALIVE&year=16&q=%00")
    assert name in page
    for sentence in (
        "行政区划代码是一至六位数字。",
        "行业代码是门类字母",
        "可用的值是 ",
        "成立年份是四位数字。",
    ):
        assert page.count(sentence) == 2, sentence  # above the form and at the field


def test_a_page_out_of_range_is_the_nearest_and_an_unknown_parameter_is_nothing(client: Client) -> None:
    name = decided().enterprise.name
    assert name in text_of(client, f"/lists/{BLACK}/?page=99&of=2020-01-01")


def test_an_edition_names_only_who_is_public_today(client: Client) -> None:
    gone, staying = decided(), decided()
    published()
    annulled(gone)
    page = text_of(client, EDITION)
    assert staying.enterprise.name in page
    assert gone.enterprise.name not in page
    assert gone.enterprise.uscc not in page
    assert "已撤下" in page


def test_the_lead_of_an_english_page_begins_with_a_capital(client: Client) -> None:
    published()
    client.cookies["django_language"] = "en"
    assert "Black list, as of" in text_of(client, EDITION)
    page = text_of(client, "/lists/market-regulation/")
    assert "Black list: enterprises" in page and "black list ·" not in page


def test_another_day_is_answered_by_its_edition_or_not_at_all(client: Client) -> None:
    listing = decided()
    published()
    page = text_of(client, f"/lists/{BLACK}/?on=2026-11-20")
    assert listing.enterprise.name in page  # today
    for day, words in (
        ("2026-11-19", "不能回答"),
        ("2026-11-21", "不能回答"),
        ("2026-02-30", "日期应写作"),
        ("x", "日期应写作"),
    ):
        page = text_of(client, f"/lists/{BLACK}/?on={day}")
        assert words in page, day
        assert listing.enterprise.name not in page


def test_a_day_in_the_past_shows_what_may_be_told_of_it_today(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    staying, gone = decided(), decided()
    published()
    later, second = decided(), date(2026, 11, 28)
    set_now(monkeypatch, noon(second))
    published(as_of=second, at=noon(second))
    annulled(gone)
    set_now(monkeypatch, noon(date(2026, 12, 1)))
    page = text_of(client, f"/lists/{BLACK}/?on=2026-11-25")
    assert f'href="{EDITION}"' in page
    assert staying.enterprise.name in page
    assert "另有 1 条今天已不再公示" in page
    for other in (gone, later):
        assert other.enterprise.name not in page
    assert later.enterprise.name in text_of(client, f"/lists/{BLACK}/?on=2026-11-28")
    for day in ("20261125", "2026-W48-3", "", "2026-11-25 ", "%00"):
        page = text_of(client, f"/lists/{BLACK}/?on={day}")
        assert "日期应写作" in page, day
        assert staying.enterprise.name not in page
    assert "还没有到" in text_of(client, f"/lists/{BLACK}/?on=2026-12-02")
    assert "早于本名单的第一期" in text_of(client, f"/lists/{BLACK}/?on=2026-11-19")
    assert staying.enterprise.name in text_of(client, f"/lists/{BLACK}/?on=2026-12-01")


def test_an_edition_is_filtered_by_name_code_and_district_and_finds_nobody_who_left(client: Client) -> None:
    inside, gone, outside = listed_in_a_district(), decided(enterprise=new_enterprise("武汉将走有限公司")), decided()
    published()
    annulled(gone)
    for query in ("q=东湖", f"q={inside.enterprise.uscc.lower()}", "region=测试区"):
        page = text_of(client, f"{EDITION}?{query}")
        assert inside.enterprise.name in page, query
        assert outside.enterprise.name not in page, query
    for query in ("q=将走", f"q={gone.enterprise.uscc}"):
        assert "没有符合条件的主体" in text_of(client, f"{EDITION}?{query}"), query
    assert "测试区（1）" in text_of(client, EDITION)


def test_districts_stand_in_the_order_of_their_codes(client: Client) -> None:
    districts = {"420116": "黄陂区", "420102": "江岸区", "421102": "黄州区"}
    for code, name in districts.items():
        Region.objects.create(code=code, name=name)
    for code in ("421102", "420116", "420116", "420102"):
        decided(enterprise=new_enterprise(region_id=code))
    edition = published()
    assert regions_of(edition, on=TODAY) == [("江岸区", 1), ("黄陂区", 2), ("黄州区", 1)]
    page = text_of(client, EDITION)
    assert page.index("江岸区（1）") < page.index("黄陂区（2）") < page.index("黄州区（1）")


def test_districts_of_two_cities_with_one_name_are_one_filter() -> None:
    for code in ("330205", "500105"):
        Region.objects.create(code=code, name="江北区")
        decided(enterprise=new_enterprise(region_id=code))
    assert regions_of(published(), on=TODAY) == [("江北区", 2)]


def test_a_dispute_is_marked_on_list_and_edition(client: Client) -> None:
    listing = decided()
    published()
    mark_listing_disputed(listing=listing, reason="异议", by=office(), at=noon(TODAY))
    assert "异议处理中" in text_of(client, EDITION)
    assert "异议处理中" in text_of(client, f"/lists/{BLACK}/")


def test_a_draft_is_nobodys_business(client: Client) -> None:
    draft_edition(credit_list=the_list(), as_of=TODAY, by=office(), at=noon(TODAY))
    assert client.get(EDITION).status_code == 404
    assert client.get("/lists/market-regulation/0/").status_code == 404
    assert client.get("/lists/market-regulation/99999999999999999999/").status_code == 404
    assert client.get("/lists/market-regulation/1.csv").status_code == 404


@pytest.mark.parametrize("suffix", ["pdf", "csv", "xlsx", "parquet", "json", "zip"])
def test_a_file_is_what_was_stored_and_the_page_shows_its_digest(client: Client, suffix: str) -> None:
    decided()
    published()
    answer = client.get(f"/lists/{BLACK}/1.{suffix}")
    assert answer.status_code == 200
    assert sha256(answer.content).hexdigest() in text_of(client, EDITION)
    assert "no-cache" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noarchive"
    again = client.get(f"/lists/{BLACK}/1.{suffix}", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_old_bytes_are_never_served_after_a_removal(client: Client) -> None:
    gone = decided()
    published()
    before = client.get(f"/lists/{BLACK}/1.csv")
    annulled(gone)
    for suffix in ("pdf", "csv", "xlsx", "parquet", "json", "zip"):
        answer = client.get(f"/lists/{BLACK}/1.{suffix}", headers={"If-None-Match": before["ETag"]})
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert gone.enterprise.name.encode() not in answer.content
    rebuild_stale_files(at=noon(TODAY))
    answer = client.get(f"/lists/{BLACK}/1.csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][1] == "第1条 已撤下"
    page = text_of(client, EDITION)
    assert sha256(before.content).hexdigest() in page
    assert sha256(answer.content).hexdigest() in page


def test_the_end_of_a_term_closes_the_files_without_any_write(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = decided()
    published()
    assert listing.public_until is not None
    set_now(monkeypatch, noon(listing.public_until))
    assert client.get(f"/lists/{BLACK}/1.json").status_code == 503
    assert listing.enterprise.name not in text_of(client, EDITION)


def test_an_empty_edition_says_that_there_is_nobody(client: Client) -> None:
    published(slug=RED)
    assert "没有主体在本名单中" in text_of(client, f"/lists/{RED}/1/")


@pytest.mark.parametrize(("entries", "queries"), [(1, 11), (30, 11)])
def test_an_edition_costs_the_same_queries_however_long(
    client: Client, entries: int, queries: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(entries):
        decided()
    published()
    with django_assert_max_num_queries(queries):
        client.get(EDITION)
    for query in ("", "&".join(FILTERS)):
        with django_assert_max_num_queries(queries):
            client.get(f"/lists/{BLACK}/?{query}")


def test_a_page_says_why_nobody_is_looked_up_by_a_resident_number_and_does_not_repeat_it(client: Client) -> None:
    page = client.get(f"/lists/{BLACK}/", {"q": f"张三{RESIDENT_NUMBER}"}).content.decode()
    assert "不提供按居民身份证号码的查询" in page
    assert RESIDENT_NUMBER not in page


def test_the_filters_of_a_list_are_named_in_the_readers_language(client: Client) -> None:
    decided()
    client.cookies["django_language"] = "en"
    page = text_of(client, f"/lists/{BLACK}/")
    for words in ("Enterprise name or code", "Region", "Industry", "Register status", "Active", "Year", "All"):
        assert words in page
    for words in ("登记状态", "存续", "全部"):
        assert words not in page


def test_the_file_of_an_enterprise_shows_why_since_and_until_when(client: Client) -> None:
    listing = decided()
    page = text_of(client, reverse("enterprises:file", kwargs={"uscc": listing.enterprise.uscc}))
    for words in ("严重失信主体名单", listing.reason, "2029-10-19", "武信列〔2026〕7号", "严重失信主体"):
        assert words in page
    annulled(listing)
    page = text_of(client, reverse("enterprises:file", kwargs={"uscc": listing.enterprise.uscc}))
    assert listing.reason not in page


def test_today_is_the_tests_own() -> None:
    assert clock.today() == date(2026, 11, 20)
