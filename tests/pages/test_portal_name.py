"""Another city: pages and documents carry the names that are set, none of the default ones."""

from dataclasses import asdict, dataclass

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django import Settings

from creditportal.home import server_error
from enterprises.creditfile.report.content import report_pdf, report_snapshot
from tests.documents.files import INSTANT, credit_file
from tests.documents.printed import text_of
from tests.lists.make import published

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class City:
    """The settings that name a portal and its city."""

    PORTAL_NAME: str = "宜昌企业信用公示"
    PORTAL_NAME_EN: str = "Yichang Credit"
    CITY_NAME_EN: str = "Yichang"
    ISSUING_AUTHORITY: str = "宜昌市信用中心"
    CONTACT_PHONE: str = "0717-12345"


OURS = City()


@pytest.fixture(autouse=True)
def default_names(settings: Settings) -> tuple[str, ...]:
    """Set another city, and return the names that stood there before."""
    cache.clear()
    before = tuple(str(getattr(settings, name)) for name in asdict(OURS))
    for name, value in asdict(OURS).items():
        setattr(settings, name, value)
    return before


@pytest.mark.parametrize("path", ["/", "/help/", "/search/", "/lists/", "/verify/", "/desk/login/", "/no-such-page/"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_carry_the_names_of_the_settings(
    client: Client, path: str, language: str, default_names: tuple[str, ...]
) -> None:
    client.cookies["django_language"] = language
    page = client.get(path).content.decode()
    name = OURS.PORTAL_NAME_EN if language == "en" else OURS.PORTAL_NAME
    assert f"- {name}</title>" in page
    assert all(word in page for word in (OURS.ISSUING_AUTHORITY, f"tel:{OURS.CONTACT_PHONE}"))
    assert not [word for word in default_names if word in page]


def test_the_help_page_names_the_city_in_english(client: Client) -> None:
    assert f"registered in {OURS.CITY_NAME_EN}." in client.get("/help/").content.decode()


def test_a_page_without_a_database_carries_them_too(default_names: tuple[str, ...]) -> None:
    page = server_error(RequestFactory().get("/x/")).content.decode()
    assert page.count(OURS.PORTAL_NAME) == 2
    assert OURS.CONTACT_PHONE in page
    assert not [word for word in default_names if word in page]


def test_an_edition_names_the_issuing_authority(client: Client) -> None:
    edition = published()
    edition.credit_list.authority = None
    edition.credit_list.save()
    page = client.get(f"/lists/{edition.credit_list.slug}/{edition.number}/").content.decode()
    assert OURS.ISSUING_AUTHORITY in page
    assert f"联系电话：{OURS.CONTACT_PHONE}" in page


def test_a_report_is_issued_with_them(default_names: tuple[str, ...]) -> None:
    text = text_of(report_pdf(report_snapshot(credit_file(), number="20261123102705A1B2C3D4", at=INSTANT)))
    assert OURS.ISSUING_AUTHORITY in text
    assert OURS.CONTACT_PHONE in text
    assert not [word for word in default_names if word in text]
