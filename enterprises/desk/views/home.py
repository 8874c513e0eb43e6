"""The first page of the desk: what waits for this officer."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from enterprises import clock
from enterprises.desk.access import Desk, at_the_desk
from enterprises.models import Hold
from enterprises.rules.lifecycle import EDITABLE, State
from enterprises.services.permissions import NotPermitted, officer_of

SHOWN = 10
ENDING_WITHIN = timedelta(days=7)


def home(request: HttpRequest) -> HttpResponse | HttpResponseRedirect:
    """Lead the credit office to its lists and everybody else to their agency's work."""
    if request.user.is_authenticated:
        try:
            officer = officer_of(request.user)
        except NotPermitted:
            officer = None
        if officer is not None and officer.credit_office:
            return redirect(_lists_desk())
    return agency_home(request)  # type: ignore[return-value]


def _lists_desk() -> str:
    try:
        return reverse("lists-desk:home")
    except NoReverseMatch:
        return reverse("home")


@require_safe
@at_the_desk
def agency_home(request: HttpRequest, *, desk: Desk) -> HttpResponse:
    """Show the queues: with me, to review, to confirm, ending soon."""
    today = clock.today()
    records = desk.records()
    ending = records.public(on=today).filter(public_until__lte=today + ENDING_WITHIN)  # type: ignore[attr-defined]
    context = {
        "desk": desk,
        "mine": records.filter(state__in=EDITABLE, recorded_by=desk.user).order_by("-id")[:SHOWN],
        "to_review": records.filter(state=State.SUBMITTED).exclude(recorded_by=desk.user).order_by("id")[:SHOWN],
        "to_confirm": records.filter(state=State.WITHDRAWN, withdrawal_confirmed_by__isnull=True)
        .exclude(withdrawn_by=desk.user)
        .order_by("withdrawn_at", "id")[:SHOWN],
        "holds": Hold.objects.filter(record__agency=desk.agency, confirmed_at__isnull=True, lifted_at__isnull=True)
        .select_related("record__enterprise")
        .order_by("id")[:SHOWN],
        "ending": ending.order_by("public_until", "id")[:SHOWN],
        "batches": desk.batches()[:5],
    }
    return render(request, "desk/home.html", context)
