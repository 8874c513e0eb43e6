"""The desk's page of errata: published editions of a list, proposals, and what was issued."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from enterprises.shared import clock
from enterprises.shared.fields import UnifiedTextField
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.workflow.desk import (
    Given,
    Offer,
    Step,
    anybody,
    attempt_in,
    form_of,
    offers_of,
    refusals_on,
    show_outcome,
)
from enterprises.shared.workflow.second_person import is_another
from lists.criteria.models import CreditList
from lists.editions.errata import LONGEST_TEXT, Erratum
from lists.editions.models import Edition
from lists.editions.services.errata import drop_erratum, issue_erratum, propose_erratum
from lists.listings.desk.access import Office, at_the_office

HIGHEST = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class ErratumSituation:
    """A proposed erratum as an officer of the credit office finds it."""

    user: User
    erratum: Erratum


def _issue(at: ErratumSituation, given: Given) -> Model:
    return issue_erratum(erratum=at.erratum, by=at.user, at=clock.now())


def _drop(at: ErratumSituation, given: Given) -> None:
    drop_erratum(erratum=at.erratum, by=at.user)


STEPS: tuple[Step[ErratumSituation], ...] = (
    Step(
        name="issue",
        label=gettext_noop("核对无误，发布"),
        who=lambda at: is_another(at.user, at.erratum.proposed_by_id),
        when=anybody,
        form=form_of(forms.Form),
        take=_issue,
        done=gettext_noop("勘误已发布，文件随后更新。"),
        is_main=True,
    ),
    Step(
        name="drop",
        label=gettext_noop("撤回"),
        who=anybody,
        when=anybody,
        form=form_of(forms.Form),
        take=_drop,
        done=gettext_noop("已撤回这条勘误。"),
    ),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}


class ErratumForm(forms.Form):
    number = forms.IntegerField(label="期号", min_value=1, max_value=HIGHEST)
    position = forms.IntegerField(
        label="序号",
        min_value=1,
        max_value=HIGHEST,
        required=False,
        help_text="涉及某一条的，填写其序号；涉及整期的留空。",
    )
    text = UnifiedTextField(
        label="勘误内容",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明何处有误、应为什么。条目撤下后，涉及它的勘误不再显示内容。",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_office
def errata(request: HttpRequest, slug: str, *, office: Office) -> HttpResponse | HttpResponseBase:
    """Show the errata of a list's editions, and take a proposal."""
    credit_list = office.credit_list(slug)
    if not credit_list.is_ours:
        raise Http404("no editions")
    if request.method != "POST":
        return _page(request, credit_list, form=ErratumForm(), office=office)
    form = ErratumForm(request.POST)
    if form.is_valid() and _propose(form, credit_list, office=office):
        messages.success(request, "已提出勘误，请另一人核对后发布。")
        return redirect("lists-desk:errata", slug=slug)
    return _page(request, credit_list, form=form, office=office, status=UNPROCESSABLE)


@require_POST
@at_the_office
def erratum_step(request: HttpRequest, slug: str, pk: int, step: str, *, office: Office) -> HttpResponseBase:
    """Issue a proposal as the second person, or drop it."""
    if step not in STEPS_BY_NAME:
        raise Http404("no such step")
    rows = Erratum.objects.select_related("edition__credit_list")
    erratum = get_object_or_404(rows, pk=pk, edition__credit_list=office.credit_list(slug))
    tried = attempt_in(STEPS_BY_NAME, step, ErratumSituation(user=office.user, erratum=erratum), request.POST)
    show_outcome(request, tried, done=STEPS_BY_NAME[step].done)
    return redirect("lists-desk:errata", slug=slug)


def _propose(form: ErratumForm, credit_list: CreditList, *, office: Office) -> bool:
    given = form.cleaned_data
    edition = Edition.objects.published().filter(credit_list=credit_list, number=given["number"]).first()
    if edition is None:
        form.add_error("number", gettext("没有第{number}期。").format(number=given["number"]))
        return False
    with refusals_on(form):
        propose_erratum(edition=edition, position=given["position"], text=given["text"], by=office.user, at=clock.now())
        return True
    return False


def _page(
    request: HttpRequest, credit_list: CreditList, *, form: ErratumForm, office: Office, status: int = 200
) -> HttpResponse:
    rows = Erratum.objects.filter(edition__credit_list=credit_list).select_related("edition", "document", "proposed_by")
    context = {
        "list": credit_list,
        "form": form,
        "proposals": [(row, _offers(row, office=office)) for row in rows.filter(number__isnull=True)],
        "issued": rows.filter(number__isnull=False).order_by("-edition__number", "number"),
    }
    return render(request, "lists/desk/errata.html", context, status=status)


def _offers(erratum: Erratum, *, office: Office) -> list[Offer[ErratumSituation]]:
    return offers_of(STEPS, ErratumSituation(user=office.user, erratum=erratum), bound={})
