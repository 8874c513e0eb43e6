"""Radicals that were stored before texts were unified on the way in: on no page, in no answer, file or index."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from enterprises.creditfile.report.services import issue_report
from enterprises.documents.render import render
from enterprises.shared.rules.characters import unified
from search.filters import Filters
from search.hydration import hydrate
from search.indexing.documents import document_of
from tests import make
from tests.documents.printed import text_of
from tests.personal.texts import texts_of
from tests.personal.world import World, planted_world

STORED, SHOWN = "文⾦⻓⺀\uf90a\ufe00号", "文金长〓金号"
RADICALS = re.compile("[\u2e80-\u2fdf\uf90a\ufe00]")
ROOT = Path(__file__).parents[2]
OURS = ("templates", "locale", "static", "enterprises", "lists", "search", "creditportal")
SUFFIXES = {".html", ".py", ".css", ".js", ".po", ".csv", ".json"}


@pytest.fixture
def world() -> Iterator[World]:
    with time_machine.travel(make.AT, tick=False):
        yield planted_world(STORED)


@pytest.mark.django_db
def test_no_page_or_answer_holds_one(world: World, client: Client) -> None:
    code, slug, edition = world.enterprise.uscc, world.listing.credit_list.slug, world.edition.number
    addresses = [
        f"/enterprises/{code}/",
        f"/api/v1/enterprises/{code}/",
        f"/lists/{slug}/",
        f"/lists/{slug}/{edition}.csv",
        f"/lists/{slug}/{edition}/",
        f"/api/v1/lists/{slug}/listings/",
        f"/api/v1/lists/{slug}/editions/{edition}/",
    ]
    for address in addresses:
        page = client.get(address).content.decode()
        assert SHOWN in page, address
        assert not RADICALS.search(page), address


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/search/", "/api/v1/search/", "/api/v1/suggest/", "/lists/{slug}/"])
def test_a_query_is_given_back_without_one(world: World, client: Client, address: str) -> None:
    page = client.get(address.format(slug=world.listing.credit_list.slug), {"q": STORED}).content.decode()
    assert not RADICALS.search(page)


@pytest.mark.django_db
def test_no_report_or_list_file_holds_one(world: World, client: Client) -> None:
    report = issue_report(enterprise=world.enterprise, at=make.AT)
    edition = world.edition.document
    assert edition is not None
    for document in (report, edition):
        texts = list(texts_of(document))
        assert sum(SHOWN in text for text in texts) >= 3
        assert not any(map(RADICALS.search, texts))
    for address in (f"/reports/{report.number}/", f"/verify/{report.number}/", f"/api/v1/verify/{report.number}/"):
        assert not RADICALS.search(client.get(address).content.decode()), address


@pytest.mark.django_db
def test_no_index_document_holds_one(world: World) -> None:
    for found in (document_of(world.enterprise.pk), hydrate([world.enterprise.pk], filters=Filters(), on=make.ON)):
        assert SHOWN in str(found)
        assert not RADICALS.search(str(found))


def test_templates_and_tables_hold_none() -> None:
    files = [path for app in OURS for path in (ROOT / app).rglob("*") if path.suffix in SUFFIXES]
    assert len(files) > 50
    assert [path for path in files if RADICALS.search(path.read_text(errors="replace"))] == []


def test_one_radical_does_not_turn_its_ideograph_in_a_pdf_into_itself() -> None:
    html = "<html lang=zh><title>金</title><body><p>⾦\u0338金</p><p>\u0338金⾦\uf90a</p></body></html>"
    text = text_of(render(html, number="A1", at=make.AT))
    assert text.count("金") == 5
    assert not RADICALS.search(text)


def test_every_radical_becomes_another_sign() -> None:
    assert not RADICALS.search(unified("".join(map(chr, range(0x2E80, 0x2FE0)))))
