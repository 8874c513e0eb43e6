"""The pages of an institution's account: what it handed in, and handing in."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from enterprises.agencies.desk import typed_of
from enterprises.catalogue.kinds.evaluation import EVALUATION
from enterprises.catalogue.types import Meaning, RecordColumn, Role
from enterprises.evaluations.desk.access import InstitutionDesk, for_institution
from enterprises.evaluations.desk.forms import EvaluationForm
from enterprises.evaluations.models import EvaluationSubmission
from enterprises.evaluations.selectors import scales_of, submissions_of, text_of
from enterprises.evaluations.services.submissions import (
    EvaluationRefused,
    correct_submission,
    submit_evaluation,
)
from enterprises.records.rules.lifecycle import STATE_LABELS, State
from enterprises.records.services.content import InvalidContent
from enterprises.shared import clock
from enterprises.shared.attachments.downloads import attachment_answer
from enterprises.shared.attachments.store import AttachmentRefused
from enterprises.shared.http import UNPROCESSABLE
from enterprises.shared.outages import refusing_outages
from enterprises.shared.paging import page_of
from enterprises.shared.refusals import Refused
from enterprises.shared.wording import sentence_text

PAGE_SIZE = 30
# Fields of the form whose values the catalogue reads.
_FIELDS: dict[Meaning, str] = {
    RecordColumn.DECIDED_ON: "decided_on",
    RecordColumn.VALID_UNTIL: "valid_until",
    RecordColumn.DOCUMENT_NUMBER: "report_number",
    Role.EVALUATION_CONTENT: "content",
    Role.EVALUATION_STANDARD: "standard",
}
_FIELD_OF = {EVALUATION.meaning(each).code: name for each, name in _FIELDS.items()}


@require_safe
@for_institution
def own(request: HttpRequest, *, institution_desk: InstitutionDesk) -> HttpResponse:
    """List what the institution handed in with the state of each, and its scales."""
    institution = institution_desk.institution
    page = page_of(request, submissions_of(institution), size=PAGE_SIZE)
    context = {
        "institution_desk": institution_desk,
        "page": page,
        "rows": [_row(submission) for submission in page],
        "scales": scales_of([institution.pk]).get(institution.pk, {}),
    }
    return render(request, "evaluations/desk/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_institution
def new_evaluation(request: HttpRequest, *, institution_desk: InstitutionDesk) -> HttpResponseBase:
    """Hand in an evaluation."""
    return _form_page(request, institution_desk, submission=None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_institution
def correct(request: HttpRequest, pk: int, *, institution_desk: InstitutionDesk) -> HttpResponseBase:
    """Correct an evaluation that the agency gave back.

    :raises Http404: it is another institution's, or it was not given back.
    """
    submission = institution_desk.submission(pk)
    if submission.record.state != State.RETURNED:
        raise Http404("not given back")
    return _form_page(request, institution_desk, submission=submission)


@require_safe
@for_institution
def own_report(request: HttpRequest, pk: int, *, institution_desk: InstitutionDesk) -> HttpResponse:
    """Give the institution back the report that it handed in."""
    return attachment_answer(institution_desk.submission(pk).report, name=f"evaluation-{pk}")


def _row(submission: EvaluationSubmission) -> dict[str, object]:
    record = submission.record
    last = record.events.filter(verb="return").order_by("pk").last() if record.state == State.RETURNED else None
    return {
        "submission": submission,
        "record": record,
        "content": text_of(record, Role.EVALUATION_CONTENT),
        "kind": text_of(record, Role.EVALUATION_TYPE),
        "grade": text_of(record, Role.GRADE),
        "state": STATE_LABELS[State(record.state)],
        "is_returned": record.state == State.RETURNED,
        "reason": last.reason if last else "",
    }


def _form_page(
    request: HttpRequest, desk: InstitutionDesk, *, submission: EvaluationSubmission | None
) -> HttpResponseBase:
    typed = typed_of(request)
    form = EvaluationForm(
        typed,
        None if typed is None else request.FILES,
        institution=desk.institution,
        initial=_initial(submission) if submission else {},
    )
    if form.is_bound and form.is_valid() and _taken(form, desk, submission=submission):
        messages.success(request, "已提交，等待登记机关审核。")
        return redirect("evaluations-desk:own")
    context = {"institution_desk": desk, "form": form, "submission": submission}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "evaluations/desk/evaluation_form.html", context, status=status)


def _taken(form: EvaluationForm, desk: InstitutionDesk, *, submission: EvaluationSubmission | None) -> bool:
    """Hand in what was typed; what is refused stands in the form."""
    given, channel = form.evaluation, EvaluationSubmission.Channel.DESK
    try:
        with refusing_outages():
            if submission is None:
                submit_evaluation(given=given, by=desk.user, at=clock.now(), channel=channel)
            else:
                correct_submission(submission=submission, given=given, by=desk.user, at=clock.now())
    except EvaluationRefused as refusal:
        form.add_error(refusal.field, sentence_text(refusal.sentence))
    except AttachmentRefused as refusal:
        form.add_error("report", sentence_text(refusal.sentence))
    except InvalidContent as refusal:
        for problem in refusal.problems:
            name = _FIELD_OF.get(problem.code)
            wrong = problem.message if name else replace(problem, value="").sentence
            form.add_error(name, sentence_text(wrong))
    except Refused as refusal:
        form.add_error(None, sentence_text(refusal.sentence))
    return not form.errors


def _initial(submission: EvaluationSubmission) -> dict[str, object]:
    record = submission.record
    return {
        "subject_code": record.enterprise.uscc,
        "subject_name": record.subject_name,
        "evaluation_type": text_of(record, Role.EVALUATION_TYPE),
        "content": text_of(record, Role.EVALUATION_CONTENT),
        "grade": text_of(record, Role.GRADE),
        "decided_on": record.decided_on,
        "valid_until": record.valid_until,
        "report_number": record.document_number,
        "standard": text_of(record, Role.EVALUATION_STANDARD),
    }
