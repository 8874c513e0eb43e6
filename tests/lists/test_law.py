"""What the law demands of lists and of black decisions (docs/rules/lists.md, lists-procedure.md)."""

import re
from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client

from enterprises.agencies.domains import RegulatoryDomain
from enterprises.agencies.models import Agency
from enterprises.agencies.permissions import NotPermitted
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.publication.table import RULES
from lists.criteria.colors import Color
from lists.criteria.definitions import BRAND_HONOURS, DEFINITIONS, OWN_LISTS, WAGE_ARREARS, WORK_SAFETY, OwnList
from lists.criteria.initial_lists import ensure_lists
from lists.criteria.kinds import ListKind
from lists.criteria.models import CreditList
from lists.listings.models import Listing
from lists.listings.queries import listed_days
from lists.listings.services.decisions import DecisionInvalid, decide_listing, propose_listing
from lists.listings.services.notices import NoticeInvalid, NotOurs, notify_listing
from lists.sections import section
from tests.lists.grounds import record
from tests.lists.make import (
    BLACK,
    DECIDED,
    RED,
    SERVED,
    TODAY,
    agency,
    decided,
    decider,
    decision,
    new_enterprise,
    noon,
    notified,
    office,
    proof,
    proposed,
    published,
    the_list,
)
from tests.support.clients import client_of

PROVINCE = "湖北"
LOCAL = re.compile(
    r"《(北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    r"|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|深圳)[^》]*》"
)
PUNISHING = re.compile(r"失信|惩戒|处罚")
REWARDING = re.compile(r"守信(联合)?激励")
AUTHORITIES = {
    BLACK: RegulatoryDomain.MARKET_REGULATION,
    WAGE_ARREARS: RegulatoryDomain.LABOUR,
    WORK_SAFETY: RegulatoryDomain.WORK_SAFETY,
}


@pytest.mark.parametrize("own", OWN_LISTS, ids=lambda own: own.slug)
class TestDefinitions:
    """Every list of ours has a law, and bases that fit it."""

    def test_it_names_its_law_and_its_bases_are_of_that_law(self, own: OwnList) -> None:
        assert re.search(r"令第\d+号|国发〔\d{4}〕\d+号", own.legal_basis)
        assert own.term_bases
        assert all(basis in own.legal_basis for basis in own.term_bases)

    def test_no_basis_is_another_provinces_or_of_the_other_colour(self, own: OwnList) -> None:
        for basis in own.term_bases:
            assert not LOCAL.search(basis)
            if own.color is Color.RED:
                assert REWARDING.search(basis)
            else:
                assert PUNISHING.search(basis)

    def test_it_has_criteria_authorities_term_and_exit(self, own: OwnList) -> None:
        assert own.criteria
        assert bool(own.domains) == (own.color is Color.BLACK)
        assert own.exit_conditions
        assert 0 < (own.minimum_months or own.term_months) <= own.term_months


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_period_rests_on_another_provinces_regulation(rule: Any) -> None:
    assert set(LOCAL.findall(rule.source)) <= {PROVINCE}


@pytest.mark.django_db
class TestLists:
    def test_what_a_law_fixes_follows_the_code_and_the_rest_stays(self) -> None:
        CreditList.objects.filter(slug=BLACK).update(term_months=60, criteria="更宽", remedies="本市", notice_days=15)
        ensure_lists(using="default", now=lambda: noon(TODAY))
        found = the_list()
        assert (found.term_months, found.remedies, found.notice_days) == (36, "本市", 15)
        assert "更宽" not in found.criteria

    @pytest.mark.parametrize("columns", [{"kind": "EXTERNAL"}, {"kind": "WATCH"}, {"kind": "FREE"}], ids=str)
    def test_a_kind_states_whose_it_is_or_why_nobody_sees_it(self, columns: dict[str, str]) -> None:
        with pytest.raises(IntegrityError, match="credit_list_of_a_known_kind"), transaction.atomic():
            CreditList.objects.filter(slug=BLACK).update(**columns)

    @pytest.mark.parametrize("kind", [ListKind.EXTERNAL, ListKind.WATCH])
    def test_nobody_decides_on_a_list_that_is_not_ours(self, kind: ListKind) -> None:
        listing = notified()
        CreditList.objects.filter(slug=BLACK).update(kind=kind, keeper="他机关", watch_reason="无依据")
        with pytest.raises(NotOurs):
            decide_listing(listing=listing, **decision())
        with pytest.raises(NotOurs):
            proposed()
        with pytest.raises(NotOurs):
            published()

    def test_an_external_list_has_no_listing(self) -> None:
        with pytest.raises(IntegrityError, match="listing_of_no_external_list"), transaction.atomic():
            Listing.objects.filter(pk=notified().pk).update(kind=ListKind.EXTERNAL)


def watched() -> Listing:
    """Make a listing that is public, then have its list lose its law."""
    listing = decided()
    published()
    CreditList.objects.filter(slug=BLACK).update(kind=ListKind.WATCH, watch_reason="没有依据")
    Listing.objects.filter(credit_list__slug=BLACK).update(kind=ListKind.WATCH)
    listing.refresh_from_db()
    return listing


