"""Papers of a listing's steps, and the way between a listing and the cases about it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.agencies.permissions import NotPermitted
from enterprises.documents.refs import Ref, RefKind
from lists.listings.models import Listing, ListingPaper
from lists.listings.services import papers
from lists.listings.services.papers import ListingPaperRefused, add_listing_paper
from tests import make
from tests.cases import make as cases
from tests.documents.letters import BLANK
from tests.lists.make import SERVED, agency, decider, noon, notified, office, picture, proposed
from tests.support.clients import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
Kind = ListingPaper.Kind


def add(client: Client, listing: Listing, kind: str) -> str:
    address = reverse("lists-desk:listing-papers", args=[listing.pk])
    return client.post(address, {"kind": kind, "file": picture()}, follow=True).content.decode()


def test_a_paper_of_any_step_is_kept_named_in_the_history_and_downloaded() -> None:
    listing, client = proposed(), client_of(office())
    page = add(client, listing, Kind.NOTICE)
    paper = listing.papers.get()
    assert "材料已保存。" in page
    address = reverse("lists-desk:listing-paper", args=[listing.pk, paper.pk])
    assert address in page
    event = listing.events.get(verb="add-paper")
    assert (event.actor, event.reason, event.before, event.after) == (office(), "拟列入告知书", "PROPOSED", "PROPOSED")
    answer = client.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert answer.content


def test_a_refusal_names_the_field() -> None:
    address = reverse("lists-desk:listing-papers", args=[proposed().pk])
    page = client_of(office()).post(address, {}, follow=True).content.decode()
    assert "材料：该字段是必填项。文件：该字段是必填项。" in page


def test_only_who_keeps_lists_adds_and_reads_them() -> None:
    listing, other = notified(), make.office(8, name="武汉市交通运输局", domain="TRANSPORT")
    add(client_of(office()), listing, Kind.OBJECTION)
    paper = listing.papers.get()
    address = reverse("lists-desk:listing-paper", args=[listing.pk, paper.pk])
    assert client_of(other.reviewer).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    elsewhere = reverse("lists-desk:listing-paper", args=[proposed().pk, paper.pk])
    assert client_of(office()).get(elsewhere).status_code == 404


def test_unknown_kinds_broken_files_too_many_and_others_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = proposed()
    path = tmp_path / "paper"
    path.write_bytes(BLANK)
    given: dict[str, Any] = {"listing": listing, "path": path, "at": noon(SERVED)}
    with pytest.raises(NotPermitted):
        add_listing_paper(**given, kind=Kind.NOTICE, by=make.office(9, name="乙", domain="TAX").recorder)
    with pytest.raises(ListingPaperRefused, match="种类"):
        add_listing_paper(**given, kind="OTHER", by=office())
    monkeypatch.setattr(papers, "PAPERS_OF_A_LISTING", 1)
    add_listing_paper(**given, kind=Kind.NOTICE, by=office())
    with pytest.raises(ListingPaperRefused, match="最多1份"):
        add_listing_paper(**given, kind=Kind.NOTICE, by=office())
    assert listing.papers.count() == 1


def test_notice_and_objection_lead_to_each_other() -> None:
    listing = notified()
    Listing.objects.filter(pk=listing.pk).update(authority=agency())
    on = SERVED + timedelta(days=1)
    case = cases.objection(Ref(kind=RefKind.LISTING, id=listing.pk), on=on).cases[0]
    listing_page, case_page = (
        reverse("lists-desk:listing", args=[listing.pk]),
        reverse("cases-desk:case", args=[case.number]),
    )
    assert case_page in client_of(decider()).get(listing_page).content.decode()
    assert listing_page in client_of(decider()).get(case_page).content.decode()
    # The credit office sees that there is one; the authority alone opens it.
    seen = client_of(office()).get(listing_page).content.decode()
    assert case.number in seen
    assert case_page not in seen
