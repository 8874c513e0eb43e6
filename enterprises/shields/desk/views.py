"""Shields at the credit office: list, entry of a ruling, the page of one, and the steps."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.shared import clock
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.paging import page_of
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.workflow.desk import Attempt, attempt_in, refusals_on, steps_shown
from enterprises.shared.workflow.history import history_of
from enterprises.shields.desk.access import at_the_office
from enterprises.shields.desk.forms import ShieldForm
from enterprises.shields.desk.steps import STEPS, STEPS_BY_NAME, VERBS, ShieldSituation
from enterprises.shields.models import Shield, ShieldEvent
from enterprises.shields.selectors import shields_found
from enterprises.shields.services import request_shield

PAGE_SIZE = 30
_NAVIGATION = {"credit_office": True, "shield_office": True}


@require_safe
@at_the_office
def shields(request: HttpRequest, *, user: User) -> HttpResponse:
    """List the shields, the latest first, or those that a text finds."""
    text = request.GET.get("q", "").replace("\0", "")[:100]
    page = page_of(request, shields_found(text), size=PAGE_SIZE)
    on = clock.today()
    rows = [(shield, shield.state_label(on=on)) for shield in page]
    return render(request, "shields/desk/shields.html", {"page": page, "rows": rows, "text": text, **_NAVIGATION})


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_office
def new_shield(request: HttpRequest, *, user: User) -> HttpResponseBase:
    """Enter a ruling; another person confirms."""
    form = ShieldForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            made = request_shield(enterprise=form.cleaned_data["uscc"], given=form.given, by=user, at=clock.now())
            messages.success(request, "已登记，等待另一人确认。")
            return redirect("shields-desk:shield", pk=made.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "shields/desk/new_shield.html", {"form": form, **_NAVIGATION}, status=status)


@require_safe
@at_the_office
def shield_page(request: HttpRequest, pk: int, *, user: User) -> HttpResponse:
    """Show one shield with its history and the steps open now."""
    return _render(request, _shield(pk), user=user)


@require_POST
@at_the_office
def take_step(request: HttpRequest, pk: int, step: str, *, user: User) -> HttpResponseBase:
    """Take one step; a refusal comes back on the page with its sentence."""
    situation = ShieldSituation(user=user, shield=_shield(pk), on=clock.today())
    tried = attempt_in(STEPS_BY_NAME, step, situation, request.POST)
    if not tried.is_done:
        return _render(request, _shield(pk), user=user, tried=tried)
    messages.success(request, STEPS_BY_NAME[step].done)
    return redirect("shields-desk:shield", pk=pk)


def _shield(pk: int) -> Shield:
    found = Shield.objects.select_related("enterprise").filter(pk=pk).first()
    if found is None:
        raise Http404("no such shield")
    return found


def _render(request: HttpRequest, shield: Shield, *, user: User, tried: Attempt | None = None) -> HttpResponse:
    on = clock.today()
    context = {
        "shield": shield,
        "state": shield.state_label(on=on),
        "codes": list(shield.codes.order_by("uscc").values_list("uscc", flat=True)),
        "history": history_of(shield.events.select_related("actor"), label=_label),
        **steps_shown(STEPS, ShieldSituation(user=user, shield=shield, on=on), tried=tried),
        **_NAVIGATION,
    }
    return render(request, "shields/desk/shield.html", context, status=UNPROCESSABLE if tried else 200)


def _label(event: ShieldEvent) -> str:
    """Name a step and the last day that held after it."""
    step, last = VERBS.get(event.verb, event.verb), event.until - timedelta(days=1)
    return sentence("{step}，至 {day}", step=step, day=last)
