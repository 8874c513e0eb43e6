"""What doors show of the made-up city: products of who makes or sells them, titles of who may bear them."""

from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from creditportal.development.demo.agencies import BY_SLUG
from creditportal.development.demo.enterprises import DemoEnterprise, enterprises
from creditportal.development.demo.failed_check import COMMENT
from creditportal.development.demo.honours import TITLES
from creditportal.development.demo.products import PRODUCTS
from creditportal.development.demo.records import DemoRecord, records_of
from creditportal.development.demo.words import SHOPS, TRADES
from enterprises.catalogue.codes import KindCode
from enterprises.records.maker_notices import MakerNotice
from enterprises.records.models import Record, RecordEvent
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.rules.maker_comments import COMMENT_RULES
from enterprises.shared.clock import day_of
from enterprises.shared.holidays.services import working_calendar
from tests.support.kept_rows import kept_rows

ON = date(2026, 11, 22)
NOON = "2026-11-22T12:00:00+08:00"
BY_NAME = {product.name: product for product in PRODUCTS}


def made(kind: str) -> list[tuple[DemoEnterprise, DemoRecord]]:
    """Return the records of a kind of six hundred enterprises."""
    return [
        (enterprise, record)
        for ordinal, enterprise in enumerate(enterprises(count=600, seed=1, on=ON))
        for record in records_of(enterprise, ordinal=ordinal, seed=1, on=ON)
        if record.kind == kind
    ]


def test_trades_of_products_and_titles_are_those_of_the_city() -> None:
    trades = {row[0] for row in (*TRADES, *SHOPS)}
    named = {trade for product in PRODUCTS for trade in (*product.made_by, *product.sold_by)}
    named |= {trade for title in TITLES for trade in title.products or ()}
    assert named <= trades


def test_whoever_was_checked_makes_or_sells_the_product() -> None:
    checks = [(enterprise, record.raw) for enterprise, record in made("inspection") if "X_JC_CP" in record.raw]
    assert len({raw["X_JC_CP"] for _, raw in checks} & set(BY_NAME)) > len(BY_NAME) / 2
    assert "" in {raw["X_JC_SB"] for _, raw in checks}
    for enterprise, raw in checks:
        product = BY_NAME[str(raw["X_JC_CP"])]
        if raw["X_JC_SCQY"] == enterprise.name:
            assert enterprise.trade in product.made_by
        else:
            assert raw["X_JC_XSDW"] == enterprise.name
            assert enterprise.trade in product.sold_by


def test_only_the_maker_recalls_its_product() -> None:
    recalls = made("recall")
    assert recalls
    assert all(enterprise.trade in BY_NAME[str(record.raw["X_ZH_CP"])].made_by for enterprise, record in recalls)


def test_standards_are_of_own_products_or_services() -> None:
    for enterprise, record in made("standard-declaration"):
        product = BY_NAME.get(str(record.raw["X_ZM_CP"]))
        assert enterprise.trade in product.made_by if product else record.raw["X_ZM_CP"] == f"{enterprise.trade}服务"


def test_titles_are_given_by_their_agency_to_those_who_may_bear_them() -> None:
    by_name = {title.name: title for title in TITLES}
    for enterprise, record in made("honour"):
        title = by_name[str(record.raw["X_RY_MC"])]
        assert record.agency is BY_SLUG[title.agency]
        assert title.products is None or enterprise.trade in title.products
        assert record.raw.get("X_RY_SB", enterprise.brand) == enterprise.brand


def test_a_register_entry_fits_the_name() -> None:
    lines = {trade: (industry, scope) for trade, industry, scope in (*TRADES, *SHOPS)}
    for enterprise in enterprises(count=600, seed=1, on=ON):
        industry, scope = lines[enterprise.trade]
        assert enterprise.trade in enterprise.name
        assert enterprise.industry == industry
        assert enterprise.scope.startswith(scope)


@pytest.fixture(scope="module")
def built(request: pytest.FixtureRequest) -> Iterator[None]:
    with kept_rows(request):
        with time_machine.travel(NOON, tick=False):
            call_command("demo_city", "--enterprises", "300", stdout=StringIO())
        yield


@pytest.fixture
def city(built: None, db: None) -> Iterator[None]:
    """Let a test read and change the city, on its day."""
    with time_machine.travel(NOON, tick=False):
        yield


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
