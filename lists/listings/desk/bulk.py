"""Pages on which many listings take one step: by a sheet, or chosen among those that wait."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from enterprises.shared import clock
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.incoming.uploads import IncomingUpload
from enterprises.shared.outages import refusing_outages
from enterprises.shared.refusals import Refused
from enterprises.shared.sheets.console import scratch_folder
from enterprises.shared.sheets.error_book import refusals
from enterprises.shared.sheets.report import RefusedRow, returnable_cells
from enterprises.shared.sheets.source import UnreadableFile
from enterprises.shared.sheets.table import Table, open_table
from lists.criteria.models import CreditList
from lists.listings.desk.access import Office, at_the_office
from lists.listings.desk.forms import DecideForm, NotifyForm
from lists.listings.models import Listing
from lists.listings.rules import ListingState
from lists.listings.services.bulk import BulkDone, take_bulk_step
from lists.listings.sheets import (
    BULK_LABELS,
    LABEL_OF,
    REQUIRED,
    BulkColumn,
    BulkRow,
    BulkStep,
    code_of_header,
    read_bulk_row,
    required_headers,
)

MOST_ROWS, MOST_CHOSEN, MOST_REPORTED = 5_000, 200, 100
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOutcome:
    """What became of the rows of a sheet, or would; `refused` are sentences, the first of them."""

    done: int
    refused_count: int
    refused: tuple[str, ...]
    errors: bytes = b""


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_office
def sheet(request: HttpRequest, slug: str, *, office: Office) -> HttpResponseBase:
    """Check a sheet, take its step, or give its refused rows back as a workbook."""
    credit_list = _ours(office, slug)
    form = BulkSheetForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    outcome: SheetOutcome | None = None
    action = request.POST.get("do", "")
    if form.is_bound and form.is_valid():
        try:
            with refusing_outages():
                outcome = _taken(form, credit_list, office=office, action=action)
        except (UnreadableFile, Refused) as refusal:
            form.add_error("file", refusal.sentence)
        else:
            if outcome.errors:
                name = f"错误行-{Path(form.cleaned_data['file'].name).stem}.xlsx"
                return FileResponse(BytesIO(outcome.errors), as_attachment=True, filename=name)
            if action == TAKE and not outcome.refused_count:
                messages.success(request, f"{outcome.done}行已办理。")
                return redirect("lists-desk:list", slug=slug)
    context = {
        "list": credit_list,
        "form": form,
        "outcome": outcome,
        "is_taken": action == TAKE,
        "columns": [
            (BULK_LABELS[step], [LABEL_OF[one] for one in required], [LABEL_OF[one] for one in _OPTIONAL[step]])
            for step, required in REQUIRED.items()
        ],
    }
    return render(request, "lists/desk/sheet.html", context, status=UNPROCESSABLE if form.errors else 200)


_OPTIONAL = {
    BulkStep.PROPOSE: (BulkColumn.NAME, BulkColumn.GROUND_DOCUMENT, BulkColumn.GROUND_PENALTY),
    BulkStep.NOTIFY: (BulkColumn.NAME,),
    BulkStep.DECIDE: (
        *(BulkColumn.NAME, BulkColumn.DOCUMENT_NUMBER, BulkColumn.AUTHORITY),
        *(BulkColumn.FOUND, BulkColumn.FINDING, BulkColumn.OBJECTION_OUTCOME),
    ),
}


def _taken(form: BulkSheetForm, credit_list: CreditList, *, office: Office, action: str) -> SheetOutcome:
    """Read the sheet and take its step; a check or a workbook of refused rows writes nothing."""
    given: IncomingUpload = form.cleaned_data["file"]
    step = BulkStep(form.cleaned_data["step"])
    with (
        scratch_folder(action == ERRORS, user=office.user) as scratch,
        open_table(given.path, code_of=code_of_header, required=required_headers(step)) as table,
    ):
        if table.has_more_rows_than(MOST_ROWS):
            raise UnreadableFile(f"文件超过{MOST_ROWS}行，请分成几个文件。")
        book = scratch / "errors.xlsx" if scratch else None
        refused = list[RefusedRow]()
        with refusals(table, report=refused.append, errors=book, scratch=scratch) as listener:

            def refuse(row: RefusedRow) -> None:
                listener(replace(row, cells=returnable_cells(table.columns, row.cells)))

            done = take_bulk_step(
                credit_list=credit_list,
                step=step,
                rows=_rows(table, step=step, refuse=refuse),
                by=office.user,
                at=clock.now(),
                dry_run=action != TAKE,
            )
            for row in done.refused:
                refuse(row)
        errors = book.read_bytes() if book and book.exists() else b""
    refused.sort(key=lambda row: row.number)
    first = tuple(map(str, refused[:MOST_REPORTED]))
    return SheetOutcome(done=done.done, refused_count=len(refused), refused=first, errors=errors)


def _rows(table: Table, *, step: BulkStep, refuse: Callable[[RefusedRow], None]) -> Iterator[BulkRow]:
    """Yield the rows that can be read; a code that comes twice is taken once."""
    seen: dict[str, int] = {}
    for each in table.rows():
        row = read_bulk_row(each, step=step, on=clock.today(), is_1904=table.is_1904)
        if isinstance(row, BulkRow) and row.uscc in seen:
            row = row.refused(f"与第{seen[row.uscc]}行是同一主体")
        if isinstance(row, RefusedRow):
            refuse(row)
            continue
        seen[row.uscc] = row.number
        yield row


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
    """Take a step for the chosen listings with the same values; those refused are named."""
    credit_list, wanted = _ours(office, slug), _step(step)
    waiting = _waiting(credit_list, wanted, office=office)
    data = request.POST if request.method == "POST" else None
    form, values = ChosenForm(data, waiting=waiting), _values_form(data, credit_list, wanted, office=office)
    if data is not None and form.is_valid() and values.is_valid():
        rows = list(_chosen_rows(form, values))
        try:
            with refusing_outages():
                done = take_bulk_step(
                    credit_list=credit_list, step=wanted, rows=rows, by=office.user, at=clock.now(), dry_run=False
                )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            _tell(request, done, rows)
            return redirect("lists-desk:list", slug=slug)
    context = {"list": credit_list, "form": form, "values": values, "label": BULK_LABELS[wanted], "waiting": waiting}
    status = UNPROCESSABLE if form.errors or values.errors else 200
    return render(request, "lists/desk/chosen.html", context, status=status)


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


def _tell(request: HttpRequest, done: BulkDone, rows: list[BulkRow]) -> None:
    if done.done:
        messages.success(request, f"{done.done}个主体已办理。")
    codes = {row.number: row.uscc for row in rows}
    for refused in done.refused[:MOST_REPORTED]:
        sentence = "；".join(problem.message for problem in refused.problems)
        messages.warning(request, f"{codes[refused.number]}没有办理：{sentence}。")


def _ours(office: Office, slug: str) -> CreditList:
    credit_list = office.credit_list(slug)
    if not credit_list.is_ours:
        raise Http404("nobody decides here")
    return credit_list
