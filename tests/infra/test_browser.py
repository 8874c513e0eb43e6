"""The browser that the pages' tests use, and how they look at it."""

import re
from pathlib import Path

from django.test import Client
from playwright.sync_api import Page


def test_the_browser_reads_the_live_server(browser_page: Page) -> None:
    answer = browser_page.goto("/no-such-page/")
    assert answer is not None
    assert answer.status == 404


def test_the_client_needs_no_browser(db: None, client: Client) -> None:
    assert client.get("/no-such-page/").status_code == 404


# What a page shows at this moment: a click returns before the next page is there. `expect` waits for it.
AT_ONCE = re.compile(
    r"assert .*(?:\.is_(?:visible|hidden|checked|enabled|disabled|editable)\(\)|\.input_value\(\)|page\.url\b"
    r"|\.title\(\)|(?:get_by_\w+|locator)\(.*\)(?:\.\w+)*\.(?:count|get_attribute)\()"
)


def test_tests_wait_for_what_a_page_shows() -> None:
    files = [path for path in (Path(__file__).parents[1]).rglob("*.py") if "playwright" in path.read_text()]
    assert len(files) > 10
    found = [f"{path.name}: {line}" for path in files for line in AT_ONCE.findall(path.read_text())]
    assert found == []
