"""Officers who have left: what they decided, requested or took up is finished by others of the authority."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from enterprises.agencies.models import Agency, Officer
from enterprises.cases.models import Case
from enterprises.cases.periodic_jobs import issue_letters
from enterprises.cases.selectors import waiting_for
from enterprises.cases.services.bans import ask_undo_repair, undo_repair
from enterprises.cases.services.decisions import confirm_decision, decide, reconsider
from enterprises.cases.services.intake import Receipt
from enterprises.cases.services.revocations import ask_revoke, revoke, turn_down_revoke
from enterprises.cases.services.steps import accept, take_up
from enterprises.catalogue.codes import KindCode
from enterprises.documents.letters.models import Letter
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.shared.workflow.refusals import FourEyes
from lists.listings.rules import ListingState
from tests import make
from tests.cases import make as cases
from tests.cases.make import FALSE, noon
from tests.lists import make as lists
from tests.make import Office
from tests.support.clients import client_of, text_of

pytestmark = pytest.mark.django_db
WHY = "缴款凭证与处罚决定不符"


def deactivated(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def moved(user: User) -> None:
    name = "武汉市文化和旅游局"
    elsewhere = Agency.objects.filter(name=name).first() or make.agency(9, name=name, domain="CULTURE")
    Officer.objects.filter(user=user).update(agency=elsewhere)


def without_a_role(user: User) -> None:
    Officer.objects.filter(user=user).update(may_record=False, may_review=False, credit_office=False)


@pytest.fixture(params=[deactivated, moved, without_a_role])
def leave(request: pytest.FixtureRequest) -> Callable[[User], None]:
    """Give a way in which an officer leaves."""
    way: Callable[[User], None] = request.param
    return way


def states(*records: Record) -> list[str]:
    return [Record.objects.get(pk=record.pk).state for record in records]


def promises() -> list[str]:
    return list(Record.objects.filter(kind=KindCode.COMMITMENT).order_by("pk").values_list("state", flat=True))


def test_a_repair_whose_decider_left_is_confirmed(
    receipt: Receipt, record: Record, office: Office, day: date, leave: Callable[[User], None]
) -> None:
    check = make.published(office, enterprise=record.enterprise, kind="abnormal-operation")
    case = cases.decided(receipt.cases[0], office, outcome="GRANTED", on=day, also=[check])
    leave(office.reviewer)
    case = confirm_decision(case=case, by=office.recorder, at=noon(day))
    assert states(record, check) == [State.WITHDRAWN] * 2
    check.refresh_from_db()
    assert (check.withdrawn_by, check.withdrawal_confirmed_by) == (office.reviewer, office.recorder)
    assert promises() == [State.PUBLISHED]


def test_it_may_be_sent_back_to_another(
    proposed: Case, record: Record, office: Office, day: date, leave: Callable[[User], None]
) -> None:
    leave(office.reviewer)
    other = cases.colleague(office)
    case = reconsider(case=proposed, reason="承办人已调离", by=other, at=noon(day))
    case = decide(case=case, outcome="GRANTED", reason="证明材料属实", by=other, at=noon(day))
    with pytest.raises(FourEyes):
        confirm_decision(case=case, by=other, at=noon(day))
    confirm_decision(case=case, by=office.recorder, at=noon(day))
    assert states(record) == [State.WITHDRAWN]


def test_a_revocation_whose_asker_left_is_confirmed_with_its_promise(
    granted: Case, record: Record, office: Office, day: date, leave: Callable[[User], None]
) -> None:
    case = ask_revoke(case=granted, reason=WHY, by=office.recorder, at=noon(day))
    Record.objects.filter(pk=record.pk).update(takeback_asked_at=None, takeback_asked_by=None)  # made anew by the case
    leave(office.recorder)
    revoke(case=case, by=office.reviewer, at=noon(day))
    assert (states(record), promises()) == ([State.PUBLISHED], [State.WITHDRAWN])


def test_it_may_be_turned_down_and_requested_by_another(
    granted: Case, record: Record, office: Office, day: date, leave: Callable[[User], None]
) -> None:
    case = ask_revoke(case=granted, reason=WHY, by=office.recorder, at=noon(day))
    leave(office.recorder)
    case = turn_down_revoke(case=case, reason="经办人已调离，重新提出", by=office.reviewer, at=noon(day))
    case = ask_revoke(case=case, reason=WHY, by=office.reviewer, at=noon(day))
    with pytest.raises(FourEyes):
        revoke(case=case, by=office.reviewer, at=noon(day))
    revoke(case=case, by=cases.colleague(office), at=noon(day))
    assert states(record) == [State.PUBLISHED]


def test_a_repair_is_undone_though_its_asker_left(
    asked: Case, record: Record, office: Office, day: date, leave: Callable[[User], None]
) -> None:
    Record.objects.filter(pk=record.pk).update(takeback_asked_at=None, takeback_asked_by=None)
    leave(office.reviewer)
    undo_repair(case=asked, by=office.recorder, at=noon(day))
    assert states(record) == [State.PUBLISHED]


def test_a_listing_is_repaired_and_put_back_though_the_first_person_left(
    paper: Path, settings: object, leave: Callable[[User], None]
) -> None:
    settings.MARKET_REGULATION_REPAIRS = True  # type: ignore[attr-defined]
    listing, second, third = lists.decided(), *(lists.office(n, of=lists.agency()) for n in ("second", "third"))
    on = listing.repairable_from
    assert on is not None
    case = cases.repair(Ref(kind=RefKind.LISTING, id=listing.pk), on=on, paper=paper).cases[0]
    case = take_up(case=accept(case=case, by=lists.decider(), at=noon(on)), by=second, at=noon(on))
    case = decide(case=case, outcome="GRANTED", reason="经核查属实", by=second, at=noon(on))
    leave(second)
    case = confirm_decision(case=case, by=lists.decider(), at=noon(on))
    listing.refresh_from_db()
    assert (listing.state, listing.removed_by) == (ListingState.REMOVED, second)
    until = on + timedelta(days=300)
    case = ask_undo_repair(case=case, reason=FALSE, banned_until=until, by=lists.decider(), at=noon(on))
    listing.matters.all().delete()
    leave(lists.decider())
    undo_repair(case=case, by=third, at=noon(on))
    listing.refresh_from_db()
    assert listing.state == ListingState.DECIDED


def test_what_an_officer_took_up_who_left_waits_for_everybody(
    record: Record, office: Office, day: date, leave: Callable[[User], None]
) -> None:
    case = cases.in_review(cases.objection(cases.ref(record), on=day).cases[0], office, on=day)
    recorder = Officer.objects.get(user=office.recorder)
    assert not waiting_for(recorder).exists()
    leave(office.reviewer)
    assert waiting_for(recorder).get() == case


def test_the_agency_of_the_step_signs_though_its_officer_moved(proposed: Case, office: Office, day: date) -> None:
    case = confirm_decision(case=proposed, by=office.recorder, at=noon(day))
    moved(office.recorder)
    moved(office.reviewer)
    issue_letters(at=noon(day))
    letters = Letter.objects.filter(case_letter__event__case=case)
    assert {letter.agency for letter in letters} == {office.agency}
    assert letters.count() == 2


def test_the_desk_offers_the_second_step(
    proposed: Case, office: Office, client: Client, leave: Callable[[User], None]
) -> None:
    leave(office.reviewer)
    page = client_of(office.recorder).get(reverse("cases-desk:case", args=[proposed.number]))
    assert "复核确认" in text_of(page)
