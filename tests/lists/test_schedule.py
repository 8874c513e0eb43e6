"""Drafts that come by themselves on a list's period (docs/rules/lists-procedure.md)."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from enterprises.shared import clock
from enterprises.shared.workflow.refusals import FourEyes, ReasonMissing, StateChanged
from lists.criteria.models import CreditList
from lists.editions.drafts import draft_changes
from lists.editions.models import Edition
from lists.editions.rules import EditionState
from lists.editions.services.editions import DraftMissing, DraftUnchecked, draft_edition, publish_edition
from lists.editions.services.schedule import check_draft, close_draft, draft_due_editions
from lists.listings.models import Listing
from lists.listings.rules import RemovalReason
from lists.listings.services.exits import remove_listing
from lists.periodic_jobs import draft_due_editions as job
from lists.periodic_jobs import publish_requested_editions
from tests.lists.make import BLACK, RED, decided, decider, noon, office, published, the_list
from tests.support.clients import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank_print")]
NOVEMBER, LATER = date(2026, 11, 20), date(2027, 5, 3)


def due(on: date) -> list[Edition]:
    return draft_due_editions(at=noon(on))


def drafts(slug: str = BLACK) -> list[date]:
    rows = Edition.objects.filter(credit_list__slug=slug, state=EditionState.DRAFT)
    return list(rows.values_list("as_of", flat=True))


def checked_and_published(draft: Edition, *, on: date) -> Edition:
    check_draft(edition=draft, by=office(), at=noon(on))
    return publish_edition(edition=draft, by=decider(), at=noon(on))


def test_a_list_on_which_nobody_is_has_no_first_draft() -> None:
    assert due(NOVEMBER) == []


def test_a_draft_comes_as_of_the_first_day_of_the_period_and_once() -> None:
    decided()
    (draft,) = due(NOVEMBER)
    assert (draft.as_of, draft.is_scheduled, draft.drafted_by) == (date(2026, 11, 1), True, None)
    assert draft.entries.count() == 1
    assert due(NOVEMBER) == []
    assert Edition.objects.get() == draft


def test_each_list_has_its_own_period() -> None:
    decided()
    decided(slug=RED, changes={"by": office("second")})
    published(as_of=date(2026, 11, 10))
    published(slug=RED, as_of=date(2026, 11, 10))
    assert due(NOVEMBER) == []
    assert [draft.credit_list.slug for draft in due(date(2026, 12, 1))] == [BLACK]
    assert [draft.credit_list.slug for draft in due(date(2027, 1, 1))] == [BLACK, RED]


def test_a_list_without_a_period_is_drafted_by_people() -> None:
    decided()
    CreditList.objects.filter(slug=BLACK).update(period="")
    assert due(NOVEMBER) == []


def test_after_months_of_rest_one_draft_comes() -> None:
    decided()
    published(as_of=NOVEMBER)
    job(at=noon(LATER))
    assert drafts() == [date(2027, 5, 1)]


def test_a_fresh_draft_takes_the_place_of_one_that_nobody_checked() -> None:
    decided()
    due(NOVEMBER)
    due(LATER)
    assert drafts() == [date(2027, 5, 1)]


@pytest.mark.parametrize("is_checked", [True, False])
def test_the_draft_of_a_person_is_left_alone(is_checked: bool) -> None:
    decided()
    if is_checked:
        check_draft(edition=due(NOVEMBER)[0], by=office(), at=noon(NOVEMBER))
    else:
        draft_edition(credit_list=the_list(), as_of=date(2026, 11, 1), by=office(), at=noon(NOVEMBER))
    assert due(LATER) == []
    assert drafts() == [date(2026, 11, 1)]


def test_an_edition_of_the_period_by_hand_is_enough() -> None:
    decided()
    published(as_of=NOVEMBER)
    assert due(date(2026, 11, 30)) == []
    assert len(due(date(2026, 12, 1))) == 1


class TestTwoPeople:
    """One checks what came by schedule, another publishes."""

    def test_nobody_publishes_what_nobody_checked(self) -> None:
        decided()
        (draft,) = due(NOVEMBER)
        with pytest.raises(DraftUnchecked):
            publish_edition(edition=draft, by=decider(), at=noon(NOVEMBER))
        check_draft(edition=draft, by=office(), at=noon(NOVEMBER))
        with pytest.raises(FourEyes):
            publish_edition(edition=draft, by=office(), at=noon(NOVEMBER))
        edition = publish_edition(edition=draft, by=decider(), at=noon(NOVEMBER))
        assert (edition.number, edition.drafted_by, edition.published_by) == (1, office(), decider())

    def test_a_draft_is_checked_once(self) -> None:
        decided()
        (draft,) = due(NOVEMBER)
        check_draft(edition=draft, by=office(), at=noon(NOVEMBER))
        with pytest.raises(StateChanged, match="已有人核对"):
            check_draft(edition=draft, by=decider(), at=noon(NOVEMBER))

    @pytest.mark.parametrize(
        ("columns", "constraint"),
        [
            ({"drafted_by": None, "is_scheduled": False}, "edition_drafted_by_a_person_or_by_schedule"),
            ({"state": "CLOSED"}, "edition_closed_with_a_reason"),
            ({"close_reason": "无"}, "edition_closed_with_a_reason"),
        ],
        ids=str,
    )
    def test_the_database_keeps_it(self, columns: dict[str, Any], constraint: str) -> None:
        decided()
        (draft,) = due(NOVEMBER)
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Edition.objects.filter(pk=draft.pk).update(**columns)

    def test_a_published_edition_was_checked(self) -> None:
        decided()
        edition = published(as_of=NOVEMBER)
        with pytest.raises(IntegrityError, match="edition_four_eyes"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(drafted_by=None, is_scheduled=True)


class TestClosing:
    """A draft that brings nothing new ends without an edition."""

    def test_the_same_content_is_named_and_the_period_is_done(self) -> None:
        decided()
        published(as_of=NOVEMBER)
        (draft,) = due(date(2026, 12, 2))
        assert draft_changes(draft, on=date(2026, 12, 2)).is_same
        close_draft(edition=draft, reason="内容与上一期相同", by=office(), at=noon(date(2026, 12, 2)))
        assert due(date(2026, 12, 3)) == []
        (following,) = due(date(2027, 1, 1))
        assert checked_and_published(following, on=date(2027, 1, 1)).number == 2

    def test_it_needs_a_reason_and_ends_once(self) -> None:
        decided()
        (draft,) = due(NOVEMBER)
        with pytest.raises(ReasonMissing):
            close_draft(edition=draft, reason=" ", by=office(), at=noon(NOVEMBER))
        close_draft(edition=draft, reason="本期不发", by=office(), at=noon(NOVEMBER))
        with pytest.raises(StateChanged):
            close_draft(edition=draft, reason="本期不发", by=office(), at=noon(NOVEMBER))
        with pytest.raises(DraftMissing):
            publish_edition(edition=draft, by=decider(), at=noon(NOVEMBER))

    def test_a_first_draft_is_never_the_same(self) -> None:
        decided()
        (draft,) = due(NOVEMBER)
        changes = draft_changes(draft, on=NOVEMBER)
        assert (changes.since, changes.is_same) == (None, False)


def test_a_draft_names_who_enters_leaves_and_changes_and_why() -> None:
    gone, kept = decided(), decided()
    published(as_of=NOVEMBER)
    remove_listing(listing=gone, reason=RemovalReason.REPAIRED, note="修复决定3号", **_removal(gone))
    Listing.objects.filter(pk=kept.pk).update(reason="更正后的事由")
    new = decided(changes={"document_number": "武信列〔2026〕8号"})
    (draft,) = due(LATER)
    changes = draft_changes(draft, on=LATER)
    assert [(line.listing_id, line.why) for line in changes.left] == [(gone.pk, "信用修复：修复决定3号")]
    assert [(line.listing_id, line.why) for line in changes.changed] == [(kept.pk, "列入事由")]
    ((pk, why),) = [(line.listing_id, line.why) for line in changes.entered]
    assert pk == new.pk
    assert why.startswith("M-01 较重行政处罚（武信列〔2026〕8号）")
    assert not changes.is_same


def _removal(listing: Listing) -> dict[str, Any]:
    at: datetime = noon(LATER)
    Listing.objects.filter(pk=listing.pk).update(repairable_from=date(2027, 1, 1))
    listing.refresh_from_db()
    return {"by": office(), "at": at}


def test_the_desk_checks_publishes_and_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: noon(NOVEMBER))
    decided()
    (draft,) = due(NOVEMBER)
    one, other = client_of(office()), client_of(decider())
    page = one.get(f"/desk/lists/{BLACK}/draft/").content.decode()
    assert "按周期自动起草" in page
    assert "待核对" in page
    assert "本名单的第一期" in page
    assert "按周期自动起草，待核对" in one.get("/desk/lists/").content.decode()
    one.post(f"/desk/lists/{BLACK}/draft/{draft.pk}/check/")
    assert "须由另一人发布" in one.get(f"/desk/lists/{BLACK}/draft/").content.decode()
    other.post(f"/desk/lists/{BLACK}/draft/{draft.pk}/publish/")
    publish_requested_editions(at=noon(NOVEMBER))
    monkeypatch.setattr(clock, "now", lambda: noon(date(2026, 12, 1)))
    one = client_of(office())
    (again,) = due(date(2026, 12, 1))
    page = one.get(f"/desk/lists/{BLACK}/draft/").content.decode()
    assert "内容与上一期相同" in page
    assert "与第 1 期相比" in page
    assert one.post(f"/desk/lists/{BLACK}/draft/{again.pk}/close/", {"reason": ""}).status_code == 302
    assert drafts() == [date(2026, 12, 1)]
    one.post(f"/desk/lists/{BLACK}/draft/{again.pk}/close/", {"reason": "内容相同"})
    assert drafts() == []
    assert Edition.objects.published().count() == 1
