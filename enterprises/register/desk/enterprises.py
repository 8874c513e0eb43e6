"""Naming an enterprise that the register does not hold yet."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from enterprises.agencies.desk import AgencyDesk, at_the_desk, recording, typed_of
from enterprises.catalogue.kinds.penalty import PENALTY
from enterprises.catalogue.registry import KINDS
from enterprises.register.services.subjects import name_enterprise
from enterprises.shared import clock
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.workflow.desk import refusals_on


class EnterpriseForm(forms.Form):
    """Names an enterprise that the register does not hold yet."""

    uscc = UnifiedTextField(label="统一社会信用代码", max_length=40)
    name = UnifiedTextField(label="企业名称", max_length=200)
    not_a_person = forms.BooleanField(label="我已核对：这是单位的统一社会信用代码，不是居民身份证号码", required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
@recording
def new_enterprise(request: HttpRequest, *, desk: AgencyDesk) -> HttpResponseBase:
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
