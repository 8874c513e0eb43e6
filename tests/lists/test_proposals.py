"""From public records to proposals, and that a second run proposes nothing."""

import pytest
from django.contrib.auth.models import User

from enterprises.agencies.permissions import NotPermitted
from enterprises.records.rules.lifecycle import State
from enterprises.register.services.links import link_codes
from lists.listings.services.decisions import reject_listing
from lists.listings.services.proposals import propose_listings
from tests.lists.grounds import honoured, propose, record, revoked
from tests.lists.make import RED, TODAY, decided, new_enterprise, noon, office, the_list

pytestmark = pytest.mark.django_db


def test_a_serious_penalty_proposes_with_reason_and_record() -> None:
    penalty = revoked(new_enterprise())
    [listing] = propose()
    assert (listing.enterprise_id, listing.criterion, listing.state) == (penalty.enterprise_id, "M-01", "PROPOSED")
    assert "吊销许可证件" in listing.reason
    assert listing.record_ids == [penalty.pk]


def test_a_second_run_changes_nothing() -> None:
    revoked(new_enterprise())
    assert len(propose()) == 1
    assert propose() == []


def test_what_is_not_public_proposes_nothing() -> None:
    revoked(new_enterprise(), state=State.SUBMITTED, published_at=None)
    revoked(new_enterprise(), public_until=TODAY)
    revoked(new_enterprise(public_from=None))
    assert propose() == []


def test_weighed_once_and_again_only_on_new_grounds() -> None:
    enterprise = new_enterprise()
    revoked(enterprise)
    [listing] = propose()
    reject_listing(listing=listing, reason="处罚决定复议中", by=office(), at=noon(TODAY))
    assert propose() == []
    revoked(enterprise, key="2")
    assert len(propose()) == 1


def test_an_honour_proposes_for_the_red_list() -> None:
    honour = honoured(new_enterprise())
    [listing] = propose(RED)
    assert (listing.criterion, listing.record_ids) == ("R-01", [honour.pk])


def test_a_public_penalty_or_a_black_list_keeps_off_the_red_list() -> None:
    fined, blacklisted = new_enterprise(), new_enterprise()
    for enterprise in (fined, blacklisted):
        honoured(enterprise)
    record(fined, kind="penalty", gravity="GENERAL", details={"CF_CFLB": ["罚款"]})
    decided(enterprise=blacklisted)
    assert propose(RED) == []


def test_only_the_credit_office_proposes() -> None:
    with pytest.raises(NotPermitted):
        propose_listings(credit_list=the_list(), on=TODAY, by=User.objects.create_user("x"), at=noon(TODAY))


def test_penalties_under_both_codes_of_an_enterprise_count_together() -> None:
    earlier, later = new_enterprise(), new_enterprise()
    penalty = revoked(earlier)
    link_codes(earlier=earlier, later=later)
    [listing] = propose()
    assert (listing.enterprise_id, listing.record_ids) == (later.pk, [penalty.pk])
    assert propose() == []
    more = revoked(later, key="2")
    reject_listing(listing=listing, reason="处罚决定复议中", by=office(), at=noon(TODAY))
    [listing] = propose()
    assert listing.record_ids == [penalty.pk, more.pk]


def test_one_decision_under_both_codes_counts_once() -> None:
    earlier, later = new_enterprise(), new_enterprise()
    keys = [f"机关|{each.uscc}|15号" for each in (earlier, later)]
    revoked(earlier, natural_key=keys[0])
    second = revoked(later, natural_key=keys[1])
    link_codes(earlier=earlier, later=later)
    [listing] = propose()
    assert listing.record_ids == [second.pk]


def test_a_proposal_under_the_earlier_code_is_no_second_one() -> None:
    earlier, later = new_enterprise(), new_enterprise()
    revoked(earlier)
    assert len(propose()) == 1
    link_codes(earlier=earlier, later=later)
    assert propose() == []
