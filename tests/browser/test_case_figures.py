"""The figures of cases on a phone and on a desk: nothing sticks out, no rule is broken, the chart reads as a table."""

from datetime import date

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests import make
from tests.browser.screens import DESK, PHONE, broken_rules
from tests.cases.figures import case, upheld

pytestmark = pytest.mark.django_db(transaction=True)


def make_figures() -> None:
    """Make a month that is split, one that is not, and one of a second authority."""
    office, other = make.office(7, name="武汉市生态环境局"), make.agency(8, name="武汉市人力资源和社会保障局")
    enterprises = [make.new_enterprise(number) for number in range(1, 8)]
    for enterprise in enterprises:
        upheld(enterprise, office)
        case(enterprise, other, state="REFUSED", ended_at=make.AT, on=date(2026, 10, 12))
    for enterprise in enterprises[:5]:
        case(enterprise, office.agency)
    for enterprise in enterprises[:2]:
        case(enterprise, office.agency, on=date(2026, 2, 3))
        case(enterprise, other)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_sticks_out_and_no_rule_is_broken(browser_page: Page, size: ViewportSize) -> None:
    make_figures()
    browser_page.set_viewport_size(size)
    browser_page.goto("/figures/cases/")
    browser_page.get_by_text("图中数字").first.click()
    expect(browser_page.get_by_role("img", name="2026年各月收到的申请和结果")).to_be_visible()
    expect(browser_page.get_by_role("row", name="2026-11 14 7 0 0 5 2")).to_be_visible()
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert not broken_rules(browser_page)


def test_a_reader_filters_by_kind_without_script(browser_page: Page) -> None:
    make_figures()
    browser_page.goto("/figures/cases/")
    browser_page.get_by_label("申请类型").select_option("信用修复")
    browser_page.get_by_role("button", name="筛选").click()
    expect(browser_page.get_by_text("2026年没有符合条件的申请")).to_be_visible()
