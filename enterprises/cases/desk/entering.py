"""Entering a case that somebody hands in on paper at the counter."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from enterprises.cases.desk.access import CaseDesk, with_cases
from enterprises.cases.desk.forms import FindForm, PaperCaseForm
from enterprises.cases.kinds.registry import case_kinds
from enterprises.cases.kinds.types import CaseKind
from enterprises.cases.models import Case
from enterprises.cases.pages.asking import Asked, admission_for, asked_in, asking_address, together_with
from enterprises.cases.pages.tokens import new_form_token, token_id
from enterprises.cases.rules.admission import AdmissionCode
from enterprises.cases.selectors import cases_of, things_of
from enterprises.cases.services.intake import hand_in
from enterprises.cases.subjects.registry import SubjectMissing
from enterprises.register.models import Enterprise
from enterprises.shared import clock
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.refusals import Refused
from enterprises.shared.wording import sentence_text


@require_http_methods(["GET", "HEAD", "POST"])
@with_cases
def enter(request: HttpRequest, *, desk: CaseDesk) -> HttpResponse:
    """Find what the paper is about, choose the kind, show the form, or receive it."""
    on = clock.today()
    try:
        asked = asked_in(request, on=on, agency_id=desk.officer.agency_id)
    except SubjectMissing as missing:
        return _find(request, desk=desk, on=on, problem=sentence_text(missing.sentence), status=404)
    if asked is None:
        return _find(request, desk=desk, on=on)
    if asked.kind is None:
        return _choose(request, asked, desk=desk, on=on)
    if request.method == "POST":
        return _receive(request, asked, kind=asked.kind, desk=desk, on=on)
    return _form_page(request, asked, desk=desk, form=_form(asked, asked.kind, desk=desk, on=on))


def _find(request: HttpRequest, *, desk: CaseDesk, on: date, problem: str = "", status: int = 200) -> HttpResponse:
    """Show what there is of the enterprise whose code was typed."""
    form = FindForm(request.GET or None)
    things: list[tuple[str, str]] | None = None
    if form.is_bound and form.is_valid():
        enterprise = Enterprise.objects.public(on=on).filter(uscc=form.cleaned_data["uscc"].upper()).first()
        number = form.cleaned_data["number"]
        found = things_of(enterprise, officer=desk.officer, number=number, on=on) if enterprise else []
        things = [(asking_address("cases-desk:enter", each), each.label_for_keepers) for each in found]
    context = {"form": form, "things": things, "problem": problem, **desk.navigation}
    return render(request, "cases/desk/find.html", context, status=status)


def _choose(request: HttpRequest, asked: Asked, *, desk: CaseDesk, on: date) -> HttpResponse:
    offered = []
    for kind in case_kinds().values():
        admission = admission_for(asked, kind, on=on, is_own=_is_own(asked, desk))
        if admission.code is not AdmissionCode.NOT_FOR_THIS:
            url = asking_address("cases-desk:enter", asked.subject, kind=kind.code, field=asked.field_code)
            offered.append({"kind": kind, "admission": admission, "url": url})
    return render(request, "cases/desk/choose.html", {"asked": asked, "offered": offered, **desk.navigation})


def _receive(request: HttpRequest, asked: Asked, *, kind: CaseKind, desk: CaseDesk, on: date) -> HttpResponse:
    form = _form(asked, kind, desk=desk, on=on, data=request)
    token = token_id(request.POST.get("token", ""))
    if not token:
        form.add_error(None, "这个页面打开得太久了，请核对后再次提交。")
    if not form.is_valid():
        return _form_page(request, asked, desk=desk, form=form, status=UNPROCESSABLE)
    try:
        receipt = hand_in(
            form.application(asked.subject.ref),
            at=clock.now(),
            channel=Case.Channel.PAPER,
            by=desk.user,
            form_token=token,
            received_on=form.cleaned_data["received_on"],
        )
    except Refused as refused:
        form.add_error(None, sentence_text(refused.sentence))
        return _form_page(request, asked, desk=desk, form=form, status=UNPROCESSABLE)
    numbers = [case.number for case in receipt.cases]
    own = set(cases_of(desk.officer).filter(number__in=numbers).values_list("number", flat=True))
    return render(request, "cases/desk/receipt.html", {"receipt": receipt, "kind": kind, "own": own, **desk.navigation})


def _form(asked: Asked, kind: CaseKind, *, desk: CaseDesk, on: date, data: HttpRequest | None = None) -> PaperCaseForm:
    given = (data.POST, data.FILES) if data is not None else (None, None)
    ground = kind.grounds[0].code if len(kind.grounds) == 1 else None
    initial = {"field": asked.field_code, "ground": ground, "received_on": on}
    together = together_with(asked, kind, on=on, agency_id=desk.officer.agency_id)
    return PaperCaseForm(kind, *given, subject=asked.subject, together=together, initial=initial)


def _form_page(
    request: HttpRequest, asked: Asked, *, desk: CaseDesk, form: PaperCaseForm, status: int = 200
) -> HttpResponse:
    admission = admission_for(asked, form.kind, on=clock.today(), is_own=_is_own(asked, desk))
    context = {
        "asked": asked,
        "form": form,
        "kind": form.kind,
        "admission": admission,
        "url": asked.address("cases-desk:enter"),
        "token": new_form_token(),
        **desk.navigation,
    }
    return render(request, "cases/desk/enter.html", context, status=status)


def _is_own(asked: Asked, desk: CaseDesk) -> bool:
    """Return whether the thing is decided by the officer's own authority."""
    return asked.subject.is_of(desk.officer.agency_id)
