"""The page on which the maker of a failed product comments, without an account."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from enterprises.cases.pages.answers import no_store
from enterprises.catalogue.cells import Audience
from enterprises.catalogue.display import cells_of
from enterprises.catalogue.registry import kind_of
from enterprises.records.maker_notices import MakerNotice
from enterprises.records.rules.maker_comments import NOTICE_LIFECYCLE, NoticeState
from enterprises.records.services.maker_notices import (
    LONGEST_COMMENT,
    NoticeCodeWrong,
    give_comment,
    notice_by_code,
    open_version,
    refusal_reason,
)
from enterprises.shared import clock
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.refusals import Refused
from enterprises.shared.throttling.limits import Scope
from enterprises.shared.throttling.views import throttled
from enterprises.shared.wording import sentence_text
from search.doors.products import PRODUCTS


class NoticeCodeForm(forms.Form):
    """Number and secret code of a notice."""

    number = UnifiedTextField(label=gettext_lazy("告知书编号"), max_length=20)
    code = UnifiedTextField(
        label=gettext_lazy("查询码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class CommentForm(NoticeCodeForm):
    """The same, known already, and the comment."""

    comment = UnifiedTextField(
        label=gettext_lazy("意见"),
        max_length=LONGEST_COMMENT,
        help_text=gettext_lazy("原样公示，请不要写个人的姓名、电话、证件号码；最多一千字。"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name in NoticeCodeForm.base_fields:
            self.fields[name].widget = forms.HiddenInput()


# Exempt: number and code are the authority, and both are in the form; the page sets no cookie.
@csrf_exempt
@throttled(Scope.CASE_CODE, methods=frozenset({"POST"}))
@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def maker_comment(request: HttpRequest) -> HttpResponse:
    """Offer the form for number and code, then the finding and the form for the comment."""
    if request.method != "POST":
        return _page(request, form=NoticeCodeForm())
    form = NoticeCodeForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=UNPROCESSABLE)
    given = form.cleaned_data
    try:
        notice = notice_by_code(number=given["number"], code=given["code"])
    except NoticeCodeWrong as refused:
        form = NoticeCodeForm(initial={"number": given["number"]})
        return _page(request, form=form, problem=sentence_text(refused.sentence), status=UNPROCESSABLE)
    if "comment" in request.POST:
        return _commented(request, notice)
    return _page(request, form=_comment_form(notice, given), notice=notice)


def _commented(request: HttpRequest, notice: MakerNotice) -> HttpResponse:
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, notice=notice, status=UNPROCESSABLE)
    try:
        kept = give_comment(notice=notice, comment=form.cleaned_data["comment"], at=clock.now())
    except Refused as refused:
        return _page(request, form=form, notice=notice, problem=sentence_text(refused.sentence), status=UNPROCESSABLE)
    return _page(request, form=None, notice=kept, is_given=True)


def _comment_form(notice: MakerNotice, given: dict[str, Any]) -> CommentForm | None:
    """Return the form while a comment may be given."""
    state = NoticeState(notice.state)
    may_comment = state in NOTICE_LIFECYCLE.transition("comment-by-maker").before
    return CommentForm(initial={"number": given["number"], "code": given["code"]}) if may_comment else None


def _page(
    request: HttpRequest,
    *,
    form: forms.Form | None,
    notice: MakerNotice | None = None,
    problem: str = "",
    is_given: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "notice": notice,
        "problem": problem,
        "is_given": is_given,
        "above": [(str(PRODUCTS.title), reverse("doors:list", kwargs={"door": PRODUCTS}))],
    }
    if notice is not None:
        record = open_version(notice, on=clock.today())
        context["cells"] = cells_of(kind_of(record.kind), record.field_values(), audience=Audience.PUBLIC)
        context["reason"] = refusal_reason(notice)
    return render(request, "doors/maker_comment.html", context, status=status)
