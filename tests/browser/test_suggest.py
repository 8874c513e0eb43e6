"""The search box as a combobox: keyboard, screen reader, mouse, and an engine that is away."""

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.django_db(transaction=True)

A_PAUSE_MS = 1000  # of the page's own clock: longer than the script waits for the next key
ENTERPRISES = [
    {"uscc": "91420100MA4KXYQW0U", "name": "武汉江澜智造科技有限公司", "former_name": "武汉极浪有限公司"},
    {"uscc": "914201007171752123", "name": "<b>江澜</b>控股集团有限公司", "former_name": None},
]


@pytest.fixture
def asked(browser_page: Page) -> list[str]:
    """Open the home page with a suggest endpoint of our own, and give what it was asked for."""
    queries: list[str] = []

    def answer(route: Route) -> None:
        queries.append(route.request.url)
        route.fulfill(status=200, content_type="application/json", body=json.dumps({"results": ENTERPRISES}))

    open_home(browser_page, answer)
    return queries


def typed_in(asked: list[str]) -> list[str]:
    """Return the texts that the addresses ask for."""
    return [parse_qs(urlsplit(address).query)["q"][0] for address in asked]


def open_home(page: Page, answer: Callable[[Route], None]) -> None:
    page.route("**/api/v1/suggest/*", answer)
    page.route("**/enterprises/**", lambda route: route.fulfill(status=200, body="opened"))
    page.goto("/")


def stop_the_clock(page: Page) -> None:
    """Let timers of the page fire by `page.clock.run_for` alone, however long a key takes on a busy machine."""
    page.clock.install(time=0)
    page.clock.pause_at(1)


def test_two_letters_open_the_list_and_say_so(browser_page: Page, asked: list[str]) -> None:
    box = browser_page.get_by_role("combobox")
    stop_the_clock(browser_page)
    box.press_sequentially("j")
    browser_page.clock.run_for(A_PAUSE_MS)
    box.press_sequentially("l")
    browser_page.clock.run_for(A_PAUSE_MS)
    expect(browser_page.get_by_role("option")).to_have_count(2)
    assert typed_in(asked) == ["jl"]
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(browser_page.get_by_role("status")).to_contain_text("2 条建议")


def test_fast_typing_asks_once(browser_page: Page, asked: list[str]) -> None:
    stop_the_clock(browser_page)
    browser_page.get_by_role("combobox").press_sequentially("jianglan")
    browser_page.clock.run_for(A_PAUSE_MS)
    expect(browser_page.get_by_role("option")).to_have_count(2)
    assert typed_in(asked) == ["jianglan"]


def test_arrows_mark_and_enter_opens_the_file(browser_page: Page, asked: list[str]) -> None:
    box = browser_page.get_by_role("combobox")
    box.press_sequentially("jl")
    expect(browser_page.get_by_role("option")).to_have_count(2)
    box.press("ArrowDown")
    box.press("ArrowDown")
    marked = browser_page.get_by_role("option", selected=True)
    expect(marked).to_contain_text("控股集团")
    expect(box).to_have_attribute("aria-activedescendant", marked.get_attribute("id") or "")
    box.press("Enter")
    browser_page.wait_for_url("**/enterprises/914201007171752123/")


def test_a_former_name_is_told(browser_page: Page, asked: list[str]) -> None:
    browser_page.get_by_role("combobox").press_sequentially("jl")
    expect(browser_page.get_by_role("option").first).to_contain_text("曾用名 武汉极浪有限公司")
    expect(browser_page.get_by_role("option").nth(1)).not_to_contain_text("曾用名")


@pytest.mark.parametrize("key", ["Home", "End", "ArrowLeft"])
def test_keys_of_the_text_leave_the_options(browser_page: Page, asked: list[str], key: str) -> None:
    box = browser_page.get_by_role("combobox")
    box.press_sequentially("jl")
    expect(browser_page.get_by_role("option")).to_have_count(2)
    box.press("ArrowUp")
    expect(browser_page.get_by_role("option", selected=True)).to_have_count(1)
    box.press(key)
    expect(browser_page.get_by_role("option", selected=True)).to_have_count(0)
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))
    box.press("Enter")
    browser_page.wait_for_url("**/search/?q=jl")


def test_tab_closes_and_moves_on_and_down_opens_again(browser_page: Page, asked: list[str]) -> None:
    box = browser_page.get_by_role("combobox")
    box.press_sequentially("jl")
    expect(browser_page.get_by_role("option")).to_have_count(2)
    box.press("ArrowDown")
    box.press("Tab")
    expect(browser_page.get_by_role("option")).to_have_count(0)
    expect(browser_page.get_by_role("button", name="查询")).to_be_focused()
    expect(box).to_have_value("jl")
    box.focus()
    box.press("ArrowDown")
    expect(browser_page.get_by_role("option")).to_have_count(2)


def test_markup_in_a_name_is_text(browser_page: Page, asked: list[str]) -> None:
    browser_page.get_by_role("combobox").press_sequentially("jl")
    expect(browser_page.get_by_role("option").nth(1)).to_contain_text("<b>江澜</b>")


def test_escape_closes_and_enter_then_searches(browser_page: Page, asked: list[str]) -> None:
    box = browser_page.get_by_role("combobox")
    box.press_sequentially("jl")
    expect(browser_page.get_by_role("option")).to_have_count(2)
    box.press("Escape")
    expect(browser_page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_value("jl")
    box.press("Enter")
    browser_page.wait_for_url("**/search/?q=jl")


def test_the_mouse_opens_a_file(browser_page: Page, asked: list[str]) -> None:
    browser_page.get_by_role("combobox").press_sequentially("jl")
    browser_page.get_by_role("option").first.click()
    browser_page.wait_for_url("**/enterprises/91420100MA4KXYQW0U/")


def test_an_engine_that_is_away_is_silent(browser_page: Page) -> None:
    open_home(browser_page, lambda route: route.fulfill(status=503, body="{}"))
    box = browser_page.get_by_role("combobox")
    with browser_page.expect_response("**/api/v1/suggest/*"):
        box.press_sequentially("jl")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(browser_page.get_by_role("option")).to_have_count(0)
