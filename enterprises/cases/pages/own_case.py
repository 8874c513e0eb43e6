"""One's own case: state, steps, deadline, papers, letters, and what the applicant may do."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enterprises.cases.models import Case
from enterprises.cases.pages.answers import no_store
from enterprises.cases.pages.forms import CodeForm, PapersForm, WithdrawCaseForm, given_papers
from enterprises.cases.pages.keys import case_by_key, give_key, take_key
from enterprises.cases.pages.view import case_view, letters_of
from enterprises.cases.services.codes import CodeLocked, CodeWrong, case_by_code, clean_case_number
from enterprises.cases.services.steps import add_papers, withdraw_case
from enterprises.documents.letters.answers import letter_answer
from enterprises.shared import clock
from enterprises.shared.attachments.downloads import attachment_answer
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.refusals import Refused
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled
from enterprises.shared.wording import sentence_text


# Exempt: number and code are the authority, and both are in the form; so the page sets no cookie before they are typed.
@csrf_exempt
@throttled(Scope.CASE_CODE, methods=frozenset({"POST"}))
@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def open_case(request: HttpRequest) -> HttpResponse:
    """Offer the form for number and code, and lead to the case."""
    if request.method != "POST":
        return render(request, "cases/open.html", {"form": CodeForm(), "problem": ""})
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, "cases/open.html", {"form": form, "problem": ""}, status=UNPROCESSABLE)
    return _opened(request, form=form)


@throttled(Scope.CASE_CODE, methods=frozenset({"POST"}))
@require_safe
@no_store
def own_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the case to whoever typed its code, else the form; nothing reveals whether the number exists."""
    case = case_by_key(request, number=number)
    if case is None:
        form = CodeForm(initial={"number": clean_case_number(number)})
        return render(request, "cases/open.html", {"form": form, "problem": ""})
    return _page(request, case)


@require_POST
@no_store
def papers(request: HttpRequest, number: str) -> HttpResponse:
    """Add papers."""
    case = _held(request, number=number)
    form = PapersForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, case, papers_form=form, status=UNPROCESSABLE)
    try:
        add_papers(case=case, papers=given_papers("other", form.cleaned_data["papers"]), at=clock.now())
    except Refused as refused:
        form.add_error("papers", sentence_text(refused.sentence))
        return _page(request, case, papers_form=form, status=UNPROCESSABLE)
    return redirect("cases:case", number=case.number)


@require_POST
@no_store
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the case back."""
    case = _held(request, number=number)
    form = WithdrawCaseForm(request.POST)
    if not form.is_valid():
        return _page(request, case, withdraw_form=form, status=UNPROCESSABLE)
    try:
        withdraw_case(case=case, reason=form.cleaned_data["reason"], at=clock.now())
    except Refused as refused:
        form.add_error(None, sentence_text(refused.sentence))
        return _page(request, case, withdraw_form=form, status=UNPROCESSABLE)
    return redirect("cases:case", number=case.number)


@require_safe
@no_store
def paper(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give a paper back to whoever handed it in."""
    return paper_answer(_held(request, number=number), pk=pk)


@require_safe
@no_store
def letter(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give a letter of the case as a signed PDF to whoever holds the key."""
    found = letters_of(_held(request, number=number)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return letter_answer(found, may_read=lambda _: True)


@require_POST
@no_store
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """Forget the reader: the next look wants the code again."""
    answer = redirect("cases:open")
    take_key(answer, number=number)
    return answer


def paper_answer(case: Case, *, pk: int, is_shown: bool = False) -> HttpResponse:
    """Return a paper of a case as a download, or to be shown inside a page.

    :raises Http404: it has none of that number, the file is gone, or no browser shows its type.
    """
    found = case.papers.select_related("attachment").filter(pk=pk).first()
    return attachment_answer(found.attachment if found else None, name=f"{case.number}-{pk}", is_shown=is_shown)


def _opened(request: HttpRequest, *, form: CodeForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        case = case_by_code(number=given["number"], code=given["code"], at=clock.now())
    except (CodeWrong, CodeLocked) as refused:
        context = {"form": CodeForm(initial={"number": given["number"]}), "problem": sentence_text(refused.sentence)}
        return render(request, "cases/open.html", context, status=UNPROCESSABLE)
    answer = redirect("cases:case", number=case.number)
    give_key(answer, case=case)
    return answer


def _held(request: HttpRequest, *, number: str) -> Case:
    """Return the case that the reader holds the key of.

    :raises Http404: he holds none.
    """
    case = case_by_key(request, number=number)
    if case is None:
        raise Http404
    return case


def _page(
    request: HttpRequest,
    case: Case,
    *,
    papers_form: PapersForm | None = None,
    withdraw_form: WithdrawCaseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "view": case_view(case, on=clock.today()),
        "papers_form": papers_form or PapersForm(),
        "withdraw_form": withdraw_form or WithdrawCaseForm(),
    }
    return render(request, "cases/case.html", context, status=status)