@pytest.mark.django_db
@pytest.mark.usefixtures("blank_print")
class TestWatchLists:
    def test_nobody_is_offered_a_notice(self) -> None:
        name = proposed().enterprise.name
        assert name in client_of(office()).get("/desk/lists/").content.decode()
        CreditList.objects.filter(slug=BLACK).update(kind=ListKind.WATCH, watch_reason="没有依据")
        Listing.objects.update(kind=ListKind.WATCH)
        assert name not in client_of(office()).get("/desk/lists/").content.decode()

    """No address, interface, file or index shows one."""

    @pytest.mark.parametrize(
        "address",
        [
            f"/lists/{BLACK}/",
            f"/lists/{BLACK}/1/",
            f"/lists/{BLACK}/1.pdf",
            f"/lists/{BLACK}/changes.atom",
            f"/lists/{BLACK}/1/manifest-1.json",
            f"/api/v1/lists/{BLACK}/listings/",
            f"/api/v1/lists/{BLACK}/editions/",
            f"/api/v1/lists/{BLACK}/editions/1/",
            f"/api/v1/lists/{BLACK}/status/91420102MA4L00001K/",
        ],
    )
    def test_it_has_no_address(self, address: str, client: Client) -> None:
        watched()
        assert client.get(address).status_code == 404

    def test_no_page_names_it(self, client: Client) -> None:
        listing = watched()
        name = listing.credit_list.name
        pages = ("/", "/lists/", "/lists/sitemap.xml", "/lists/data.json", f"/enterprises/{listing.enterprise.uscc}/")
        for address in (*pages, "/api/v1/lists/", f"/api/v1/enterprises/{listing.enterprise.uscc}/"):
            content = client.get(address).content.decode()
            assert name not in content, address
            assert f"/lists/{BLACK}/" not in content, address

    def test_it_is_in_no_index_filter_section_or_badge(self) -> None:
        listing = watched()
        assert listed_days([listing.enterprise_id]) == {}
        assert BLACK not in dict(section.lists())
        assert section.rows(enterprise_id=listing.enterprise_id, on=TODAY) == []
        assert section.badges(enterprise_id=listing.enterprise_id, on=TODAY) == []
        assert section.public_ids(ids=[listing.pk], on=TODAY) == set()
        assert not listing.is_in_term(on=TODAY)

    def test_it_keeps_nobody_off_the_red_list(self) -> None:
        listing = watched()
        red = decided(slug=RED, enterprise=listing.enterprise)
        assert Listing.objects.public(on=DECIDED).filter(pk=red.pk).exists()

    def test_the_office_sees_it_and_why(self, client: Client) -> None:
        listing = watched()
        client.force_login(office())
        page = client.get(f"/desk/lists/{BLACK}/").content.decode()
        assert "没有依据" in page
        assert listing.enterprise.name in page
        assert "提出建议" not in page
        assert listing.credit_list.name in client.get("/desk/lists/").content.decode()


