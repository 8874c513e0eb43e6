"""Evaluations that institutions hand in: each becomes a record that the agency reviews and publishes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from enterprises.catalogue.kinds.evaluation import EVALUATION
from enterprises.catalogue.types import Meaning, RecordColumn, Role
from enterprises.evaluations.models import EvaluationSubmission, Institution, InstitutionGrade
from enterprises.evaluations.permissions import require_active_institution
from enterprises.evaluations.rules import EvaluationType
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.drafting import KeyPending, KeyTaken
from enterprises.records.services.received import correct_received, receive_record
from enterprises.register.models import Enterprise
from enterprises.register.selectors import NoSuchFile, find_public_enterprise
from enterprises.shared.attachments.models import Attachment
from enterprises.shared.attachments.store import AttachmentRefused, attach, delete_papers
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused
from enterprises.shared.rules.names import fold_name
from enterprises.shared.rules.sentences import sentence
from enterprises.shared.workflow.refusals import StateChanged

_PDF_BEGINS = b"%PDF-"
_WAITS = (
    "本机构对该企业同一评价内容、同一评定日期的评价已经提交，还没有公示。"
    "请不要重复提交；被退回的，请在原来的那一条上更正。"
)


class EvaluationRefused(Refused):
    """What was handed in cannot be taken; `field` names where it is wrong."""

    def __init__(self, words: str, *, field: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenEvaluation:
    """An evaluation as its institution states it; `report` is where the PDF lies, None without one."""

    subject_code: str
    subject_name: str
    evaluation_type: EvaluationType
    content: str
    grade: str
    decided_on: date
    valid_until: date | None
    report_number: str = ""
    standard: str = ""
    report: Path | None = None


@transaction.atomic
def submit_evaluation(
    *, given: GivenEvaluation, by: User, at: datetime, channel: EvaluationSubmission.Channel
) -> EvaluationSubmission:
    """Hand in an evaluation: a record that waits for the reviewers of the registering agency.

    :raises NotPermitted: `by` is no account of a registered institution.
    :raises EvaluationRefused: enterprise, grade or day do not fit, or the same evaluation waits or is public already.
    :raises AttachmentRefused: the report is no PDF that may be kept.
    :raises InvalidContent: a value is wrong.
    """
    institution = require_active_institution(by).institution
    enterprise = _subject(given, on=day_of(at))
    with _duplicates_refused(institution):
        record = receive_record(
            kind=EVALUATION,
            raw=_raw(given, institution=institution, on=day_of(at)),
            enterprise=enterprise,
            agency=institution.agency,
            by=by,
            at=at,
            reason=f"{institution.name}提交",
        )
    return EvaluationSubmission.objects.create(
        institution=institution,
        record=record,
        report=_report(given.report, by=by, at=at),
        channel=channel,
        submitted_by=by,
        submitted_at=at,
    )


@transaction.atomic
def correct_submission(
    *, submission: EvaluationSubmission, given: GivenEvaluation, by: User, at: datetime
) -> EvaluationSubmission:
    """Correct an evaluation that the agency gave back and hand it in again; the enterprise stays.

    Without a new report the earlier one stays.

    :raises NotPermitted: `by` is no account of its institution.
    :raises StateChanged: it was not given back.
    :raises EvaluationRefused: grade, day or enterprise do not fit, or the same evaluation waits or is public already.
    :raises AttachmentRefused: the report is no PDF that may be kept.
    :raises InvalidContent: a value is wrong.
    """
    institution = require_active_institution(by).institution
    submission = EvaluationSubmission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if submission.institution_id != institution.pk:
        raise StateChanged("这条评价不属于本机构。")
    if submission.record.state != State.RETURNED:
        raise StateChanged("评价没有被退回，不能再修改。")
    if _subject(given, on=day_of(at)).pk != submission.record.enterprise_id:
        raise EvaluationRefused("更正不能换成另一家企业，请另行提交。", field="subject_code")
    raw = _raw(given, institution=institution, on=day_of(at))
    with _duplicates_refused(institution):
        correct_received(record=submission.record, raw=raw, by=by, at=at)
    if given.report is not None:
        _replace_report(submission, given.report, by=by, at=at)
    submission.submitted_by, submission.submitted_at = by, at
    submission.save(update_fields=["submitted_by", "submitted_at", "report"])
    return submission


@contextmanager
def _duplicates_refused(institution: Institution) -> Iterator[None]:
    """State in the words of an institution that the same evaluation is there: officers' sentences name their steps.

    :raises EvaluationRefused: it waits, or is public.
    """
    try:
        yield
    except KeyPending as pending:
        raise EvaluationRefused(_WAITS, field="content") from pending
    except KeyTaken as taken:
        is_public = sentence(
            "本机构对该企业同一评价内容、同一评定日期的评价已经公示。要更正的，请先请{agency}撤下，再重新提交。",
            agency=institution.agency.name,
        )
        raise EvaluationRefused(is_public, field="content") from taken


def _subject(given: GivenEvaluation, *, on: date) -> Enterprise:
    found = find_public_enterprise(given.subject_code, on=on)
    if isinstance(found, NoSuchFile):
        raise EvaluationRefused(found.sentence, field="subject_code")
    names = {found.folded_name, *(former.folded_name for former in found.former_names.all())}
    if fold_name(given.subject_name) not in names:
        raise EvaluationRefused("企业名称与代码不符，请核对。", field="subject_name")
    return found


def _raw(given: GivenEvaluation, *, institution: Institution, on: date) -> dict[str, object]:
    """Return the content of the record by field code.

    :raises EvaluationRefused: the grade is not in the institution's scale, or its qualification does not cover the day.
    """
    _require_grade(institution, given)
    _require_qualified(institution, day=given.decided_on)
    stated: dict[Meaning, str] = {
        RecordColumn.SUBJECT_NAME: given.subject_name,
        Role.EVALUATION_TYPE: given.evaluation_type.value,
        Role.EVALUATION_CONTENT: given.content,
        Role.GRADE: given.grade,
        RecordColumn.DOCUMENT_NUMBER: given.report_number,
        RecordColumn.DECIDED_ON: given.decided_on.isoformat(),
        RecordColumn.VALID_UNTIL: given.valid_until.isoformat() if given.valid_until else "",
        Role.INSTITUTION: institution.name,
        Role.INSTITUTION_CODE: institution.code,
        Role.EVALUATION_STANDARD: given.standard,
    }
    return {EVALUATION.meaning(each).code: value for each, value in stated.items() if value}


def _require_grade(institution: Institution, given: GivenEvaluation) -> None:
    scale = InstitutionGrade.objects.filter(institution=institution, evaluation_type=given.evaluation_type.value)
    grades = list(scale.order_by("rank").values_list("grade", flat=True))
    if not grades:
        missing = sentence("本机构没有登记{type}的等级标准。", type=given.evaluation_type.value)
        raise EvaluationRefused(missing, field="evaluation_type")
    if given.grade not in grades:
        unknown = sentence(
            "等级“{grade}”不在本机构登记的等级标准内：{grades}。", grade=given.grade, grades="、".join(grades)
        )
        raise EvaluationRefused(unknown, field="grade")


def _require_qualified(institution: Institution, *, day: date) -> None:
    is_over = institution.valid_until is not None and day > institution.valid_until
    if day < institution.valid_from or is_over:
        raise EvaluationRefused("评定日期不在本机构资质的有效期内。", field="decided_on")


def _report(path: Path | None, *, by: User, at: datetime) -> Attachment | None:
    if path is None:
        return None
    with path.open("rb") as file:
        if file.read(len(_PDF_BEGINS)) != _PDF_BEGINS:
            raise AttachmentRefused("评价报告应为PDF文件。")
    return attach(path, by=by, at=at)


def _replace_report(submission: EvaluationSubmission, path: Path, *, by: User, at: datetime) -> None:
    earlier, submission.report = submission.report, _report(path, by=by, at=at)
    submission.save(update_fields=["report"])
    if earlier is not None:
        delete_papers([earlier])
