"""A status that nobody has stated is shown as such on every page and in every answer (docs/rules/register.md)."""

import pytest
from django.test import Client

from enterprises.creditfile.assemble import assemble
from enterprises.creditfile.report.content import report_html, report_snapshot
from enterprises.register.models import Enterprise
from enterprises.shared import clock
from enterprises.shared.clock import day_of
from tests.search.make import api, penalise, settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh", "both_ways")]
CODE, NUMBER, NOT_STATED = "91420100MA00000012", "20261123102705A1B2C3D4", "登记状态未提供"
ASSUMED = ("存续", "在业", "有限责任公司", "0万元")


@pytest.fixture
def unknown() -> Enterprise:
    """Index an enterprise of which a penalty has given code and name alone."""
    made = Enterprise.objects.create(
        uscc=CODE, name="武汉无名商行", folded_name="武汉无名商行", origin="RECORD", public_from="2020-01-01"
    )
    penalise(made)
    settle()
    return made


def test_page_api_and_report_state_no_default(client: Client, unknown: Enterprise) -> None:
    page = client.get(f"/enterprises/{CODE}/").content.decode()
    assert NOT_STATED in page
    answer = client.get(f"/api/v1/enterprises/{CODE}/").json()
    assert answer["badges"][0]["label"] == NOT_STATED
    now = clock.now()
    snapshot = report_snapshot(assemble(unknown, on=day_of(now), at=now), number=NUMBER, at=now)
    report = report_html(snapshot)
    assert NOT_STATED in report
    for shown in (page, report):
        assert not [word for word in ASSUMED if f">{word}<" in shown]


def test_search_has_the_status_as_badge_and_facet(client: Client, unknown: Enterprise) -> None:
    [found] = api(client, q="无名商行", status="NOT_STATED")["results"]
    assert found["uscc"] == CODE
    assert not api(client, q="无名商行", status="ACTIVE")["results"]
    page = client.get("/search/", {"q": "无名商行"}).content.decode()
    assert page.count(NOT_STATED) >= 2  # the badge of the hit, and the facet
    assert ">存续<" not in page
