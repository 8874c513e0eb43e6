"""The pages on a phone and on a desk: nothing sticks out, and no rule of accessibility is broken."""

import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.access.world import code, new_enterprise
from tests.browser.screens import DESK, PHONE, broken_rules

CODE = code(organisation="MA4KAAA1")
PATHS = ("/", "/help/", "/no-such-page/", "/search/?q=9142", f"/enterprises/{CODE}/", "/enterprises/1/", "/desk/login/")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_sticks_out_and_no_rule_is_broken(browser_page: Page, path: str, size: ViewportSize) -> None:
    new_enterprise(CODE)
    browser_page.set_viewport_size(size)
    browser_page.goto(path)
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert not broken_rules(browser_page)


def test_the_words_of_counters_fit_in_english_on_a_phone(browser_page: Page) -> None:
    new_enterprise(CODE)
    browser_page.set_viewport_size(PHONE)
    browser_page.goto("/help/")
    browser_page.get_by_role("button", name="English").click()
    expect(browser_page.get_by_role("link", name="Home").first).to_be_visible()
    browser_page.goto(f"/enterprises/{CODE}/")
    labels = browser_page.locator(".counters__label")
    expect(labels).to_have_count(8)
    cut = "labels => labels.filter(e => e.offsetWidth > e.parentElement.clientWidth).map(e => e.textContent)"
    assert labels.evaluate_all(cut) == []


def test_the_keyboard_reaches_the_text_first(browser_page: Page) -> None:
    browser_page.goto("/help/")
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("#main")).to_be_focused()


def test_the_language_switch_keeps_the_page(browser_page: Page) -> None:
    browser_page.goto("/help/")
    browser_page.get_by_role("button", name="English").click()
    expect(browser_page.get_by_role("link", name="Home").first).to_be_visible()
    expect(browser_page).to_have_url(re.compile("/help/$"))
    browser_page.get_by_role("button", name="中文").click()
    expect(browser_page.get_by_role("link", name="首页").first).to_be_visible()
