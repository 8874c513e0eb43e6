"""Sizes of screens, and what has to hold of every page on them."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}


def broken_rules(page: Page) -> list[str]:
    """Name the rules of axe that the page breaks, with an example of each."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


def fits(page: Page, size: ViewportSize) -> None:
    """Insist that nothing sticks out and no rule of accessibility is broken."""
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert not broken_rules(page)
