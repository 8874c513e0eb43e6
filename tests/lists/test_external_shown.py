"""Lists of other authorities: the days of their rows, where they are shown, and what they hinder."""

from datetime import date

import pytest
from django.test import Client

from enterprises.catalogue.types import Chapter
from enterprises.creditfile.assemble import assemble
from enterprises.creditfile.report.content import TEMPLATE_VERSION, report_html, report_snapshot
from enterprises.creditfile.sections import sections
from enterprises.documents.models import IssuedDocument
from enterprises.documents.refs import RefKind
from enterprises.documents.services import is_withdrawn, refs_by_kind, store_document
from enterprises.register.models import Enterprise
from enterprises.register.services.registration import RegisterRow, register_enterprises
from lists.criteria.definitions import EXTERNAL_LISTS
from lists.external.models import ExternalListing
from lists.external.rules import is_public_row, own_end
from lists.external_section import section
from lists.listings.models import Listing
from lists.listings.services.decisions import OnBlackList, decide_listing
from lists.listings.services.proposals import propose_listings
from lists.scanning import list_findings
from tests.lists.external import DAY, DEBTORS, FIRST, SECOND, TAX, public_days, row_of, taken_over
from tests.lists.grounds import honoured
from tests.lists.make import RED, TODAY, decided, decision, new_enterprise, noon, notified, office, the_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


class TestDays:
    """From which day until which day a row is public."""

    @pytest.mark.parametrize("ends_on", [None, SECOND - DAY * 2, SECOND - DAY, SECOND, TODAY], ids=str)
    @pytest.mark.parametrize("slug", [DEBTORS, TAX])
    @pytest.mark.parametrize("leaves", [False, True])
    def test_sql_and_code_agree_on_every_day(self, slug: str, ends_on: date | None, leaves: bool) -> None:
        one = new_enterprise()
        listed_on = date(2023, 11, 5)  # by the rule of the tax list off it on 2026-11-05
        taken_over(row_of(one, listed_on=listed_on, ends_on=ends_on), slug=slug)
        taken_over(*(() if leaves else (row_of(one, listed_on=listed_on, ends_on=ends_on),)), slug=slug, as_of=SECOND)
        row = ExternalListing.objects.get()
        days = [FIRST + DAY * step for step in range(-3, 30)]
        expected = [
            day
            for day in days
            if day >= FIRST
            and (ends_on is None or day <= ends_on)
            and (slug == DEBTORS or day < date(2026, 11, 5))
            and not (leaves and day >= SECOND)
        ]
        assert public_days(row, days) == expected
        in_code = [
            day for day in days if is_public_row(public_from=row.public_from, public_until=row.public_until, on=day)
        ]
        assert in_code == expected

    def test_a_corrected_file_of_the_same_day_replaces_the_rows_from_that_day_on(self) -> None:
        wrong, right = new_enterprise(), new_enterprise()
        taken_over(row_of(wrong), label="初版")
        taken_over(row_of(right), label="更正版")
        rows = {row.enterprise_id: row for row in ExternalListing.objects.all()}
        days = [FIRST + DAY * step for step in range(-2, 5)]
        assert public_days(rows[wrong.pk], days) == []
        assert public_days(rows[right.pk], days) == days[2:]

    def test_who_comes_back_is_on_it_again(self) -> None:
        one = new_enterprise()
        taken_over(row_of(one))
        taken_over(as_of=SECOND)
        taken_over(row_of(one), as_of=SECOND + DAY * 3)
        days = [SECOND + DAY * step for step in range(-1, 4)]
        on_it = [day for day in days if ExternalListing.objects.public(on=day).filter(uscc=one.uscc).exists()]
        assert on_it == [SECOND - DAY, SECOND + DAY * 3]

    def test_the_earlier_end_counts(self) -> None:
        listed_on = date(2026, 1, 31)
        assert own_end(listed_on=listed_on, ends_on=None, removed_after_months=None) is None
        assert own_end(listed_on=listed_on, ends_on=None, removed_after_months=36) == date(2029, 1, 31)
        assert own_end(listed_on=listed_on, ends_on=FIRST, removed_after_months=36) == FIRST + DAY
        assert own_end(listed_on=listed_on, ends_on=date(2030, 1, 1), removed_after_months=1) == date(2026, 2, 28)

    def test_every_external_list_has_its_rule_within_its_term(self) -> None:
        assert {one.slug: one.removed_after_months for one in EXTERNAL_LISTS} == {DEBTORS: None, TAX: 36}


