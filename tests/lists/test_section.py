"""The rows and badges that lists give to a credit file."""

from datetime import timedelta

import pytest

from enterprises.catalogue.types import Chapter
from enterprises.creditfile.sections import sections
from enterprises.creditfile.types import BadgeTone
from enterprises.documents.refs import RefKind
from lists.listings.queries import listed_days
from lists.sections import section
from tests.lists.make import DECIDED, RED, TODAY, decided, new_enterprise, notified

pytestmark = pytest.mark.django_db


def test_the_portal_asks_this_section() -> None:
    assert section in sections()


def test_a_black_listing_is_a_row_of_chapter_four_with_its_badge() -> None:
    listing = decided()
    [(chapter, row)] = section.rows(enterprise_id=listing.enterprise_id, on=TODAY)
    assert chapter is Chapter.SERIOUS_DISHONESTY
    assert (row.ref.kind, row.ref.id) == (RefKind.LISTING, listing.pk)
    assert row.last_public_on == row.public_until - timedelta(days=1) if row.public_until else False
    cells = {cell.label: cell.value for cell in row.cells}
    assert (cells["列入事由"], cells["列入日期"]) == (listing.reason, "2026-10-20")
    [badge] = section.badges(enterprise_id=listing.enterprise_id, on=TODAY)
    assert (badge.label, badge.tone) == ("严重失信主体", BadgeTone.BLACK_LIST)


def test_a_red_listing_is_a_row_of_chapter_three() -> None:
    listing = decided(slug=RED)
    [(chapter, _)] = section.rows(enterprise_id=listing.enterprise_id, on=TODAY)
    [badge] = section.badges(enterprise_id=listing.enterprise_id, on=TODAY)
    assert (chapter, badge.label) == (Chapter.HONOUR, "守信激励对象")


def test_nothing_before_the_decision_and_nothing_after_the_end() -> None:
    told, listing = notified(), decided()
    assert listing.public_until is not None
    for enterprise_id, on in (
        (told.enterprise_id, TODAY),
        (listing.enterprise_id, DECIDED - timedelta(days=1)),
        (listing.enterprise_id, listing.public_until),
    ):
        assert section.rows(enterprise_id=enterprise_id, on=on) == []
        assert section.badges(enterprise_id=enterprise_id, on=on) == []
    assert section.public_ids(ids=[listing.pk, told.pk, 0], on=TODAY) == {listing.pk}


def test_search_learns_the_days_of_each_listing() -> None:
    listing, nobody = decided(), new_enterprise()
    facts = listed_days([listing.enterprise_id, nobody.pk])
    assert set(facts) == {listing.enterprise_id}
    [fact] = facts[listing.enterprise_id]
    assert (fact.slug, fact.public_from, fact.public_until) == (
        "market-regulation",
        listing.public_from,
        listing.public_until,
    )
