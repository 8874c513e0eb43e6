"""The papers of a case on the desk: shown inside its page, and entered for an applicant who brings them."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from enterprises.cases.desk.access import CaseDesk, with_cases
from enterprises.cases.desk.views import render_case
from enterprises.cases.pages.forms import OTHER_PAPERS, PapersForm, given_papers
from enterprises.cases.pages.own_case import paper_answer
from enterprises.cases.services.steps import add_papers
from enterprises.shared import clock
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.outages import refusing_outages
from enterprises.shared.refusals import Refused
from enterprises.shared.wording import sentence_text


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": ["'self'"]})
@with_cases
def shown(request: HttpRequest, number: str, pk: int, *, desk: CaseDesk) -> HttpResponse:
    """Show a picture or a PDF inside the page of the case, which alone may frame it."""
    return paper_answer(desk.case(number), pk=pk, is_shown=True)


@require_POST
@with_cases
def add(request: HttpRequest, number: str, *, desk: CaseDesk) -> HttpResponse:
    """Enter papers that the applicant brought; those that were requested end the pause."""
    case = desk.case(number)
    form = PapersForm(request.POST, request.FILES)
    if not form.is_valid():
        return render_case(request, case, desk=desk, papers_form=form, status=UNPROCESSABLE)
    given = given_papers(OTHER_PAPERS, form.cleaned_data["papers"])
    try:
        with refusing_outages():
            add_papers(case=case, papers=given, by=desk.user, at=clock.now())
    except Refused as refusal:
        return render_case(
            request,
            desk.case(number),
            desk=desk,
            refused=sentence_text(refusal.sentence),
            papers_form=form,
            status=UNPROCESSABLE,
        )
    return redirect("cases-desk:case", number=number)