class TestShown:
    """Shown as another authority's: the pages of lists, the credit file, the scan."""

    def test_the_index_names_keeper_source_edition_and_day(self, client: Client) -> None:
        taken_over(row_of(new_enterprise()), label="2026年第11期")
        page = client.get("/lists/").content.decode()
        external = page[page.index('id="external"') : page.index('id="editions"')]
        for words in (
            "失信被执行人名单",
            "人民法院",
            "湖北省高级人民法院",
            "2026年第11期",
            "现有 1 条",
            "还没有转载过",
        ):
            assert words in external
        assert "失信被执行人名单" not in page[: page.index('id="external"')]

    def test_the_page_of_a_list_marks_its_rows(self, client: Client) -> None:
        known, unknown = new_enterprise(), Enterprise(uscc="91420102MA4L0000X0", name="武汉无档案有限公司")
        taken_over(row_of(known, reason="电话13912345678"), row_of(unknown))
        page = client.get(f"/lists/{DEBTORS}/").content.decode()
        assert page.count("外部名单，由武汉市江岸区人民法院认定") == 2
        assert "13912345678" not in page
        assert f"/enterprises/{known.uscc}/" in page
        assert unknown.name in page
        assert f"/enterprises/{unknown.uscc}/" not in page

    def test_the_page_has_pages_and_no_edition_of_ours(self, client: Client) -> None:
        taken_over(*(row_of(new_enterprise()) for _ in range(51)))
        assert client.get(f"/lists/{DEBTORS}/?page=2").content.decode().count("外部名单，由武汉市江岸区") == 1
        assert client.get(f"/lists/{DEBTORS}/1/").status_code == 404
        assert client.get(f"/api/v1/lists/{DEBTORS}/listings/").status_code == 404

    def test_an_empty_list_has_a_page(self, client: Client) -> None:
        assert "还没有转载过本名单" in client.get(f"/lists/{TAX}/").content.decode()

    def test_the_file_has_a_row_in_chapter_four(self, client: Client) -> None:
        one = new_enterprise()
        taken_over(row_of(one), label="第1期")
        taken_over(row_of(one), label="第2期", as_of=SECOND)
        [(chapter, row)] = section.rows(enterprise_id=one.pk, on=TODAY)
        cells = {cell.label: cell.value for cell in row.cells}
        assert (chapter, row.ref.kind) == (Chapter.SERIOUS_DISHONESTY, RefKind.EXTERNAL_LISTING)
        assert row.title == "失信被执行人名单（外部名单）"
        assert cells["名单性质"] == "外部名单，由武汉市江岸区人民法院认定，本平台转载"
        assert cells["来源和期次"] == "湖北省高级人民法院，第2期，截至2026-11-10"
        [(_, before)] = section.rows(enterprise_id=one.pk, on=SECOND - DAY)
        assert "第1期" in {cell.label: cell.value for cell in before.cells}["来源和期次"]
        assert section in sections()
        file = assemble(one, on=TODAY, at=noon(TODAY))
        assert row in file.chapters[Chapter.SERIOUS_DISHONESTY - 1].rows
        assert "外部严重失信名单" in [badge.label for badge in file.badges]
        for address in (f"/enterprises/{one.uscc}/", f"/api/v1/enterprises/{one.uscc}/"):
            assert "外部名单，由武汉市江岸区人民法院认定" in client.get(address).content.decode()

    def test_the_report_prints_it_and_is_withdrawn_when_the_row_leaves(self) -> None:
        one = new_enterprise()
        taken_over(row_of(one), label="第1期")
        file = assemble(one, on=TODAY, at=noon(TODAY))
        snapshot = report_snapshot(file, number="20261120090000CDEFGHJK", at=noon(TODAY))
        page = report_html(snapshot)
        assert "外部名单，由武汉市江岸区人民法院认定" in page
        assert "湖北省高级人民法院，第1期，截至2026-11-01" in page
        document = store_document(
            number="20261120090000CDEFGHJK",
            kind=IssuedDocument.Kind.REPORT,
            snapshot=snapshot,
            refs=refs_by_kind(file.refs()),
            files={"json": b"{}"},
            at=noon(TODAY),
            template_version=TEMPLATE_VERSION,
            enterprise=one,
        )
        assert not is_withdrawn(document, on=TODAY)
        taken_over(as_of=TODAY)
        assert is_withdrawn(document, on=TODAY)

    def test_the_section_knows_who_is_on_it_and_what_is_public(self) -> None:
        one = new_enterprise()
        taken_over(row_of(one, ends_on=SECOND))
        row = ExternalListing.objects.get()
        assert section.public_ids(ids=[row.pk, 0], on=SECOND) == {row.pk}
        assert section.public_ids(ids=[row.pk], on=SECOND + DAY) == set()
        assert list(section.listed(code=DEBTORS, on=SECOND)) == [one.pk]
        assert list(section.listed(code=TAX, on=SECOND)) == []
        assert DEBTORS in dict(section.lists())
        assert section.badges(enterprise_id=one.pk, on=SECOND + DAY) == []

    def test_an_enterprise_that_enters_the_register_later_is_linked(self) -> None:
        code = new_enterprise().uscc
        Enterprise.objects.filter(uscc=code).delete()
        taken_over(row_of(Enterprise(uscc=code, name="武汉后登记有限公司")))
        assert ExternalListing.objects.get().enterprise is None
        register_enterprises([RegisterRow(uscc=code, name="武汉后登记有限公司", columns={}, former_names=())], on=TODAY)
        assert ExternalListing.objects.get().enterprise == Enterprise.objects.get(uscc=code)

    def test_the_scan_for_personal_data_reads_the_texts(self) -> None:
        taken_over(row_of(new_enterprise(), reason="联系13912345678"), label="电话13912345678")
        found = {(one.place, one.field) for one in list_findings()}
        assert {("externallisting", "reason"), ("externaledition", "label")} <= found


