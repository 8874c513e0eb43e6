"""Drafting and publishing: what comes in, what stays out and why, numbers, four eyes."""

from datetime import date, timedelta
from typing import Any

import pytest

from enterprises.agencies.permissions import NotPermitted
from enterprises.documents.models import IssuedDocument
from enterprises.register.models import Enterprise
from enterprises.shared.workflow.refusals import FourEyes
from lists.editions.files.sealing import SealedFiles, sealed_files
from lists.editions.models import Edition
from lists.editions.queries import latest_editions, left_out_of
from lists.editions.services import editions
from lists.editions.services.editions import (
    AsOfRefused,
    DraftMissing,
    DraftOutdated,
    DraftResult,
    draft_edition,
    draft_of,
    publish_edition,
)
from lists.listings.models import Listing
from tests.lists.make import (
    DECIDED,
    RED,
    TODAY,
    annulled,
    decided,
    decider,
    new_enterprise,
    noon,
    notified,
    office,
    proposed,
    published,
    the_list,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank_print")]


def draft(*, slug: str = "market-regulation", as_of: date = TODAY, on: date = TODAY) -> DraftResult:
    return draft_edition(credit_list=the_list(slug), as_of=as_of, by=office(), at=noon(on))


def test_a_draft_names_who_is_public_and_says_why_others_are_not() -> None:
    listed, told, new = decided(), notified(), proposed()
    result = draft()
    assert [entry.listing_id for entry in result.edition.entries.all()] == [listed.pk]
    reasons = {one.listing_id: one.reasons for one in result.left_out}
    assert reasons[told.pk] == ("缺少决定文书号", "缺少决定日期", "缺少认定单位", "缺少期限", "缺少期限依据")
    assert reasons[new.pk][0] == "未告知当事人"
    assert result.edition.number is None


def test_entries_are_copies() -> None:
    listing = decided()
    edition = draft().edition
    Enterprise.objects.filter(pk=listing.enterprise_id).update(name="改名后的公司")
    assert edition.entries.get().name == listing.enterprise.name


def test_the_day_is_never_in_the_future() -> None:
    with pytest.raises(AsOfRefused):
        draft(as_of=TODAY + timedelta(days=1))


def test_drafting_again_replaces_the_draft() -> None:
    first = draft().edition
    second = draft().edition
    assert list(Edition.objects.values_list("pk", flat=True)) == [second.pk]
    with pytest.raises(DraftMissing):
        publish_edition(edition=first, by=decider(), at=noon(TODAY))


def test_a_listing_that_ended_is_not_news() -> None:
    decided(slug=RED, changes={"term_months": 1})
    result = draft(slug=RED)
    assert (result.edition.entries.count(), result.left_out) == (0, ())


def test_a_past_day_does_not_bring_back_what_ended_since() -> None:
    listing = decided(slug=RED, changes={"term_months": 1})
    result = draft(slug=RED, as_of=DECIDED)
    assert result.edition.entries.count() == 0
    assert [(one.listing_id, one.reasons) for one in result.left_out] == [(listing.pk, ("公示期已于2026-11-20届满",))]


def test_the_red_list_leaves_out_who_is_on_a_black_one() -> None:
    enterprise = new_enterprise()
    red = decided(slug=RED, enterprise=enterprise)
    black = decided()
    # As if both had been decided before the rule was enforced.
    Listing.objects.filter(pk=black.pk).update(enterprise=enterprise)
    result = draft(slug=RED)
    assert [(one.listing_id, one.reasons) for one in result.left_out] == [(red.pk, ("在严重失信主体名单中",))]


def test_publication_gives_the_next_number_and_a_document() -> None:
    decided()
    first, second = published(), published()
    assert (first.number, second.number) == (1, 2)
    assert published(slug=RED).number == 1
    document = IssuedDocument.objects.get(number="market-regulation-1")
    assert document.refs == {"listing": [Listing.objects.get().pk]}
    assert sorted(document.files.values_list("format", flat=True)) == ["csv", "json", "parquet", "pdf", "xlsx", "zip"]


def test_an_abandoned_draft_leaves_no_gap() -> None:
    published()
    draft()
    draft()
    assert published().number == 2


def test_who_drafted_does_not_publish() -> None:
    edition = draft().edition
    with pytest.raises(FourEyes):
        publish_edition(edition=edition, by=office(), at=noon(TODAY))
    assert draft_of(the_list()).number is None


def test_only_the_credit_office_drafts_and_publishes() -> None:
    from django.contrib.auth.models import User

    stranger = User.objects.create_user("stranger")
    with pytest.raises(NotPermitted):
        draft_edition(credit_list=the_list(), as_of=TODAY, by=stranger, at=noon(TODAY))
    with pytest.raises(NotPermitted):
        publish_edition(edition=draft().edition, by=stranger, at=noon(TODAY))


def test_published_once() -> None:
    edition = published()
    with pytest.raises(DraftMissing):
        publish_edition(edition=edition, by=office("third"), at=noon(TODAY))


def test_who_left_since_the_draft_is_left_out_and_named() -> None:
    first, gone, last = decided(), decided(), decided()
    edition = draft().edition
    annulled(gone)
    edition = publish_edition(edition=edition, by=decider(), at=noon(TODAY))
    entries = edition.entries.order_by("position").values_list("position", "listing_id")
    assert list(entries) == [(1, first.pk), (2, last.pk)]
    [line] = left_out_of(edition)
    assert (line.listing, line.reasons) == (gone, ("已于2026-11-20移出：认定依据被变更、撤销或确认无效",))
    document = IssuedDocument.objects.get()
    assert document.refs == {"listing": [first.pk, last.pk]}


def test_who_leaves_while_the_files_are_made_stops_the_publication(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = decided()
    edition = draft().edition

    def files_while_it_leaves(*args: Any, **kwargs: Any) -> SealedFiles:
        annulled(listing)
        return sealed_files(*args, **kwargs)

    monkeypatch.setattr(editions, "sealed_files", files_while_it_leaves)
    with pytest.raises(DraftOutdated, match="第1条"):
        publish_edition(edition=edition, by=decider(), at=noon(TODAY))
    assert not IssuedDocument.objects.exists()


def test_the_day_never_runs_backwards() -> None:
    published()
    with pytest.raises(AsOfRefused, match="上一期"):
        draft(as_of=TODAY - timedelta(days=1))


def test_only_who_enters_or_leaves_is_touched() -> None:
    staying = decided()
    published()
    entering = decided()
    before = {enterprise.pk: enterprise.revision for enterprise in Enterprise.objects.all()}
    published()
    after = {enterprise.pk: enterprise.revision for enterprise in Enterprise.objects.all()}
    assert after[staying.enterprise_id] == before[staying.enterprise_id]
    assert after[entering.enterprise_id] == before[entering.enterprise_id] + 1


def test_the_latest_editions_come_first_and_drafts_never() -> None:
    decided()
    first = published()
    second = published(slug=RED, at=noon(TODAY) + timedelta(minutes=1))
    draft()
    latest = list(latest_editions(limit=5))
    assert [edition.pk for edition in latest] == [second.pk, first.pk]
    assert [vars(edition)["entry_count"] for edition in latest] == [0, 1]
