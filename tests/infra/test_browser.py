"""The browser that the pages' tests use."""

from django.test import Client
from playwright.sync_api import Page


def test_the_browser_reads_the_live_server(browser_page: Page) -> None:
    answer = browser_page.goto("/no-such-page/")
    assert answer is not None
    assert answer.status == 404


def test_the_client_needs_no_browser(db: None, client: Client) -> None:
    assert client.get("/no-such-page/").status_code == 404
