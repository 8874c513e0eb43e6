"""What the public reads of a black listing that left: class of reason x place, for as long as the law lets it."""

from datetime import date, timedelta

import pytest
from django.test import Client

from enterprises.catalogue.types import Chapter
from enterprises.creditfile.assemble import assemble
from enterprises.creditfile.report.content import report_html, report_snapshot
from enterprises.creditfile.types import ChapterView
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.register.models import Enterprise
from lists.listings.models import Listing
from lists.listings.queries import void_exits
from lists.listings.rules import NOTICE_DAYS, REMOVAL_LABELS, RemovalReason, has_exit_notice
from lists.listings.services.exits import refuse_removal
from tests import make
from tests.lists import grounds
from tests.lists.grounds import CHANGED, grave, withdrawn
from tests.lists.make import BLACK, RED, TODAY, annulled, decided, decider, noon, office
from tests.make import Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
DAY = timedelta(days=1)
LAST = CHANGED + timedelta(days=NOTICE_DAYS - 1)

# Why the ground was withdrawn, and the class that file, API and report name; "" where the law forbids to mention it.
CLASSES = {
    WithdrawalReason.REPAIRED: "",
    WithdrawalReason.ANNULLED: "认定依据被变更、撤销或确认无效",
    WithdrawalReason.OBJECTION_UPHELD: "异议成立",
    WithdrawalReason.RECORDED_BY_MISTAKE: "列入有误",
}


@pytest.fixture
def agency() -> Office:
    return make.office()


def chapter(enterprise: Enterprise, *, on: date = CHANGED) -> ChapterView:
    file = assemble(enterprise, on=on, at=noon(on))
    return next(each for each in file.chapters if each.chapter is Chapter.SERIOUS_DISHONESTY)


def left(agency: Office, reason: WithdrawalReason) -> Listing:
    record = grave(agency, make.new_enterprise())
    listing = grounds.listed(agency, record.enterprise, record)
    withdrawn(reason)(agency, record)
    listing.refresh_from_db()
    return listing


@pytest.mark.parametrize("reason", CLASSES)
def test_file_api_and_report_say_the_same(reason: WithdrawalReason, agency: Office, client: Client) -> None:
    listing = left(agency, reason)
    enterprise, why = listing.enterprise, CLASSES[reason]
    shown = chapter(enterprise)
    page = client.get(f"/enterprises/{enterprise.uscc}/").content.decode()
    answer = client.get(f"/api/v1/enterprises/{enterprise.uscc}/").json()
    snapshot = report_snapshot(assemble(enterprise, on=CHANGED, at=noon(CHANGED)), number="1", at=noon(CHANGED))
    (of_api,) = [each["notices"] for each in answer["chapters"] if each["number"] == Chapter.SERIOUS_DISHONESTY]
    assert of_api == list(shown.notices)
    assert len(shown.notices) == bool(why)
    for text in (page, report_html(snapshot), "".join(of_api)):
        assert (listing.credit_list.name in text) == bool(why)
        assert bool(why) == ("不再作为失信信息使用" in text)
        assert not why or why in text
        for detail in (listing.document_number, listing.reason, listing.finding, listing.ground_document):
            assert not detail or detail not in text
    assert shown.rows == ()
    assert [each["count"] for each in answer["counters"] if each["chapter"] == Chapter.SERIOUS_DISHONESTY] == [0]
    assert {badge["code"] for badge in answer["badges"]} == {"status-not-stated"}


def test_it_is_said_for_thirty_days(agency: Office) -> None:
    enterprise = left(agency, WithdrawalReason.ANNULLED).enterprise
    said = [day for day in (CHANGED - DAY, CHANGED, LAST, LAST + DAY) if chapter(enterprise, on=day).notices]
    assert said == [CHANGED, LAST]


def test_who_comes_back_is_not_said_to_have_left(agency: Office) -> None:
    listing = decided(enterprise=make.new_enterprise())
    annulled(listing, at=noon(CHANGED))
    assert chapter(listing.enterprise).notices
    refuse_removal(listing=listing, reason="判决未生效", by=decider(), at=noon(CHANGED))
    assert chapter(listing.enterprise).notices == ()


@pytest.mark.parametrize("reason", RemovalReason)
def test_the_rule_and_the_query_agree(reason: RemovalReason) -> None:
    for number, slug in enumerate((BLACK, RED), start=1):
        listing = decided(enterprise=make.new_enterprise(number), slug=slug)
        for removed_on in (TODAY, TODAY - timedelta(days=NOTICE_DAYS - 1), TODAY - timedelta(days=NOTICE_DAYS)):
            Listing.objects.filter(pk=listing.pk).update(
                state="REMOVED", removed_reason=reason, removed_on=removed_on, removed_by=office()
            )
            facts = Listing.objects.get(pk=listing.pk)
            by_rule = has_exit_notice(
                color=facts.color,
                state=facts.state,
                removed_reason=facts.removed_reason,
                removed_on=facts.removed_on,
                on=TODAY,
            )
            assert void_exits(facts.enterprise_id, on=TODAY).exists() == by_rule


def test_no_red_listing_and_no_repair_is_void() -> None:
    assert set(REMOVAL_LABELS) == set(RemovalReason)
    assert not has_exit_notice(color="BLACK", state="REMOVED", removed_reason="REPAIRED", removed_on=TODAY, on=TODAY)