@pytest.mark.django_db
class TestBlackDecision:
    def test_a_notice_does_not_precede_its_proposal(self) -> None:
        listing = proposed(on=SERVED + timedelta(days=1))
        with pytest.raises(NoticeInvalid, match="不能早于提出建议"):
            notify_listing(listing=listing, served_on=SERVED, by=office(), at=noon(TODAY))

    def test_a_decision_does_not_precede_the_entry_of_its_notice(self) -> None:
        listing = notify_listing(listing=proposed(), served_on=SERVED, by=office(), at=noon(TODAY))
        Listing.objects.filter(pk=listing.pk).update(notice_proof=proof())
        with pytest.raises(DecisionInvalid, match=f"登记告知的日期{TODAY}"):
            decide_listing(listing=listing, **decision(at=noon(TODAY)))
        decide_listing(listing=listing, **decision(decided_on=TODAY, at=noon(TODAY)))

    def test_it_needs_the_proof_of_service(self) -> None:
        listing = notified()
        Listing.objects.filter(pk=listing.pk).update(notice_proof=None)
        with pytest.raises(DecisionInvalid, match="送达证明"):
            decide_listing(listing=listing, **decision())

    @pytest.mark.parametrize(
        ("ground", "words"),
        [
            ({"ground_document": "", "ground_penalty": ""}, "没有列入依据"),
            ({"ground_document": "", "ground_penalty": "吊销许可证件"}, "没有列入依据"),
            ({"ground_document": "某号", "ground_penalty": ""}, "较重行政处罚"),
            ({"ground_document": "某号", "ground_penalty": "罚款"}, "较重行政处罚"),
        ],
        ids=str,
    )
    def test_it_needs_a_ground_of_its_law(self, ground: dict[str, str], words: str) -> None:
        listing = notified()
        Listing.objects.filter(pk=listing.pk).update(**ground)
        with pytest.raises(DecisionInvalid, match=words):
            decide_listing(listing=listing, **decision())

    @pytest.mark.parametrize(
        ("penalties", "state", "is_ground"),
        [
            (["吊销许可证件"], State.PUBLISHED, True),
            (["吊销许可证件"], State.SUBMITTED, False),
            (["罚款"], State.PUBLISHED, False),
        ],
    )
    def test_a_record_is_a_ground_while_it_stands(self, penalties: list[str], state: State, is_ground: bool) -> None:
        listing = notified()
        penalty = record(listing.enterprise, kind="penalty", details={"CF_CFLB": penalties}, document_number="15号")
        Record.objects.filter(pk=penalty.pk).update(state=state)
        Listing.objects.filter(pk=listing.pk).update(record_ids=[penalty.pk], ground_document="", ground_penalty="")
        if is_ground:
            assert decide_listing(listing=listing, **decision()).state == "DECIDED"
            return
        with pytest.raises(DecisionInvalid, match="依据"):
            decide_listing(listing=listing, **decision())

    def test_another_authoritys_officer_does_not_decide(self) -> None:
        other = Agency.objects.create(code="11420100MB7654321X", name="某区市场监督管理局", domain="FOOD_DRUG")
        for by in (office("second"), office("stranger", of=other)):
            with pytest.raises(NotPermitted, match="认定单位本机关"):
                decide_listing(listing=notified(), **decision(by=by))

    @pytest.mark.parametrize("domain", list(RegulatoryDomain))
    @pytest.mark.parametrize("slug", AUTHORITIES)
    def test_only_the_authority_that_the_law_names_decides(self, slug: str, domain: RegulatoryDomain) -> None:
        listing = notified(slug=slug)
        body = Agency.objects.create(code="11420100MB7654321X", name="某局", domain=domain)
        given = decision(slug, authority=body, by=office("its officer", of=body))
        if domain in DEFINITIONS[slug].domains:
            assert decide_listing(listing=listing, **given).authority == body
            assert AUTHORITIES[slug] in DEFINITIONS[slug].domains
            return
        with pytest.raises(DecisionInvalid, match="不是"):
            decide_listing(listing=listing, **given)

    def test_the_finding_is_kept_with_what_the_law_wants_found(self) -> None:
        assert decided().finding == "性质恶劣、情节严重、社会危害较大：主观故意，多次违法"

    @pytest.mark.parametrize(
        "columns",
        [
            {"notice_proof": None},
            {"finding": ""},
            {"ground_document": ""},
            {"proposed_on": None},
            {"proposed_on": SERVED + timedelta(days=1)},
            {"notified_on": None},
            {"notified_on": SERVED - timedelta(days=1)},
            {"notified_on": DECIDED + timedelta(days=1)},
        ],
        ids=str,
    )
    def test_the_database_refuses_one_without(self, columns: dict[str, Any]) -> None:
        listing = decided()
        with pytest.raises(IntegrityError, match="listing_black_rests_on_law"), transaction.atomic():
            Listing.objects.filter(pk=listing.pk).update(**columns)

    def test_a_red_decision_needs_neither_proof_nor_finding(self) -> None:
        listing = decided(slug=RED, changes={"by": office("second"), "finding": "", "found": ()})
        assert (listing.notice_proof, listing.finding) == (None, "")


@pytest.mark.django_db
def test_a_proposal_by_hand_keeps_its_document() -> None:
    listing = propose_listing(
        credit_list=the_list(WAGE_ARREARS),
        enterprise=new_enterprise(),
        criterion="W-01",
        reason="拖欠工资",
        record_ids=(),
        by=office(),
        at=noon(date(2026, 9, 1)),
        ground_document=" 武人社责改〔2026〕3号 ",
    )
    assert (listing.ground_document, listing.proposed_on) == ("武人社责改〔2026〕3号", date(2026, 9, 1))
    assert decider().officer.agency == agency()


@pytest.mark.django_db
def test_the_migration_makes_watch_lists_of_what_had_no_law() -> None:
    black, red = decided(), decided(slug=RED, changes={"by": office("second")})
    Listing.objects.update(proposed_on=None, kind=ListKind.WATCH)  # as columns are before it, past the checks
    Listing.objects.filter(pk=red.pk).update(kind=ListKind.OURS)
    CreditList.objects.filter(slug=BLACK).update(kind=ListKind.OURS)
    migration: Any = import_module("lists.migrations.0006_lists_by_law")
    migration.keep_for_officers(apps, SimpleNamespace(connection=connection))
    kinds = dict(CreditList.objects.filter(slug__in=DEFINITIONS).values_list("slug", "kind"))
    assert kinds == {BLACK: "WATCH", WAGE_ARREARS: "WATCH", WORK_SAFETY: "WATCH", RED: "OURS", BRAND_HONOURS: "OURS"}
    assert "国办发〔2020〕49号" in the_list().watch_reason
    assert [each.pk for each in Listing.objects.public(on=TODAY)] == [red.pk]
    black.refresh_from_db()
    assert (black.kind, black.proposed_on) == ("WATCH", SERVED - timedelta(days=1))
