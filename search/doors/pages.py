"""The public pages of a door, its files and its feed."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from enterprises.catalogue.types import Role
from enterprises.documents.qr_code import qr_code
from enterprises.records.models import Record
from enterprises.register.filters import RESIDENT_NUMBER_CODE
from enterprises.shared import clock
from enterprises.shared.feeds import feed_answer
from enterprises.shared.forms import require_readable
from enterprises.shared.http import catalogue_answer, forget_query, public_answer
from enterprises.shared.paging import page_of
from enterprises.shared.rules.batch_numbers import fold_batch
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled
from enterprises.shared.wording import in_chinese
from search.doors.entries import DoorEntry, entries_of, in_chunks, in_readers_language
from search.doors.files import campaigns_dataset, dataset_of, door_lines, feed_of, json_pieces
from search.doors.filters import GOAL, DoorFilterSet, filterset_of
from search.doors.goals import enterprises_towards, figures_of
from search.doors.registry import DOORS
from search.doors.rows import public_rows
from search.doors.sitemap import addresses_of_doors
from search.doors.types import Door
from search.public_records import of_code
from search.request import KIND_PARAMETER

PAGE_SIZE = 50
FEED_ENTRIES = 50
CHUNK = 500
MOST_OF_A_BATCH = 200


@throttled(Scope.SEARCH)
@require_safe
@public_answer
def list_page(request: HttpRequest, door: Door) -> HttpResponse:
    """Show the filters of a door and what fits them, the newest first."""
    on = clock.today()
    chosen = filterset_of(door)(request.GET, queryset=public_rows(door, on=on))
    if any(chosen.form.has_error(name, RESIDENT_NUMBER_CODE) for name in chosen.form.fields):
        forget_query(request)
    page = page_of(request, chosen.qs, size=PAGE_SIZE)
    context = {
        "door": door,
        "doors": DOORS.values(),
        "on": on,
        "filter": chosen,
        "page": page,
        "entries": in_readers_language(door, entries_of(door, list(page), on=on)),
        "goals": figures_of(door, on=on),
        "enterprises": enterprises_towards(door, chosen.form.cleaned_data.get(GOAL) or "", chosen.qs),
        "search_address": _search_address(door, chosen),
    }
    return render(request, "doors/list.html", context)


@require_safe
@public_answer
def entry_page(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """Show one entry: what the record states, and what readers may do."""
    on = clock.today()
    entry = _entry(door, public_rows(door, on=on).filter(pk=pk), on=on)
    context: dict[str, Any] = {"door": door, "entry": entry, "above": [_above(door)], "on": on}
    if entry.batch:
        kwargs = {"door": door, "uscc": entry.uscc, "batch": entry.batch}
        context["batch_address"] = reverse("doors:batch", kwargs=kwargs)
    return render(request, "doors/entry.html", context)


@require_safe
@public_answer
def batch_page(request: HttpRequest, door: Door, uscc: str, batch: str) -> HttpResponse:
    """Show what is public about one batch of an enterprise's product, with the QR code that leads here.

    :raises Http404: nothing is, or the door has no batches.
    """
    on, folded = clock.today(), fold_batch(batch)
    if not (door.has_batches and folded):
        raise Http404("no such batch")
    rows = public_rows(door, on=on).filter(of_code(uscc), folded_batch=folded)
    entries = in_readers_language(door, entries_of(door, list(rows[:MOST_OF_A_BATCH]), on=on))
    if not entries:
        raise Http404("nothing is public about that batch")
    address = settings.PUBLIC_BASE_URL + reverse("doors:batch", kwargs={"door": door, "uscc": uscc, "batch": folded})
    context = {
        "door": door,
        "entries": entries,
        "first": next((entry for entry in entries if entry.advice), entries[0]),
        "typed": next(value.value for value in entries[0].values if value.code == Role.BATCH),
        "address": address,
        "code": qr_code(address, title=str(door.title)),
        "advice": list(dict.fromkeys(advice for entry in entries for advice in entry.advice)),
        "above": [_above(door)],
    }
    return render(request, "doors/batch.html", context)


@throttled(Scope.FILES)
@require_safe
@public_answer
def entries_file(request: HttpRequest, door: Door, suffix: str) -> HttpResponseBase:
    """Serve all entries that fit the filters as CSV or JSON, whole and without a cut.

    :raises FilterUnreadable: a filter cannot be read.
    """
    on = clock.today()
    rows = _kept(filterset_of(door)(request.GET, queryset=public_rows(door, on=on)))
    entries = in_chunks(door, rows.iterator(chunk_size=CHUNK), on=on, size=CHUNK)
    is_csv = suffix == "csv"
    pieces = door_lines(door, entries) if is_csv else json_pieces(door, entries, on=on)
    kind = "text/csv; charset=utf-8" if is_csv else "application/json"
    answer = StreamingHttpResponse(pieces, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{door.slug}-{on.isoformat()}.{suffix}"'
    return answer


@throttled(Scope.FILES)
@require_safe
@public_answer
def feed(request: HttpRequest, door: Door) -> HttpResponse:
    """Serve what was published last and fits the filters, as an Atom feed.

    :raises FilterUnreadable: a filter cannot be read.
    """
    on = clock.today()
    rows = _kept(filterset_of(door)(request.GET, queryset=public_rows(door, on=on)))
    newest = list(rows.order_by("-published_at", "-pk")[:FEED_ENTRIES])
    with in_chinese():
        entries = entries_of(door, newest, on=on)
    return feed_answer(feed_of(door, newest, entries, address=request.get_full_path()))


@require_safe
@public_answer
def sitemap(request: HttpRequest) -> HttpResponse:
    """Serve the sitemap of the doors, their newest entries and batches; an entry that ends leaves it at once."""
    addresses = addresses_of_doors(on=clock.today())
    context = {"base": settings.PUBLIC_BASE_URL, "addresses": addresses}
    return render(request, "lists/sitemap.xml", context, content_type="application/xml")


@require_safe
@public_answer
def catalogue(request: HttpRequest) -> HttpResponse:
    """Serve data.json (DCAT-US 1.1): each door as a dataset with its files and its feed, and campaigns."""
    return catalogue_answer([*map(dataset_of, DOORS.values()), campaigns_dataset()])


def _search_address(door: Door, chosen: DoorFilterSet) -> str:
    """Return the address of the same words on the search page, "" without words or such a page."""
    words = chosen.form.cleaned_data.get("q") if chosen.form.is_valid() else ""
    if not (words and door.entry_kind):
        return ""
    return f"{reverse('search:page')}?{urlencode({'q': words, KIND_PARAMETER: door.entry_kind.value})}"


def _entry(door: Door, rows: QuerySet[Record], *, on: date) -> DoorEntry:
    entries = in_readers_language(door, entries_of(door, list(rows), on=on))
    if not entries:
        raise Http404("nothing public has that number")
    return entries[0]


def _kept(chosen: DoorFilterSet) -> QuerySet[Record]:
    require_readable(chosen.form)
    kept: QuerySet[Record] = chosen.qs
    return kept


def _above(door: Door) -> tuple[str, str]:
    return str(door.title), reverse("doors:list", kwargs={"door": door})
