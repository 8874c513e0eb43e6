"""Windows count in working days, and a year announced later lengthens a window that is still open."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from enterprises.shared.holidays.models import HolidayNotice
from enterprises.shared.holidays.services import working_calendar
from lists.listings.models import Listing
from lists.listings.services.decisions import DecisionInvalid, decide_listing
from lists.listings.services.notices import notify_listing
from tests.lists.make import decision, noon, office, proof, proposed

pytestmark = pytest.mark.django_db
SERVED = date(2027, 9, 20)
SOURCE = "国办发明电〔2026〕9号"


def add_2027(by: User) -> None:
    call_command(
        "add_holidays",
        "2027",
        source=SOURCE,
        off=["2027-10-01..2027-10-07"],
        worked=["2027-10-09"],
        by=by.username,
        stdout=StringIO(),
    )


def test_a_window_is_counted_by_the_calendar_of_the_day() -> None:
    before = notify_listing(listing=proposed(), served_on=SERVED, by=office(), at=noon(SERVED))
    assert before.objection_until == date(2027, 10, 5)
    add_2027(office())
    after = notify_listing(listing=proposed(), served_on=SERVED, by=office(), at=noon(SERVED))
    assert after.objection_until == date(2027, 10, 10)


def test_holidays_announced_since_the_notice_lengthen_the_window() -> None:
    listing = notify_listing(listing=proposed(), served_on=SERVED, by=office(), at=noon(SERVED))
    add_2027(office())
    Listing.objects.filter(pk=listing.pk).update(notice_proof=proof())
    day = date(2027, 10, 10)
    with pytest.raises(DecisionInvalid, match="2027-10-10"):
        decide_listing(listing=listing, **decision(decided_on=day - timedelta(days=1), at=noon(day)))
    assert decide_listing(listing=listing, **decision(decided_on=day, at=noon(day))).decided_on == day


def test_the_page_of_a_listing_says_that_its_window_is_provisional(client: Client) -> None:
    listing = notify_listing(listing=proposed(), served_on=SERVED, by=office(), at=noon(SERVED))
    client.force_login(office())
    address = reverse("lists-desk:listing", kwargs={"pk": listing.pk})
    assert "暂定" in client.get(address).content.decode()
    add_2027(office())
    assert "暂定" not in client.get(address).content.decode()


def test_the_command_refuses_what_is_wrong_and_who_may_not() -> None:
    User.objects.create_user("nobody")
    for arguments, word in (
        ({"by": "nobody"}, "工作人员"),
        ({"by": "ghost"}, "no user"),
        ({"off": ["2027-13-01"]}, "2027-13-01"),
        ({"source": " "}, "文号"),
    ):
        given = {"source": SOURCE, "off": ["2027-10-01"], "worked": [], "by": office().username, **arguments}
        with pytest.raises(CommandError, match=word):
            call_command("add_holidays", "2027", **given)
    assert not HolidayNotice.objects.exists()


def test_the_desk_adds_a_year_and_says_which_are_missing(client: Client) -> None:
    client.force_login(office())
    address = reverse("lists-desk:working-days")
    assert "暂定" in client.get(address).content.decode()
    wrong = client.post(address, {"year": 2027, "source": SOURCE, "days_off": "元旦"})
    assert wrong.status_code == 422
    assert "元旦" in wrong.content.decode()
    posted = {"year": 2027, "source": SOURCE, "days_off": "2027-01-01至2027-01-03", "days_worked": ""}
    assert client.post(address, posted).status_code == 302
    assert SOURCE in client.get(address).content.decode()
    assert not working_calendar().is_workday(date(2027, 1, 1))
    assert HolidayNotice.objects.get().added_by == office()
