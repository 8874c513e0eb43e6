"""`/api/v1/lists/<slug>/status/<uscc>/`: what was so on a day, by what was known on another, as may be shown today."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from enterprises.register.services.links import link_codes
from lists.listings.models import Listing
from lists.listings.rules import RemovalReason
from lists.listings.services.exits import refuse_removal, remove_listing
from tests.lists.make import BLACK, DECIDED, TODAY, decided, decider, new_enterprise, noon, office

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
EXIT, BACK = TODAY - 10 * DAY, TODAY - 5 * DAY


def ask(client: Client, uscc: str, status: int = 200, **days: Any) -> dict[str, Any]:
    answer = client.get(f"/api/v1/lists/{BLACK}/status/{uscc}/", days)
    assert answer.status_code == status, answer.content
    found: dict[str, Any] = answer.json()
    return found


def removed(listing: Listing, reason: RemovalReason = RemovalReason.ANNULLED) -> Listing:
    return remove_listing(listing=listing, reason=reason, note="判决书内部意见", by=office(), at=noon(EXIT))


def test_listed_today_with_its_listing_and_its_step(client: Client) -> None:
    listing = decided()
    found = ask(client, listing.enterprise.uscc)
    assert (found["answer"], found["listing"]["name"]) == ("LISTED", listing.enterprise.name)
    step = {"kind": "LISTED", "on": DECIDED.isoformat(), "basis": "武信列〔2026〕7号"}
    assert found["steps"] == [step]
    assert ask(client, listing.enterprise.uscc, valid_on=DECIDED - DAY)["answer"] == "NOT_LISTED"
    assert ask(client, listing.enterprise.uscc, known_on=DECIDED - DAY)["answer"] == "NOT_LISTED"
    assert ask(client, new_enterprise().uscc)["answer"] == "NOT_LISTED"


def test_what_is_forgotten_is_no_answer_and_brands_nobody(client: Client) -> None:
    gone, other, never = removed(decided()), decided(), new_enterprise()
    day = EXIT - DAY
    assert ask(client, gone.enterprise.uscc, valid_on=day) == {
        "list": BLACK,
        "uscc": gone.enterprise.uscc,
        "valid_on": day.isoformat(),
        "known_on": "2026-11-22",
        "answer": "NOT_AVAILABLE",
        "listing": None,
        "steps": [],
    }
    assert ask(client, never.uscc, valid_on=day)["answer"] == "NOT_AVAILABLE"
    assert ask(client, other.enterprise.uscc, valid_on=day)["answer"] == "LISTED"
    # Foreseen on the day before the exit: still what is forgotten.
    assert ask(client, never.uscc, valid_on=TODAY, known_on=day)["answer"] == "NOT_AVAILABLE"
    # From the exit on nothing is forgotten: nobody was on the list any more.
    for one in (gone.enterprise, never):
        assert ask(client, one.uscc)["answer"] == "NOT_LISTED"
        assert ask(client, one.uscc, valid_on=EXIT)["answer"] == "NOT_LISTED"


def test_a_term_that_is_over_is_forgotten(client: Client) -> None:
    listing = decided()
    Listing.objects.filter(pk=listing.pk).update(public_until=TODAY - 2 * DAY)
    assert ask(client, listing.enterprise.uscc, valid_on=TODAY - 3 * DAY)["answer"] == "NOT_AVAILABLE"
    assert ask(client, listing.enterprise.uscc, valid_on=TODAY - 2 * DAY)["answer"] == "NOT_LISTED"


def test_a_restoration_is_an_event_of_its_own(client: Client) -> None:
    listing = removed(decided())
    refuse_removal(listing=listing, reason="经办人私下意见", by=decider(), at=noon(BACK))
    uscc = listing.enterprise.uscc
    found = ask(client, uscc)
    assert found["answer"] == "LISTED"
    assert [(step["kind"], step["on"]) for step in found["steps"]] == [
        ("LISTED", DECIDED.isoformat()),
        ("REMOVED", EXIT.isoformat()),
        ("RESTORED", BACK.isoformat()),
    ]
    assert found["steps"][2]["basis"] == "移出未获第二人同意"
    assert "意见" not in str(found)
    between = ask(client, uscc, valid_on=EXIT + DAY)
    assert (between["answer"], between["listing"], len(between["steps"])) == ("NOT_LISTED", None, 3)
    assert len(ask(client, uscc, valid_on=TODAY, known_on=EXIT)["steps"]) == 2
    assert ask(client, uscc, valid_on=TODAY, known_on=EXIT)["answer"] == "NOT_LISTED"
    assert ask(client, uscc, valid_on=TODAY, known_on=EXIT - DAY)["answer"] == "LISTED"


def test_all_codes_of_an_enterprise_are_one(client: Client) -> None:
    listing, now = decided(), new_enterprise()
    link_codes(earlier=listing.enterprise, later=now)
    assert ask(client, now.uscc)["answer"] == "LISTED"
    assert ask(client, listing.enterprise.uscc)["answer"] == "LISTED"


@pytest.mark.parametrize(
    "days",
    [
        {"valid_on": "2026-11-23"},
        {"known_on": "2027-01-01"},
        {"valid_on": "heute"},
        {"valid_on": "2026-W46-1"},
        {"known_on": ""},
        {"on": "2026-11-01"},
    ],
)
def test_days_that_cannot_be_answered(client: Client, days: dict[str, str]) -> None:
    assert next(iter(days)) in str(ask(client, new_enterprise().uscc, 400, **days))


def test_unknown_code_and_list(client: Client) -> None:
    uscc = decided().enterprise.uscc
    ask(client, "91420100MA00000000", 404)
    assert client.get(f"/api/v1/lists/nowhere/status/{uscc}/").status_code == 404
