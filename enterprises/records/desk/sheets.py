"""A sheet of records, checked or imported as a batch that another person publishes."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from enterprises.agencies.desk import recording, typed_of
from enterprises.catalogue.registry import kind_of
from enterprises.records.desk.access import RecordDesk, at_the_records
from enterprises.records.desk.forms import SheetForm
from enterprises.records.importing.desk_sheet import MOST_REPORTED, SheetResult, take_sheet
from enterprises.shared import clock
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.incoming.kept import KEPT_FOR, KeptFile, KeptName, kept_file
from enterprises.shared.incoming.uploads import IncomingUpload
from enterprises.shared.outages import refusing_outages
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.sheets.console import scratch_folder
from enterprises.shared.sheets.source import UnreadableFile
from enterprises.shared.wording import sentence_text

# The buttons of the form; whatever else is sent only checks.
IMPORT, ERRORS = "import", "errors"
KEPT = "kept"  # field with the token of the file that was checked before
_GONE = sentence(
    "检查过的文件已不再保留（保留{minutes}分钟，导入后即删除），请重新选择文件。", minutes=KEPT_FOR.seconds // 60
)
_Sheet: TypeAlias = IncomingUpload | KeptFile


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_records
@recording
def new_batch(request: HttpRequest, *, desk: RecordDesk) -> HttpResponseBase:
    """Check a sheet, import it, or give its refused rows back as a workbook, as the officer wishes.

    The file is chosen once: it is kept for the next button until every row was taken.
    """
    typed, action = typed_of(request), request.POST.get("do", "")
    files, has_kept = (None, False) if typed is None else (request.FILES, bool(request.POST.get(KEPT)))
    form = SheetForm(typed, files, has_kept=has_kept, initial={"kind": desk.usual_kind()})
    result: SheetResult | None = None
    kept: KeptName | None = None
    with _sheet_of(request, form, desk) as sheet:
        if sheet is not None:
            try:
                with refusing_outages():
                    result, errors = _taken(sheet, form, desk, action)
            except (UnreadableFile, Refused) as refusal:
                form.add_error("file", sentence_text(refusal.sentence))
            else:
                if action == IMPORT and not result.refused:
                    return _report(request, result)
                kept = sheet.keep(at=clock.now())
                if errors:
                    name = f"错误行-{Path(sheet.name or '').stem}.xlsx"
                    return FileResponse(BytesIO(errors), as_attachment=True, filename=name)
    status = UNPROCESSABLE if form.errors else 200
    context = {"desk": desk, "form": form, "result": result, "action": action, "kept": kept}
    return render(request, "desk/new_batch.html", {**context, "most_reported": MOST_REPORTED}, status=status)


@contextmanager
def _sheet_of(request: HttpRequest, form: SheetForm, desk: RecordDesk) -> Iterator[_Sheet | None]:
    """Give the file of a valid form: the one that was sent, else the kept one; None if there is none.

    It is removed afterwards, unless it was kept.
    """
    if not (form.is_bound and form.is_valid()):
        yield None
        return
    sheet: _Sheet | None = form.cleaned_data["file"]
    if sheet is None:
        sheet = kept_file(request.POST.get(KEPT, ""), user=desk.user, at=clock.now())
    if sheet is None:
        form.add_error("file", sentence_text(_GONE))
        yield None
        return
    try:
        yield sheet
    finally:
        sheet.close()


def _taken(sheet: _Sheet, form: SheetForm, desk: RecordDesk, action: str) -> tuple[SheetResult, bytes]:
    """Do what the officer wishes with the sheet; its error workbook lies among the incoming files for that long."""
    with scratch_folder(action == ERRORS, user=desk.user) as scratch:
        book = scratch / "errors.xlsx" if scratch else None
        result = take_sheet(
            sheet.path,
            name=sheet.name or "",
            kind=kind_of(form.cleaned_data["kind"]),
            agency=desk.agency,
            by=desk.user,
            at=clock.now(),
            dry_run=action != IMPORT,
            errors=book,
            scratch=scratch,
        )
        return result, book.read_bytes() if book and book.exists() else b""


def _report(request: HttpRequest, result: SheetResult) -> HttpResponseBase:
    """Lead to the batch of a sheet of which every row was taken."""
    continued = _continued(result)
    if not result.accepted and not result.unchanged:
        messages.warning(request, "文件里只有表头，没有记录，未导入任何内容。")
        return redirect("desk:new-batch")
    for warning in result.warnings:
        messages.warning(request, sentence_text(warning))
    if result.batch is None:
        wording = gettext("文件中的 {number} 行都已导入过，没有变化。{continued}")
        messages.info(request, wording.format(number=result.unchanged, continued=continued))
        return redirect("desk:batches")
    unchanged = max(result.unchanged - result.imported.stored, 0)
    wording = gettext("{continued}已导入 {number} 行，{unchanged} 行没有变化；请由另一位审核员公示。")
    messages.success(request, wording.format(continued=continued, number=result.accepted, unchanged=unchanged))
    return redirect("desk:batch", pk=result.batch.pk)


def _continued(result: SheetResult) -> str:
    """Name the unfinished import of the same file that this one has continued."""
    imported = result.imported
    if not imported.continued.batches:
        return ""
    numbers = gettext("、").join(str(batch.pk) for batch in imported.continued.batches)
    wording = gettext("续传第 {numbers} 批，此前已导入 {stored} 行。")
    return wording.format(numbers=numbers, stored=imported.stored)
