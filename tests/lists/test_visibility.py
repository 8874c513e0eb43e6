"""The SQL of what is public against its Python twin, over every state and boundary day."""

from datetime import date, timedelta
from itertools import product

import pytest

from lists.listings.models import Listing
from lists.listings.rules import ListingState
from tests.lists.make import decided, office

START, END = date(2026, 10, 20), date(2029, 10, 20)
DAYS = [START - timedelta(days=1), START, END - timedelta(days=1), END, END + timedelta(days=1)]


@pytest.mark.django_db
def test_sql_and_python_agree() -> None:
    listings = []
    for state in ListingState:
        listing = decided()
        assert (listing.public_from, listing.public_until) == (START, END)
        columns: dict[str, object] = {"state": state}
        if state is ListingState.REMOVED:
            columns |= {"removed_on": START, "removed_reason": "REPAIRED", "removed_by": office()}
        Listing.objects.filter(pk=listing.pk).update(**columns)
        listings.append(Listing.objects.get(pk=listing.pk))
    for listing, day in product(listings, DAYS):
        in_sql = Listing.objects.public(on=day).filter(pk=listing.pk).exists()
        assert in_sql == listing.is_public(on=day), (listing.state, day)
    seen = {day for listing, day in product(listings, DAYS) if listing.is_public(on=day)}
    assert seen == {START, END - timedelta(days=1)}
