"""Notices to the makers of failed products: of one record, or of a whole batch, to print with their secret codes."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from enterprises.catalogue.cells import Audience
from enterprises.catalogue.display import cells_of
from enterprises.catalogue.registry import kind_of
from enterprises.records.desk.access import Desk, at_the_desk
from enterprises.records.maker_notices import MakerNotice
from enterprises.records.services.batch_notices import inform_makers, notices_in
from enterprises.records.services.maker_notices import MakerNoticeRefused, code_of, is_printable
from enterprises.shared import clock
from enterprises.shared.outages import refusing_outages
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.numbers import whole_number

PRINTED_AT_ONCE = 100
# How many the officer has checked, and the tick that confirms it.
EXPECTED, CHECKED = "expected", "checked"


@require_safe
@at_the_desk
def maker_notice(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """Show the notice about a record of the officer's agency.

    :raises Http404: nobody informed the maker, or our key was renewed since.
    """
    record = desk.record(pk)
    notice = MakerNotice.objects.filter(record=record).first()
    if notice is None or not is_printable(notice):
        raise Http404("no notice can be printed")
    notice.record = record
    return render(request, "desk/maker_notice.html", {"record": record, "sheet": _sheet(notice), "address": _address()})


@require_safe
@at_the_desk
def maker_notices(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """Show the notices of a batch, each on a sheet of its own when printed."""
    batch = get_object_or_404(desk.batches(), pk=pk)
    page = Paginator(notices_in(batch), PRINTED_AT_ONCE).get_page(request.GET.get("page"))
    printable = [each for each in page.object_list if is_printable(each)]
    context = {
        "batch": batch,
        "page": page,
        "sheets": [_sheet(each) for each in printable],
        "unprintable": [each for each in page.object_list if each not in printable],
        "address": _address(),
    }
    return render(request, "desk/maker_notices.html", context)


@require_POST
@at_the_desk
def inform_batch(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponseBase:
    """Inform the makers of all failed product checks of a batch; the number that was shown must still hold."""
    batch = get_object_or_404(desk.batches(), pk=pk)
    expected = whole_number(request.POST.get(EXPECTED, "")) or 0
    try:
        if CHECKED not in request.POST:
            raise MakerNoticeRefused("请先核对条数并勾选确认。")
        with refusing_outages():
            number = inform_makers(batch=batch, expected=expected, by=desk.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("desk:batch", pk=pk)
    messages.success(request, f"已记下告知 {number} 条，请打印告知书送达生产企业。")
    return redirect("desk:maker-notices", pk=pk)


def _sheet(notice: MakerNotice) -> Mapping[str, object]:
    """Return what one notice prints; reads the record's enterprise and agency."""
    record = notice.record
    cells = cells_of(kind_of(record.kind), record.field_values(), audience=Audience.PUBLIC)
    return {"notice": notice, "record": record, "code": code_of(notice), "cells": cells}


def _address() -> str:
    return settings.PUBLIC_BASE_URL + reverse("doors:maker-comment")
