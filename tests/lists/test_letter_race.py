"""Two workers, or a worker and an officer, at once: a step has one letter, and what is undone leaves none in force."""

import pytest

from enterprises.documents.letters.models import Letter
from enterprises.documents.letters.public import LetterStatus, status_of
from lists.listings.models import Listing
from lists.listings.rules import ListingState
from lists.listings.services.exits import refuse_removal
from lists.periodic_jobs import issue_listing_letters
from tests.documents.letters import print_nothing
from tests.lists.make import TODAY, annulled, decided, decider, noon
from tests.support.at_once import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    print_nothing(monkeypatch)


def test_of_two_workers_one_issues() -> None:
    decided()
    found = together(*(lambda: issue_listing_letters(at=noon(TODAY)) for _ in range(2)))
    assert found == [None, None]
    assert list(Letter.objects.values_list("kind", flat=True)) == ["LISTING_DECISION"]


def test_a_removal_that_is_undone_while_its_letter_is_issued_leaves_no_letter_in_force() -> None:
    listing = decided()
    annulled(listing)
    second = decider()
    found = together(
        lambda: issue_listing_letters(at=noon(TODAY)),
        lambda: refuse_removal(listing=listing, reason="有误", by=second, at=noon(TODAY)),
    )
    assert found == [None, None]
    assert Listing.objects.get().state == ListingState.DECIDED
    removals = Letter.objects.select_related("document").filter(kind="REMOVAL_NOTICE")
    assert all(status_of(letter.document) is LetterStatus.WITHDRAWN for letter in removals)