class TestRedList:
    """Who is on an external black list is on no red list."""

    def test_every_change_of_a_row_raises_the_revision_of_the_file(self) -> None:
        one, other = new_enterprise(), new_enterprise()
        revisions = []
        for rows, as_of in (((row_of(one),), FIRST), ((row_of(one),), SECOND), ((), SECOND + DAY)):
            taken_over(*rows, as_of=as_of)
            revisions.append(Enterprise.objects.get(pk=one.pk).revision)
        assert revisions == [2, 2, 3]
        assert Enterprise.objects.get(pk=other.pk).revision == 1

    def test_a_red_listing_is_hidden_while_the_row_lasts(self) -> None:
        red = decided(slug=RED)
        taken_over(row_of(red.enterprise, ends_on=SECOND))
        days = [FIRST - DAY, FIRST, SECOND, SECOND + DAY]
        assert [Listing.objects.public(on=day).filter(pk=red.pk).exists() for day in days] == [True, False, False, True]

    def test_nobody_is_decided_onto_a_red_list(self) -> None:
        red = notified(slug=RED)
        taken_over(row_of(red.enterprise))
        with pytest.raises(OnBlackList):
            decide_listing(listing=red, **decision(RED, decided_on=TODAY, at=noon(TODAY)))

    def test_nobody_is_proposed_for_one(self) -> None:
        free, held = new_enterprise(), new_enterprise()
        for one in (free, held):
            honoured(one)
        taken_over(row_of(held))
        proposed = propose_listings(credit_list=the_list(RED), on=TODAY, by=office(), at=noon(TODAY))
        assert [listing.enterprise for listing in proposed] == [free]
