"""The page on which the credit office marks a public record of any agency as disputed, as soon as it gets an objection.

The mark is taken off by the record's agency (docs/rules/lifecycle.md).
"""

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from enterprises.records.models import Record
from enterprises.records.services.corrections import mark_disputed
from enterprises.register.selectors import enterprises_matching
from enterprises.shared import clock
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.paging import page_of
from enterprises.shared.rules.document_numbers import fold_document_number
from enterprises.shared.workflow.desk import refusals_on
from lists.listings.desk.access import Office, at_the_office

PAGE_SIZE, LONGEST = 20, 400


class ObjectionForm(forms.Form):
    """Who objects, and to what."""

    use_required_attribute = False

    reason = UnifiedTextField(label="异议人和异议内容", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


@require_safe
@at_the_office
def objections(request: HttpRequest, *, office: Office) -> HttpResponse:
    """Find public records by enterprise or document number."""
    query = request.GET.get("q", "").strip()
    found = _markable(office).filter(_named(query)).order_by("-decided_on", "-pk") if query else Record.objects.none()
    page = page_of(request, found, size=PAGE_SIZE)
    return render(request, "lists/desk/objections.html", {"query": query, "page": page})


@require_safe
@at_the_office
def objection(request: HttpRequest, pk: int, *, office: Office) -> HttpResponse:
    """Show one public record with the form."""
    return _render(request, _record(office, pk), form=ObjectionForm())


@require_POST
@at_the_office
def mark(request: HttpRequest, pk: int, *, office: Office) -> HttpResponseBase:
    """Mark a record as disputed."""
    record, form = _record(office, pk), ObjectionForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            mark_disputed(record=record, reason=form.cleaned_data["reason"], by=office.user, at=clock.now())
            messages.success(request, "已标注异议，由记录所属机关办理。")
            return redirect(f"{reverse('lists-desk:objections')}?{urlencode({'q': record.enterprise.uscc})}")
    return _render(request, record, form=form, status=UNPROCESSABLE)


def _markable(office: Office) -> QuerySet[Record]:
    """Return the public records of every agency; those of the own one for a list keeper of an authority."""
    rows = Record.objects.public(on=clock.today()).select_related("enterprise", "agency", "source_agency")
    return rows if office.agency is None else rows.filter(agency=office.agency)


def _named(query: str) -> Q:
    found = [enterprise.pk for enterprise in enterprises_matching(query)]
    return Q(enterprise__in=found) | Q(folded_document_number=fold_document_number(query))


def _record(office: Office, pk: int) -> Record:
    found = _markable(office).filter(pk=pk).first()
    if found is None:
        raise Http404("no such record")
    return found


def _render(request: HttpRequest, record: Record, *, form: ObjectionForm, status: int = 200) -> HttpResponse:
    return render(request, "lists/desk/objection.html", {"record": record, "form": form}, status=status)
