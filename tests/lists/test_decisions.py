"""From proposal to decision and exit: each step allowed and refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from enterprises.agencies.permissions import NotPermitted
from enterprises.register.models import Enterprise
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.refusals import FourEyes, ReasonMissing, StateChanged
from lists.criteria.definitions import ORDER_44
from lists.listings.models import Listing, ListingEvent
from lists.listings.rules import ListingState, RemovalReason
from lists.listings.services.decisions import (
    AlreadyListed,
    DecisionInvalid,
    OnBlackList,
    decide_listing,
    reject_listing,
)
from lists.listings.services.exits import (
    RemovalInvalid,
    confirm_removal,
    mark_listing_disputed,
    remove_listing,
    settle_listing_dispute,
)
from lists.listings.services.notices import NoticeInvalid, notify_listing
from tests.lists.make import (
    DECIDED,
    RED,
    SERVED,
    TODAY,
    WINDOW_END,
    decided,
    decider,
    decision,
    new_enterprise,
    noon,
    notified,
    office,
    proposed,
)

pytestmark = pytest.mark.django_db


def verbs(listing: Listing) -> list[str]:
    return list(ListingEvent.objects.filter(listing=listing).values_list("verb", flat=True))


def test_the_whole_way_writes_its_history() -> None:
    listing = decided()
    assert verbs(listing) == ["propose", "notify", "decide"]
    assert listing.is_in_term(on=DECIDED)
    assert not listing.is_in_term(on=DECIDED - timedelta(days=1))


def test_a_decision_raises_the_revision_of_the_file() -> None:
    listing = notified()
    before = Enterprise.objects.get(pk=listing.enterprise_id).revision
    decide_listing(listing=listing, **decision())
    assert Enterprise.objects.get(pk=listing.enterprise_id).revision == before + 1


def test_the_window_is_that_of_the_list_and_the_day_of_service_does_not_count() -> None:
    listing = notify_listing(listing=proposed(), served_on=SERVED, by=office(), at=noon(SERVED))
    assert listing.objection_until == date(2026, 10, 11)
    with pytest.raises(NoticeInvalid, match="不得少于10个工作日"):
        notify_listing(
            listing=proposed(), served_on=SERVED, objection_until=date(2026, 10, 10), by=office(), at=noon(SERVED)
        )


def test_notice_is_not_served_in_the_future() -> None:
    with pytest.raises(NoticeInvalid):
        notify_listing(listing=proposed(), served_on=TODAY, by=office(), at=noon(SERVED))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"document_number": " "}, "文书号"),
        ({"objection_outcome": ""}, "异议处理情况"),
        ({"term_basis": ""}, "期限依据"),
        ({"term_months": 37}, "36个月，不得增减"),
        ({"term_months": 12}, "36个月，不得增减"),
        ({"decided_on": WINDOW_END - timedelta(days=1)}, "异议期尚未届满"),
        ({"decided_on": DECIDED + timedelta(days=1)}, "不能晚于今天"),
        ({"term_basis": "《某省社会信用条例》"}, "从市场监督管理严重违法失信名单的依据中选择"),
        ({"finding": " "}, "认定符合列入标准的理由"),
        ({"found": ("性质恶劣", "情节严重")}, "须认定社会危害较大"),
    ],
    ids=str,
)
def test_a_decision_without_one_of_its_parts_is_refused(changes: dict[str, Any], words: str) -> None:
    listing = notified()
    with pytest.raises((DecisionInvalid, ReasonMissing), match=words):
        decide_listing(listing=listing, **decision(**changes))
    assert Listing.objects.get(pk=listing.pk).state == ListingState.NOTIFIED


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"term_months": 13}, "1至12"),
        ({"term_months": 0}, "1至12"),
        ({"term_months": 1, "at": noon(date(2026, 11, 20))}, "已经届满"),
        ({"term_basis": ORDER_44}, "从守信激励对象的依据中选择"),
        ({"term_basis": "国办发〔2020〕49号"}, "从守信激励对象的依据中选择"),
    ],
    ids=str,
)
def test_the_term_of_a_red_listing_has_a_bound_and_a_basis(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(DecisionInvalid, match=words):
        decide_listing(listing=notified(slug=RED), **decision(RED, **changes))


def test_who_proposed_does_not_decide() -> None:
    with pytest.raises(FourEyes):
        decide_listing(listing=notified(), **decision(by=office()))


def test_nobody_is_decided_upon_untold() -> None:
    with pytest.raises(StateChanged):
        decide_listing(listing=proposed(), **decision())


def test_a_late_publication_does_not_backdate() -> None:
    listing = decided(changes={"at": noon(TODAY)})
    assert (listing.public_from, listing.public_until) == (TODAY, date(2029, 10, 20))


def test_an_enterprise_whose_file_is_not_public_is_not_listed() -> None:
    with pytest.raises(DecisionInvalid, match="尚未公示"):
        decided(enterprise=new_enterprise(public_from=None))


def test_listed_once() -> None:
    listing = decided()
    with pytest.raises(AlreadyListed):
        proposed(enterprise=listing.enterprise, on=TODAY)


def test_a_black_listing_ends_the_red_one() -> None:
    enterprise = new_enterprise()
    red = decided(slug=RED, enterprise=enterprise)
    decided(enterprise=enterprise)
    red.refresh_from_db()
    assert (red.state, red.removed_reason) == (ListingState.REMOVED, RemovalReason.ON_BLACK_LIST)
    assert verbs(red)[-1] == "remove"


def test_who_is_on_a_black_list_does_not_come_onto_a_red_one() -> None:
    enterprise = new_enterprise()
    decided(enterprise=enterprise)
    with pytest.raises(OnBlackList):
        decided(slug=RED, enterprise=enterprise)


def test_rejection_needs_a_reason() -> None:
    listing = notified()
    with pytest.raises(ReasonMissing):
        reject_listing(listing=listing, reason=" ", by=office(), at=noon(TODAY))
    assert reject_listing(listing=listing, reason="异议成立", by=office(), at=noon(TODAY)).state == "REJECTED"


def test_repair_waits_for_the_shortest_term() -> None:
    listing = decided(changes={"term_months": 36})
    with pytest.raises(RemovalInvalid, match="2027-10-20"):
        remove_listing(
            listing=listing,
            reason=RemovalReason.REPAIRED,
            note="修复决定",
            by=office(),
            at=noon(date(2027, 10, 19)),
        )
    gone = remove_listing(
        listing=listing, reason=RemovalReason.REPAIRED, note="修复决定", by=office(), at=noon(date(2027, 10, 20))
    )
    assert not gone.is_in_term(on=date(2027, 10, 20))


def test_a_removal_holds_at_once_and_is_confirmed_by_another() -> None:
    listing = remove_listing(
        listing=decided(), reason=RemovalReason.ANNULLED, note="判决撤销", by=office(), at=noon(TODAY)
    )
    assert not Listing.objects.public(on=TODAY).exists()
    with pytest.raises(FourEyes):
        confirm_removal(listing=listing, by=office(), at=noon(TODAY))
    confirm_removal(listing=listing, by=decider(), at=noon(TODAY))
    assert verbs(listing)[-2:] == ["remove", "confirm-removal"]


def test_a_disputed_listing_stays_public() -> None:
    listing = mark_listing_disputed(listing=decided(), reason="当事人提出异议", by=office(), at=noon(TODAY))
    assert listing.disputed_at is not None
    assert Listing.objects.public(on=TODAY).exists()
    with pytest.raises(StateChanged):
        mark_listing_disputed(listing=listing, reason="再次", by=office(), at=noon(TODAY))
    for wrote in (office(), decider()):
        with pytest.raises(FourEyes):
            settle_listing_dispute(listing=listing, reason="异议不成立", by=wrote, at=noon(TODAY))
    third = office("third")
    assert settle_listing_dispute(listing=listing, reason="异议不成立", by=third, at=noon(TODAY)).disputed_at is None


STEPS: list[Callable[[User], object]] = [
    lambda by: notify_listing(listing=proposed(), served_on=SERVED, by=by, at=noon(SERVED)),
    lambda by: decide_listing(listing=notified(), **decision(by=by)),
    lambda by: reject_listing(listing=proposed(), reason="理由", by=by, at=noon(TODAY)),
    lambda by: remove_listing(listing=decided(), reason=RemovalReason.ANNULLED, note="x", by=by, at=noon(TODAY)),
    lambda by: confirm_removal(listing=decided(), by=by, at=noon(TODAY)),
    lambda by: mark_listing_disputed(listing=decided(), reason="x", by=by, at=noon(TODAY)),
]


@pytest.mark.parametrize("step", STEPS)
def test_only_the_credit_office_keeps_lists(step: Callable[[User], object]) -> None:
    with pytest.raises(NotPermitted):
        step(User.objects.create_user("stranger"))


def test_every_refusal_has_a_sentence() -> None:
    with pytest.raises(Refused) as caught:
        reject_listing(listing=proposed(), reason="", by=office(), at=noon(TODAY))
    assert caught.value.sentence.endswith("。")
