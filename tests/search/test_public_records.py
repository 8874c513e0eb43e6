"""Search and doors show the same records of an enterprise whose code has changed."""

from datetime import date

import pytest
from django.test import Client

from enterprises.records.models import Record
from enterprises.register.services.links import link_codes
from search.doors.products import PRODUCTS
from search.doors.rows import public_rows
from search.public_records import public_records
from tests.search.make import TODAY, api, settle, stored_enterprise
from tests.search.records import KETTLE, found, keep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh")]
LATER = "91420100MA00000002"
PAST, COMING = date(2020, 1, 1), date(2099, 1, 1)


def linked(*, earlier_from: date | None = PAST, later_from: date | None = PAST) -> Record:
    """Store a public record under an earlier code of an enterprise."""
    earlier = stored_enterprise(1, "武汉美岭电器有限公司", public_from=earlier_from)
    later = stored_enterprise(2, "武汉新岭电器有限公司", public_from=later_from)
    record = keep(earlier, "inspection", KETTLE)
    link_codes(earlier=earlier, later=later)
    settle()
    return record


@pytest.mark.parametrize("earlier_from", [PAST, COMING, None])
@pytest.mark.parametrize(("later_from", "is_shown"), [(PAST, True), (COMING, False), (None, False)])
def test_the_enterprise_in_use_decides(earlier_from: date | None, later_from: date | None, is_shown: bool) -> None:
    record = linked(earlier_from=earlier_from, later_from=later_from)
    shown = [record.pk] if is_shown else []
    assert [row.pk for row in public_records(on=TODAY)] == shown
    assert [row.pk for row in public_rows(PRODUCTS, on=TODAY)] == shown
    assert found("电热水壶") == shown


@pytest.mark.parametrize("text", ["电热水壶", "美岭电器", "新岭电器"])
def test_a_door_leads_to_the_code_in_use(client: Client, text: str) -> None:
    record = linked()
    (entry,) = client.get("/api/v1/products/", {"q": text}).json()["results"]
    assert (entry["id"], entry["uscc"], entry["name"]) == (record.pk, LATER, "武汉新岭电器有限公司")


def test_a_hit_leads_to_the_code_in_use(client: Client) -> None:
    record = linked()
    (result,) = api(client, type="product", q="电热水壶")["results"]
    assert (result["id"], result["enterprise"]["uscc"]) == (record.pk, LATER)


@pytest.mark.parametrize("uscc", [LATER, "91420100MA00000001"])
def test_a_batch_is_shown_under_either_code(client: Client, uscc: str) -> None:
    record = linked()
    Record.objects.filter(pk=record.pk).update(folded_batch="20260301a01")
    response = client.get(f"/products/batches/{uscc}/20260301a01/")
    assert [entry.id for entry in response.context["entries"]] == [record.pk]
    assert f"/enterprises/{LATER}/" in response.content.decode()
