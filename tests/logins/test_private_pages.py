"""No cache keeps a page of the admin; the headers of every answer. `tests/access/test_access.py` has the desk's."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch
from playwright.sync_api import Browser, expect

from tests import make
from tests.access.world import World, make_world
from tests.make import PASSWORD
from tests.support.browser import open_page


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def admin_patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from admin_patterns(entry)


def admin_addresses() -> Iterator[str]:
    admin = next(entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "admin")
    assert isinstance(admin, URLResolver)
    for pattern in admin_patterns(admin):
        if pattern.name and pattern.name not in {"view_on_site", "logout"}:
            yield admin_address(pattern.name)


def admin_address(name: str) -> str:
    """Fill an address of the admin: some name a row, one an app."""
    for arguments in ([], ["1"], ["auth"]):
        with suppress(NoReverseMatch):
            return reverse(f"admin:{name}", args=arguments)
    raise AssertionError(name)


@pytest.mark.usefixtures("world")
@pytest.mark.ignore_template_errors  # Django's own templates of the admin
def test_no_cache_keeps_an_answer_of_the_admin() -> None:
    chief = Client()
    chief.force_login(User.objects.create_superuser("chief"))
    addresses = set(admin_addresses())
    assert len(addresses) > 50
    for address in sorted(addresses):
        for client in (chief, Client()):
            answer = client.get(address)
            assert "no-store" in answer["Cache-Control"], address


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/desk/login/", "/admin/login/", "/no-such-page/", "/healthz"])
def test_every_answer_forbids_what_the_portal_asks_of_no_browser(path: str, client: Client) -> None:
    assert "camera=(), " in client.get(path)["Permissions-Policy"]


@pytest.mark.django_db(transaction=True)
def test_back_shows_nothing_after_the_logout(browser: Browser, live_server: object) -> None:
    office = make.office()
    with open_page(browser, str(live_server)) as page:
        page.goto("/desk/login/")
        page.get_by_label("用户名").fill(office.recorder.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/desk/")
        page.goto("/desk/records/")
        page.get_by_role("button", name="退出").click()
        page.wait_for_url("**://*/")
        page.go_back()
        page.wait_for_url("**/desk/login/**")
        expect(page.get_by_label("用户名")).to_be_visible()
