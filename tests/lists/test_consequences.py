"""What follows when a record changes: cause x thing built on it x what must follow, without a worker."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.shared import clock
from lists.editions.queries import left_out_of
from lists.editions.services.editions import draft_edition, publish_edition
from lists.listings.models import Listing, ListingEvent, Matter
from lists.listings.rules import MatterKind
from lists.listings.services.consequences import follow_all, follow_records
from lists.listings.services.exits import mark_listing_disputed
from lists.listings.services.matters import due_after, settle_review
from tests import make
from tests.lists import grounds
from tests.lists.grounds import CHANGED, FINE, Change, corrected, corrected_in_a_batch, grave, honour, withdrawn
from tests.lists.make import (
    BLACK,
    RED,
    TODAY,
    decided,
    decider,
    new_enterprise,
    noon,
    notified,
    office,
    proposed,
    published,
    the_list,
)
from tests.make import Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank_print")]


@pytest.fixture
def agency() -> Office:
    return make.office()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Something that becomes of a record; `fate` is that of a listing that has no other ground."""

    change: Change
    fate: str  # the class of reason by which a black listing leaves; REVIEW, DISPUTED or "" if it stays
    red_fate: str = ""


CAUSES = {
    "repaired": Cause(change=withdrawn(WithdrawalReason.REPAIRED), fate="REPAIRED", red_fate="CONDITIONS_LOST"),
    "annulled": Cause(change=withdrawn(WithdrawalReason.ANNULLED), fate="ANNULLED", red_fate="ANNULLED"),
    "objection upheld": Cause(
        change=withdrawn(WithdrawalReason.OBJECTION_UPHELD), fate="OBJECTION_UPHELD", red_fate="OBJECTION_UPHELD"
    ),
    "recorded by mistake": Cause(
        change=withdrawn(WithdrawalReason.RECORDED_BY_MISTAKE), fate="LISTED_BY_MISTAKE", red_fate="LISTED_BY_MISTAKE"
    ),
    "corrected below the criterion": Cause(change=corrected(FINE), fate="ANNULLED"),
    "corrected so in a batch": Cause(change=corrected_in_a_batch(FINE), fate="ANNULLED"),
    "corrected and still a ground": Cause(change=corrected({"CF_SY": "当事人在其网站及门店作虚假宣传"}), fate="REVIEW"),
    "corrected so, in a batch": Cause(
        change=corrected_in_a_batch({"CF_SY": "当事人在其门店作虚假宣传"}), fate="REVIEW"
    ),
    "disputed": Cause(change=grounds.disputed, fate="DISPUTED", red_fate="DISPUTED"),
}
ENDING = {name: cause for name, cause in CAUSES.items() if cause.fate not in {"REVIEW", "DISPUTED"}}
each_cause = pytest.mark.parametrize("name", CAUSES)


def waiting(listing: Listing, kind: MatterKind) -> list[Matter]:
    return list(Matter.objects.filter(listing=listing, kind=kind, settled_at__isnull=True).order_by("pk"))


def is_public(listing: Listing) -> bool:
    return Listing.objects.public(on=TODAY).filter(pk=listing.pk).exists()


def must_follow(listing: Listing, fate: str) -> None:
    """Check a decided listing that rested on one record which met that fate."""
    listing.refresh_from_db()
    if fate in {"REVIEW", "DISPUTED"}:
        assert is_public(listing)
        [review] = waiting(listing, MatterKind.REVIEW)
        assert review.due_on == due_after(CHANGED)
        assert (listing.disputed_at is not None) == (fate == "DISPUTED")
        return
    assert not is_public(listing)
    assert (listing.state, listing.removed_reason, listing.removed_on) == ("REMOVED", fate, CHANGED)
    event = ListingEvent.objects.filter(listing=listing).last()
    assert event is not None
    assert (event.verb, event.before, event.after) == ("lose-grounds", "DECIDED", "REMOVED")
    assert "所依据的记录" in event.reason
    told = {notice.recipient_id for notice in waiting(listing, MatterKind.NOTICE)}
    assert told == {listing.proposed_by_id, listing.decided_by_id}
    assert waiting(listing, MatterKind.REVIEW) == []


