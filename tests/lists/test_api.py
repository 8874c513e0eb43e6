"""The API of the lists: who is on them, their editions and entries."""

import re
from typing import Any

import pytest
from django.test import Client

from lists.criteria.definitions import ORDER_44
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
)
from tests.lists.pages import FILTERS, RESIDENT_NUMBER, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "blank_print")]
LISTINGS = f"/api/v1/lists/{BLACK}/listings/"


def test_the_api_gives_lists_editions_and_entries(client: Client) -> None:
    gone, staying = decided(), decided()
    published()
    annulled(gone)
    lists = client.get("/api/v1/lists/").json()["results"]
    assert {one["slug"]: one["count"] for one in lists} == {
        BLACK: 1,
        "wage-arrears": 0,
        "work-safety": 0,
        RED: 0,
        "brand-honours": 0,
    }
    editions = client.get(f"/api/v1/lists/{BLACK}/editions/").json()
    assert (editions["count"], editions["next"]) == (1, None)
    assert editions["results"][0]["number"] == 1
    formats = {file["format"] for file in editions["results"][0]["files"]}
    assert formats == {"pdf", "csv", "xlsx", "parquet", "json", "zip"}
    edition = client.get(f"/api/v1/lists/{BLACK}/editions/1/").json()
    first, second = edition["entries"]
    assert (first["position"], first["withdrawn"], first["name"], first["uscc"]) == (1, True, "", "")
    assert (second["uscc"], second["last_public_on"]) == (staying.enterprise.uscc, "2029-10-19")


def test_the_api_gives_who_is_on_a_list_now_as_its_page_does(client: Client) -> None:
    gone, staying, waiting = decided(), decided(), notified()
    mark_listing_disputed(listing=staying, reason="异议", by=office(), at=noon(TODAY))
    annulled(gone)
    answer = client.get(LISTINGS).json()
    assert (answer["count"], answer["next"]) == (1, None)
    assert answer["results"] == [
        {
            "name": staying.enterprise.name,
            "uscc": staying.enterprise.uscc,
            "region": "",
            "reason": "较重行政处罚",
            "document_number": "武信列〔2026〕7号",
            "authority": "武汉市市场监督管理局",
            "decided_on": "2026-10-20",
            "public_from": "2026-10-20",
            "last_public_on": "2029-10-19",
            "term_basis": ORDER_44,
            "disputed": True,
        }
    ]
    assert waiting.enterprise.uscc not in str(client.get(f"/api/v1/lists/{RED}/listings/").json())


@pytest.mark.parametrize("query", [*FILTERS, "&".join(FILTERS), "q=东湖", "q=武汉(东湖)甲"])
def test_the_api_filters_as_the_page_does(client: Client, query: str) -> None:
    inside, _ = listed_in_a_district(), decided()
    answer = client.get(f"{LISTINGS}?{query}").json()
    assert (answer["count"], [one["uscc"] for one in answer["results"]]) == (1, [inside.enterprise.uscc])
    assert inside.enterprise.name in text_of(client, f"/lists/{BLACK}/?{query}")


@pytest.mark.parametrize(
    ("query", "code", "named"),
    [
        ("region=武昌", "invalid_parameter", "region"),
        ("industry=Z", "invalid_parameter", "industry"),
        ("status=ALIVE", "invalid_parameter", "status"),
        ("year=16", "invalid_parameter", "year"),
        ("q=%00", "invalid_parameter", "q"),
        ("region=42&list=trustworthy", "unknown_parameter", "list"),
        ("state=DECIDED", "unknown_parameter", "state"),
        (f"q={RESIDENT_NUMBER}", "resident_number", "身份证"),
        (f"q=张三 {RESIDENT_NUMBER[:6]}-{RESIDENT_NUMBER[6:]}", "resident_number", "身份证"),
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_api_names_the_parameter_that_it_cannot_read(
    client: Client, query: str, code: str, named: str, language: str
) -> None:
    client.cookies["django_language"] = language
    answer = client.get(f"{LISTINGS}?{query}")
    said = answer.json()
    assert (answer.status_code, said["code"]) == (400, code)
    assert named in said["detail"]
    assert re.search("[\u4e00-\u9fff]", said["detail"])
    assert query.rpartition("=")[2] not in said["detail"].replace(named, "")


def test_the_api_pages_through_a_list_under_its_filters(client: Client, django_assert_max_num_queries: Any) -> None:
    made = [decided(enterprise=new_enterprise(status=status)) for status in ("ACTIVE", "REVOKED", "ACTIVE", "ACTIVE")]
    with django_assert_max_num_queries(3):  # the list, the count, a page
        first = client.get(f"{LISTINGS}?status=ACTIVE&page_size=2").json()
    second = client.get(first["next"]).json()
    seen = [one["uscc"] for one in first["results"] + second["results"]]
    assert seen == [made[place].enterprise.uscc for place in (3, 2, 0)]
    assert (first["count"], second["next"]) == (3, None)


def test_the_api_pages_through_an_edition(client: Client) -> None:
    for _ in range(3):
        decided()
    published()
    first = client.get(f"/api/v1/lists/{BLACK}/editions/1/?page_size=2").json()
    second = client.get(first["next"]).json()
    positions = [entry["position"] for entry in first["entries"] + second["entries"]]
    assert (positions, second["next"]) == ([1, 2, 3], None)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/lists/?on=2020-01-01", 400),
        (f"/api/v1/lists/{BLACK}/editions/?page_size=0", 400),
        (f"/api/v1/lists/{BLACK}/editions/?page_size=0000000001001", 400),
        (f"/api/v1/lists/{BLACK}/editions/?page=x", 400),
        (f"/api/v1/lists/{BLACK}/editions/?page=9", 404),
        ("/api/v1/lists/unknown/editions/", 404),
        ("/api/v1/lists/unknown/listings/", 404),
        (f"{LISTINGS}?page=9", 404),
        (f"/api/v1/lists/{BLACK}/editions/7/", 404),
    ],
)
def test_the_api_refuses_with_a_sentence(client: Client, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert set(answer.json()) == {"detail", "code"}
