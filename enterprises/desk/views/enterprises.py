"""Naming a firm that the register does not hold yet."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from enterprises import clock
from enterprises.desk.access import Desk, at_the_desk
from enterprises.desk.forms import EnterpriseForm
from enterprises.services.refusals import Refused
from enterprises.services.subjects import name_enterprise

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def new_enterprise(request: HttpRequest, *, desk: Desk) -> HttpResponseBase:
    """Add a firm by code and name; it is not public until one of its records is published."""
    initial = {"uscc": request.GET.get("uscc", "")}
    form = EnterpriseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            enterprise = name_enterprise(**form.cleaned_data, by=desk.user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "企业已登记,来源为信用记录;记录公示后企业才对公众可见。")
            return redirect(f"{reverse('desk:choose')}?{urlencode({'q': enterprise.uscc})}")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "desk/enterprise_form.html", {"desk": desk, "form": form}, status=status)
