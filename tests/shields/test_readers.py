"""While a shield runs, nothing that the public reads holds what it hides; afterwards everything does, without a job."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from enterprises.documents.models import IssuedDocument
from enterprises.documents.services import is_withdrawn, store_document
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from lists.editions.services.editions import draft_edition
from lists.listings.models import Listing
from lists.listings.queries import SHIELDED, obstacles_now
from lists.listings.services.evaluation import evaluate
from tests import make
from tests.lists.make import BLACK, DECIDED, RED, decided, noon, the_list
from tests.lists.make import office as keeper_of_lists
from tests.search.make import forget_index, settle
from tests.shields.make import UNTIL, in_force

pytestmark = pytest.mark.django_db

WHILE = datetime(2026, 11, 22, 4, tzinfo=UTC)
AFTER = datetime(2026, 12, 1, 4, tzinfo=UTC)
ON = date(2026, 11, 22)
NUMBER = "武市监罚字〔2026〕15号"


@pytest.fixture
def shielded() -> Record:
    """Publish a penalty and an honour, and shield the enterprise."""
    office = make.office()
    enterprise = make.new_enterprise()
    record = make.published(office, enterprise=enterprise, CF_WSH=NUMBER)
    make.published(office, enterprise=enterprise, kind="honour")
    in_force(enterprise)
    return record


def rows(client: Client, enterprise: Enterprise) -> list[str]:
    answer = client.get(f"/api/v1/enterprises/{enterprise.uscc}/").json()
    return [row["kind"] for chapter in answer["chapters"] for row in chapter["rows"]]


def test_page_and_api_hold_nothing_of_it_until_it_lapses(client: Client, shielded: Record) -> None:
    address = reverse("enterprises:file", kwargs={"uscc": shielded.enterprise.uscc})
    with time_machine.travel(WHILE, tick=False):
        page = client.get(address).content.decode()
        assert NUMBER not in page
        assert "屏蔽" not in page
        assert rows(client, shielded.enterprise) == ["honour"]
    with time_machine.travel(AFTER, tick=False):
        assert NUMBER in client.get(address).content.decode()
        assert set(rows(client, shielded.enterprise)) == {"penalty", "honour"}


def test_an_issued_document_is_not_served_while_it_runs(shielded: Record) -> None:
    report = store_document(
        number="D-000001",
        kind=IssuedDocument.Kind.REPORT,
        enterprise=shielded.enterprise,
        snapshot={"a": 1},
        refs={"record": [shielded.pk]},
        files={"json": b"{}"},
        at=WHILE,
        template_version="1",
    )
    assert is_withdrawn(report, on=ON)
    assert not is_withdrawn(report, on=UNTIL)


def found_by(client: Client, **query: Any) -> list[str]:
    return [hit["uscc"] for hit in client.get(reverse("search:api"), query).json()["results"]]


@pytest.fixture
def empty_index() -> Iterator[None]:
    forget_index()
    yield
    forget_index()


@pytest.mark.usefixtures("empty_index")
def test_search_finds_neither_by_number_nor_by_filter_until_it_lapses(client: Client, shielded: Record) -> None:
    settle()
    uscc = shielded.enterprise.uscc
    with time_machine.travel(WHILE, tick=False):
        assert found_by(client, q=uscc) == [uscc]
        assert found_by(client, q=NUMBER) == []
        assert found_by(client, q="东湖", kind="penalty") == []
        assert found_by(client, q="东湖", kind="honour") == [uscc]
    with time_machine.travel(AFTER, tick=False):  # nobody drained anything since
        assert found_by(client, q=NUMBER) == [uscc]
        assert found_by(client, q="东湖", kind="penalty") == [uscc]


def test_a_case_about_it_is_answered_neither_yes_nor_no(client: Client, shielded: Record) -> None:
    with time_machine.travel(WHILE, tick=False):
        answer = client.get(reverse("cases:new"), {"about": f"record:{shielded.pk}"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "现在不提供查询" in page
    assert shielded.enterprise.name not in page


@pytest.fixture
def listed() -> Listing:
    """Decide on a black listing on the day of the ruling and shield its enterprise."""
    listing = decided()
    in_force(listing.enterprise, ruled_on=DECIDED, at=noon(DECIDED))
    return listing


def test_the_list_and_its_editions_leave_it_out(client: Client, listed: Listing) -> None:
    credit_list = the_list(BLACK)
    draft = draft_edition(credit_list=credit_list, as_of=ON, by=keeper_of_lists(), at=WHILE)
    assert [(one.listing_id, one.reasons) for one in draft.left_out] == [(listed.pk, (SHIELDED,))]
    assert not draft.edition.entries.exists()
    assert obstacles_now(listed, on=ON) == (SHIELDED,)
    assert obstacles_now(listed, on=UNTIL) == ()
    with time_machine.travel(WHILE, tick=False):
        page = client.get(reverse("lists:list", args=[BLACK])).content.decode()
        assert listed.enterprise.name not in page
    with time_machine.travel(AFTER, tick=False):
        assert listed.enterprise.name in client.get(reverse("lists:list", args=[BLACK])).content.decode()


def test_what_is_shielded_is_no_ground_yet_keeps_off_red_lists(listed: Listing) -> None:
    from tests.lists.grounds import honoured, revoked

    enterprise = listed.enterprise
    revoked(enterprise)
    honoured(enterprise)
    Listing.objects.filter(pk=listed.pk).update(public_until=ON)  # the penalty alone stands against it
    black, red = the_list(BLACK), the_list(RED)
    assert [one.enterprise.pk for one in evaluate(credit_list=black, on=ON)] == []
    assert [one.enterprise.pk for one in evaluate(credit_list=black, on=UNTIL)] == [enterprise.pk]
    (candidate,) = evaluate(credit_list=red, on=ON)
    assert candidate.assessment.exclusions
