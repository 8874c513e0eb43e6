"""Whoever receives an objection puts its mark on; who wrote does not take it off: person x thing."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from enterprises.agencies.permissions import NotPermitted
from enterprises.records.models import Record
from enterprises.records.services.corrections import mark_disputed, unmark_disputed
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.refusals import FourEyes
from lists.listings.models import Listing
from lists.listings.services.exits import mark_listing_disputed, settle_listing_dispute
from tests import make
from tests.lists.make import TODAY, decided, decider, noon, office
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Office:
    return make.office()


@pytest.fixture
def record(agency: Office) -> Record:
    return make.published(agency, enterprise=make.new_enterprise())


def person(name: str, agency: Office) -> User:
    """Make one of those who may meet a record of that agency."""
    makers = {
        "recorder": lambda: agency.recorder,
        "reviewer": lambda: agency.reviewer,
        "credit office": lambda: office("xyb"),
        "list keeper of the agency": lambda: office("keeper", of=agency.agency),
        "list keeper of another": lambda: office("other", of=make.agency(2)),
        "another agency": lambda: make.office(3).reviewer,
    }
    return makers[name]()


# Who, whether they put the mark of an objection on a record, and what keeps them from taking it off.
PEOPLE: dict[str, tuple[bool, type[Refused] | None]] = {
    "recorder": (True, FourEyes),
    "reviewer": (True, None),
    "credit office": (True, NotPermitted),
    "list keeper of the agency": (True, NotPermitted),
    "list keeper of another": (False, NotPermitted),
    "another agency": (False, NotPermitted),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_the_mark_on_a_record(name: str, agency: Office, record: Record) -> None:
    by, (may_put, refusal) = person(name, agency), PEOPLE[name]
    if may_put:
        mark_disputed(record=record, reason="当事人提出异议", by=by, at=noon(TODAY))
    else:
        with pytest.raises(NotPermitted):
            mark_disputed(record=record, reason="当事人提出异议", by=by, at=noon(TODAY))
        mark_disputed(record=record, reason="当事人提出异议", by=agency.reviewer, at=noon(TODAY))
    if refusal is None:
        assert unmark_disputed(record=record, reason="不成立", by=by, at=noon(TODAY)).disputed_at is None
    else:
        with pytest.raises(refusal):
            unmark_disputed(record=record, reason="不成立", by=by, at=noon(TODAY))
        assert Record.objects.get(pk=record.pk).disputed_at is not None


@pytest.mark.parametrize(
    ("name", "wrote"), [("office", True), ("decider", True), ("third", False), ("keeper of another", False)]
)
def test_the_mark_on_a_listing(name: str, wrote: bool) -> None:
    if name == "decider":
        by = decider()
    else:
        by = office("keeper", of=make.agency(2)) if name == "keeper of another" else office(name)
    listing = mark_listing_disputed(listing=decided(), reason="异议", by=by, at=noon(TODAY))
    if wrote:
        with pytest.raises(FourEyes):
            settle_listing_dispute(listing=listing, reason="不成立", by=by, at=noon(TODAY))
    else:
        settle_listing_dispute(listing=listing, reason="不成立", by=by, at=noon(TODAY))
    assert (Listing.objects.get().disputed_at is not None) == wrote


def test_the_credit_office_finds_a_record_and_marks_it(client: Client, record: Record) -> None:
    client.force_login(office("xyb"))
    for query in (record.enterprise.uscc, record.document_number):
        page = client.get("/desk/lists/objections/", {"q": query}).content.decode()
        assert f"/desk/lists/objections/{record.pk}/" in page
    address = f"/desk/lists/objections/{record.pk}/"
    assert "标注异议" in client.get(address).content.decode()
    assert client.post(f"{address}mark/", {"reason": " "}).status_code == 422
    assert Record.objects.get().disputed_at is None
    answer = client.post(f"{address}mark/", {"reason": "甲公司：处罚已撤销"}, follow=True)
    assert "异议中" in answer.content.decode()
    found = Record.objects.get()
    assert found.disputed_at is not None
    assert client.post(f"{address}mark/", {"reason": "又一次"}).status_code == 422


def test_a_list_keeper_of_an_authority_finds_the_records_of_that_authority_alone(
    client: Client, agency: Office, record: Record
) -> None:
    for keeper, found in ((office("own", of=agency.agency), True), (office("other", of=make.agency(2)), False)):
        client.force_login(keeper)
        page = client.get("/desk/lists/objections/", {"q": record.enterprise.uscc}).content.decode()
        assert (f"/desk/lists/objections/{record.pk}/" in page) == found
        assert client.get(f"/desk/lists/objections/{record.pk}/").status_code == (200 if found else 404)


def test_what_is_not_public_is_not_found(client: Client, agency: Office) -> None:
    waiting = make.submitted(agency, enterprise=make.new_enterprise())
    client.force_login(office("xyb"))
    assert client.get(f"/desk/lists/objections/{waiting.pk}/").status_code == 404
    assert client.post(f"/desk/lists/objections/{waiting.pk}/mark/", {"reason": "异议"}).status_code == 404


def test_who_wrote_a_listing_is_not_offered_to_take_the_mark_off(client: Client) -> None:
    listing = mark_listing_disputed(listing=decided(), reason="异议", by=office(), at=noon(TODAY))
    for user, offered in ((office(), False), (office("third"), True)):
        client.force_login(user)
        page = client.get(f"/desk/lists/listing/{listing.pk}/").content.decode()
        assert ("取消异议标注" in page) == offered
