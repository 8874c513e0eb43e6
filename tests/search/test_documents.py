"""Published documents in search: editions of lists, on the page and in the API."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from enterprises.documents.models import IssuedDocument
from enterprises.documents.services import store_document
from lists.criteria.models import CreditList
from lists.editions.models import Edition
from lists.editions.rules import EditionState
from search.documents import count_documents, find_documents
from tests.lists import make as lists
from tests.lists.make import BLACK, RED, TODAY, noon
from tests.search.make import api

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]
EARLIER = TODAY - timedelta(days=60)


@pytest.fixture
def editions() -> list[Edition]:
    """Publish two editions of the black list and one of the red one, without files."""
    rows = ((BLACK, 1, EARLIER), (BLACK, 2, TODAY), (RED, 1, TODAY))
    return [_edition(slug, number=number, as_of=as_of) for slug, number, as_of in rows]


def _edition(slug: str, *, number: int, as_of: date) -> Edition:
    document = store_document(
        number=f"{slug}-{number}",
        kind=IssuedDocument.Kind.EDITION,
        snapshot={"number": number},
        refs={},
        files={},
        at=noon(TODAY),
        template_version="1",
    )
    draft = _draft(slug, as_of=as_of)
    Edition.objects.filter(pk=draft.pk).update(
        state=EditionState.PUBLISHED,
        number=number,
        published_by=lists.office("publisher"),
        published_at=noon(TODAY),
        document=document,
    )
    return draft


def _draft(slug: str, *, as_of: date) -> Edition:
    return Edition.objects.create(
        credit_list=lists.the_list(slug), as_of=as_of, drafted_by=lists.office(), drafted_at=noon(TODAY)
    )


def found(text: str) -> list[tuple[str, int]]:
    return [(each.edition.slug, each.edition.number) for each in find_documents(text).results]


@pytest.mark.parametrize(
    "text",
    [
        "严重违法失信",
        "嚴重違法失信名單",
        "市场监管严重违法失信名单",
        "市场监督管理 黑名单",
        "yanzhongweifa",
        "YZWFSX",
    ],
)
def test_a_list_is_found_by_its_names_however_they_are_typed(editions: list[Edition], text: str) -> None:
    assert found(text) == [(BLACK, 2), (BLACK, 1)]


def test_number_and_day_narrow_what_is_found(editions: list[Edition]) -> None:
    day = f"{EARLIER.year}年{EARLIER.month}月"
    assert found("严重违法失信名单第1期") == [(BLACK, 1)]
    assert found("严重违法失信 第 2 期") == [(BLACK, 2)]
    assert found(f"严重违法失信{day}") == found(f"{day}{EARLIER.day}日") == found(EARLIER.isoformat()) == [(BLACK, 1)]
    assert found("第9期") == []


@pytest.mark.parametrize("text", ["武汉江城机械有限公司", "武汉", "严", "shi", "91420102MA4K001847", "失信严重名单"])
def test_what_people_type_for_an_enterprise_finds_no_document(editions: list[Edition], text: str) -> None:
    assert count_documents(text) == 0


def test_all_are_shown_without_a_text_and_by_pages(editions: list[Edition]) -> None:
    assert len(found("")) == len(found("红黑名单")) == len(editions)
    first, second = (find_documents("", page=page, page_size=2) for page in (1, 2))
    assert (len(first.results), first.has_next, first.count) == (2, True, 3)
    assert (len(second.results), second.has_next) == (1, False)


def test_a_draft_is_no_document() -> None:
    _draft(BLACK, as_of=TODAY)
    assert found("") == []


def test_the_tab_counts_them_and_leads_to_them(client: Client, editions: list[Edition]) -> None:
    tab = client.get("/search/", {"q": "严重违法失信"}).context["tabs"][-1]
    assert (tab.count, tab.is_current) == (2, False)
    response: Any = client.get(f"/search/{tab.address}")
    page = response.content.decode()
    assert f'href="/lists/{BLACK}/2/"' in page
    assert f'href="/lists/{BLACK}/2.pdf"' in page
    assert response.context["tabs"][-1].is_current
    assert "第3期" in client.get("/search/?type=document&q=无此名单").content.decode()


def test_the_api_answers_them(client: Client, editions: list[Edition]) -> None:
    answer = api(client, type="document", q="严重违法失信", page_size="1")
    assert (answer["count"], answer["count_is_exact"], "page=2" in answer["next"]) == (2, True, True)
    (document,) = answer["results"]
    assert (document["kind"], document["list"], document["number"]) == ("document", BLACK, 2)
    assert client.get(document["address"]).status_code == 200
    refused = client.get("/api/v1/search/", {"type": "document", "region": "420106"})
    assert refused.status_code == 400


@pytest.mark.usefixtures("editions")
def test_a_list_is_found_by_its_new_name_at_once() -> None:
    assert found("更名后的名单") == []
    CreditList.objects.filter(slug=RED).update(name="更名后的名单")
    assert found("更名后的名单") == [(RED, 1)]
