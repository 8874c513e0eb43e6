"""Cases about listings and notices of listing, through the owner that the lists register."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from enterprises.cases.models import Case
from enterprises.cases.periodic_jobs import issue_letters
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.bans import ask_undo_repair, undo_repair
from enterprises.cases.services.decisions import confirm_decision, decide, reconsider
from enterprises.cases.services.intake import ApplicationInvalid, NotAdmitted
from enterprises.cases.services.steps import accept, forward, take_up
from enterprises.cases.subjects.registry import SubjectMissing
from enterprises.documents.letters.content import LetterContent
from enterprises.documents.letters.models import Letter
from enterprises.documents.letters.services import record_service
from enterprises.documents.refs import Ref, RefKind
from enterprises.documents.snapshot import from_plain
from enterprises.shared import clock
from enterprises.shared.workflow.refusals import FourEyes, StateChanged
from lists.listings.models import Listing
from lists.listings.rules import ListingState, RemovalReason
from lists.listings.services.decisions import DecisionInvalid, decide_listing
from lists.listings.services.letters import issue_notice
from lists.periodic_jobs import issue_listing_letters
from tests.cases import make as cases
from tests.cases.make import noon
from tests.documents.letters import print_nothing
from tests.lists import make as lists
from tests.support.clients import text_of

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 18)


def ref(listing: Listing) -> Ref:
    return Ref(kind=RefKind.LISTING, id=listing.pk)


def second() -> User:
    return lists.office("second", of=lists.agency())


def ruled(case: Case, outcome: str, *, on: date) -> Case:
    case = take_up(case=accept(case=case, by=lists.decider(), at=noon(on)), by=second(), at=noon(on))
    return decide(case=case, outcome=outcome, reason="经核查属实", by=second(), at=noon(on))


def test_an_objection_marks_the_listing_and_its_refusal_takes_the_mark_off() -> None:
    listing = lists.decided()
    case = cases.objection(ref(listing), on=ON).cases[0]
    listing.refresh_from_db()
    last = listing.events.order_by("pk").last()
    assert listing.disputed_at == noon(ON)
    assert last is not None
    assert (last.verb, last.actor) == ("dispute", None)
    assert case.agency == lists.agency()
    ruled(case, "REFUSED", on=ON)
    listing.refresh_from_db()
    assert listing.disputed_at is None


def test_an_upheld_objection_removes_the_listing_and_the_second_person_confirms_or_restores() -> None:
    listing = lists.decided()
    case = ruled(cases.objection(ref(listing), on=ON).cases[0], "UPHELD", on=ON)
    listing.refresh_from_db()
    assert (listing.state, listing.removed_reason) == (ListingState.REMOVED, RemovalReason.OBJECTION_UPHELD)
    case = reconsider(case=case, reason="依据不足", by=lists.office("third", of=lists.agency()), at=noon(ON))
    listing.refresh_from_db()
    assert (listing.state, listing.disputed_at is not None) == (ListingState.DECIDED, True)
    case = decide(case=case, outcome="UPHELD", reason="复核属实", by=second(), at=noon(ON))
    confirm_decision(case=case, by=lists.decider(), at=noon(ON))
    listing.refresh_from_db()
    assert (listing.state, listing.removal_confirmed_by) == (ListingState.REMOVED, lists.decider())


def test_a_repaired_listing_is_removed_from_its_first_day_on_and_put_back_after_false_papers(
    paper: Path, settings: object
) -> None:
    settings.MARKET_REGULATION_REPAIRS = True  # type: ignore[attr-defined]
    listing = lists.decided()
    first = listing.repairable_from
    assert first is not None
    with pytest.raises(NotAdmitted, match=str(first)):
        cases.repair(ref(listing), on=first - timedelta(days=1), paper=paper)
    case = ruled(cases.repair(ref(listing), on=first, paper=paper).cases[0], "GRANTED", on=first)
    listing.refresh_from_db()
    assert listing.state == ListingState.DECIDED
    case = confirm_decision(case=case, by=lists.decider(), at=noon(first))
    listing.refresh_from_db()
    assert (listing.state, listing.removed_reason) == (ListingState.REMOVED, RemovalReason.REPAIRED)
    later = first + timedelta(days=60)
    until = later + timedelta(days=300)
    case = ask_undo_repair(case=case, reason="证明系伪造", banned_until=until, by=lists.decider(), at=noon(later))
    undo_repair(case=case, by=second(), at=noon(later))
    listing.refresh_from_db()
    assert listing.state == ListingState.DECIDED


def test_a_notice_is_disputed_while_its_window_is_open_and_the_decision_waits() -> None:
    listing = lists.notified()
    in_window = lists.WINDOW_END - timedelta(days=1)
    with pytest.raises(NotAdmitted, match="异议期已过"):
        cases.objection(ref(listing), on=lists.WINDOW_END)
    case = cases.objection(ref(listing), on=in_window).cases[0]
    listing.refresh_from_db()
    assert (listing.disputed_at, case.agency, case.due_step) == (None, None, "PASS_ON")
    with pytest.raises(DecisionInvalid, match="异议"):
        decide_listing(listing=listing, **lists.decision())
    case = forward(case=case, agency=lists.agency(), reason="认定单位", by=lists.office(), at=noon(in_window))
    case = ruled(case, "UPHELD", on=in_window)
    listing.refresh_from_db()
    assert listing.state == ListingState.REJECTED
    assert case.state == CaseState.DECIDED


def noticed(monkeypatch: pytest.MonkeyPatch) -> Letter:
    """Make a notice of listing that the portal issued and that was served."""
    print_nothing(monkeypatch)
    day = lists.SERVED - timedelta(days=1)
    issue_notice(listing=lists.proposed(), authority=lists.agency(), by=lists.office(), at=noon(day))
    issue_listing_letters(at=noon(day))
    letter = Letter.objects.get()
    record_service(letter=letter, method="DIRECT", served_on=lists.SERVED, by=lists.decider(), at=noon(lists.SERVED))
    return letter


def test_the_address_in_the_notice_takes_the_objection_while_the_window_is_open(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    letter = noticed(monkeypatch)
    content = from_plain(LetterContent, letter.document.snapshot["content"])
    way = "".join(each.within for each in content.deadlines)
    address = "/cases/new/" + way.partition("/cases/new/")[2].split(" ")[0]
    listing = Listing.objects.get()
    assert listing.objection_until is not None
    last = listing.objection_until - timedelta(days=1)
    for day, is_open in ((lists.SERVED, True), (last, True), (listing.objection_until, False)):
        monkeypatch.setattr(clock, "now", lambda day=day: noon(day))
        page = client.get(address).content.decode()
        assert ("异议期已过" not in page) is is_open, day


def test_a_notice_has_no_field_and_is_offered_an_objection_alone(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(clock, "now", lambda: noon(lists.SERVED))
    about = f"listing:{lists.notified().pk}"
    page = text_of(client.get(reverse("cases:new"), {"about": about}))
    assert "申请异议" in page
    assert "纠错</h2>" not in page
    assert "指明有误的栏目" not in page
    form = client.get(reverse("cases:new"), {"about": about, "kind": "error-report"})
    assert "这类信息不适用纠错。" in text_of(form)


def test_an_objection_to_a_notice_has_no_ground_of_what_is_published(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(clock, "now", lambda: noon(lists.SERVED))
    listing = lists.notified()
    page = text_of(client.get(reverse("cases:new"), {"about": f"listing:{listing.pk}", "kind": "objection"}))
    assert "内容与事实不符" in page
    assert "公示期已满仍在公示" not in page
    assert "信用修复结果" not in page
    with pytest.raises(ApplicationInvalid):
        cases.objection(Ref(kind=RefKind.LISTING, id=listing.pk), on=lists.SERVED, ground="ended")


def test_a_fact_that_is_wrong_in_the_notice_ends_the_proposal_and_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    letter, on = noticed(monkeypatch), lists.SERVED + timedelta(days=1)
    listing = Listing.objects.get(pk=letter.about_id)
    case = cases.objection(letter.about, on=on).cases[0]
    assert case.agency == lists.agency()
    case = ruled(case, "UPHELD", on=on)
    listing.refresh_from_db()
    assert listing.state == ListingState.REJECTED
    with pytest.raises(StateChanged):
        decide_listing(listing=listing, **lists.decision())
    issue_letters(at=noon(on))
    answers = Letter.objects.filter(case_letter__event__case=case)
    assert list(answers.order_by("pk").values_list("kind", flat=True)) == ["ACCEPTANCE", "OBJECTION_REPLY"]
    issue_listing_letters(at=noon(on))
    assert Letter.objects.filter(listing_letter__isnull=False).count() == 1


def test_whoever_proposed_or_entered_the_listing_never_decides_and_a_proposal_is_no_subject() -> None:
    listing = lists.decided()
    Listing.objects.filter(pk=listing.pk).update(proposed_by=second())
    case = cases.objection(ref(listing), on=ON).cases[0]
    case = accept(case=case, by=lists.decider(), at=noon(ON))
    for person in (lists.decider(), second()):
        with pytest.raises(FourEyes):
            decide(case=case, outcome="REFUSED", reason="无误", by=person, at=noon(ON))
    with pytest.raises(SubjectMissing):
        cases.objection(ref(lists.proposed()), on=ON)
