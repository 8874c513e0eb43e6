"""The made-up city: lawful, varied, the same for the same seed."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from creditportal.development.demo.accounts import ADMINISTRATOR, create_administrator
from creditportal.development.demo.agencies import BY_SLUG
from creditportal.development.demo.enterprises import enterprises
from creditportal.development.demo.failed_check import COMMENT
from creditportal.development.demo.records import records_of
from creditportal.development.demo.register_cases import NUMBERED
from enterprises.agencies.models import Agency, AgencyAlias
from enterprises.agencies.names import agency_of_code
from enterprises.cases.kinds.types import CaseStep
from enterprises.cases.models import Case
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services.letters import waiting
from enterprises.catalogue.codes import KindCode
from enterprises.catalogue.registry import KINDS
from enterprises.documents.letters.models import Letter
from enterprises.records.maker_notices import MakerNotice
from enterprises.records.models import Record, RecordEvent
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.rules.maker_comments import COMMENT_RULES
from enterprises.register.models import Enterprise, FormerName
from enterprises.shared.clock import day_of
from enterprises.shared.holidays.services import working_calendar
from enterprises.shared.rules.document_numbers import fold_document_number
from enterprises.shared.rules.register_codes import CodeKind, is_register_number
from enterprises.shared.rules.uscc import check_uscc, is_resident_id
from enterprises.shields.models import Shield
from lists.criteria.colors import Color
from lists.criteria.definitions import (
    BRAND_HONOURS,
    DEFINITIONS,
    MARKET_REGULATION,
    TRUSTWORTHY,
    WAGE_ARREARS,
    WORK_SAFETY,
)
from lists.criteria.models import CreditList
from lists.editions.drafts import draft_changes
from lists.editions.models import Edition
from lists.editions.rules import EditionState
from lists.external.models import ExternalEdition, ExternalListing, ExternalProposal
from lists.external.proposals import changes_of
from lists.listings.announcements import announced_on
from lists.listings.models import Listing
from lists.listings.services.letters import listing_letters_waiting
from tests.support.kept_rows import kept_rows

ON = date(2026, 11, 22)


def test_enterprises_are_the_same_for_the_same_seed_and_differ_for_another() -> None:
    first, again, other = (list(enterprises(count=300, seed=seed, on=ON)) for seed in (1, 1, 2))
    assert first == again
    assert [enterprise.name for enterprise in first] != [enterprise.name for enterprise in other]


def test_codes_are_valid_distinct_and_no_ones_id_number() -> None:
    codes = [enterprise.uscc for enterprise in enterprises(count=3000, seed=1, on=ON)]
    assert len(set(codes)) == len(codes)
    assert all(check_uscc(code).is_valid and not is_resident_id(code) for code in codes)


def test_the_city_has_shops_branches_and_former_names() -> None:
    city = list(enterprises(count=500, seed=1, on=ON))
    assert any(enterprise.uscc.startswith("92") for enterprise in city)
    assert any(enterprise.parent for enterprise in city)
    assert any(enterprise.former for enterprise in city)


def test_a_fixed_number_of_records_is_kept() -> None:
    for ordinal, enterprise in enumerate(enterprises(count=20, seed=1, on=ON)):
        assert len(records_of(enterprise, ordinal=ordinal, seed=1, on=ON, number=2)) == 2


def test_no_enterprise_has_the_same_record_twice() -> None:
    for ordinal, enterprise in enumerate(enterprises(count=400, seed=1, on=ON)):
        made = records_of(enterprise, ordinal=ordinal, seed=1, on=ON, number=40)
        keys = {(one.kind, *(one.raw.get(code) for code in KINDS[one.kind].key)) for one in made}
        assert len(keys) == len(made) == 40


@pytest.fixture(scope="module")
def built(request: pytest.FixtureRequest) -> Iterator[None]:
    with kept_rows(request):
        with time_machine.travel("2026-11-22T08:00:00+08:00", tick=False):
            call_command("demo_city", "--enterprises", "600", stdout=StringIO())
        yield


@pytest.fixture
def city(built: None, db: None) -> None:
    """Let a test read and change the city."""


@pytest.mark.usefixtures("city")
def test_all_kinds_and_fates_occur_and_every_record_has_its_history() -> None:
    assert set(Record.objects.public(on=ON).values_list("kind", flat=True)) == set(KINDS)
    assert {State.DRAFT, State.SUBMITTED, State.PUBLISHED, State.WITHDRAWN, State.SUPERSEDED} == set(
        map(State, Record.objects.values_list("state", flat=True).distinct().order_by("state"))
    )
    assert Record.objects.public(on=ON).filter(public_until=ON + timedelta(days=1)).exists()
    assert Record.objects.public(on=ON).filter(disputed_at__isnull=False).exists()
    assert FormerName.objects.exists()
    for model in (Record, Listing):
        numbers = model.objects.values_list("document_number", "folded_document_number")
        assert all(folded == fold_document_number(number) for number, folded in numbers)
    published = Record.objects.filter(state=State.PUBLISHED).count()
    assert RecordEvent.objects.filter(verb="publish", record__state=State.PUBLISHED).count() == published


@pytest.mark.usefixtures("city")
def test_a_city_is_only_built_on_empty_ground() -> None:
    count = Enterprise.objects.count()
    with pytest.raises(CommandError, match="already"):
        call_command("demo_city", "--enterprises", "5", stdout=StringIO())
    assert Enterprise.objects.count() == count


@pytest.mark.usefixtures("city")
def test_every_list_has_published_editions_and_the_last_names_somebody() -> None:
    numbers = {MARKET_REGULATION: [1, 2, 3], WAGE_ARREARS: [1], WORK_SAFETY: [1], TRUSTWORTHY: [1, 2, 3]}
    numbers |= {BRAND_HONOURS: [1]}
    for slug, expected in numbers.items():
        editions = list(Edition.objects.published().filter(credit_list__slug=slug).order_by("number"))
        assert [edition.number for edition in editions] == expected
        assert editions[-1].entries.exists(), slug


@pytest.mark.usefixtures("city")
def test_a_draft_came_by_schedule_and_changes_something() -> None:
    draft = Edition.objects.get(state=EditionState.DRAFT)
    assert (draft.credit_list.slug, draft.as_of, draft.is_scheduled) == (WORK_SAFETY, date(2026, 11, 1), True)
    assert draft.drafted_by is None
    changes = draft_changes(draft, on=ON)
    assert changes.entered
    assert len(changes.left) == 1


@pytest.mark.usefixtures("city")
def test_somebody_is_announced_for_a_red_list() -> None:
    assert announced_on(CreditList.objects.get(slug=TRUSTWORTHY), on=ON).exists()


@pytest.mark.usefixtures("city")
def test_external_lists_have_two_editions_and_one_file_waits() -> None:
    editions = ExternalEdition.objects.values_list("credit_list__slug", flat=True)
    assert Counter(editions) == {"dishonest-debtors": 2, "tax-violations": 2}
    for slug in editions:
        rows = ExternalListing.objects.filter(credit_list__slug=slug)
        assert rows.public(on=ON).exists()
        assert rows.filter(left_with__isnull=False).exists()
    assert ExternalListing.objects.filter(enterprise__isnull=True).exists()
    changes = changes_of(ExternalProposal.objects.get())
    assert (len(changes.entered), len(changes.left), len(changes.changed)) == (1, 1, 1)


@pytest.mark.usefixtures("city")
def test_every_black_listing_is_of_its_authority_on_a_basis_of_its_list() -> None:
    listings = Listing.objects.public(on=ON).select_related("credit_list", "authority", "decided_by__officer")
    assert {listing.credit_list.slug for listing in listings} == set(DEFINITIONS)
    for listing in listings:
        own = DEFINITIONS[listing.credit_list.slug]
        assert listing.term_basis in own.term_bases
        if listing.color == Color.RED:
            continue
        assert listing.authority is not None
        assert listing.decided_by is not None
        assert listing.authority.domain in own.domains
        assert listing.decided_by.officer.agency_id == listing.authority_id
        assert listing.notice_proof_id
        assert listing.finding


@pytest.mark.usefixtures("city")
def test_nobody_on_the_red_list_breaks_its_published_rule_on_any_day() -> None:
    named = 0
    for age in range(200):
        on = ON - timedelta(days=age)
        red = Listing.objects.public(on=on).filter(color="RED").values_list("enterprise_id", flat=True)
        named += len(red)
        adverse = Record.objects.public(on=on).filter(kind__in=["penalty", "judgment", "abnormal-operation"])
        assert not adverse.filter(enterprise__in=red).exists(), on
        assert not Listing.objects.public(on=on).filter(color="BLACK", enterprise__in=red).exists(), on
        assert not Enterprise.objects.filter(pk__in=red, status__in=["CANCELLED", "REVOKED"]).exists(), on
    assert named
    assert Listing.objects.in_term(on=ON).filter(color="RED").count() > len(
        Listing.objects.public(on=ON).filter(color="RED")
    )


@pytest.mark.usefixtures("city")
def test_the_city_has_letters_of_cases_and_listings_some_served_some_not_and_some_to_come() -> None:
    kinds = set(Letter.objects.values_list("kind", flat=True))
    assert {"ACCEPTANCE", "OBJECTION_REPLY", "PAPERS_WANTED", "LISTING_NOTICE", "LISTING_DECISION"} <= kinds
    assert {letter.services.exists() for letter in Letter.objects.all()} == {True, False}
    assert listing_letters_waiting().filter(letter="LISTING_NOTICE").count() == 1
    assert waiting().exists()
    served = Letter.objects.filter(kind="LISTING_NOTICE", services__isnull=False).get()
    assert Listing.objects.get(pk=served.about_id).notice_served_on == ON - timedelta(days=1)
    assert all(letter.reference.startswith("武") and "〔2026〕" in letter.reference for letter in Letter.objects.all())


@pytest.mark.usefixtures("city")
def test_one_shield_ran_out_and_one_hides_something() -> None:
    lapsed, running = Shield.objects.order_by("pk")
    assert lapsed.has_lapsed(on=ON)
    assert Record.objects.public(on=ON).filter(enterprise=lapsed.enterprise_id, kind="penalty").exists()
    penalties = {"enterprise": running.enterprise_id, "kind": "penalty", "decided_on__lte": running.ruled_on}
    assert Record.objects.in_period(on=ON).filter(**penalties).exists()
    assert not Record.objects.public(on=ON).filter(**penalties).exists()


@pytest.mark.usefixtures("city")
def test_agencies_bear_todays_names_and_know_those_of_the_order() -> None:
    market = agency_of_code(BY_SLUG["gsj"].code)
    assert market is not None
    assert market.name == "武汉市市场监督管理局"
    former = market.former_names.all()
    assert {each.name for each in former} == {
        "武汉市工商行政管理局",
        "武汉市质量技术监督局",
        "武汉市食品药品监督管理局",
    }
    assert all(each.used_until and each.source for each in former)
    names = set(Agency.objects.values_list("name", flat=True))
    assert not names & set(AgencyAlias.objects.values_list("name", flat=True))
    assert all(check_uscc(code).is_valid for code in Agency.objects.values_list("code", flat=True))


@pytest.mark.usefixtures("city")
def test_the_city_has_penalties_by_simple_procedure_and_of_other_domains() -> None:
    penalties = Record.objects.filter(kind="penalty")
    simple = penalties.filter(details__X_CFCX="简易程序")
    assert simple.exists()
    assert not Record.objects.public(on=ON).filter(pk__in=simple).exists()
    food = penalties.filter(details__X_CFLY="食品药品")
    assert food.exists()
    assert {record.agency.domain for record in food.select_related("agency")} == {"MARKET_REGULATION"}


@pytest.mark.django_db
def test_the_administrator_is_made_once_and_named_with_the_logins() -> None:
    def said() -> str:
        out = StringIO()
        call_command("demo_logins", stdout=out)
        return out.getvalue()

    assert ADMINISTRATOR not in said()
    create_administrator()
    create_administrator()
    assert f"{ADMINISTRATOR} " in said()
    assert User.objects.get(username=ADMINISTRATOR).is_superuser


@pytest.mark.usefixtures("city")
def test_some_register_facts_are_missing_odd_or_changed() -> None:
    kinds = {enterprise.code_kind for enterprise in Enterprise.objects.all()}
    assert kinds == set(CodeKind)
    assert Enterprise.objects.filter(status="NOT_STATED", now_under__isnull=True).exists()
    assert Enterprise.objects.filter(now_under__isnull=False).exists()
    assert all(is_register_number(number) for number in NUMBERED)


@pytest.mark.usefixtures("city")
def test_the_city_has_some_sixty_cases_in_every_state_some_overdue() -> None:
    cases = Case.objects.all()
    assert 55 <= cases.count() <= 70
    assert set(cases.order_by().values_list("state", flat=True)) == set(CaseState)
    assert set(cases.order_by().values_list("kind", flat=True)) == {"error-report", "objection", "repair"}
    assert set(cases.order_by().values_list("due_step", flat=True)) == {"", *CaseStep}
    assert 5 <= Case.objects.overdue(on=ON).count() <= 25


@pytest.mark.usefixtures("city")
def test_a_failed_kettle_has_its_makers_comment_and_ends_before_its_time_with_its_penalty(client: Client) -> None:
    check = Record.objects.public(on=ON).get(kind=KindCode.INSPECTION, maker_notice__isnull=False)
    penalty = check.penalty
    assert penalty is not None
    assert check.unheld_until is not None and penalty.public_until is not None
    assert check.public_until == penalty.public_until < check.unheld_until
    assert "电器" in check.enterprise.name
    page = client.get(f"/products/{check.pk}/").content.decode()
    assert COMMENT in page and "买了这批产品怎么办" in page
    assert f'/enterprises/{penalty.enterprise.uscc}/#record-{penalty.pk}">{penalty.document_number}' in page
    found = client.get("/products/", {"q": "电热水壶 江城月"}).content.decode()
    assert f"/products/{check.pk}/" in found


@pytest.mark.usefixtures("city")
def test_a_failed_bed_ended_with_its_repaired_penalty(client: Client) -> None:
    penalty = Record.objects.get(spot_checks__details__X_JC_CP="木制儿童床", withdrawn_reason=WithdrawalReason.REPAIRED)
    check = penalty.spot_checks.get()
    assert check.state == State.PUBLISHED
    assert check.public_until == day_of(penalty.withdrawn_at or check.created_at)
    assert RecordEvent.objects.filter(record=check, verb="follow-penalty").exists()
    assert client.get(f"/products/{check.pk}/").status_code == 404


@pytest.mark.usefixtures("city")
def test_makers_had_their_ten_working_days_before_publication() -> None:
    calendar = working_calendar()
    notices = list(MakerNotice.objects.select_related("record"))
    assert len(notices) == 2
    for notice in notices:
        record = notice.record
        recorded, informed, published = (
            day_of(at) for at in (record.created_at, notice.informed_at, record.published_at or notice.informed_at)
        )
        assert all(map(calendar.is_workday, (recorded, informed, published)))
        assert 0 < calendar.workdays_between(recorded, informed) <= COMMENT_RULES[0].inform_within
        assert calendar.workdays_between(informed, published) > COMMENT_RULES[0].comment_within
        assert informed < day_of(notice.commented_at or record.created_at) <= notice.comment_until


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("address", "mark"),
    [
        ("/standards/?number=Q/SLZM001", "同一标准编号"),
        ("/honours/?q=武汉老字号", "同一称号不止一次授予"),
        ("/evaluations/?grade=AAA", "严重失信主体名单"),
        ("/evaluations/?state=withdrawn", "退出登记"),
    ],
)
def test_the_doors_have_something_to_mark(client: Client, address: str, mark: str) -> None:
    assert mark in client.get(address).content.decode()
