"""A withdrawal that is undone restores nothing by itself: whoever has to act is reminded, with a last day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.records.services.takebacks import ask_takeback, refuse_withdrawal, take_back
from lists.listings.models import Listing, Matter
from lists.listings.rules import ListingState, MatterKind, RemovalReason
from lists.listings.services import exits
from lists.listings.services.consequences import follow_all
from lists.listings.services.matters import MatterGone, decline_reinstatement, due_after, propose_again
from tests import make
from tests.lists import grounds
from tests.lists.grounds import CHANGED, grave, honour, withdrawn
from tests.lists.make import TODAY, decider, new_enterprise, noon, office, proposed
from tests.make import Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "blank_print")]
ANNULLED = WithdrawalReason.ANNULLED


@pytest.fixture
def agency() -> Office:
    return make.office()


def refused(agency: Office, record: Record) -> None:
    record.refresh_from_db()
    by = agency.recorder if record.withdrawn_by_id == agency.reviewer.pk else agency.reviewer
    refuse_withdrawal(record=record, reason="不应撤下", by=by, at=noon(TODAY))


def taken_back(agency: Office, record: Record) -> None:
    ask_takeback(record=record, reason="误撤", by=agency.recorder, at=noon(TODAY))
    take_back(record=record, by=agency.reviewer, at=noon(TODAY))


def black(agency: Office) -> tuple[Listing, Record]:
    record = grave(agency, new_enterprise())
    return grounds.listed(agency, record.enterprise, record), record


def red(agency: Office) -> tuple[Listing, Record]:
    record = honour(agency, new_enterprise())
    return grounds.listed(agency, record.enterprise, record), record


def proposal(agency: Office) -> tuple[Listing, Record]:
    record = grave(agency, new_enterprise())
    return grounds.rest_on(proposed(enterprise=record.enterprise), record), record


def reminders(listing: Listing) -> list[Matter]:
    return list(Matter.objects.filter(listing=listing, kind=MatterKind.REINSTATE, settled_at__isnull=True))


UNDOING: dict[str, Callable[[Office, Record], None]] = {"refused by the second": refused, "taken back": taken_back}
THINGS: dict[str, Callable[[Office], tuple[Listing, Record]]] = {"black": black, "red": red, "proposal": proposal}
each_thing = pytest.mark.parametrize("thing", THINGS)


@pytest.mark.parametrize("undoing", UNDOING)
@each_thing
def test_the_office_is_reminded_and_nothing_is_restored(thing: str, undoing: str, agency: Office) -> None:
    listing, record = THINGS[thing](agency)
    withdrawn(ANNULLED)(agency, record)
    listing.refresh_from_db()
    ended = listing.state
    assert ended in (ListingState.REMOVED, ListingState.REJECTED)
    assert reminders(listing) == []
    UNDOING[undoing](agency, record)
    listing.refresh_from_db()
    assert listing.state == ended
    assert not Listing.objects.public(on=TODAY).exists()
    [reminder] = reminders(listing)
    assert reminder.due_on == due_after(TODAY)
    assert record.document_number in reminder.text
    notices = Matter.objects.filter(listing=listing, kind=MatterKind.NOTICE, text=reminder.text)
    told = {listing.proposed_by_id, listing.decided_by_id} - {None}
    assert set(notices.values_list("recipient_id", flat=True)) == told
    follow_all()
    assert reminders(listing) == [reminder]


@each_thing
def test_it_is_reminded_anew_each_time_and_not_while_the_ground_is_gone(thing: str, agency: Office) -> None:
    listing, record = THINGS[thing](agency)
    withdrawn(ANNULLED)(agency, record)
    taken_back(agency, record)
    [first] = reminders(listing)
    withdrawn(ANNULLED)(agency, Record.objects.get(pk=record.pk))
    assert reminders(listing) == []
    assert CHANGED <= TODAY
    assert Matter.objects.get(pk=first.pk).settled_at is not None


def test_two_people_restore_the_listing_and_the_reminder_goes(agency: Office) -> None:
    listing, record = black(agency)
    number, first_day = listing.document_number, listing.public_from
    withdrawn(ANNULLED)(agency, record)
    taken_back(agency, record)
    exits.ask_take_back(listing=listing, reason="依据已恢复", by=office(), at=noon(TODAY))
    restored = exits.take_back(listing=listing, by=decider(), at=noon(TODAY))
    assert (restored.state, restored.document_number, restored.public_from) == ("DECIDED", number, first_day)
    assert reminders(listing) == []


def test_a_reminder_on_the_last_day_leaves_time_until_its_own_last_day(agency: Office) -> None:
    listing, record = black(agency)
    withdrawn(ANNULLED)(agency, record)
    taken_back(agency, record)
    listing.refresh_from_db()
    Listing.objects.filter(pk=listing.pk).update(removed_on=TODAY - timedelta(days=30))
    listing.refresh_from_db()
    last = exits.last_restorable_day(listing)
    assert last == due_after(TODAY)
    exits.ask_take_back(listing=listing, reason="依据已恢复", by=office(), at=noon(last))
    assert exits.take_back(listing=listing, by=decider(), at=noon(last)).state == "DECIDED"


def test_a_lapsed_proposal_is_proposed_again(agency: Office) -> None:
    listing, record = proposal(agency)
    withdrawn(ANNULLED)(agency, record)
    taken_back(agency, record)
    again = propose_again(listing=listing, by=office(), at=noon(TODAY))
    assert (again.state, again.record_ids, again.enterprise) == ("PROPOSED", [record.pk], listing.enterprise)
    assert "已恢复公示" in again.reason
    assert reminders(listing) == []
    with pytest.raises(MatterGone):
        propose_again(listing=listing, by=office(), at=noon(TODAY))


@each_thing
def test_the_office_may_leave_it_with_a_reason(thing: str, agency: Office, client: Client) -> None:
    listing, record = THINGS[thing](agency)
    withdrawn(ANNULLED)(agency, record)
    taken_back(agency, record)
    client.force_login(office())
    assert "依据已恢复或者异议决定已撤销，待决定是否恢复" in client.get("/desk/lists/").content.decode()
    address = f"/desk/lists/listing/{listing.pk}/"
    assert ("重新提出建议" in client.get(address).content.decode()) == (thing == "proposal")
    assert client.post(f"{address}decline-reinstatement/", {"reason": ""}).status_code == 422
    client.post(f"{address}decline-reinstatement/", {"reason": "已另行处理"})
    assert reminders(listing) == []
    with pytest.raises(MatterGone):
        decline_reinstatement(listing=listing, reason="x", by=office(), at=noon(TODAY))


def test_what_the_office_ended_by_hand_is_not_recalled(agency: Office) -> None:
    listing, record = black(agency)
    exits.remove_listing(
        listing=listing, reason=RemovalReason.LISTED_BY_MISTAKE, note="误列", by=office(), at=noon(TODAY)
    )
    withdrawn(ANNULLED)(agency, record)
    taken_back(agency, record)
    assert reminders(listing) == []
