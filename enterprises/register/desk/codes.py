"""Codes of enterprises at the desk: confirmed, linked and parted by two persons (docs/rules/register.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from enterprises.agencies.desk import AgencyDesk, at_the_desk, typed_of
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
from enterprises.shared.workflow.desk import (
    Given,
    Offer,
    Step,
    attempt_in,
    form_of,
    offers_of,
    refusals_on,
    show_outcome,
)
from enterprises.shared.workflow.second_person import is_another

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


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSituation:
    """A request about codes as an officer of the agency finds it."""

    desk: AgencyDesk
    step: CodeStep


def _second(at: CodeSituation) -> bool:
    return at.desk.officer.may_review and is_another(at.desk.user, at.step.requested_by_id)


def _waits(at: CodeSituation) -> bool:
    return at.step.outcome == CodeStep.Outcome.WAITING


def _decide(*, agreed: bool) -> Callable[[CodeSituation, Given], Model]:
    return lambda at, _: decide_code_step(pk=at.step.pk, agreed=agreed, by=at.desk.user, at=clock.now())


# The name of a step is the answer that is posted.
STEPS: tuple[Step[CodeSituation], ...] = (
    Step(
        name="agree",
        label=gettext_noop("同意"),
        who=_second,
        when=_waits,
        form=form_of(forms.Form),
        take=_decide(agreed=True),
        done=gettext_noop("已办理。"),
        is_main=True,
    ),
    Step(
        name="refuse",
        label=gettext_noop("不同意"),
        who=_second,
        when=_waits,
        form=form_of(forms.Form),
        take=_decide(agreed=False),
        done=gettext_noop("已退回，代码没有变化。"),
    ),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def codes(request: HttpRequest, *, desk: AgencyDesk) -> HttpResponseBase:
    """Show the agency's steps about codes, and take a request."""
    form = CodeStepForm(typed_of(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            form.request(by=desk.user, at=clock.now())
            messages.success(request, "已提出，请本机关另一名审核员复核。")
            return redirect("desk:codes")
    rows = [(step, _offers(step, desk=desk)) for step in steps_of(desk.agency)[:SHOWN]]
    context = {"desk": desk, "form": form, "rows": rows}
    return render(request, "desk/codes.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@at_the_desk
def decide_code(request: HttpRequest, pk: int, *, desk: AgencyDesk) -> HttpResponseBase:
    """Carry a waiting step out, or refuse it."""
    answer = request.POST.get("answer", "")
    situation = CodeSituation(desk=desk, step=CodeStep(pk=pk))
    tried = attempt_in(STEPS_BY_NAME, answer, situation, request.POST)
    show_outcome(request, tried, done=STEPS_BY_NAME[answer].done)
    return redirect("desk:codes")


def _offers(step: CodeStep, *, desk: AgencyDesk) -> list[Offer[CodeSituation]]:
    return offers_of(STEPS, CodeSituation(desk=desk, step=step), bound={})
