"""Public pages of the lists and the files of their editions."""

from datetime import date
from typing import TypeVar

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from enterprises.register.filters import RESIDENT_NUMBER_CODE
from enterprises.shared import clock
from enterprises.shared.http import forget_query, public_answer
from enterprises.shared.paging import page_of
from enterprises.shared.rules.days import iso_day
from lists.criteria.cards import VersionState
from lists.criteria.colors import Color
from lists.criteria.models import CreditList, ListVersion
from lists.editions.models import Entry
from lists.editions.pages import published_edition
from lists.editions.queries import (
    edition_as_of,
    editions_of,
    entries_of,
    files,
    found_entries,
    has_stale_files,
    latest_editions,
    listing_content,
    regions_of,
    shown,
    shown_errata,
    superseded_by,
)
from lists.external.models import ExternalListing
from lists.external.queries import edition_on, external_entry, external_lists, external_rows
from lists.listings.announcements import announced_on, announcements
from lists.listings.filters import ListingFilter
from lists.listings.models import Listing
from lists.listings.queries import listed_on, lists_with_counts

_Row = TypeVar("_Row", Listing, Entry, ExternalListing)

PAGE_SIZE = 50
LONGEST_TEXT = 100
EDITIONS_SHOWN = 12
BEFORE_THE_FIRST = gettext_lazy("不能回答：这一天早于本名单的第一期，没有可以核对的名单。")
ABOVE = (gettext_lazy("红黑名单"), reverse_lazy("lists:index"))


@require_safe
@public_answer
def index(request: HttpRequest) -> HttpResponse:
    """Show all lists and what was published last."""
    on = clock.today()
    context = {
        "lists": lists_with_counts(on=on),
        "external": external_lists(on=on),
        "editions": latest_editions(limit=EDITIONS_SHOWN),
    }
    return render(request, "lists/index.html", context)


@require_safe
@public_answer
def list_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who is on a list today, its rules and its editions."""
    credit_list = get_object_or_404(CreditList.objects.public().select_related("authority"), slug=slug)
    on = clock.today()
    if "on" in request.GET and iso_day(request.GET["on"]) != on:
        return _on_another_day(request, credit_list, on=on)
    if not credit_list.is_ours:
        return _external_page(request, credit_list, on=on)
    chosen = ListingFilter(request.GET, queryset=listed_on(credit_list, on=on))
    if chosen.form.has_error("q", RESIDENT_NUMBER_CODE):
        forget_query(request)
    page = _page(request, chosen.qs)
    context = {
        "list": credit_list,
        "on": on,
        "filter": chosen,
        "page": page,
        "rows": [listing_content(listing) for listing in page],
        "columns": frozenset(credit_list.columns),
        "versions": versions_in_force(credit_list),
        "announced": None if credit_list.is_black else announced_on(credit_list, on=on).count(),
        "above": [ABOVE],
        "editions": editions_of(credit_list)[:EDITIONS_SHOWN],
    }
    return render(request, "lists/list.html", context)


@require_safe
@public_answer
def announced_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who is announced for a red list, with the days left and where to object."""
    red = CreditList.objects.ours().filter(color=Color.RED)
    credit_list, on = get_object_or_404(red, slug=slug), clock.today()
    page = _page(request, announced_on(credit_list, on=on))
    context = {
        "list": credit_list,
        "on": on,
        "page": page,
        "rows": announcements(page, on=on),
        "above": [ABOVE, (credit_list.name, reverse("lists:list", kwargs={"slug": slug}))],
    }
    return render(request, "lists/announced.html", context)


def versions_in_force(credit_list: CreditList) -> QuerySet[ListVersion]:
    """Return the versions of a list's card that are or were in force, the newest first."""
    return credit_list.versions.filter(state=VersionState.CONFIRMED).order_by("-number")


def _typed_in(request: HttpRequest, name: str) -> str:
    """Return a parameter without the character that no database takes."""
    return request.GET.get(name, "").replace("\0", "").strip()[:LONGEST_TEXT]


@require_safe
@public_answer
def edition_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one edition: entries that are public today by name, the others as taken off."""
    edition, on = published_edition(slug, number), clock.today()
    asked, region = _typed_in(request, "q"), _typed_in(request, "region")
    page = _page(request, found_entries(edition, text=asked, region=region, on=on))
    context = {
        "edition": edition,
        "total": Entry.objects.filter(edition=edition).count() if asked or region else page.paginator.count,
        "regions": regions_of(edition, on=on),
        "asked": asked,
        "region": region,
        "before": number - 1,
        "revisions": edition.manifests.order_by("revision").values_list("revision", flat=True),
        "list": edition.credit_list,
        "page": page,
        "entries": shown(page, on=on),
        "above": [ABOVE, (edition.credit_list.name, reverse("lists:list", kwargs={"slug": slug}))],
        "here": gettext("第 %(number)s 期") % {"number": edition.number},
        "withdrawn": Entry.objects.filter(edition=edition).withdrawn(on=on).count(),
        "files": files().filter(document=edition.document_id),
        "is_stale": has_stale_files(edition, on=on),
        "errata": shown_errata(edition, on=on),
        "superseded_by": superseded_by(edition),
    }
    return render(request, "lists/edition.html", context)


def _on_another_day(request: HttpRequest, credit_list: CreditList, *, on: date) -> HttpResponse:
    """Show the edition of that day as far as it is public today, or state why there is no answer."""
    day = iso_day(request.GET["on"])
    problem = _why_unanswered(credit_list, day=day, on=on)
    edition = edition_as_of(credit_list, day=day) if day is not None and not problem else None
    page = _page(request, entries_of(edition)) if edition else None
    context = {
        "list": credit_list,
        "day": day,
        "edition": edition,
        "problem": problem if edition or problem else BEFORE_THE_FIRST,
        "page": page,
        "entries": shown(page, on=on) if page else [],
        "withdrawn": Entry.objects.filter(edition=edition).withdrawn(on=on).count() if edition else 0,
        "errata": shown_errata(edition, on=on) if edition else (),
        "above": [ABOVE],
    }
    return render(request, "lists/on_day.html", context)


def _why_unanswered(credit_list: CreditList, *, day: date | None, on: date) -> str:
    """Return why nothing can be shown of a day whatever editions there are, "" if it depends on them."""
    if not credit_list.is_ours:
        return gettext("不能回答：外部名单由其他机关认定，本站只显示今天的内容，请向认定机关查询。")
    if day is None:
        return gettext("不能回答：日期应写作 2026-11-30。")
    return gettext("不能回答：这一天还没有到，未来的名单无人知道。") if day > on else ""


def _external_page(request: HttpRequest, credit_list: CreditList, *, on: date) -> HttpResponse:
    """Show the rows of another authority's list, with the edition that they are from."""
    page = _page(request, external_rows(credit_list, on=on))
    context = {
        "list": credit_list,
        "on": on,
        "edition": edition_on(credit_list, on=on),
        "page": page,
        "rows": [external_entry(row, on=on) for row in page],
        "above": [ABOVE],
    }
    return render(request, "lists/external.html", context)


def _page(request: HttpRequest, rows: QuerySet[_Row]) -> Page[_Row]:
    """Return the requested page."""
    return page_of(request, rows, size=PAGE_SIZE)
