"""Naming an enterprise that the register does not hold yet."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from enterprises.catalogue.kinds.penalty import PENALTY
from enterprises.catalogue.registry import KINDS
from enterprises.records.desk.access import Desk, at_the_desk, recording, typed_of
from enterprises.records.desk.forms import EnterpriseForm
from enterprises.register.services.subjects import name_enterprise
from enterprises.shared import clock
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.workflow.desk import refusals_on


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
@recording
def new_enterprise(request: HttpRequest, *, desk: Desk) -> HttpResponseBase:
    """Add an enterprise by code and name; it is not public until one of its records is published."""
    initial = {"uscc": request.GET.get("uscc", ""), "name": request.GET.get("name", "")}
    form = EnterpriseForm(typed_of(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            enterprise = name_enterprise(**form.cleaned_data, by=desk.user, at=clock.now())
            messages.success(request, "企业已登记，来源为信用记录；它的记录公示后，企业才对公众可见。")
            return redirect("desk:new-record", kind=_kind(request), uscc=enterprise.uscc)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "desk/enterprise_form.html", {"desk": desk, "form": form}, status=status)


def _kind(request: HttpRequest) -> str:
    """Return the kind that the officer had chosen before the enterprise was missing."""
    chosen = request.GET.get("kind", "")
    return chosen if chosen in KINDS else PENALTY.code
