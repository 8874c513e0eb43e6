"""A mistaken exit: refused by the second person, or taken back by two, with number and first public day kept."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User

from enterprises.agencies.permissions import NotPermitted
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.shared.workflow.refusals import AlreadyConfirmed, FourEyes, StateChanged
from lists.listings.desk.history import listing_history
from lists.listings.models import Listing, ListingEvent
from lists.listings.services.exits import (
    NotRestorable,
    ask_take_back,
    confirm_removal,
    refuse_removal,
    take_back,
    turn_down_take_back,
)
from lists.listings.services.matters import MatterGone, accept_offer, decline_offer
from tests import make
from tests.lists import grounds
from tests.lists.make import RED, TODAY, annulled, decided, decider, new_enterprise, noon, office

pytestmark = pytest.mark.django_db
LAST = TODAY + timedelta(days=30)


@pytest.fixture
def removed() -> Listing:
    return remove(decided())


def remove(listing: Listing, *, on: date = TODAY) -> Listing:
    return annulled(listing, at=noon(on))


def is_as_before(listing: Listing, before: Listing) -> None:
    listing.refresh_from_db()
    kept = ("pk", "document_number", "public_from", "public_until", "decided_on")
    assert [getattr(listing, name) for name in kept] == [getattr(before, name) for name in kept]
    assert (listing.state, listing.removed_on, listing.removed_reason) == ("DECIDED", None, "")
    assert Listing.objects.public(on=TODAY).filter(pk=listing.pk).exists()


def test_the_second_person_refuses_instead_of_confirming(removed: Listing) -> None:
    refuse_removal(listing=removed, reason="判决未生效", by=decider(), at=noon(TODAY))
    is_as_before(removed, removed)
    event = ListingEvent.objects.filter(listing=removed).last()
    assert event is not None
    assert (event.verb, event.reason) == ("refuse-removal", "判决未生效")


def test_the_history_names_the_class_of_a_removal(removed: Listing) -> None:
    assert listing_history(removed)[-1].reason == "认定依据被变更、撤销或确认无效：判决"


def test_who_removed_does_not_refuse(removed: Listing) -> None:
    with pytest.raises(FourEyes):
        refuse_removal(listing=removed, reason="误操作", by=office(), at=noon(TODAY))


def test_what_was_confirmed_is_not_refused_but_two_take_it_back(removed: Listing) -> None:
    confirm_removal(listing=removed, by=decider(), at=noon(TODAY))
    with pytest.raises(AlreadyConfirmed):
        refuse_removal(listing=removed, reason="误操作", by=office("third"), at=noon(TODAY))
    ask_take_back(listing=removed, reason="误操作", by=decider(), at=noon(LAST))
    with pytest.raises(FourEyes):
        take_back(listing=removed, by=decider(), at=noon(LAST))
    take_back(listing=removed, by=office(), at=noon(LAST))
    is_as_before(removed, removed)


def test_after_thirty_days_it_is_too_late(removed: Listing) -> None:
    late = noon(LAST + timedelta(days=1))
    with pytest.raises(NotRestorable, match="30日"):
        refuse_removal(listing=removed, reason="误操作", by=decider(), at=late)
    with pytest.raises(NotRestorable, match="30日"):
        ask_take_back(listing=removed, reason="误操作", by=decider(), at=late)


def test_a_request_may_be_turned_down_and_made_once_at_a_time(removed: Listing) -> None:
    ask_take_back(listing=removed, reason="误操作", by=decider(), at=noon(TODAY))
    with pytest.raises(NotRestorable, match="已经提出"):
        ask_take_back(listing=removed, reason="误操作", by=office("third"), at=noon(TODAY))
    turn_down_take_back(listing=removed, reason="移出无误", by=office(), at=noon(TODAY))
    with pytest.raises(MatterGone):
        take_back(listing=removed, by=office(), at=noon(TODAY))
    removed.refresh_from_db()
    assert removed.state == "REMOVED"


def test_what_has_no_ground_is_not_restored() -> None:
    agency = make.office()
    record = grounds.grave(agency, new_enterprise())
    listing = grounds.listed(agency, record.enterprise, record)
    grounds.withdrawn(WithdrawalReason.ANNULLED)(agency, record)
    with pytest.raises(NotRestorable, match="所依据的记录"):
        ask_take_back(listing=listing, reason="误操作", by=office(), at=noon(TODAY))


def test_what_was_listed_anew_is_not_restored(removed: Listing) -> None:
    decided(enterprise=removed.enterprise)
    with pytest.raises(NotRestorable, match="重新列入"):
        refuse_removal(listing=removed, reason="误操作", by=decider(), at=noon(TODAY))


def test_what_is_listed_is_no_exit() -> None:
    with pytest.raises(StateChanged):
        refuse_removal(listing=decided(), reason="误操作", by=decider(), at=noon(TODAY))


def test_only_the_credit_office_takes_back(removed: Listing) -> None:
    stranger = User.objects.create_user("stranger")
    with pytest.raises(NotPermitted):
        refuse_removal(listing=removed, reason="误操作", by=stranger, at=noon(TODAY))
    with pytest.raises(NotPermitted):
        ask_take_back(listing=removed, reason="误操作", by=stranger, at=noon(TODAY))


def test_a_black_listing_taken_back_ends_the_red_one_and_its_offer_again() -> None:
    enterprise = new_enterprise()
    red = decided(slug=RED, enterprise=enterprise)
    black = remove(decided(enterprise=enterprise))
    assert red.matters.filter(kind="OFFER", settled_at__isnull=True).exists()
    refuse_removal(listing=black, reason="误操作", by=decider(), at=noon(TODAY))
    assert not red.matters.filter(kind="OFFER", settled_at__isnull=True).exists()


class TestAnOffer:
    @pytest.fixture
    def red(self) -> Listing:
        enterprise = new_enterprise()
        red = decided(slug=RED, enterprise=enterprise)
        remove(decided(enterprise=enterprise))
        red.refresh_from_db()
        return red

    def test_becomes_a_proposal_with_its_reason(self, red: Listing) -> None:
        proposal = accept_offer(listing=red, by=office(), at=noon(TODAY))
        assert (proposal.state, proposal.enterprise, proposal.criterion) == ("PROPOSED", red.enterprise, red.criterion)
        assert "恢复" in proposal.reason
        red.refresh_from_db()
        assert red.state == "REMOVED"
        with pytest.raises(MatterGone):
            accept_offer(listing=red, by=office(), at=noon(TODAY))

    def test_may_be_declined(self, red: Listing) -> None:
        decline_offer(listing=red, reason="荣誉已到期", by=office(), at=noon(TODAY))
        with pytest.raises(MatterGone):
            accept_offer(listing=red, by=office(), at=noon(TODAY))
