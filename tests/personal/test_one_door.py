"""Every text that anybody reads goes through the one place that masks: catalogue, page, API, files, search."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from enterprises.catalogue.cells import Audience
from enterprises.catalogue.display import cells_of
from enterprises.catalogue.personal_data import public_fields
from enterprises.catalogue.registry import KINDS
from enterprises.catalogue.types import RecordKind
from enterprises.creditfile.assemble import assemble
from enterprises.creditfile.report.services import issue_report
from enterprises.register.models import Enterprise
from search.filters import Filters
from search.hydration import hydrate
from search.indexing.documents import document_of
from tests import make
from tests.personal.texts import texts_of
from tests.personal.world import NUMBER, PLANTED, SHOWN, World, planted_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    with time_machine.travel(make.AT, tick=False):
        yield planted_world()


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_public_field_of_every_kind_is_masked(kind: RecordKind) -> None:
    fields = public_fields(kind)
    cells = {
        cell.code: cell.value
        for cell in cells_of(kind, {field.code: PLANTED for field in fields}, audience=Audience.GOVERNMENT)
    }
    assert fields
    for field in fields:
        assert SHOWN in cells[field.code], field.code


def test_no_page_api_or_file_of_the_enterprise_shows_it(world: World, client: Client) -> None:
    file = assemble(world.enterprise, on=make.ON, at=make.AT)
    assert len(file.refs()) == len(KINDS) + 1
    assert NUMBER not in str(file)
    code = world.enterprise.uscc
    for address in (f"/enterprises/{code}/", f"/api/v1/enterprises/{code}/"):
        page = client.get(address).content.decode()
        assert SHOWN in page
        assert NUMBER not in page


def test_no_report_shows_it(world: World, client: Client) -> None:
    document = issue_report(enterprise=world.enterprise, at=make.AT)
    assert SHOWN in str(document.snapshot)
    for text in texts_of(document):
        assert NUMBER not in text
    assert NUMBER not in client.get(f"/reports/{document.number}/").content.decode()
    answer = client.get(f"/reports/{document.number}.pdf")
    assert NUMBER not in answer["Content-Disposition"]
    assert NUMBER not in client.get(f"/verify/{document.number}/").content.decode()


def test_no_list_shows_it(world: World, client: Client) -> None:
    slug = world.listing.credit_list.slug
    number = world.edition.number
    for address in (f"/lists/{slug}/", f"/lists/{slug}/{number}/", f"/api/v1/lists/{slug}/listings/"):
        page = client.get(address).content.decode()
        assert SHOWN in page
        assert NUMBER not in page
    assert world.edition.document is not None
    for text in texts_of(world.edition.document):
        assert NUMBER not in text


def test_nobody_is_found_by_it(world: World, client: Client) -> None:
    assert NUMBER not in str(document_of(world.enterprise.pk))
    assert NUMBER not in str(hydrate([world.enterprise.pk], filters=Filters(), on=make.ON))
    for typed in (PLANTED, f"文{NUMBER}", NUMBER[:-1] + "7"):
        answer = client.get("/api/v1/search/", {"q": typed})
        assert world.enterprise.uscc not in answer.content.decode()


def test_nobody_is_found_on_a_list_by_a_telephone(world: World, client: Client) -> None:
    Enterprise.objects.filter(pk=world.enterprise.pk).update(folded_name="虚构15400001234商行")
    address = f"/lists/{world.listing.credit_list.slug}/"
    assert world.enterprise.uscc in client.get(address, {"q": "虚构"}).content.decode()
    assert world.enterprise.uscc not in client.get(address, {"q": "15400001234"}).content.decode()
