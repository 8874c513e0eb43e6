"""Codes of enterprises at the desk: confirmed, linked and parted by two persons (docs/rules/register.md)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from enterprises.records.desk.access import Desk, at_the_desk, typed_of
from enterprises.register.models import CodeStep
from enterprises.register.services.code_steps import (
    decide_code_step,
    request_confirmation,
    request_link,
    request_unlink,
    steps_of,
)
from enterprises.shared import clock
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.outages import refusing_outages
from enterprises.shared.refusals import Refused
from enterprises.shared.wording import sentence_text
from enterprises.shared.workflow.desk import refusals_on

SHOWN = 50


class CodeStepForm(forms.Form):
    """A request about one code or two."""

    kind = forms.ChoiceField(label="事项", choices=CodeStep.Kind.choices)
    code = UnifiedTextField(
        label="代码",
        max_length=40,
        help_text="要确认的代码；换码的，填原代码（统一社会信用代码，或13位、15位注册号）。",
    )
    later_code = UnifiedTextField(label="现用代码", max_length=40, required=False, help_text="仅登记换码时填写。")
    name = UnifiedTextField(
        label="企业名称", max_length=200, required=False, help_text="仅确认代码时填写，与登记一致。"
    )
    reason = UnifiedTextField(
        label="依据",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="登记机关的文书，或登记系统的查询结果及日期。",
    )

    def request(self, **by_and_at: Any) -> CodeStep:
        """Make the request that was filled in.

        :raises Refused: it cannot be made.
        """
        given = self.cleaned_data
        reason = given["reason"]
        if given["kind"] == CodeStep.Kind.CONFIRM:
            return request_confirmation(code=given["code"], name=given["name"], reason=reason, **by_and_at)
        if given["kind"] == CodeStep.Kind.UNLINK:
            return request_unlink(earlier=given["code"], reason=reason, **by_and_at)
        return request_link(earlier=given["code"], later=given["later_code"], reason=reason, **by_and_at)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def codes(request: HttpRequest, *, desk: Desk) -> HttpResponseBase:
    """Show the agency's steps about codes, and take a request."""
    form = CodeStepForm(typed_of(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            form.request(by=desk.user, at=clock.now())
            messages.success(request, "已提出，请本机关另一名审核员复核。")
            return redirect("desk:codes")
    context = {"desk": desk, "form": form, "steps": steps_of(desk.agency)[:SHOWN]}
    return render(request, "desk/codes.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@at_the_desk
def decide_code(request: HttpRequest, pk: int, *, desk: Desk) -> HttpResponseBase:
    """Carry a waiting step out, or refuse it."""
    agreed = request.POST.get("answer") == "agree"
    try:
        with refusing_outages():
            decide_code_step(pk=pk, agreed=agreed, by=desk.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, sentence_text(refusal.sentence))
    else:
        messages.success(request, "已办理。" if agreed else "已退回，代码没有变化。")
    return redirect("desk:codes")
