"""Listing, reading and writing the content of records."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from enterprises import clock
from enterprises.catalogue.display import cells_of
from enterprises.catalogue.registry import KINDS, kind_of
from enterprises.catalogue.types import RecordKind
from enterprises.creditfile.types import Audience
from enterprises.desk.access import Desk, at_the_desk
from enterprises.desk.filters import RecordFilter
from enterprises.desk.forms import (
    ContentForm,
    ExitForm,
    GravityForm,
    HoldForm,
    PublishForm,
    ReasonForm,
    WithdrawForm,
    initial_of,
)
from enterprises.desk.steps import steps_open_to
from enterprises.models import Enterprise, Record
from enterprises.rules.gravity import GRAVITY_LABELS, Gravity
from enterprises.rules.lifecycle import EDITABLE, PENDING
from enterprises.rules.publication import Period, Refusal
from enterprises.selectors import enterprises_matching
from enterprises.services.publication import preview_period
from enterprises.services.records import InvalidContent, draft_record, edit_draft, submit_record
from enterprises.services.refusals import Refused

PAGE_SIZE = 25


@require_safe
@at_the_desk
def record_list(request: HttpRequest, *, desk: Desk) -> HttpResponse:
    """List the agency's records, filtered."""
    chosen = RecordFilter(request.GET, queryset=desk.records().order_by("-id"))
    page = Paginator(chosen.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "desk/record_list.html", {"desk": desk, "filter": chosen, "page": page})


@require_safe
@at_the_desk
def choose(request: HttpRequest, *, desk: Desk) -> HttpResponse:
    """Choose the kind, then the enterprise by code, name or beginning of a name."""
    query = request.GET.get("q", "").strip()
    context = {
        "desk": desk,
        "kinds": KINDS.values(),
        "kind": KINDS.get(request.GET.get("kind", "")),
        "query": query,
        "found": enterprises_matching(query) if query else (),
    }
    return render(request, "desk/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def new_record(request: HttpRequest, kind: str, uscc: str, *, desk: Desk) -> HttpResponseBase:
    """Record something about an enterprise: a form made from the catalogue."""
    if kind not in KINDS:
        raise Http404("no such kind")
    enterprise = Enterprise.objects.filter(uscc=uscc).first()
    if enterprise is None:
        raise Http404("no such enterprise")
    declared = kind_of(kind)
    form = ContentForm(declared, request.POST or None, initial=_suggestions(declared, desk=desk, enterprise=enterprise))
    if request.method == "POST" and form.is_valid():
        record = _written(
            request,
            form,
            lambda raw: draft_record(
                kind=declared, raw=raw, enterprise=enterprise, agency=desk.agency, by=desk.user, at=clock.now()
            ),
        )
        if record is not None:
            return _saved(request, record, form=form, desk=desk)
    return _form_page(request, form, desk=desk, kind=declared, enterprise=enterprise, record=None)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def edit_record(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponseBase:
    """Change a draft or a returned record."""
    record = desk.record(pk)
    if record.state not in EDITABLE:
        return redirect("desk:record", pk=pk)
    kind = kind_of(record.kind)
    form = ContentForm(kind, request.POST or None, initial=initial_of(record))
    if request.method == "POST" and form.is_valid():
        edited = _written(request, form, lambda raw: edit_draft(record=record, raw=raw, by=desk.user, at=clock.now()))
        if edited is not None:
            return _saved(request, edited, form=form, desk=desk)
    return _form_page(request, form, desk=desk, kind=kind, enterprise=record.enterprise, record=record)


@require_safe
@at_the_desk
def record_page(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponse:
    """Show a record with class, period, the steps open to this officer, and its history."""
    return render_record(request, desk.record(pk), desk=desk)


def render_record(
    request: HttpRequest, record: Record, *, desk: Desk, forms: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """Render the page of a record; `forms` replaces those that came back with errors."""
    kind = kind_of(record.kind)
    outcome = preview_period(record, on=clock.today()) if record.state in PENDING else None
    context = {
        "desk": desk,
        "record": record,
        "kind": kind,
        "cells": cells_of(kind, record.field_values(), audience=Audience.GOVERNMENT),
        "gravity": GRAVITY_LABELS[Gravity(record.gravity)],
        "period": outcome if isinstance(outcome, Period) else None,
        "refusal": outcome if isinstance(outcome, Refusal) else None,
        "steps": steps_open_to(desk, record),
        "events": record.events.select_related("actor"),
        "holds": record.holds.order_by("-id"),
        "forms": {
            "return": ReasonForm(),
            "publish": PublishForm(),
            "withdraw": WithdrawForm(),
            "dispute": ReasonForm(),
            "settle-dispute": ReasonForm(),
            "gravity": GravityForm(initial={"gravity": record.gravity}),
            "exit": ExitForm(),
            "hold": HoldForm(),
            "lift": ReasonForm(),
            **(forms or {}),
        },
    }
    return render(request, "desk/record.html", context, status=status)


def _suggestions(kind: RecordKind, *, desk: Desk, enterprise: Enterprise) -> dict[str, str]:
    """Fill in what is known already: the source is nearly always the agency itself."""
    known = {
        "source_name": desk.agency.name,
        "source_code": desk.agency.code,
    }
    filled = {field.code: known[field.column] for field in kind.fields if field.column in known}
    return filled | {
        field.code: enterprise.get_category_display() for field in kind.fields if field.code.endswith("_XDR_LB")
    }


def _written(request: HttpRequest, form: ContentForm, write: Callable[[dict[str, object]], Record]) -> Record | None:
    """Run the write; put what it refuses at the field or at the top of the form."""
    try:
        return write(form.raw())
    except InvalidContent as refusal:
        form.show_problems(refusal.problems)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
    return None


def _saved(request: HttpRequest, record: Record, *, form: ContentForm, desk: Desk) -> HttpResponseBase:
    """Go to the record's page; if submission was asked for and something is missing, stay at the form."""
    if "submit" not in request.POST:
        messages.success(request, "草稿已保存。")
        return redirect("desk:record", pk=record.pk)
    try:
        submit_record(record=record, by=desk.user, at=clock.now())
    except InvalidContent as refusal:
        form.show_problems(refusal.problems)
        messages.warning(request, "草稿已保存,但还不能提交,请补正标出的栏目。")
        kind = kind_of(record.kind)
        return _form_page(request, form, desk=desk, kind=kind, enterprise=record.enterprise, record=record)
    messages.success(request, "已提交审核。")
    return redirect("desk:record", pk=record.pk)


def _form_page(
    request: HttpRequest,
    form: ContentForm,
    *,
    desk: Desk,
    kind: RecordKind,
    enterprise: Enterprise,
    record: Record | None,
) -> HttpResponse:
    context = {"desk": desk, "form": form, "kind": kind, "enterprise": enterprise, "record": record}
    return render(request, "desk/record_form.html", context, status=422 if form.errors else 200)
