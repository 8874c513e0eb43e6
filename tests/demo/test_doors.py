"""Records of the made-up city that doors show: products of who makes or sells them, titles of who may bear them."""

from datetime import date

from creditportal.development.demo.agencies import BY_SLUG
from creditportal.development.demo.enterprises import DemoEnterprise, enterprises
from creditportal.development.demo.honours import TITLES
from creditportal.development.demo.products import PRODUCTS
from creditportal.development.demo.records import DemoRecord, records_of
from creditportal.development.demo.words import SHOPS, TRADES

ON = date(2026, 11, 22)
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
