"""The registry on the agencies' desk: every officer of an agency reads it, its own institutions have steps."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.agencies.desk import AgencyDesk, at_the_desk, typed_of
from enterprises.evaluations.desk.forms import InstitutionForm
from enterprises.evaluations.desk.steps import STEPS, STEPS_BY_NAME, RegistrySituation
from enterprises.evaluations.models import EvaluationSubmission, Institution
from enterprises.evaluations.rules import INSTITUTION_LABELS, STEP_LABELS, InstitutionState
from enterprises.evaluations.selectors import complaints_of, scales_of
from enterprises.evaluations.services.institutions import propose_institution
from enterprises.shared import clock
from enterprises.shared.attachments.downloads import attachment_answer
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.paging import page_of
from enterprises.shared.workflow.desk import Attempt, attempt_in, refusals_on, steps_shown
from enterprises.shared.workflow.history import history_of

PAGE_SIZE = 30


@require_safe
@at_the_desk
def institutions(request: HttpRequest, *, desk: AgencyDesk) -> HttpResponse:
    """List the agency's institutions and the evaluations that they handed in, the latest first."""
    rows = Institution.objects.filter(agency=desk.agency).order_by("-proposed_at", "-pk")
    handed_in = EvaluationSubmission.objects.filter(record__agency=desk.agency).order_by("-submitted_at", "-pk")
    handed_in = handed_in.select_related("institution", "record__enterprise", "report")
    context = {
        "desk": desk,
        "rows": [(row, INSTITUTION_LABELS[InstitutionState(row.state)]) for row in rows],
        "page": page_of(request, handed_in, size=PAGE_SIZE),
    }
    return render(request, "evaluations/desk/registry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def new_institution(request: HttpRequest, *, desk: AgencyDesk) -> HttpResponseBase:
    """Propose an institution; another person confirms it."""
    form = InstitutionForm(typed_of(request))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            made = propose_institution(given=form.institution, agency=desk.agency, by=desk.user, at=clock.now())
            messages.success(request, "已提出登记，等待另一人确认。")
            return redirect("evaluations-desk:institution", pk=made.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "evaluations/desk/new_institution.html", {"desk": desk, "form": form}, status=status)


@require_safe
@at_the_desk
def institution_page(request: HttpRequest, pk: int, *, desk: AgencyDesk) -> HttpResponse:
    """Show one institution of the agency with its history and the steps open now."""
    return _render(request, _own(desk, pk), desk=desk)


@require_POST
@at_the_desk
def take_step(request: HttpRequest, pk: int, step: str, *, desk: AgencyDesk) -> HttpResponseBase:
    """Take one step; a refusal comes back on the page with its sentence."""
    situation = RegistrySituation(user=desk.user, officer=desk.officer, institution=_own(desk, pk))
    tried = attempt_in(STEPS_BY_NAME, step, situation, request.POST)
    if not tried.is_done:
        return _render(request, _own(desk, pk), desk=desk, tried=tried)
    messages.success(request, STEPS_BY_NAME[step].done)
    return redirect("evaluations-desk:institution", pk=pk)


@require_safe
@at_the_desk
def report_of_submission(request: HttpRequest, pk: int, *, desk: AgencyDesk) -> HttpResponse:
    """Give the report of a submission to the officers who review it."""
    rows = EvaluationSubmission.objects.select_related("report").filter(record__agency=desk.agency)
    found = rows.filter(pk=pk).first()
    return attachment_answer(found.report if found else None, name=f"evaluation-{pk}")


def _own(desk: AgencyDesk, pk: int) -> Institution:
    found = Institution.objects.select_related("agency").filter(agency=desk.agency, pk=pk).first()
    if found is None:
        raise Http404("no such institution")
    return found


def _render(
    request: HttpRequest, institution: Institution, *, desk: AgencyDesk, tried: Attempt | None = None
) -> HttpResponse:
    situation = RegistrySituation(user=desk.user, officer=desk.officer, institution=institution)
    context = {
        "desk": desk,
        "institution": institution,
        "state": INSTITUTION_LABELS[situation.state],
        "scales": scales_of([institution.pk]).get(institution.pk, {}),
        "complaints": complaints_of(institution),
        "history": history_of(
            institution.events.select_related("actor"), label=lambda event: STEP_LABELS.get(event.verb, event.verb)
        ),
        **steps_shown(STEPS, situation, tried=tried),
    }
    return render(request, "evaluations/desk/institution.html", context, status=UNPROCESSABLE if tried else 200)
