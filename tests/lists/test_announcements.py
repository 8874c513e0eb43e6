"""Who is announced for a red list, and for how long (发改财金规〔2017〕1798号)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from enterprises.register.models import Enterprise
from enterprises.shared import clock
from lists.listings.announcements import announced_on, announcements
from lists.listings.models import Listing
from lists.listings.services.decisions import reject_listing
from lists.listings.services.notices import notify_listing
from tests.lists.grounds import record
from tests.lists.make import BLACK, DECIDED, RED, SERVED, decided, new_enterprise, noon, office, proposed, the_list

pytestmark = pytest.mark.django_db


def announced(*, on: date = SERVED, **values: Any) -> Listing:
    listing = proposed(slug=RED, **values)
    return notify_listing(listing=listing, served_on=on, by=office(), at=noon(on))


def names(on: date) -> list[int]:
    return [one.pk for one in announced_on(the_list(RED), on=on)]


def test_it_is_announced_while_the_window_is_open() -> None:
    listing = announced()
    end = listing.objection_until
    assert end is not None
    days = (SERVED - timedelta(days=1), SERVED, end - timedelta(days=1), end)
    assert [bool(names(day)) for day in days] == [False, True, True, False]


def test_days_left_are_working_days_to_the_last_one() -> None:
    listing = announced()
    assert listing.objection_until is not None
    last = listing.objection_until - timedelta(days=1)
    (today,) = announcements([listing], on=last)
    (first,) = announcements([listing], on=SERVED + timedelta(days=1))
    assert (today.last_day, today.days_left, first.days_left) == (last, 1, 7)


def test_who_is_on_a_black_list_has_an_adverse_record_or_no_file_is_not_announced() -> None:
    clean, black, adverse, hidden = new_enterprise(), new_enterprise(), new_enterprise(), new_enterprise()
    for one in (clean, black, adverse, hidden):
        announced(enterprise=one, on=DECIDED)
    decided(enterprise=black)
    record(adverse, kind="penalty", details={"CF_CFLB": ["罚款"]})
    hidden.public_from = None
    hidden.save(update_fields=["public_from"])
    assert [one.enterprise_id for one in announced_on(the_list(RED), on=DECIDED)] == [clean.pk]


def test_who_is_on_a_black_list_under_an_earlier_code_is_not_announced() -> None:
    now, earlier = new_enterprise(), new_enterprise()
    announced(enterprise=now, on=DECIDED)
    decided(enterprise=earlier)
    assert announced_on(the_list(RED), on=DECIDED).exists()
    Enterprise.objects.filter(pk=earlier.pk).update(now_under=now)
    assert not announced_on(the_list(RED), on=DECIDED).exists()


def test_a_rejected_one_leaves_at_once_and_a_black_notice_is_never_shown() -> None:
    listing = announced()
    notify_listing(listing=proposed(), served_on=SERVED, by=office(), at=noon(SERVED))
    assert names(SERVED) == [listing.pk]
    assert not announced_on(the_list(BLACK), on=SERVED).exists()
    reject_listing(listing=listing, reason="异议成立", by=office(), at=noon(SERVED))
    assert names(SERVED) == []


def test_the_page_leads_to_an_objection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: noon(SERVED))
    listing = announced(reason="联系人身份证420106199001011234，纳税信用A级")
    client = Client()
    page = client.get(f"/lists/{RED}/announced/").content.decode()
    assert listing.enterprise.name in page
    assert "420106199001011234" not in page
    address = f"/cases/new/?about=listing:{listing.pk}"
    assert address in page
    assert client.get(address).status_code == 200
    assert "公示中的主体（1）" in client.get(f"/lists/{RED}/").content.decode()
    assert client.get(f"/lists/{BLACK}/announced/").status_code == 404
    assert client.get("/lists/tax-violations/announced/").status_code == 404
