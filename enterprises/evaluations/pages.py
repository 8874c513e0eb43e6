"""Public pages of the registry, and the released reports."""

from copy import copy

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from enterprises.evaluations.models import EvaluationSubmission, Institution
from enterprises.evaluations.selectors import (
    by_institution,
    complaints_of,
    public_evaluations,
    registered_institutions,
    scales_of,
)
from enterprises.shared import clock
from enterprises.shared.attachments.downloads import attachment_answer
from enterprises.shared.http import public_answer
from enterprises.shared.rules.masking import public_text
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled

_TYPED = ("name", "qualification", "qualification_authority", "method", "withdrawn_reason")


@require_safe
@public_answer
def institutions(request: HttpRequest) -> HttpResponse:
    """Show the register of institutions, withdrawn ones included."""
    rows = [as_public(row) for row in registered_institutions()]
    return render(request, "evaluations/institutions.html", {"rows": rows, "on": clock.today()})


@require_safe
@public_answer
def institution_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one institution: qualification, method, scales, complaints.

    :raises Http404: it was never registered.
    """
    found = Institution.objects.registered().select_related("agency").filter(pk=pk).first()
    if found is None:
        raise Http404("no such institution")
    on = clock.today()
    evaluations = public_evaluations(on=on).filter(by_institution(found.code))
    context = {
        "on": on,
        "institution": as_public(found),
        "scales": scales_of([found.pk]).get(found.pk, {}),
        "complaints": complaints_of(found),
        "evaluations": evaluations.count(),
    }
    return render(request, "evaluations/institution.html", context)


@throttled(Scope.FILES)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the report of a public evaluation, byte for byte as the institution handed it in.

    :raises Http404: the evaluation is not public, or has no report.
    """
    record = public_evaluations(on=clock.today()).filter(pk=pk).first()
    found = EvaluationSubmission.objects.select_related("report").filter(record=record).first() if record else None
    answer = attachment_answer(found.report if found else None, name=f"evaluation-{pk}", is_public=True)
    answer["Cache-Control"] = "no-cache"
    answer["X-Robots-Tag"] = "noarchive"
    return answer


def as_public(institution: Institution) -> Institution:
    """Return an unsaved copy with the texts as anybody may read them."""
    shown = copy(institution)
    for name in _TYPED:
        setattr(shown, name, public_text(getattr(institution, name)))
    return shown
