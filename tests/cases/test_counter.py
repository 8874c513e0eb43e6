"""The search of the counter: everything that a case may be about, for each officer, and nothing else."""

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from enterprises.agencies.models import Agency
from enterprises.agencies.permissions import officer_of
from enterprises.cases.kinds.registry import case_kinds
from enterprises.cases.pages.asking import Asked, admission_for
from enterprises.cases.rules.admission import AdmissionCode
from enterprises.cases.selectors import things_of
from enterprises.cases.subjects.registry import SubjectMissing, available_subject_of, ref_text
from enterprises.cases.subjects.types import CaseSubject
from enterprises.documents.letters.models import Letter
from enterprises.documents.letters.services import record_service
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from lists.listings.models import Listing
from lists.listings.services.letters import issue_notice
from lists.periodic_jobs import issue_listing_letters
from tests import make
from tests.cases.make import noon
from tests.documents.letters import print_nothing
from tests.lists import make as lists
from tests.make import Office
from tests.shields.make import in_force
from tests.support.clients import text_of

pytestmark = pytest.mark.django_db
ON = lists.TODAY
_NO_CASE = {AdmissionCode.NOT_FOR_THIS, AdmissionCode.NOT_ADVERSE, AdmissionCode.OVER, AdmissionCode.UNAVAILABLE}


def found(by: User, enterprise: Enterprise, *, number: str = "") -> list[str]:
    things = things_of(enterprise, officer=officer_of(by), number=number, on=ON)
    return [ref_text(each.ref) for each in things]


def may_be_about(by: User, enterprise: Enterprise) -> set[str]:
    """Return what the forms would let this officer enter about the enterprise."""
    refs = [Ref(kind=RefKind.ENTERPRISE, id=enterprise.pk)]
    refs += [Ref(kind=RefKind.RECORD, id=each.pk) for each in Record.objects.filter(enterprise=enterprise)]
    refs += [Ref(kind=RefKind.LISTING, id=each.pk) for each in Listing.objects.filter(enterprise=enterprise)]
    return {ref_text(ref) for ref in refs if _is_open(by, ref)}


def _is_open(by: User, ref: Ref) -> bool:
    agency_id = officer_of(by).agency_id
    try:
        subject = available_subject_of(ref, on=ON, agency_id=agency_id)
    except SubjectMissing:
        return False
    return any(code not in _NO_CASE for code in _codes(subject, is_own=subject.is_of(agency_id)))


def _codes(subject: CaseSubject, *, is_own: bool) -> list[AdmissionCode]:
    asked = Asked(subject=subject, field_code="", kind=None)
    return [admission_for(asked, kind, on=ON, is_own=is_own).code for kind in case_kinds().values()]


def listing(of: Listing) -> str:
    return f"listing:{of.pk}"


def shield(enterprise: Enterprise) -> None:
    in_force(enterprise, ruled_on=lists.DECIDED, at=noon(lists.DECIDED))


@pytest.fixture
def clerk(office: Office) -> User:
    """Give an officer of another authority than that of the listings."""
    return office.recorder


@pytest.fixture
def own() -> User:
    """Give an officer of the authority that decides the listings, who keeps no lists."""
    return make.officer("own", agency=lists.agency(), may_record=True)


@pytest.mark.parametrize("shielded", [False, True])
def test_it_finds_what_the_forms_let_each_officer_enter(
    record: Record, office: Office, clerk: User, own: User, *, shielded: bool
) -> None:
    enterprise = record.enterprise
    make.published(office, enterprise=enterprise, kind="licence")
    make.withdrawn(office, enterprise=enterprise, CF_WSH="鄂环罚〔2026〕99号")
    red = lists.decided(slug=lists.RED)
    lists.decided(enterprise=enterprise)
    if shielded:
        shield(enterprise)
    for by in (clerk, own, lists.office(), lists.decider()):
        for either in (enterprise, red.enterprise):
            assert sorted(found(by, either)) == sorted(may_be_about(by, either)), by.username


def test_red_listings_and_black_ones_of_the_own_authority_under_a_shield_are_found(clerk: User, own: User) -> None:
    red, black = lists.decided(slug=lists.RED), lists.decided()
    assert listing(red) in found(clerk, red.enterprise)
    assert listing(black) in found(clerk, black.enterprise)
    shield(black.enterprise)
    assert listing(black) in found(own, black.enterprise)
    assert listing(black) not in found(clerk, black.enterprise)
    assert listing(black) not in found(lists.office(), black.enterprise)


def test_a_removed_or_proposed_listing_is_not_found(own: User) -> None:
    for gone in (lists.annulled(lists.decided()), lists.proposed()):
        for by in (own, lists.office()):
            assert found(by, gone.enterprise) == [f"enterprise:{gone.enterprise_id}"]


def noticed(monkeypatch: pytest.MonkeyPatch, *, agency: Agency) -> Letter:
    print_nothing(monkeypatch)
    day = lists.SERVED - timedelta(days=1)
    notice = lists.proposed()
    issue_notice(listing=notice, authority=agency, by=lists.office(), at=noon(day))
    issue_listing_letters(at=noon(day))
    letter = Letter.objects.get()
    record_service(letter=letter, method="DIRECT", served_on=lists.SERVED, by=lists.decider(), at=noon(lists.SERVED))
    return letter


def test_a_notice_is_found_by_who_keeps_it_and_by_the_number_of_its_letter(
    monkeypatch: pytest.MonkeyPatch, clerk: User, own: User
) -> None:
    letter = noticed(monkeypatch, agency=lists.agency())
    about = Listing.objects.get(pk=letter.about_id)
    for by in (own, lists.office(), lists.decider()):
        assert listing(about) in found(by, about.enterprise), by.username
    assert listing(about) not in found(clerk, about.enterprise)
    assert listing(about) not in found(clerk, about.enterprise, number=letter.reference[:-2])
    assert listing(about) in found(clerk, about.enterprise, number=letter.reference)
    assert listing(about) not in found(clerk, lists.new_enterprise(), number=letter.reference)


def test_a_notice_without_authority_is_for_those_who_keep_lists(clerk: User, own: User) -> None:
    notice = lists.notified()
    assert listing(notice) in found(lists.office(), notice.enterprise)
    for by in (clerk, own):
        assert listing(notice) not in found(by, notice.enterprise)


def test_the_number_narrows_the_records(record: Record, clerk: User) -> None:
    assert f"record:{record.pk}" in found(clerk, record.enterprise, number=record.document_number[:4])
    assert f"record:{record.pk}" not in found(clerk, record.enterprise, number="没有这个号")


def test_each_that_is_found_leads_to_its_forms(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enterprises.shared.clock.now", lambda: noon(date(2026, 10, 1)))
    notice = lists.notified()
    client.force_login(lists.office())
    page = text_of(client.get(reverse("cases-desk:enter"), {"uscc": notice.enterprise.uscc}))
    assert f"about=listing%3A{notice.pk}" in page
    chosen = client.get(reverse("cases-desk:enter"), {"about": f"listing:{notice.pk}"})
    assert chosen.status_code == HTTPStatus.OK
    assert "录入异议" in text_of(chosen)
