"""Steps of a listing that belong to a case about it: refused elsewhere, not offered there, and accepted if done."""

from collections.abc import Callable
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from enterprises.cases.models import Ban, Case
from enterprises.cases.periodic_jobs import close_lapsed_cases
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.bans import ask_undo_repair, turn_down_undo, undo_repair
from enterprises.cases.services.decisions import confirm_decision, decide, reconsider
from enterprises.cases.services.papers import GivenPaper
from enterprises.cases.services.steps import accept, take_up, withdraw_case
from enterprises.documents.refs import Ref, RefKind
from enterprises.shared import clock
from enterprises.shared.attachments import store
from enterprises.shared.attachments.store import CheckedPaper
from enterprises.shared.attachments.types import PDF
from enterprises.shared.workflow.refusals import StateChanged
from enterprises.shared.workflow.reserved import StepReserved
from lists.listings.models import Listing
from lists.listings.rules import ListingState, RemovalReason
from lists.listings.services.decisions import reject_listing
from lists.listings.services.exits import (
    ask_take_back,
    confirm_removal,
    refuse_removal,
    remove_listing,
    settle_listing_dispute,
    take_back,
    turn_down_take_back,
)
from tests.cases import make as cases
from tests.lists import make as lists
from tests.lists.make import noon
from tests.support.clients import client_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank_print")]
REPAIRED = {"reason": RemovalReason.REPAIRED, "note": "修复决定第1号"}
UPHELD = {"reason": RemovalReason.OBJECTION_UPHELD, "note": "异议成立"}
WITH_REASON = {"reason": "另行处理"}
Service = tuple[Callable[..., Listing], dict[str, Any]]


@pytest.fixture
def listing() -> Listing:
    return lists.decided()


@pytest.fixture
def day(listing: Listing, monkeypatch: pytest.MonkeyPatch) -> date:
    """Give the first day on which the listing can be repaired; the portal stands at its noon."""
    first = listing.repairable_from
    assert first is not None
    monkeypatch.setattr(clock, "now", lambda: noon(first))
    return first


