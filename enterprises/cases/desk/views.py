"""The inbox of an officer, the page of one case, and its steps."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import F
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.cases.desk.access import CaseDesk, with_cases
from enterprises.cases.desk.case_page import case_page_of
from enterprises.cases.desk.filters import CaseFilter
from enterprises.cases.desk.steps import STEPS, STEPS_BY_NAME, CaseSituation, barred_by, takes_papers
from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.models import Case
from enterprises.cases.pages.forms import PapersForm
from enterprises.cases.pages.own_case import paper_answer
from enterprises.cases.rules.clocks import is_late
from enterprises.cases.selectors import cases_of, listed_for
from enterprises.cases.services.effects import awaits_confirmation, undo_waits
from enterprises.cases.services.letter_preview import preview_answer, preview_confirmed
from enterprises.cases.services.spam import may_be_chosen
from enterprises.documents.render import RenderingFailed
from enterprises.shared import clock
from enterprises.shared.forms import faults_of
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.outages import refusing_outages
from enterprises.shared.paging import page_of
from enterprises.shared.refusals import Refused
from enterprises.shared.workflow.desk import attempt_in, offers_of

PAGE_SIZE = 30
PREVIEW_HEADERS = {
    "Content-Disposition": 'inline; filename="preview.pdf"',
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """A case in the inbox: whether the reader opens it, may choose it to be refused with others, and is late."""

    case: Case
    is_own: bool
    may_be_chosen: bool
    is_late: bool


@require_safe
@with_cases
def inbox(request: HttpRequest, *, desk: CaseDesk) -> HttpResponse:
    """List the authority's cases, the next deadline first; those in which nothing is due come last.

    The credit office may list those of every authority, and opens its own alone.
    """
    cases = listed_for(desk.officer).order_by(F("due_on").asc(nulls_last=True), "-received_at", "-pk")
    chosen = CaseFilter(request.GET or {"due": "running"}, queryset=cases, reader=desk.officer)
    page = page_of(request, chosen.qs, size=PAGE_SIZE)
    context = {
        "filter": chosen,
        "page": page,
        "rows": [_inbox_row(case, desk=desk) for case in page.object_list],
        **desk.navigation,
    }
    return render(request, "cases/desk/inbox.html", context)


def _inbox_row(case: Case, *, desk: CaseDesk) -> InboxRow:
    is_own = case.agency_id == desk.officer.agency_id
    return InboxRow(
        case=case,
        is_own=is_own,
        may_be_chosen=is_own and may_be_chosen(case),
        is_late=is_late(step=case.due_step, due_on=case.due_on, on=clock.today()),
    )


@require_safe
@with_cases
def case_page(request: HttpRequest, number: str, *, desk: CaseDesk) -> HttpResponse:
    """Show one case with what is disputed, papers, history, the limit's source, and the steps open now."""
    return render_case(request, desk.case(number), desk=desk)


@require_POST
@with_cases
def take_step(request: HttpRequest, number: str, step: str, *, desk: CaseDesk) -> HttpResponseBase:
    """Take one step; a refusal comes back on the case's page with its sentence."""
    situation = CaseSituation(user=desk.user, officer=desk.officer, case=desk.case(number))
    tried = attempt_in(STEPS_BY_NAME, step, situation, request.POST)
    if not tried.is_done:
        case, bound = desk.case(number), tried.bound
        return render_case(request, case, desk=desk, bound=bound, refused=tried.sentence, status=UNPROCESSABLE)
    messages.success(request, STEPS_BY_NAME[step].done)
    is_still_ours = cases_of(desk.officer).filter(number=number).exists()
    return redirect("cases-desk:case", number=number) if is_still_ours else redirect("cases-desk:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
@with_cases
def preview(request: HttpRequest, number: str, *, desk: CaseDesk) -> HttpResponseBase:
    """Show a letter as a PDF without number and signature: of a typed decision, on GET of what waits for confirmation.

    :raises Http404: nothing is to be decided, or nothing waits.
    """
    case = desk.case(number)
    if request.method != "POST":
        return _preview_confirmed(request, case, desk=desk)
    situation = CaseSituation(user=desk.user, officer=desk.officer, case=case)
    step = STEPS_BY_NAME["decide"]
    if not step.is_open(situation) or step.form is None:
        raise Http404("nothing to decide")
    form = step.form(situation, request.POST)
    sentence = faults_of(form)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("outcome", "reason")}
        again_from = form.cleaned_data.get("again_from")
        try:
            with refusing_outages():
                pdf = preview_answer(case=case, again_from=again_from, by=desk.user, at=clock.now(), **given)
            return _pdf(pdf)
        except (Refused, RenderingFailed) as problem:
            sentence = _sentence(problem, letter=case_kind(case.kind).answer_title)
    return render_case(request, case, desk=desk, bound={"decide": form}, refused=sentence, status=UNPROCESSABLE)


def _preview_confirmed(request: HttpRequest, case: Case, *, desk: CaseDesk) -> HttpResponse:
    if not (undo_waits(case) or awaits_confirmation(case)):
        raise Http404("nothing waits")
    try:
        with refusing_outages():
            return _pdf(preview_confirmed(case=case, by=desk.user, at=clock.now()))
    except (Refused, RenderingFailed) as problem:
        return render_case(request, case, desk=desk, refused=_sentence(problem, letter="函件"), status=UNPROCESSABLE)


def _pdf(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/pdf", headers=PREVIEW_HEADERS)


def _sentence(problem: Refused | RenderingFailed, *, letter: str) -> str:
    return problem.sentence if isinstance(problem, Refused) else f"{letter}无法排版，请检查理由中的文字。"


@require_safe
@with_cases
def paper(request: HttpRequest, number: str, pk: int, *, desk: CaseDesk) -> HttpResponse:
    """Give a paper to an officer of the authority."""
    return paper_answer(desk.case(number), pk=pk)


def render_case(
    request: HttpRequest,
    case: Case,
    *,
    desk: CaseDesk,
    bound: Mapping[str, Form] | None = None,
    refused: str = "",
    papers_form: PapersForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page of a case, with forms that came back."""
    situation = CaseSituation(user=desk.user, officer=desk.officer, case=case)
    context = {
        "view": case_page_of(case, officer=desk.officer, on=clock.today()),
        "steps": offers_of(STEPS, situation, bound=bound or {}),
        "barred": barred_by(situation),
        "refused": refused,
        "papers_form": (papers_form or PapersForm()) if takes_papers(situation) else None,
        **desk.navigation,
    }
    return render(request, "cases/desk/case.html", context, status=status)
