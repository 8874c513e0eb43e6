"""Letters of black listings: notice, decision, removal; the notice's service opens the window."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse

from enterprises.agencies.models import Agency, Officer
from enterprises.agencies.permissions import NotPermitted
from enterprises.documents.letters import rounds
from enterprises.documents.letters.content import LetterContent
from enterprises.documents.letters.kinds import LetterCode
from enterprises.documents.letters.models import Letter, LetterService
from enterprises.documents.letters.public import LetterStatus, status_of
from enterprises.documents.letters.services import ServiceInvalid, record_service, withdraw_letter
from enterprises.documents.snapshot import from_plain
from enterprises.shared import clock
from lists.criteria.definitions import WAGE_ARREARS
from lists.listings.models import Listing, ListingEvent
from lists.listings.rules import ListingState, RemovalReason
from lists.listings.services.decisions import DecisionInvalid, decide_listing
from lists.listings.services.exits import ask_take_back, refuse_removal, remove_listing, take_back
from lists.listings.services.letters import NO_AUTHORITY, NoticeNotIssued, coming_letters_of, issue_notice
from lists.listings.services.notices import notify_listing
from lists.periodic_jobs import issue_listing_letters
from tests import make
from tests.documents.letters import BLANK, print_nothing
from tests.lists import grounds
from tests.lists.make import (
    DECIDED,
    RED,
    SERVED,
    WINDOW_END,
    agency,
    annulled,
    decided,
    decider,
    decision,
    new_enterprise,
    noon,
    notified,
    office,
    picture,
    proposed,
)
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PROPOSED = SERVED - DAY


@pytest.fixture(autouse=True)
def no_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    print_nothing(monkeypatch)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan"
    path.write_bytes(BLANK)
    return path


def issued(on: date = SERVED) -> list[str]:
    issue_listing_letters(at=noon(on))
    return list(Letter.objects.order_by("pk").values_list("kind", flat=True))


def content(letter: Letter | None = None) -> LetterContent:
    letter = letter or Letter.objects.order_by("pk").last()
    assert letter is not None
    return from_plain(LetterContent, letter.document.snapshot["content"])


def noticed(**values: object) -> Listing:
    """Make a proposal whose notice the portal has issued."""
    listing = issue_notice(listing=proposed(**values), authority=agency(), by=office(), at=noon(PROPOSED))  # type: ignore[arg-type]
    assert issued(PROPOSED) == ["LISTING_NOTICE"]
    return listing


def serve(letter: Letter, *, on: date = SERVED, proof: Path | None = None, by: User | None = None) -> LetterService:
    return record_service(letter=letter, method="DIRECT", served_on=on, proof=proof, by=by or decider(), at=noon(on))


# The notice


def test_the_notice_names_facts_reasons_measures_basis_and_the_row_as_it_will_be_published() -> None:
    listing = noticed()
    letter, given = Letter.objects.get(), content()
    assert letter.agency == agency()
    assert (given.addressee.name, given.addressee.uscc) == (listing.enterprise.name, listing.enterprise.uscc)
    assert given.facts == ("依据文书：武市监罚字〔2026〕15号（吊销许可证件）。",)
    assert given.reasons[0].startswith("列入标准M-01：")
    assert given.reasons[-1] == "较重行政处罚。"
    (row,) = given.decision
    for each in (listing.enterprise.name, listing.enterprise.uscc, "较重行政处罚", agency().name, "36个月"):
        assert each in row
    assert given.measures == (listing.credit_list.measures,)
    assert [each.within for each in given.deadlines] == [
        "自本告知书送达之日的次日起10个工作日内",
        f"书面向本机关提出，或者在网上提出：{settings.PUBLIC_BASE_URL}/cases/new/?about=listing:{listing.pk} ",
    ]
    assert any("第44号" in each for each in given.legal_basis)


def test_a_record_that_it_rests_on_is_a_fact() -> None:
    enterprise = new_enterprise()
    record = grounds.grave(make.office(), enterprise, number="汉市监罚〔2026〕第7号")
    listing = grounds.rest_on(proposed(enterprise=enterprise), record)
    issue_notice(listing=listing, authority=agency(), by=office(), at=noon(PROPOSED))
    issued()
    assert "汉市监罚〔2026〕第7号" in content().facts[0]
    assert record.agency.name in content().facts[0]


def test_its_service_opens_the_window_from_that_day_with_the_proof(scan: Path) -> None:
    listing = noticed()
    serve(Letter.objects.get(), proof=scan)
    listing.refresh_from_db()
    assert listing.state == ListingState.NOTIFIED
    assert (listing.notice_served_on, listing.notified_on) == (SERVED, SERVED)
    assert listing.objection_until == date(2026, 10, 11)  # ten working days, over a holiday
    assert listing.notice_proof is not None
    assert listing.notice_proof == LetterService.objects.get().proof


def test_a_proof_that_comes_later_is_taken_over_and_the_first_day_stays(scan: Path) -> None:
    listing = noticed()
    serve(Letter.objects.get())
    listing.refresh_from_db()
    assert listing.notice_proof is None
    serve(Letter.objects.get(), on=SERVED + DAY, proof=scan)
    listing.refresh_from_db()
    assert listing.notice_proof is not None
    assert listing.notice_served_on == SERVED


def test_a_decision_follows_the_served_notice(scan: Path) -> None:
    listing = noticed()
    serve(Letter.objects.get(), proof=scan)
    listing = decide_listing(listing=Listing.objects.get(), **decision())
    assert listing.state == ListingState.DECIDED
    assert issued(DECIDED) == ["LISTING_NOTICE", "LISTING_DECISION"]


def test_service_before_the_letter_opens_nothing() -> None:
    listing = noticed()
    with pytest.raises(ServiceInvalid):
        serve(Letter.objects.get(), on=PROPOSED - DAY)
    listing.refresh_from_db()
    assert listing.state == ListingState.PROPOSED


def test_service_after_a_rejection_opens_nothing() -> None:
    listing = noticed()
    Listing.objects.filter(pk=listing.pk).update(state=ListingState.REJECTED)
    serve(Letter.objects.get())
    listing.refresh_from_db()
    assert listing.state == ListingState.REJECTED


def test_a_withdrawn_notice_carries_no_decision(scan: Path) -> None:
    noticed()
    serve(Letter.objects.get(), proof=scan)
    withdraw_letter(letter=Letter.objects.get(), reason="文字有误", by=decider(), at=noon(SERVED + DAY))
    with pytest.raises(DecisionInvalid, match="拟列入告知书已经撤回"):
        decide_listing(listing=Listing.objects.get(), **decision())


def test_a_withdrawn_notice_is_issued_anew() -> None:
    listing = noticed()
    withdraw_letter(letter=Letter.objects.get(), reason="文字有误", by=decider(), at=noon(PROPOSED))
    issue_notice(listing=listing, authority=agency(), by=office(), at=noon(PROPOSED))
    assert issued(PROPOSED) == ["LISTING_NOTICE", "LISTING_NOTICE"]


def test_there_is_one_notice_at_a_time() -> None:
    listing = issue_notice(listing=proposed(), authority=agency(), by=office(), at=noon(PROPOSED))
    with pytest.raises(NoticeNotIssued, match="已经出具"):
        issue_notice(listing=listing, authority=agency(), by=office(), at=noon(PROPOSED))
    issued(PROPOSED)
    with pytest.raises(NoticeNotIssued, match="已经出具"):
        issue_notice(listing=listing, authority=agency(), by=office(), at=noon(PROPOSED))


def test_a_red_listing_gets_no_notice_and_no_letter() -> None:
    with pytest.raises(NoticeNotIssued, match="公示方式"):
        issue_notice(listing=proposed(slug=RED), authority=agency(), by=office(), at=noon(PROPOSED))
    decided(slug=RED)
    assert issued(DECIDED) == []


def test_the_authority_must_decide_on_that_list() -> None:
    with pytest.raises(NoticeNotIssued, match="不是"):
        issue_notice(listing=proposed(slug=WAGE_ARREARS), authority=agency(), by=office(), at=noon(PROPOSED))


def test_nobody_gives_notice_in_the_name_of_another_authority() -> None:
    other = Agency.objects.create(code="11420100MB7654321X", name="黄石市市场监督管理局", domain=agency().domain)
    with pytest.raises(NotPermitted):
        issue_notice(listing=proposed(), authority=agency(), by=office("far", of=other), at=noon(PROPOSED))


def test_a_notice_given_by_hand_meanwhile_leaves_no_letter() -> None:
    listing = issue_notice(listing=proposed(), authority=agency(), by=office(), at=noon(PROPOSED))
    notify_listing(listing=listing, served_on=SERVED, by=office(), at=noon(SERVED))
    assert issued() == []


# Decision and removal


def test_the_decision_names_finding_term_days_and_remedies() -> None:
    listing = decided()
    assert issued(DECIDED) == ["LISTING_DECISION"]
    given = content()
    assert given.about.number == ""
    assert f"认定文号：{listing.document_number}；" in given.decision[1]
    assert listing.finding in given.reasons[0]
    assert given.decision[0].startswith(f"将你单位列入{listing.credit_list.name}，期限36个月")
    assert [each.label for each in given.deadlines] == ["列入决定日", "公示期届满日", "最早可以申请信用修复的日期"]
    assert given.remedies is not None


def test_the_removal_names_class_of_reason_day_and_lifted_measures_but_no_note() -> None:
    listing = decided()
    remove_listing(listing=listing, reason=RemovalReason.ANNULLED, note="内部备注", by=office(), at=noon(DECIDED + DAY))
    assert issued(DECIDED + DAY) == ["LISTING_DECISION", "REMOVAL_NOTICE"]
    given = content()
    assert given.reasons == ("认定依据被变更、撤销或确认无效。",)
    assert [(each.label, each.on) for each in given.deadlines] == [("移出日", DECIDED + DAY)]
    assert given.about.number == f"列入决定：{listing.document_number}"
    assert given.measures == (
        f"因列入{listing.credit_list.name}而对你单位采取的管理措施，自移出之日起解除。",
        f"列入时告知的管理措施：{listing.credit_list.measures}",
    )
    assert "内部备注" not in str(Letter.objects.latest("pk").document.snapshot)


@pytest.mark.parametrize("undo", [0, 1], ids=["refused by the second person", "taken back by two people"])
def test_the_letter_of_a_removal_that_is_undone_is_withdrawn(undo: int) -> None:
    listing, on = decided(), DECIDED + DAY
    annulled(listing, at=noon(on))
    issued(on)
    if undo:
        ask_take_back(listing=listing, reason="有误", by=office(), at=noon(on))
        take_back(listing=listing, by=decider(), at=noon(on))
    else:
        refuse_removal(listing=listing, reason="有误", by=decider(), at=noon(on))
    removal = Letter.objects.get(kind=LetterCode.REMOVAL_NOTICE)
    assert status_of(removal.document) is LetterStatus.WITHDRAWN
    assert status_of(Letter.objects.get(kind=LetterCode.LISTING_DECISION).document) is LetterStatus.IN_FORCE


def test_a_removal_that_is_undone_before_its_letter_sends_none() -> None:
    listing, on = decided(), DECIDED + DAY
    annulled(listing, at=noon(on))
    refuse_removal(listing=listing, reason="有误", by=decider(), at=noon(on))
    assert issued(on) == ["LISTING_DECISION"]


def test_each_step_has_one_letter_however_often_the_job_runs() -> None:
    decided()
    assert issued(DECIDED) == issued(DECIDED + DAY) == ["LISTING_DECISION"]


def test_a_job_that_stood_still_a_week_catches_up_in_the_order_of_the_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    listing, on = decided(), DECIDED + DAY
    annulled(listing, at=noon(on))
    monkeypatch.setattr(rounds, "MOST_A_ROUND", 1)
    assert issued(on + 7 * DAY) == ["LISTING_DECISION"]
    assert issued(on + 7 * DAY) == ["LISTING_DECISION", "REMOVAL_NOTICE"]
    assert [each.on for each in content().deadlines] == [on]


def test_without_an_authority_a_letter_waits_and_the_page_says_so() -> None:
    listing = decided()
    Listing.objects.filter(pk=listing.pk).update(state=ListingState.PROPOSED, authority=None)
    Officer.objects.filter(user=decider()).update(agency=None)
    listing.refresh_from_db()
    assert issued(DECIDED) == []
    assert list(coming_letters_of(listing)) == [("列入决定书", NO_AUTHORITY)]


# The desk


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    return lambda day: monkeypatch.setattr(clock, "now", lambda: noon(day))


def test_on_the_desk_from_the_notice_to_its_service(at_noon: Callable[[date], None]) -> None:
    at_noon(SERVED)
    listing = proposed()
    page = f"/desk/lists/listing/{listing.pk}/"
    here = client_of(decider())
    assert "出具拟列入告知书" in here.get(page).content.decode()
    assert here.post(f"{page}issue-notice/", {"authority": agency().pk}).status_code == 302
    assert "待自动出具" in here.get(page).content.decode()
    issued()
    letter = Letter.objects.get()
    html = here.get(page).content.decode()
    assert letter.reference in html
    assert "未登记送达" in html
    assert "登记告知" not in html
    address = reverse("lists-desk:serve-letter", args=[listing.pk, letter.pk])
    wrong = here.post(address, {"method": "DIRECT", "served_on": (SERVED + DAY).isoformat()})
    assert wrong.status_code == 422
    assert "送达日期应在出具日期" in wrong.content.decode()
    given = {"method": "DIRECT", "served_on": SERVED.isoformat(), "proof": picture()}
    assert here.post(address, given).status_code == 302
    listing.refresh_from_db()
    assert listing.state == ListingState.NOTIFIED
    assert listing.notice_proof is not None
    html = here.get(page).content.decode()
    assert "直接送达" in html
    assert "未登记送达" not in html


def test_a_list_keeper_of_another_authority_reads_that_there_is_a_letter_but_not_the_letter() -> None:
    noticed()
    letter = Letter.objects.get()
    other = Agency.objects.create(code="11420100MB7654321X", name="黄石市市场监督管理局", domain=agency().domain)
    far = client_of(office("far", of=other))
    page = far.get(f"/desk/lists/listing/{letter.about_id}/").content.decode()
    assert letter.reference in page
    assert reverse("desk:letter", args=[letter.pk]) not in page
    address = reverse("lists-desk:serve-letter", args=[letter.about_id, letter.pk])
    assert far.post(address, {"method": "DIRECT", "served_on": SERVED.isoformat()}).status_code == 422
    assert not LetterService.objects.exists()
    assert far.get(reverse("desk:letter-file", args=[letter.pk])).status_code == 404


def test_a_letter_of_another_listing_has_no_address_here() -> None:
    noticed()
    other = notified()
    address = reverse("lists-desk:serve-letter", args=[other.pk, Letter.objects.get().pk])
    assert client_of(office()).post(address).status_code == 404


def test_steps_without_a_letter_name_none() -> None:
    decided()
    named = dict(ListingEvent.objects.values_list("verb", "letter"))
    assert named["notify"] == named["propose"] == ""
    assert WINDOW_END <= DECIDED
