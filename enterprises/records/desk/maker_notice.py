"""The notice to the maker of a failed product, to print: number, secret code and the last day."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from enterprises.catalogue.cells import Audience
from enterprises.catalogue.display import cells_of
from enterprises.catalogue.registry import kind_of
from enterprises.records.desk.access import Desk, at_the_desk
from enterprises.records.models import MakerNotice
from enterprises.records.services.maker_notices import code_of, number_of
from enterprises.shared.secret_codes import digest_of


@require_safe
@at_the_desk
def maker_notice(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """Show the notice about a record of the officer's agency.

    :raises Http404: nobody informed the maker, or our key was renewed since.
    """
    record = desk.record(pk)
    notice = MakerNotice.objects.filter(record=record).first()
    if notice is None or digest_of(code_of(notice), number=number_of(notice)) != notice.code_digest:
        raise Http404("no notice can be printed")
    cells = cells_of(kind_of(record.kind), record.field_values(), audience=Audience.PUBLIC)
    context = {
        "record": record,
        "notice": notice,
        "code": code_of(notice),
        "cells": cells,
        "address": settings.PUBLIC_BASE_URL + reverse("doors:maker-comment"),
    }
    return render(request, "desk/maker_notice.html", context)
