"""One POST a step on a record or on one of its extensions; the services decide."""

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from enterprises.records.desk import extension_steps, steps
from enterprises.records.desk.access import RecordDesk, at_the_records
from enterprises.records.desk.extension_steps import ExtensionSituation
from enterprises.records.desk.forms import NoForm, SubmitForm
from enterprises.records.desk.record_page import Returned, render_record
from enterprises.records.desk.situation import ReadAgain, Situation
from enterprises.records.models import Record
from enterprises.records.services.content import InvalidContent
from enterprises.records.services.contradictions import Contradicts
from enterprises.records.services.maker_notices import notices_of
from enterprises.records.services.personal_data import LooksPersonal
from enterprises.shared import clock
from enterprises.shared.forms import faults_of
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.sentences import sentence, together
from enterprises.shared.wording import sentence_text
from enterprises.shared.workflow.desk import Attempt, attempt_in

# The boxes of a form, each with the refusal that demands it.
_CONFIRMATIONS: Mapping[str, type[Refused]] = {
    "personal_data_confirmed": LooksPersonal,
    "contradictions_confirmed": Contradicts,
}


@require_POST
@at_the_records
def take_step(request: HttpRequest, pk: int, step: str, *, desk: RecordDesk) -> HttpResponseBase:
    """Take one step; a refusal comes back on the record's page with its sentence and what was typed."""
    record = desk.record(pk)
    notice = notices_of([record]).get(record.pk)
    situation = Situation(desk=desk, record=record, on=clock.today(), notice=notice)
    tried = attempt_in(steps.STEPS_BY_NAME, step, situation, request.POST)
    if not tried.is_done:
        return _came_back(request, pk, tried, desk=desk)
    messages.success(request, steps.STEPS_BY_NAME[step].done)
    row = tried.result
    return redirect("desk:record", pk=row.pk) if isinstance(row, Record) else redirect("desk:home")


@require_POST
@at_the_records
def take_extension_step(request: HttpRequest, pk: int, step: str, *, desk: RecordDesk) -> HttpResponseBase:
    """Confirm or lift an extension."""
    extension = desk.extension(pk)
    situation = ExtensionSituation(desk=desk, extension=extension)
    tried = attempt_in(extension_steps.STEPS_BY_NAME, step, situation, request.POST)
    if not tried.is_done:
        return _came_back(request, extension.record_id, tried, desk=desk, extension_id=pk)
    messages.success(request, extension_steps.STEPS_BY_NAME[step].done)
    return redirect("desk:record", pk=extension.record_id)


def _came_back(
    request: HttpRequest, pk: int, tried: Attempt, *, desk: RecordDesk, extension_id: int | None = None
) -> HttpResponseBase:
    """Show the record as it is now, why the step was not taken, and the form as it was typed."""
    refusal, form = tried.refusal, tried.form
    if refusal is None:
        why = faults_of(form)
    else:
        why = _sentence_of(refusal)
        for box, demanding in _CONFIRMATIONS.items():
            if not isinstance(refusal, demanding) and not form.data.get(box):
                form.fields.pop(box, None)
        if isinstance(refusal, ReadAgain):
            _show_as_seen(form, desk.record(pk))
    is_shown = _is_worth_showing(form, refusal)
    returned = Returned(step=tried.step, form=form, extension_id=extension_id) if is_shown else None
    return render_record(request, desk.record(pk), desk=desk, returned=returned, refusal=why, status=UNPROCESSABLE)


def _show_as_seen(form: Form, record: Record) -> None:
    """Bring what the reviewer has seen up to the page that is shown now; the rest stays as it was typed."""
    last = record.events.last()
    form.data = {**form.data, "seen": last.pk if last else ""}


def _is_worth_showing(form: Form, refusal: Refused | None) -> bool:
    """Return whether a form keeps what somebody typed, or has to be ticked."""
    return (
        refusal is None or isinstance(refusal, LooksPersonal | Contradicts) or not isinstance(form, NoForm | SubmitForm)
    )


def _sentence_of(refusal: Refused) -> str:
    if not isinstance(refusal, InvalidContent):
        return sentence_text(refusal.sentence)
    problems = together([replace(problem, value="").sentence for problem in refusal.problems], between="；")
    return sentence_text(together([refusal.sentence, sentence("{problems}。", problems=problems)]))