@pytest.fixture
def repairs(listing: Listing, day: date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Case:
    settings.MARKET_REGULATION_REPAIRS = True
    monkeypatch.setattr(store, "checked", lambda path: CheckedPaper(media_type=PDF, content=path.read_bytes()))
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.7 made up")
    papers = [GivenPaper(code=code, path=paper) for code in cases.REPAIR_PAPERS]
    return cases.repair(ref(listing), on=day, paper=paper, papers=papers).cases[0]


@pytest.fixture
def objects(listing: Listing, day: date) -> Case:
    return cases.objection(ref(listing), on=day).cases[0]


def ref(listing: Listing) -> Ref:
    return Ref(kind=RefKind.LISTING, id=listing.pk)


def second() -> User:
    return lists.office("second", of=lists.agency())


def third() -> User:
    return lists.office("third", of=lists.agency())


def ruled(case: Case, outcome: str, *, on: date) -> Case:
    case = take_up(case=accept(case=case, by=lists.decider(), at=noon(on)), by=second(), at=noon(on))
    return decide(case=case, outcome=outcome, reason="经核查属实", by=second(), at=noon(on))


def undo_asked(case: Case, *, on: date) -> Case:
    case = confirm_decision(case=ruled(case, "GRANTED", on=on), by=lists.decider(), at=noon(on))
    until = on + timedelta(days=100)
    return ask_undo_repair(case=case, reason="证明系伪造", banned_until=until, by=lists.decider(), at=noon(on))


UNDO: dict[str, Service] = {
    "ask-takeback": (ask_take_back, WITH_REASON),
    "take-back": (take_back, {}),
    "turn-down-takeback": (turn_down_take_back, WITH_REASON),
}
CONFIRM: dict[str, Service] = {
    "confirm-removal": (confirm_removal, {}),
    "refuse-removal": (refuse_removal, WITH_REASON),
    **UNDO,
}
OBJECTION: dict[str, Service] = {
    "remove": (remove_listing, UPHELD),
    "settle-dispute": (settle_listing_dispute, WITH_REASON),
}


def refused(listing: Listing, step: Service, *, on: date) -> str:
    """Return the sentence with which a service refuses whoever keeps the list; nothing of the listing changes."""
    service, given = step
    before = Listing.objects.filter(pk=listing.pk).values().get()
    with pytest.raises(StepReserved) as refusal:
        service(listing=listing, by=third(), at=noon(on), **given)
    assert Listing.objects.filter(pk=listing.pk).values().get() == before
    return refusal.value.sentence


@pytest.mark.parametrize("is_decided", [False, True])
def test_a_removal_by_repair_belongs_to_the_case(is_decided: bool, repairs: Case, listing: Listing, day: date) -> None:
    if is_decided:
        ruled(repairs, "GRANTED", on=day)
    sentence = refused(listing, (remove_listing, REPAIRED), on=day)
    assert sentence == f"这一步属于信用修复申请{repairs.number}，请在该申请中办理。"


@pytest.mark.parametrize("step", CONFIRM)
def test_a_removal_by_a_case_is_confirmed_and_refused_there(
    step: str, objects: Case, listing: Listing, day: date
) -> None:
    ruled(objects, "UPHELD", on=day)
    assert objects.number in refused(listing, CONFIRM[step], on=day)


@pytest.mark.parametrize("step", UNDO)
def test_an_undo_belongs_to_the_case(step: str, repairs: Case, listing: Listing, day: date) -> None:
    undo_asked(repairs, on=day)
    assert repairs.number in refused(listing, UNDO[step], on=day)


@pytest.mark.parametrize("step", OBJECTION)
def test_an_objection_is_upheld_and_its_mark_taken_off_by_its_case(
    step: str, objects: Case, listing: Listing, day: date
) -> None:
    assert objects.number in refused(listing, OBJECTION[step], on=day)


def test_a_notice_that_is_disputed_is_given_up_by_the_case() -> None:
    listing, on = lists.notified(), lists.WINDOW_END - timedelta(days=1)
    case = cases.objection(ref(listing), on=on).cases[0]
    assert case.number in refused(listing, (reject_listing, WITH_REASON), on=on)
    withdraw_case(case=case, at=noon(on))
    assert reject_listing(listing=listing, reason="证据不足", by=third(), at=noon(on)).state == ListingState.REJECTED


def test_a_case_keeps_no_other_removal(objects: Case, listing: Listing, day: date) -> None:
    annulled = RemovalReason.ANNULLED
    removed = remove_listing(listing=listing, reason=annulled, note="（2027）鄂01行终1号", by=third(), at=noon(day))
    objects.refresh_from_db()
    assert (removed.state, objects.state) == (ListingState.REMOVED, CaseState.CLOSED)
    assert confirm_removal(listing=removed, by=second(), at=noon(day)).removal_confirmed_by == second()


# The page


def page_of(listing: Listing, reader: User) -> str:
    return text_of(client_of(reader).get(reverse("lists-desk:listing", args=[listing.pk])))


def offered(page: str, listing: Listing, step: str) -> bool:
    return f'action="{reverse("lists-desk:step", args=[listing.pk, step])}"' in page


def test_the_page_names_the_case_and_offers_none_of_its_steps(objects: Case, listing: Listing, day: date) -> None:
    page = page_of(listing, third())
    assert '<option value="OBJECTION_UPHELD">' not in page
    assert '<option value="ANNULLED">' in page
    assert "以下事项请在该申请中办理：" in page
    assert "因异议成立移出" in page
    ruled(objects, "UPHELD", on=day)
    page = page_of(listing, third())
    notice = page.partition("以下事项请在该申请中办理")[0].rpartition("notice__body")[2]
    assert f'href="{reverse("cases-desk:case", args=[objects.number])}"' in notice
    assert [step for step in CONFIRM if offered(page, listing, step)] == []
    stranger = page_of(listing, lists.office("xyb"))
    notice = stranger.partition("以下事项请在该申请中办理")[0].rpartition("notice__body")[2]
    assert objects.number in notice
    assert "href=" not in notice
    confirm_decision(case=objects, by=lists.decider(), at=noon(day))
    page = page_of(listing, third())
    assert not offered(page, listing, "ask-takeback")
    assert "以下事项请在该申请中办理：提出撤回移出。" in page


def test_a_repair_leaves_its_reason_out_of_the_form(repairs: Case, listing: Listing, day: date) -> None:
    assert '<option value="REPAIRED">' not in page_of(listing, third())
    withdraw_case(case=repairs, at=noon(day))
    assert '<option value="REPAIRED">' in page_of(listing, third())


def test_a_step_that_is_posted_all_the_same_comes_back_with_the_case(
    objects: Case, repairs: Case, listing: Listing, day: date
) -> None:
    desk = client_of(third())
    for reason, case in (("REPAIRED", repairs), ("OBJECTION_UPHELD", objects)):
        posted = {"reason": reason, "note": "依据"}
        answer = desk.post(reverse("lists-desk:step", args=[listing.pk, "remove"]), posted)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert f"申请{case.number}，请在该申请中办理。" in text_of(answer)
    ruled(objects, "UPHELD", on=day)
    answer = desk.post(reverse("lists-desk:step", args=[listing.pk, "confirm-removal"]))
    assert f"申请{objects.number}，请在该申请中办理。" in text_of(answer)


# What was done before the steps belonged to the case; `is_of_case` stands for the services as they were


def test_a_removal_confirmed_on_the_listing_confirms_the_case(objects: Case, listing: Listing, day: date) -> None:
    ruled(objects, "UPHELD", on=day)
    confirm_removal(listing=listing, by=third(), at=noon(day), is_of_case=True)
    close_lapsed_cases(at=noon(day))
    objects.refresh_from_db()
    assert (objects.confirmed_by, objects.due_step) == (third(), "")


@pytest.mark.parametrize("by_job", [True, False])
def test_a_removal_refused_on_the_listing_takes_the_case_back_to_review(
    by_job: bool, objects: Case, listing: Listing, day: date
) -> None:
    ruled(objects, "UPHELD", on=day)
    refuse_removal(listing=listing, reason="证据不足", by=third(), at=noon(day), is_of_case=True)
    with pytest.raises(StateChanged):
        confirm_decision(case=objects, by=third(), at=noon(day))
    if by_job:
        close_lapsed_cases(at=noon(day))
    else:
        reconsider(case=objects, reason="证据不足", by=third(), at=noon(day))
    objects.refresh_from_db()
    assert (objects.state, objects.due_step) == (CaseState.UNDER_REVIEW, "DECIDE")


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_removal_by_repair_on_the_listing_takes_effect_in_the_case(
    is_confirmed: bool, repairs: Case, listing: Listing, day: date
) -> None:
    case = ruled(repairs, "GRANTED", on=day)
    repaired = RemovalReason.REPAIRED
    removed = remove_listing(
        listing=listing, reason=repaired, note="修复决定第1号", by=third(), at=noon(day), is_of_case=True
    )
    if is_confirmed:
        confirm_removal(listing=removed, by=lists.decider(), at=noon(day), is_of_case=True)
    close_lapsed_cases(at=noon(day))
    case.refresh_from_db()
    if not is_confirmed:  # one person alone: the case waits for its second one
        assert case.state == CaseState.DECIDED
        case = confirm_decision(case=case, by=lists.decider(), at=noon(day))
    listing.refresh_from_db()
    assert (case.confirmed_by, case.effective_at) == (lists.decider(), noon(day))
    assert listing.removal_confirmed_by == lists.decider()


@pytest.mark.parametrize("done", ["turned down", "taken back", "asked anew"])
@pytest.mark.parametrize("agrees", [True, False])
def test_an_undo_that_was_settled_on_the_listing_sticks_no_more(
    done: str, agrees: bool, repairs: Case, listing: Listing, day: date
) -> None:
    case, next_day = undo_asked(repairs, on=day), day + timedelta(days=1)
    if done == "taken back":
        take_back(listing=listing, by=third(), at=noon(next_day), is_by_deceit=True, is_of_case=True)
    else:
        turn_down_take_back(listing=listing, reason="不同意", by=third(), at=noon(next_day), is_of_case=True)
    if done == "asked anew":
        ask_take_back(listing=listing, reason="误移", by=second(), at=noon(next_day), is_of_case=True)
    if agrees:
        undo_repair(case=case, by=second(), at=noon(next_day + timedelta(days=1)))
    else:
        turn_down_undo(case=case, reason="材料属实", by=second(), at=noon(next_day + timedelta(days=1)))
    case.refresh_from_db()
    listing.refresh_from_db()
    assert (case.undone_at is not None, Ban.objects.exists()) == (agrees, agrees)
    assert (listing.state == ListingState.DECIDED) == (agrees or done == "taken back")
    assert not listing.matters.filter(kind="TAKE_BACK", settled_at__isnull=True).exists()
