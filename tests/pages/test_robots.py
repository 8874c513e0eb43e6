"""What crawlers may fetch: public pages, found by sitemaps; no desk, no secret, no endless query."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from creditportal.home import SITEMAPS
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.records.services.corrections import withdraw_record
from search.doors.evaluations import EVALUATIONS
from search.doors.registry import DOORS
from search.doors.sitemap import BESIDE, ENTRIES, LARGEST
from tests import make
from tests.access.rows import Who
from tests.access.table import TABLE
from tests.access.world import make_world
from tests.doors.make import AT, spot_check
from tests.enforcement import make as campaigns
from tests.evaluations.make import proposed, registered, withdrawn

SECRET = ("cases:", "desk:", "-desk:", "admin", "receipt", "maker-comment", "enterprises:report", "verify-number")


def rules(client: Client) -> list[tuple[bool, str]]:
    """Return the rules of robots.txt: whether they allow, and the pattern."""
    lines = client.get("/robots.txt").content.decode().splitlines()
    named = [line.partition(": ")[::2] for line in lines]
    return [(name == "Allow", value) for name, value in named if name in {"Allow", "Disallow"}]


def may_be_crawled(address: str, found: list[tuple[bool, str]]) -> bool:
    """Apply rules as RFC 9309 demands: the longest that fits decides."""
    fitting = [(len(rule), allows) for allows, rule in found if re.match(_pattern(rule), address)]
    return max(fitting, default=(0, True))[1]


def _pattern(rule: str) -> str:
    return re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$")


def places(client: Client) -> Iterator[str]:
    for name in SITEMAPS:
        yield from (
            urlsplit(found).path for found in re.findall("<loc>(.+?)</loc>", client.get(reverse(name)).content.decode())
        )


@pytest.mark.django_db
def test_it_names_the_sitemaps_and_is_plain_text(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    for name in SITEMAPS:
        assert f"Sitemap: {settings.PUBLIC_BASE_URL}{reverse(name)}\n" in answer.content.decode()
        assert may_be_crawled(reverse(name), rules(client))


@pytest.mark.django_db
def test_public_pages_are_crawled_but_no_desk_secret_or_query(client: Client) -> None:
    world, found = make_world(), rules(client)
    for row in TABLE:
        if row.method != "GET":
            continue
        address = reverse(row.name, kwargs={name: world.arguments[value] for name, value in row.arguments.items()})
        is_secret = address.startswith("/api/v1/") or any(part in row.name for part in SECRET)
        if is_secret or row.answer_to(Who.PUBLIC) == 200:
            assert may_be_crawled(address, found) is not is_secret, address
        assert not may_be_crawled(f"{address}?q=1&page=2", found), address


@pytest.mark.django_db
def test_pages_of_one_reader_are_in_no_search_engine(client: Client) -> None:
    for address in ("/cases/", "/products/comment/", "/cases/20260001/"):
        assert client.get(address)["X-Robots-Tag"] == "noindex, noarchive"
    assert client.get("/products/")["X-Robots-Tag"] == "noarchive"


@pytest.mark.django_db
def test_the_sitemap_names_batches_institutions_and_campaigns_that_a_reader_may_see(client: Client) -> None:
    office = make.office()
    check = spot_check(office, make.new_enterprise(), X_JC_PC="2026-03-01")
    batch = f"/products/batches/{check.enterprise.uscc}/20260301/"
    institution, left, waiting = registered(office, 501), registered(office, 502), proposed(office, 503)
    withdrawn(left, office)
    campaign, hidden = campaigns.published(office), campaigns.proposed(office, name="2026年专项行动")
    named = list(places(client))
    shown = [batch, *(f"/evaluations/institutions/{each.pk}/" for each in (institution, left))]
    shown.append(f"/enforcement/campaigns/{campaign.pk}/")
    assert set(shown) <= set(named) and len(set(named)) == len(named)
    assert f"/evaluations/institutions/{waiting.pk}/" not in named
    assert f"/enforcement/campaigns/{hidden.pk}/" not in named
    for address in named:
        assert may_be_crawled(address, rules(client)), address
        assert client.get(address).status_code == 200, address
        assert "noindex" not in client.get(address)["X-Robots-Tag"], address
    withdraw_record(record=check, reason=WithdrawalReason.ANNULLED, note="撤销", by=office.reviewer, at=AT)
    assert batch not in places(client)


def test_a_sitemap_holds_no_more_than_it_may() -> None:
    fronts = sum(4 + len(door.more) for door in DOORS.values())
    batches = sum(door.has_batches for door in DOORS.values())
    beside = sum(door.beside is not None for door in DOORS.values())
    assert EVALUATIONS.beside is not None
    assert fronts + ENTRIES * (len(DOORS) + batches) + BESIDE * beside <= LARGEST
