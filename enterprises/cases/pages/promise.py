"""The promise (信用承诺书) of a repair: filled in online, printed for signature and seal; nothing is stored."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from enterprises.cases.kinds.registry import case_kinds
from enterprises.cases.pages.asking import Asked, asked_in
from enterprises.cases.subjects.registry import SubjectMissing
from enterprises.documents.letters.promise import LONGEST_MEASURE, STATEMENTS, Promise, PromiseIncomplete, promise_pdf
from enterprises.shared import clock
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.http import UNPROCESSABLE, public_answer
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled
from enterprises.shared.wording import sentence_text


class PromiseForm(forms.Form):
    """What the enterprise fills in; who it is comes from the file."""

    agency = UnifiedTextField(label=gettext_lazy("作出决定的机关"), max_length=LONGEST_MEASURE)
    matter = UnifiedTextField(label=gettext_lazy("申请修复的事项"), max_length=LONGEST_MEASURE)
    put_right = UnifiedTextField(
        label=gettext_lazy("整改情况"),
        max_length=LONGEST_MEASURE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("写明怎样履行义务、纠正失信行为、消除影响。承诺书可能依法公开，不要填写个人信息。"),
    )


# Exempt: it changes nothing, and public pages set no cookie.
@csrf_exempt
@throttled(Scope.REPORT, methods=frozenset({"POST"}))
@require_http_methods(["GET", "HEAD", "POST"])
@public_answer
def promise(request: HttpRequest) -> HttpResponse:
    """Show the form of a promise, or give it as PDF."""
    try:
        asked = asked_in(request, on=clock.today())
    except SubjectMissing as missing:
        return render(request, "cases/start.html", {"problem": sentence_text(missing.sentence)}, status=404)
    if asked is None or not _can_be_repaired(asked):
        problem = "这类信息不适用信用修复。" if asked else ""
        return render(request, "cases/start.html", {"problem": problem}, status=404)
    if request.method != "POST":
        return _page(request, asked, form=PromiseForm(initial=_initial(asked)))
    form = PromiseForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, form=form, status=UNPROCESSABLE)
    try:
        content = promise_pdf(_promise(asked, form), at=clock.now())
    except PromiseIncomplete as refused:
        form.add_error(None, sentence_text(refused.sentence))
        return _page(request, asked, form=form, status=UNPROCESSABLE)
    headers = {"Content-Disposition": 'attachment; filename="promise.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _can_be_repaired(asked: Asked) -> bool:
    return any(kind.repairs and asked.subject.category in kind.about for kind in case_kinds().values())


def _initial(asked: Asked) -> dict[str, str]:
    agency = asked.subject.agency
    return {"agency": agency.public_name if agency else "", "matter": asked.subject.label}


def _promise(asked: Asked, form: PromiseForm) -> Promise:
    given, enterprise = form.cleaned_data, asked.subject.enterprise
    return Promise(
        enterprise=enterprise.public_name,
        uscc=enterprise.uscc,
        agency=given["agency"],
        about=given["matter"],
        put_right=given["put_right"],
    )


def _page(request: HttpRequest, asked: Asked, *, form: PromiseForm, status: int = 200) -> HttpResponse:
    context = {"asked": asked, "form": form, "url": asked.address("cases:promise"), "statements": STATEMENTS}
    return render(request, "cases/promise.html", context, status=status)