@each_cause
def test_a_black_listing_on_one_record(name: str, agency: Office) -> None:
    record, other = grave(agency, new_enterprise()), grave(agency, new_enterprise(), number="16号")
    listing, untouched = (grounds.listed(agency, one.enterprise, one) for one in (record, other))
    CAUSES[name].change(agency, record)
    must_follow(listing, CAUSES[name].fate)
    assert is_public(untouched)
    assert not Matter.objects.filter(listing=untouched).exists()


@each_cause
def test_a_black_listing_with_a_ground_that_remains(name: str, agency: Office) -> None:
    enterprise = new_enterprise()
    record, remaining = grave(agency, enterprise), grave(agency, enterprise, number="16号")
    listing = grounds.listed(agency, enterprise, record, remaining)
    CAUSES[name].change(agency, record)
    must_follow(listing, "DISPUTED" if CAUSES[name].fate == "DISPUTED" else "REVIEW")
    [review] = waiting(listing, MatterKind.REVIEW)
    assert "15号" in review.text
    assert "16号" not in review.text


@pytest.mark.parametrize("name", [name for name, cause in CAUSES.items() if cause.red_fate])
def test_a_red_listing_on_one_honour(name: str, agency: Office) -> None:
    record = honour(agency, new_enterprise())
    listing = grounds.listed(agency, record.enterprise, record)
    CAUSES[name].change(agency, record)
    must_follow(listing, CAUSES[name].red_fate)


@pytest.mark.parametrize("stage", [proposed, notified])
@each_cause
def test_a_proposal(name: str, stage: Callable[..., Listing], agency: Office) -> None:
    record = grave(agency, new_enterprise())
    listing = grounds.rest_on(stage(enterprise=record.enterprise), record)
    before = listing.state
    CAUSES[name].change(agency, record)
    listing.refresh_from_db()
    if name in ENDING:
        assert listing.state == "REJECTED"
        assert [notice.recipient_id for notice in waiting(listing, MatterKind.NOTICE)] == [listing.proposed_by_id]
    else:
        assert listing.state == before
        assert len(waiting(listing, MatterKind.REVIEW)) == 1


@each_cause
def test_a_draft_made_before(name: str, agency: Office) -> None:
    record, standing = grave(agency, new_enterprise()), decided()
    listing = grounds.listed(agency, record.enterprise, record)
    draft = draft_edition(credit_list=the_list(BLACK), as_of=CHANGED, by=office(), at=noon(CHANGED)).edition
    CAUSES[name].change(agency, record)
    edition = publish_edition(edition=draft, by=decider(), at=noon(CHANGED))
    gone = [listing] if name in ENDING else []
    assert {entry.listing for entry in edition.entries.all()} == {standing, listing} - set(gone)
    assert [line.listing for line in left_out_of(edition)] == gone


@each_cause
def test_a_draft_made_afterwards(name: str, agency: Office) -> None:
    record, standing = grave(agency, new_enterprise()), decided()
    listing = grounds.listed(agency, record.enterprise, record)
    CAUSES[name].change(agency, record)
    result = draft_edition(credit_list=the_list(BLACK), as_of=CHANGED, by=office(), at=noon(CHANGED))
    gone = [listing] if name in ENDING else []
    assert {entry.listing for entry in result.edition.entries.all()} == {standing, listing} - set(gone)
    assert [one.listing_id for one in result.left_out] == [one.pk for one in gone]
    assert all("移出" in reason for one in result.left_out for reason in one.reasons)


