"""Refusing several cases of the inbox for one reason, after a page that names them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from enterprises.cases.desk.access import CaseDesk, with_cases
from enterprises.cases.desk.forms import CaseReasonForm, refusal_label
from enterprises.cases.models import Case
from enterprises.cases.selectors import cases_of
from enterprises.cases.services.spam import MOST_AT_ONCE, may_refuse, refuse_together
from enterprises.shared import clock
from enterprises.shared.http import UNPROCESSABLE


@require_POST
@with_cases
def refuse_several(request: HttpRequest, *, desk: CaseDesk) -> HttpResponse:
    """Show the chosen cases with a form for the reason; refuse them once it is confirmed."""
    chosen = _chosen(request, desk=desk)
    label = refusal_label(has_agency=desk.officer.agency_id is not None)
    open_ones = [case for case in chosen if may_refuse(case, officer=desk.officer, user=desk.user)]
    if not open_ones:
        messages.error(request, "请先选择已收到、可以由您不予受理的申请。")
        return redirect("cases-desk:inbox")
    if "confirmed" not in request.POST:
        return _page(request, open_ones, chosen=chosen, form=CaseReasonForm(label=label), desk=desk)
    form = CaseReasonForm(request.POST, label=label)
    if not form.is_valid():
        return _page(request, open_ones, chosen=chosen, form=form, desk=desk, status=UNPROCESSABLE)
    done = refuse_together(open_ones, reason=form.cleaned_data["reason"], by=desk.user, at=clock.now())
    if done.refused:
        messages.success(request, gettext("{number}件已决定不予受理。").format(number=len(done.refused)))
    for number, sentence in done.kept:
        messages.error(request, gettext("{number}：{sentence}").format(number=number, sentence=gettext(sentence)))
    return redirect("cases-desk:inbox")


def _chosen(request: HttpRequest, *, desk: CaseDesk) -> list[Case]:
    numbers = request.POST.getlist("case")[:MOST_AT_ONCE]
    return list(cases_of(desk.officer).filter(number__in=numbers).order_by("pk"))


def _page(
    request: HttpRequest,
    open_ones: list[Case],
    *,
    chosen: list[Case],
    form: CaseReasonForm,
    desk: CaseDesk,
    status: int = 200,
) -> HttpResponse:
    left_out = [case for case in chosen if case not in open_ones]
    sends_letters = desk.officer.agency_id is not None
    context = {"cases": open_ones, "left_out": left_out, "form": form, "sends_letters": sends_letters}
    context |= desk.navigation
    return render(request, "cases/desk/refuse.html", context, status=status)
