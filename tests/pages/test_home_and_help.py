"""The pages that explain the portal."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings

from enterprises.register.models import Enterprise
from tests.lists.make import published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_kept_figures() -> Iterator[None]:
    backend = caches["default"]
    backend.clear()
    yield
    backend.clear()


def enterprise(*, uscc: str, public_from: date | None) -> Enterprise:
    return Enterprise.objects.create(uscc=uscc, name=uscc, folded_name=uscc, public_from=public_from)


def test_home_searches_by_get(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'role="search" method="get" action="/search/"' in page
    assert 'name="q"' in page


def test_home_leads_to_the_latest_editions(client: Client) -> None:
    edition = published()
    page = client.get("/").content.decode()
    assert "最新发布的名单" in page
    assert f'href="/lists/{edition.credit_list.slug}/{edition.number}/"' in page


def test_home_invents_no_edition(client: Client) -> None:
    assert "最新发布的名单" not in client.get("/").content.decode()


def test_home_asks_little_of_the_database(client: Client, django_assert_max_num_queries: Callable[..., Any]) -> None:
    published()
    with django_assert_max_num_queries(3):  # enterprises, records, editions
        client.get("/")


def test_home_counts_what_is_public_today_only(client: Client) -> None:
    enterprise(uscc="91420100MA4KXYQW0U", public_from=date(2020, 1, 1))
    enterprise(uscc="914201007171752123", public_from=date(9999, 1, 1))
    enterprise(uscc="91420102MA4L000017", public_from=None)
    assert "<strong>1</strong>家企业" in client.get("/").content.decode()


def test_home_counts_at_most_once_a_minute(client: Client) -> None:
    before = client.get("/").content
    enterprise(uscc="91420100MA4KXYQW0U", public_from=date(2020, 1, 1))
    assert client.get("/").content == before


@pytest.mark.usefixtures("failing_cache")
def test_home_counts_without_a_cache(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    enterprise(uscc="91420100MA4KXYQW0U", public_from=date(2020, 1, 1))
    assert "<strong>1</strong>家企业" in client.get("/").content.decode()
    assert "The cache fails" in caplog.text


@pytest.mark.parametrize("path", ["/", "/help/"])
def test_a_page_is_revalidated_and_sets_no_cookie(client: Client, path: str) -> None:
    first = client.get(path)
    assert first["Cache-Control"] == "no-cache"
    assert not first.cookies
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/", "/help/"])
def test_a_page_refuses_to_be_written_to(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_help_names_repair_objection_and_whom_to_call(client: Client, settings: Settings) -> None:
    settings.CONTACT_PHONE = "027-99999"
    page = client.get("/help/").content.decode()
    for words in ('id="repair"', 'id="objection"', 'id="verify"', "tel:027-99999", 'lang="en"'):
        assert words in page


def test_help_in_english_has_what_the_chinese_page_has(client: Client) -> None:
    chinese = client.get("/help/").text
    client.cookies["django_language"] = "en"
    english = client.get("/help/").text
    assert "What a credit file holds" in english
    for part in (r'<h2 id="(?!english)(\w+)"', r'<a\s+href="(/[^"]*|tel:[^"]*)"', r"<(td|th)\b", "<(strong)>"):
        assert re.findall(part, _main(english)) == re.findall(part, _main(chinese).partition('lang="en" class')[0])


def _main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("path", ["/", "/help/", "/no-such-page/"])
@pytest.mark.parametrize("demo", [True, False])
def test_made_up_data_says_so(client: Client, settings: Settings, path: str, demo: bool) -> None:
    settings.DEMO = demo
    assert ("示例数据" in client.get(path).content.decode()) is demo


def test_the_page_of_the_api_has_a_heading(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()
    assert page.count("<h1") == 1
    assert "数据接口</h1>" in page
