"""What the database itself refuses (decisions on lists: docs/rules/lists-procedure.md)."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from lists.editions.models import Edition
from lists.listings.models import Listing
from lists.listings.rules import RemovalReason
from lists.listings.services.exits import remove_listing
from tests.lists.make import (
    DECIDED,
    RED,
    SERVED,
    TODAY,
    decided,
    new_enterprise,
    noon,
    notified,
    office,
    proposed,
    the_list,
)


def refused(listing: Listing, constraint: str, **columns: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Listing.objects.filter(pk=listing.pk).update(**columns)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns",
    [
        {"document_number": ""},
        {"notice_served_on": None},
        {"objection_until": None},
        {"objection_until": SERVED},
        {"objection_outcome": ""},
    ],
    ids=str,
)
def test_a_black_listing_without_a_hearing_does_not_exist(columns: dict[str, Any]) -> None:
    refused(decided(), "listing_black_was_heard", **columns)


@pytest.mark.django_db
def test_a_black_decision_waits_for_the_end_of_the_window() -> None:
    listing = decided()
    refused(listing, "listing_black_was_heard", objection_until=date(2026, 10, 21))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns",
    [
        {"decided_on": None},
        {"authority": None},
        {"term_months": None},
        {"term_basis": ""},
        {"public_from": None},
        {"public_until": None},
        {"public_until": DECIDED},
        {"decided_by": None},
    ],
    ids=str,
)
@pytest.mark.parametrize("slug", ["market-regulation", RED])
def test_no_listing_without_decision_and_term(columns: dict[str, Any], slug: str) -> None:
    refused(decided(slug=slug), "listing_(decided_has_a_term|black_was_heard)", **columns)


@pytest.mark.django_db
def test_a_proposal_cannot_be_decided_by_a_write() -> None:
    refused(proposed(), "listing_", state="DECIDED")


@pytest.mark.django_db
def test_nobody_decides_on_their_own_proposal() -> None:
    refused(decided(), "listing_four_eyes", decided_by=office())


@pytest.mark.django_db
def test_one_open_proposal_for_each_enterprise_and_list() -> None:
    first, second = notified(), notified()
    refused(second, "UNIQUE|listing_pending_once", enterprise=first.enterprise)


class TestOnceOnAnyDay:
    """Two decided listings of an enterprise on a list never share a day."""

    @pytest.fixture
    def first(self) -> Listing:
        """Make one that is public through November."""
        listing = decided()
        Listing.objects.filter(pk=listing.pk).update(public_from=date(2026, 11, 1), public_until=date(2026, 12, 1))
        return listing

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("starts", "ends"),
        [("11-01", "12-01"), ("10-20", "11-02"), ("11-30", "12-31"), ("11-15", "11-16"), ("10-20", "12-31")],
        ids=["same days", "its first day", "its last day", "within", "around"],
    )
    def test_a_second_one_while_the_first_lasts_is_refused(self, first: Listing, starts: str, ends: str) -> None:
        days = {"public_from": f"2026-{starts}", "public_until": f"2026-{ends}"}
        refused(decided(), "listing_once_on_any_day", enterprise=first.enterprise, **days)

    @pytest.mark.django_db
    def test_nor_is_one_written_anew(self, first: Listing) -> None:
        first.pk = None
        with pytest.raises(IntegrityError, match="listing_once_on_any_day"), transaction.atomic():
            first.save(force_insert=True)

    @pytest.mark.django_db
    @pytest.mark.parametrize(("starts", "ends"), [("12-01", "12-31"), ("10-20", "11-01")], ids=["after", "before"])
    def test_one_may_begin_on_the_day_the_other_ends(self, first: Listing, starts: str, ends: str) -> None:
        days = {"public_from": f"2026-{starts}", "public_until": f"2026-{ends}"}
        assert Listing.objects.filter(pk=decided().pk).update(enterprise=first.enterprise, **days)

    @pytest.mark.django_db
    def test_one_that_was_removed_does_not_count(self, first: Listing) -> None:
        remove_listing(
            listing=first, reason=RemovalReason.LISTED_BY_MISTAKE, note="认定有误", by=office(), at=noon(TODAY)
        )
        assert Listing.objects.filter(pk=decided().pk).update(enterprise=first.enterprise)

    @pytest.mark.django_db
    def test_the_migration_names_those_that_share_a_day_and_takes_the_others(self, first: Listing) -> None:
        migration: Any = import_module("lists.migrations.0003_listings_do_not_overlap")
        with connection.cursor() as cursor:

            def execute(sql: str, params: None) -> None:
                connection.check_constraints()  # PostgreSQL alters no table while some wait to be checked
                cursor.execute(sql, params)

            editor = SimpleNamespace(connection=connection, execute=execute)
            migration.allow(None, editor)
            migration.allow(None, editor)  # a table that was made anew has lost its triggers already
            second = decided()
            Listing.objects.filter(pk=second.pk).update(enterprise=first.enterprise)
            with pytest.raises(IntegrityError, match=f"{first.pk} and {second.pk}"):
                migration.refuse(None, editor)
            Listing.objects.filter(pk=second.pk).update(enterprise=new_enterprise())
            migration.refuse(None, editor)
        refused(second, "listing_once_on_any_day", enterprise=first.enterprise)

    @pytest.mark.django_db
    def test_another_list_is_another_matter(self, first: Listing) -> None:
        assert Listing.objects.filter(pk=decided(slug=RED).pk).update(enterprise=first.enterprise)


@pytest.mark.django_db
def test_a_draft_has_no_number_and_a_publication_has_all() -> None:
    draft = Edition.objects.create(credit_list=the_list(), as_of=TODAY, drafted_by=office(), drafted_at=noon(TODAY))
    for columns in ({"number": 1}, {"state": "PUBLISHED"}, {"state": "PUBLISHED", "number": 1}):
        with pytest.raises(IntegrityError, match="edition_number_is_given"), transaction.atomic():
            Edition.objects.filter(pk=draft.pk).update(**columns)
    with pytest.raises(IntegrityError, match=r"edition_four_eyes|edition_number_is_given"), transaction.atomic():
        Edition.objects.filter(pk=draft.pk).update(published_by=office())
