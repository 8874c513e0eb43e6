"""A corrected penalty in a real browser: who was listed because of it leaves list, file, search and edition."""

import pytest
from playwright.sync_api import Page, expect

from enterprises.records.models import Record
from enterprises.shared import clock
from lists.listings.models import Listing
from lists.listings.services.tasks import request_dry_run
from tests import make
from tests.browser.officers import log_in, log_in_at_the_office, log_out
from tests.browser.screens import DESK, PHONE, broken_rules
from tests.lists import grounds
from tests.lists.make import BLACK, TODAY, decided, new_enterprise, noon, office, published
from tests.make import Office
from tests.search.make import settle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: noon(TODAY))


@pytest.fixture
def agency() -> Office:
    return make.office()


@pytest.fixture
def listing(agency: Office) -> Listing:
    enterprise = new_enterprise("武汉江汉桥食品有限公司")
    return grounds.listed(agency, enterprise, grounds.grave(agency, enterprise))


def test_who_was_listed_leaves_list_file_search_and_edition(
    browser_page: Page, agency: Office, listing: Listing
) -> None:
    page, name = browser_page, listing.enterprise.name
    edition = published()
    settle()
    places = (
        f"/lists/{BLACK}/",
        f"/lists/{BLACK}/{edition.number}/",
        f"/search/?q={listing.document_number}",
    )
    for place in places:
        page.goto(place)
        expect(page.get_by_role("main")).to_contain_text(name)
    page.goto(f"/enterprises/{listing.enterprise.uscc}/")
    expect(page.get_by_role("main")).to_contain_text(listing.document_number)
    version = grounds.prepared_version(agency, Record.objects.get(), grounds.FINE)
    log_in(page, "shenhe1")
    page.goto(f"/desk/records/{version.pk}/")
    page.get_by_role("button", name="审核通过并公示").click()
    expect(page.get_by_text("已公示。")).to_be_visible()
    log_out(page)
    for place in places:
        page.goto(place)
        expect(page.get_by_role("main")).not_to_contain_text(name)
    page.goto(f"/enterprises/{listing.enterprise.uscc}/")
    expect(page.get_by_role("main")).not_to_contain_text(listing.document_number)
    for officer in ("office", "decider"):
        log_in_at_the_office(page, officer)
        expect(page.get_by_role("main")).to_contain_text("已移出名单")
        page.goto(f"/desk/lists/listing/{listing.pk}/")
        expect(page.get_by_role("main")).to_contain_text("认定依据被变更、撤销或确认无效")
        page.get_by_role("button", name="知道了").click()
        expect(page.get_by_role("button", name="知道了")).to_have_count(0)
        log_out(page)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_of_the_lists_desk_sticks_out_or_breaks_a_rule(
    browser_page: Page, agency: Office, listing: Listing, size: dict[str, int]
) -> None:
    other = grounds.grave(agency, listing.enterprise, number="武市监处罚〔2026〕16号")
    grounds.rest_on(listing, Record.objects.exclude(pk=other.pk).get(), other)
    grounds.corrected({"CF_SY": "当事人在其门店作虚假宣传"})(agency, other)
    red = decided(slug="trustworthy", enterprise=new_enterprise("武汉龟山电子有限公司"))
    red.enterprise.status = "REVOKED"
    red.enterprise.save()
    browser_page.set_viewport_size({"width": size["width"], "height": size["height"]})
    log_in_at_the_office(browser_page, "office")
    request_dry_run(credit_list=listing.credit_list, version=None, by=office(), at=noon(TODAY))
    for path in (
        "/desk/lists/",
        f"/desk/lists/listing/{listing.pk}/",
        f"/desk/lists/listing/{red.pk}/",
        f"/desk/lists/{BLACK}/dry-run/",
        f"/desk/lists/{BLACK}/sheet/",
    ):
        browser_page.goto(path)
        assert browser_page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
        assert not broken_rules(browser_page), path
