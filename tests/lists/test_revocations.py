"""Upheld objections and repairs that prove a mistake: what becomes of a listing, and of one whose notice was given."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from enterprises.agencies.permissions import NotPermitted
from enterprises.cases.models import Case
from enterprises.cases.periodic_jobs import issue_letters
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.decisions import confirm_decision, decide, reconsider
from enterprises.cases.services.revocations import ask_revoke, revoke
from enterprises.cases.services.steps import accept, forward, take_up
from enterprises.documents.letters.content import LetterContent
from enterprises.documents.letters.models import Letter
from enterprises.documents.refs import Ref, RefKind
from enterprises.documents.snapshot import from_plain
from enterprises.shared import clock
from enterprises.shared.workflow.refusals import ReasonMissing, StateChanged
from lists.listings.models import Listing
from lists.listings.rules import ListingState
from lists.listings.services.decisions import AlreadyListed, DecisionInvalid, decide_listing
from lists.listings.services.matters import propose_again
from lists.listings.services.resuming import resume_listing
from tests.cases import make as cases
from tests.lists import make as lists
from tests.lists.make import noon
from tests.make import officer
from tests.support.clients import client_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank_print")]
WHY = "告知书所列的事实属实"
IN_WINDOW = lists.WINDOW_END - timedelta(days=1)


def second() -> User:
    return lists.office("second", of=lists.agency())


def third() -> User:
    return lists.office("third", of=lists.agency())


def ref(listing: Listing) -> Ref:
    return Ref(kind=RefKind.LISTING, id=listing.pk)


def upheld(listing: Listing, *, on: date) -> Case:
    """Uphold an objection by one person."""
    case = cases.objection(ref(listing), on=on).cases[0]
    if case.agency is None:
        case = forward(case=case, agency=lists.agency(), reason="认定单位", by=lists.office(), at=noon(on))
    case = take_up(case=accept(case=case, by=lists.decider(), at=noon(on)), by=second(), at=noon(on))
    return decide(case=case, outcome="UPHELD", reason="经核查属实", by=second(), at=noon(on))


def revoked(case: Case, *, on: date) -> Case:
    """Confirm a decision, and revoke it as a mistake."""
    case = confirm_decision(case=case, by=third(), at=noon(on))
    case = ask_revoke(case=case, reason=WHY, by=second(), at=noon(on))
    return revoke(case=case, by=third(), at=noon(on))


@pytest.fixture
def notified() -> Listing:
    return lists.notified()


@pytest.fixture
def given_up(notified: Listing, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Give the case whose objection to a notice one person upheld."""
    monkeypatch.setattr(clock, "now", lambda: noon(IN_WINDOW))
    return upheld(notified, on=IN_WINDOW)


# The second person does not agree


def test_a_notice_stands_again_and_the_case_goes_on(given_up: Case, notified: Listing) -> None:
    case = reconsider(case=given_up, reason=WHY, by=third(), at=noon(IN_WINDOW))
    notified.refresh_from_db()
    assert (notified.state, notified.objection_until) == (ListingState.NOTIFIED, lists.WINDOW_END)
    assert (case.state, case.due_step) == (CaseState.UNDER_REVIEW, "DECIDE")
    last = notified.events.order_by("pk").last()
    assert last is not None
    assert (last.verb, last.actor, last.reason) == ("resume", third(), WHY)
    with pytest.raises(DecisionInvalid, match="异议尚未办结"):
        decide_listing(listing=notified, **lists.decision())
    decide(case=case, outcome="REFUSED", reason=WHY, by=second(), at=noon(IN_WINDOW))
    issue_letters(at=noon(IN_WINDOW))
    assert "OBJECTION_REPLY" in Letter.objects.values_list("kind", flat=True)
    assert decide_listing(listing=notified, **lists.decision()).state == ListingState.DECIDED


def test_a_notice_does_not_stand_again_beside_a_new_proposal(given_up: Case, notified: Listing) -> None:
    lists.proposed(enterprise=notified.enterprise)
    with pytest.raises(AlreadyListed):
        reconsider(case=given_up, reason=WHY, by=third(), at=noon(IN_WINDOW))
    given_up.refresh_from_db()
    assert given_up.state == CaseState.DECIDED


def test_only_what_was_given_up_is_resumed_by_the_office_with_a_reason(given_up: Case, notified: Listing) -> None:
    with pytest.raises(NotPermitted):
        resume_listing(listing=notified, reason=WHY, by=officer("clerk", agency=lists.agency()), at=noon(IN_WINDOW))
    with pytest.raises(ReasonMissing):
        resume_listing(listing=notified, reason=" ", by=third(), at=noon(IN_WINDOW))
    resume_listing(listing=notified, reason=WHY, by=third(), at=noon(IN_WINDOW))
    with pytest.raises(StateChanged):
        resume_listing(listing=notified, reason=WHY, by=third(), at=noon(IN_WINDOW))


# Two people revoke what two people decided


def test_after_confirmation_a_new_notice_is_offered_and_the_old_one_stays_given_up(
    given_up: Case, notified: Listing
) -> None:
    revoked(given_up, on=IN_WINDOW)
    notified.refresh_from_db()
    assert notified.state == ListingState.REJECTED
    page = text_of(client_of(third()).get(reverse("lists-desk:listing", args=[notified.pk])))
    assert "列入须重新提出建议、重新告知" in page
    assert reverse("lists-desk:step", args=[notified.pk, "propose-again"]) in page
    anew = propose_again(listing=notified, by=third(), at=noon(IN_WINDOW))
    assert (anew.state, anew.reason, anew.record_ids) == (
        ListingState.PROPOSED,
        notified.reason,
        notified.record_ids,
    )
    assert anew.objection_until is None


def test_the_applicant_is_informed_that_a_new_notice_would_come(given_up: Case, notified: Listing) -> None:
    case = revoked(given_up, on=IN_WINDOW)
    issue_letters(at=noon(IN_WINDOW))
    letter = from_plain(LetterContent, Letter.objects.latest("pk").document.snapshot["content"])
    assert letter.decision == (
        "撤销“异议成立，撤下”的决定。原答复文书不再有效；拟列入名单的，另行告知，你单位仍有权陈述、申辩和提出异议。",
    )
    page = text_of(client_of(third()).get(reverse("cases-desk:case", args=[case.number])))
    assert "原告知不恢复，列入须重新提出建议、重新告知" in page


def test_a_notice_that_is_given_up_was_never_public(given_up: Case) -> None:
    issue_letters(at=noon(IN_WINDOW))
    letter = from_plain(LetterContent, Letter.objects.latest("pk").document.snapshot["content"])
    assert letter.decision == ("异议成立，撤下。不将你单位列入该名单，原告知不再执行。",)
    page = text_of(client_of(third()).get(reverse("cases-desk:case", args=[given_up.number])))
    assert "自决定时起不予列入名单。退回审查的，原告知继续有效。" in page
    assert "公示" not in page.partition("影响")[2].partition("函件")[0]


def test_a_removal_by_an_upheld_objection_is_revoked(monkeypatch: pytest.MonkeyPatch) -> None:
    listing, on = lists.decided(), lists.TODAY
    monkeypatch.setattr(clock, "now", lambda: noon(on))
    case = revoked(upheld(listing, on=on), on=on)
    listing.refresh_from_db()
    assert (listing.state, listing.disputed_at) == (ListingState.DECIDED, None)
    issue_letters(at=noon(on))
    letter = from_plain(LetterContent, Letter.objects.latest("pk").document.snapshot["content"])
    assert "恢复公示" in letter.decision[0]
    assert case.undone_at == noon(on)