@each_cause
def test_a_published_edition(name: str, agency: Office, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    record = grave(agency, new_enterprise())
    listing = grounds.listed(agency, record.enterprise, record)
    edition = published(as_of=CHANGED)
    monkeypatch.setattr(clock, "now", lambda: noon(CHANGED))
    CAUSES[name].change(agency, record)
    address = f"/lists/{BLACK}/{edition.number}"
    page = client.get(f"{address}/").content.decode()
    assert (listing.enterprise.name in page) == (name not in ENDING)
    assert client.get(f"{address}.csv").status_code == (503 if name in ENDING else 200)
    assert (listing.enterprise.name in client.get(f"/lists/{BLACK}/").content.decode()) == (name not in ENDING)


def test_a_settled_dispute_takes_the_mark_off_again(agency: Office) -> None:
    record = grave(agency, new_enterprise())
    listing = grounds.listed(agency, record.enterprise, record)
    grounds.disputed(agency, record)
    grounds.settled(agency, record)
    listing.refresh_from_db()
    assert listing.disputed_at is None
    assert waiting(listing, MatterKind.REVIEW) == []
    grounds.disputed(agency, record)
    listing.refresh_from_db()
    assert listing.disputed_at is not None


def test_the_mark_that_the_office_put_stays(agency: Office) -> None:
    record = grave(agency, new_enterprise())
    listing = grounds.listed(agency, record.enterprise, record)
    mark_listing_disputed(listing=listing, reason="异议", by=office(), at=noon(TODAY))
    grounds.disputed(agency, record)
    grounds.settled(agency, record)
    listing.refresh_from_db()
    assert listing.disputed_at is not None


def test_two_changes_of_which_only_the_second_ends_it(agency: Office) -> None:
    enterprise = new_enterprise()
    records = grave(agency, enterprise), grave(agency, enterprise, number="16号")
    listing = grounds.listed(agency, enterprise, *records)
    for record, fate in zip(records, ("REVIEW", "ANNULLED"), strict=True):
        withdrawn(WithdrawalReason.ANNULLED)(agency, record)
        must_follow(listing, fate)


def test_a_second_correction_ends_what_the_first_left(agency: Office) -> None:
    record = grave(agency, new_enterprise())
    listing = grounds.listed(agency, record.enterprise, record)
    corrected({"CF_SY": "当事人在其门店作虚假宣传"})(agency, record)
    must_follow(listing, "REVIEW")
    corrected(FINE)(agency, Record.objects.get(supersedes=record))
    must_follow(listing, "ANNULLED")


def test_a_change_that_was_reviewed_is_not_asked_again(agency: Office) -> None:
    record = grave(agency, new_enterprise())
    listing = grounds.listed(agency, record.enterprise, record)
    corrected({"CF_SY": "当事人在其门店作虚假宣传"})(agency, record)
    settle_review(listing=listing, reason="更正不影响列入", by=office(), at=noon(TODAY))
    follow_records([listing.enterprise_id])
    assert waiting(listing, MatterKind.REVIEW) == []


def test_the_end_of_a_records_days_is_no_reason(agency: Office) -> None:
    record = grave(agency, new_enterprise())
    listing = grounds.listed(agency, record.enterprise, record)
    Record.objects.filter(pk=record.pk).update(public_until=TODAY, unheld_until=TODAY)
    follow_records([listing.enterprise_id])
    assert is_public(listing)
    assert not Matter.objects.exists()


@pytest.mark.parametrize("name", ENDING)
def test_a_red_listing_that_the_void_black_one_ended_is_offered_back_and_not_restored(
    name: str, agency: Office
) -> None:
    enterprise = new_enterprise()
    red = decided(slug=RED, enterprise=enterprise)
    black = grounds.listed(agency, enterprise, record := grave(agency, enterprise))
    red.refresh_from_db()
    assert (red.state, red.ended_by) == ("REMOVED", black)
    CAUSES[name].change(agency, record)
    red.refresh_from_db()
    assert red.state == "REMOVED"
    offers = waiting(red, MatterKind.OFFER)
    assert len(offers) == (0 if name == "repaired" else 1)  # what was repaired had been right


def test_what_changed_behind_the_signal_is_found_by_the_sweep(agency: Office) -> None:
    record = grave(agency, new_enterprise())
    listing = grounds.listed(agency, record.enterprise, record)
    changed = {"state": "WITHDRAWN", "withdrawn_at": noon(CHANGED), "withdrawn_reason": "ANNULLED"}
    Record.objects.filter(pk=record.pk).update(**changed)
    assert is_public(listing)
    follow_all()
    assert not is_public(listing)
