"""Pages on which many listings take one step: by a sheet, or chosen among those that wait."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from enterprises.shared import clock
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.incoming.uploads import IncomingUpload
from enterprises.shared.outages import refusing_outages
from enterprises.shared.refusals import Refused
from enterprises.shared.sheets.source import UnreadableFile
from enterprises.shared.wording import sentence_text
from enterprises.shared.workflow.desk import refusals_on
from lists.criteria.models import CreditList
from lists.listings.desk.access import Office, at_the_office
from lists.listings.desk.forms import DecideForm, NotifyForm
from lists.listings.models import Listing
from lists.listings.rules import ListingState
from lists.listings.services.bulk import BulkDone, take_bulk_step
from lists.listings.services.sheet_tasks import refused_book, refused_rows_of
from lists.listings.services.tasks import request_check, request_taking, require_no_taking
from lists.listings.sheets import BULK_LABELS, LABEL_OF, REQUIRED, BulkColumn, BulkRow, BulkStep
from lists.listings.tasks import OF_SHEETS, ListTask, TaskKind

MOST_CHOSEN, MOST_REPORTED = 200, 100
# The buttons of the form; whatever else is sent only checks.
TAKE, ERRORS = "take", "errors"


class BulkSheetForm(forms.Form):
    """Which step a sheet takes."""

    use_required_attribute = False

    step = forms.ChoiceField(label="办理事项", choices=[(one.value, label) for one, label in BULK_LABELS.items()])
    file = forms.FileField(label="表格", help_text="CSV或XLSX，第一行为列名。")


if TYPE_CHECKING:
    _ListingsField = forms.ModelMultipleChoiceField[Listing]
else:
    _ListingsField = forms.ModelMultipleChoiceField


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_office
def sheet(request: HttpRequest, slug: str, *, office: Office) -> HttpResponseBase:
    """Have a sheet checked, then have its step taken, or give its refused rows back as a workbook.

    The file is handed in once: it is kept for the worker, and for the next button.
    """
    credit_list = _ours(office, slug)
    form, action = BulkSheetForm(), request.POST.get("do", "")
    if request.method == "POST":
        form = BulkSheetForm(request.POST, request.FILES)
        try:
            with refusing_outages():
                answer = _answer(request, form, credit_list, office=office, action=action)
        except (UnreadableFile, Refused) as refusal:
            messages.error(request, sentence_text(refusal.sentence))
            answer = redirect("lists-desk:sheet", slug=slug)
        if answer is not None:
            return answer
    task = _sheet_task(credit_list, office)
    context = {
        "list": credit_list,
        "form": form,
        "task": task,
        "is_taking": task is not None and task.kind == TaskKind.TAKE,
        "refused": refused_rows_of(task) if task else [],
        "most_reported": MOST_REPORTED,
        "columns": [
            (BULK_LABELS[step], [LABEL_OF[one] for one in required], [LABEL_OF[one] for one in _OPTIONAL[step]])
            for step, required in REQUIRED.items()
        ],
    }
    return render(request, "lists/desk/sheet.html", context, status=UNPROCESSABLE if form.errors else 200)


def _answer(
    request: HttpRequest, form: BulkSheetForm, credit_list: CreditList, *, office: Office, action: str
) -> HttpResponseBase | None:
    """Do what the button is for and answer; None: the form has errors.

    :raises Refused: the service does not allow it, or the sheet is gone.
    """
    back = redirect("lists-desk:sheet", slug=credit_list.slug)
    if action == TAKE:
        request_taking(credit_list=credit_list, by=office.user, at=clock.now())
        return back
    if action == ERRORS:
        return _errors(_sheet_task(credit_list, office)) or back
    if not form.is_valid():
        return None
    require_no_taking(office.user)
    given: IncomingUpload = form.cleaned_data["file"]
    request_check(
        credit_list=credit_list,
        step=BulkStep(form.cleaned_data["step"]),
        sheet=given.keep(at=clock.now()),
        by=office.user,
        at=clock.now(),
    )
    return back


def _errors(task: ListTask | None) -> HttpResponseBase | None:
    """Answer with the workbook of refused rows; None if there are none."""
    book = refused_book(task, at=clock.now()) if task and task.result.get("refused") else b""
    if task is None or not book:
        return None
    return FileResponse(BytesIO(book), as_attachment=True, filename=f"错误行-{Path(task.file_name).stem}.xlsx")


def _sheet_task(credit_list: CreditList, office: Office) -> ListTask | None:
    """Return the sheet of this officer for this list, with how far it is."""
    return ListTask.objects.filter(credit_list=credit_list, requested_by=office.user, kind__in=OF_SHEETS).last()


_OPTIONAL = {
    BulkStep.PROPOSE: (BulkColumn.NAME, BulkColumn.GROUND_DOCUMENT, BulkColumn.GROUND_PENALTY),
    BulkStep.NOTIFY: (BulkColumn.NAME,),
    BulkStep.DECIDE: (
        *(BulkColumn.NAME, BulkColumn.DOCUMENT_NUMBER, BulkColumn.AUTHORITY),
        *(BulkColumn.FOUND, BulkColumn.FINDING, BulkColumn.OBJECTION_OUTCOME),
    ),
}


class ListingsField(_ListingsField):
    """Listings with what distinguishes them."""

    def label_from_instance(self, obj: Any) -> str:
        """Name enterprise, criterion and reason."""
        return f"{obj.enterprise.name}（{obj.enterprise.uscc}）{obj.criterion} {obj.reason}"


class ChosenForm(forms.Form):
    """Which of the listings that wait take the step."""

    def __init__(self, data: Any = None, *, waiting: list[Listing]) -> None:
        super().__init__(data)
        rows = Listing.objects.filter(pk__in=[one.pk for one in waiting]).select_related("enterprise").order_by("pk")
        self.fields["chosen"] = ListingsField(label="主体", queryset=rows, widget=forms.CheckboxSelectMultiple())


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_office
def chosen(request: HttpRequest, slug: str, step: str, *, office: Office) -> HttpResponseBase:
    """Check a step of the chosen listings with the same values, or take it; those refused are named."""
    credit_list, wanted = _ours(office, slug), _step(step)
    waiting = _waiting(credit_list, wanted, office=office)
    data = request.POST if request.method == "POST" else None
    form, values = ChosenForm(data, waiting=waiting), _values_form(data, credit_list, wanted, office=office)
    checked: BulkDone | None = None
    refused: list[str] = []
    if data is not None and form.is_valid() and values.is_valid():
        rows, is_check = list(_chosen_rows(form, values)), data.get("do") != TAKE
        with refusals_on(form):
            checked = take_bulk_step(
                credit_list=credit_list, step=wanted, rows=rows, by=office.user, at=clock.now(), dry_run=is_check
            )
            refused = _refusals(checked, rows)
            if not is_check:
                _tell(request, checked, refused)
                return redirect("lists-desk:list", slug=slug)
    context = {"list": credit_list, "form": form, "values": values, "label": BULK_LABELS[wanted], "waiting": waiting}
    status = UNPROCESSABLE if form.errors or values.errors else 200
    return render(request, "lists/desk/chosen.html", {**context, "checked": checked, "refused": refused}, status=status)


def _step(step: str) -> BulkStep:
    if step not in (BulkStep.NOTIFY.value, BulkStep.DECIDE.value):
        raise Http404("no such step")
    return BulkStep(step)


def _waiting(credit_list: CreditList, step: BulkStep, *, office: Office) -> list[Listing]:
    """Return the first listings that wait for the step; the officer's own proposals wait for another's decision."""
    rows = Listing.objects.filter(credit_list=credit_list)
    if step is BulkStep.NOTIFY:
        rows = rows.filter(state=ListingState.PROPOSED)
    else:
        over = rows.filter(state=ListingState.NOTIFIED, objection_until__lte=clock.today())
        rows = over.exclude(proposed_by=office.user)
    return list(rows.order_by("pk")[:MOST_CHOSEN])


def _values_form(data: Any, credit_list: CreditList, step: BulkStep, *, office: Office) -> forms.Form:
    """Return the form of the step for one listing: its values hold for all that are chosen."""
    if step is BulkStep.NOTIFY:
        form: forms.Form = NotifyForm(data, initial={"served_on": clock.today()})
        del form.fields["objection_until"]
        return form
    initial = {
        "decided_on": clock.today(),
        "authority": office.agency or credit_list.authority_id,
        "term_months": credit_list.term_months,
    }
    form = DecideForm(data, initial=initial, credit_list=credit_list, agency=office.agency)
    del form.fields["personal_data_confirmed"]
    return form


def _chosen_rows(form: ChosenForm, values: forms.Form) -> Iterator[BulkRow]:
    given = values.cleaned_data
    texts = {
        column: str(given[column.value])
        for column in (BulkColumn.DOCUMENT_NUMBER, BulkColumn.TERM_BASIS, BulkColumn.FINDING)
        if given.get(column.value)
    }
    if given.get("objection_outcome"):
        texts[BulkColumn.OBJECTION_OUTCOME] = given["objection_outcome"]
    if given.get("found"):
        texts[BulkColumn.FOUND] = "、".join(given["found"])
    if given.get("authority"):
        texts[BulkColumn.AUTHORITY] = given["authority"].name
    days = {one: given[one.value] for one in (BulkColumn.SERVED_ON, BulkColumn.DECIDED_ON) if given.get(one.value)}
    for number, listing in enumerate(form.cleaned_data["chosen"], start=1):
        yield BulkRow(
            number=number,
            uscc=listing.enterprise.uscc,
            texts=texts,
            days=days,
            term_months=given.get("term_months"),
        )


def _refusals(done: BulkDone, rows: list[BulkRow]) -> list[str]:
    """Name by code who does not take the step, and why."""
    codes = {row.number: row.uscc for row in rows}
    named = [(codes[one.number], [sentence_text(problem.message) for problem in one.problems]) for one in done.refused]
    words, between = gettext("{code}：{problems}。"), gettext("；")
    return [words.format(code=code, problems=between.join(found)) for code, found in named]


def _tell(request: HttpRequest, done: BulkDone, refused: list[str]) -> None:
    if done.done:
        messages.success(request, gettext("{number}个主体已办理。").format(number=done.done))
    for sentence in refused[:MOST_REPORTED]:
        messages.warning(request, gettext("没有办理：{sentence}").format(sentence=sentence))
    if len(refused) > MOST_REPORTED:
        wording = gettext("共{number}个主体没有办理，只列出前{most}个。")
        messages.warning(request, wording.format(number=len(refused), most=MOST_REPORTED))


def _ours(office: Office, slug: str) -> CreditList:
    credit_list = office.credit_list(slug)
    if not credit_list.is_ours:
        raise Http404("nobody decides here")
    return credit_list
