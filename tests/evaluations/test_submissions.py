"""Evaluations that institutions hand in: records of the agency whose content stays the institution's."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from enterprises.agencies.models import Officer
from enterprises.agencies.permissions import NotPermitted
from enterprises.documents.verification import Verdict, verify_file
from enterprises.evaluations.models import EvaluationSubmission, Institution
from enterprises.evaluations.rules import EvaluationType
from enterprises.evaluations.services.submissions import EvaluationRefused, correct_submission
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.services.corrections import withdraw_record
from enterprises.records.services.drafting import NotOwnContent, draft_new_version, edit_draft
from enterprises.records.services.publication import publish_record
from enterprises.records.services.waiting import move_record, return_record
from enterprises.register.models import Enterprise
from enterprises.shared.attachments.models import Attachment
from enterprises.shared.attachments.store import AttachmentRefused
from enterprises.shared.workflow.refusals import StateChanged
from tests import make
from tests.attachments.papers import picture
from tests.evaluations import make as making
from tests.make import AT, Office

pytestmark = pytest.mark.django_db


def test_a_submission_is_a_record_that_waits_for_the_agency(
    evaluator: User, enterprise: Enterprise, office: Office, institution: Institution
) -> None:
    record = making.handed_in(evaluator, enterprise).record
    assert (record.state, record.agency, record.recorded_by) == (State.SUBMITTED, office.agency, evaluator)
    assert record.details["X_PJ_DW"] == institution.name
    assert record.details["X_PJ_DWDM"] == institution.code
    assert not Record.objects.public(on=make.ON).exists()
    assert list(record.events.values_list("verb", "after")) == [("receive", "SUBMITTED")]


def test_the_agency_publishes_it(evaluator: User, enterprise: Enterprise, office: Office) -> None:
    record = making.released(evaluator, enterprise, office).record
    assert Record.objects.public(on=make.ON).get() == record
    assert Record.objects.public(on=date(2027, 3, 31)).exists()
    assert not Record.objects.public(on=date(2027, 4, 1)).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"grade": "AAAA"}, "grade"),
        ({"grade": "五星"}, "grade"),
        ({"subject_code": "x"}, "subject_code"),
        ({"subject_code": make.uscc(99)}, "subject_code"),
        ({"subject_name": "别的公司"}, "subject_name"),
        ({"decided_on": date(2023, 12, 31)}, "decided_on"),
        ({"decided_on": date(2029, 1, 1)}, "decided_on"),
    ],
)
def test_what_does_not_fit_is_refused(
    evaluator: User, enterprise: Enterprise, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(EvaluationRefused) as refused:
        making.handed_in(evaluator, enterprise, **changes)
    assert refused.value.field == field
    assert not Record.objects.exists()


def test_each_type_has_its_own_scale(evaluator: User, enterprise: Enterprise) -> None:
    made = making.handed_in(evaluator, enterprise, evaluation_type=EvaluationType.SOCIAL, grade="五星")
    assert made.record.details["X_PJ_LX"] == "社会责任评价"


def test_an_institution_without_a_scale_of_the_type_cannot_evaluate_it(office: Office, enterprise: Enterprise) -> None:
    scales = {EvaluationType.SOCIAL: making.stated().scales[EvaluationType.SOCIAL]}
    user = making.account(making.registered(office, 502, scales=scales), "shehui")
    with pytest.raises(EvaluationRefused, match="没有登记信用评价"):
        making.handed_in(user, enterprise)


def test_only_accounts_of_registered_institutions_hand_in(
    evaluator: User, enterprise: Enterprise, office: Office, institution: Institution
) -> None:
    with pytest.raises(NotPermitted):
        making.handed_in(office.recorder, enterprise)
    with pytest.raises(NotPermitted, match="名录"):
        making.handed_in(making.account(making.proposed(office, 502), "other"), enterprise)
    making.withdrawn(institution, office)
    with pytest.raises(NotPermitted, match="名录"):
        making.handed_in(evaluator, enterprise)


def test_no_officer_hands_in(evaluator: User, enterprise: Enterprise, office: Office) -> None:
    Officer.objects.create(user=evaluator, agency=office.agency, may_review=True)
    with pytest.raises(NotPermitted):
        making.handed_in(evaluator, enterprise)


def test_the_same_evaluation_is_handed_in_once(evaluator: User, enterprise: Enterprise, office: Office) -> None:
    record = making.handed_in(evaluator, enterprise).record
    with pytest.raises(EvaluationRefused, match="还没有公示。请不要重复提交") as refused:
        making.handed_in(evaluator, enterprise)
    assert (refused.value.field, "文书号" in refused.value.sentence) == ("content", False)
    publish_record(record=record, by=office.reviewer, at=AT, personal_data_confirmed=True)
    with pytest.raises(EvaluationRefused, match=f"已经公示。要更正的，请先请{office.agency.name}撤下") as refused:
        making.handed_in(evaluator, enterprise)
    assert "新版本" not in refused.value.sentence


def test_the_agency_changes_nothing_of_it(evaluator: User, enterprise: Enterprise, office: Office) -> None:
    record = making.handed_in(evaluator, enterprise).record
    return_record(record=record, by=office.reviewer, at=AT, reason="请附报告")
    raw = make.typed("evaluation", X_PJ_DJ="B")
    with pytest.raises(NotOwnContent):
        edit_draft(record=record, raw=raw, by=office.recorder, at=AT)
    with pytest.raises(NotOwnContent):
        move_record(
            record=record, enterprise=make.new_enterprise(2, name="另一公司"), reason="x", by=office.recorder, at=AT
        )
    published = making.released(evaluator, enterprise, office, content="另一项").record
    with pytest.raises(NotOwnContent):
        draft_new_version(record=published, by=office.recorder, at=AT)


def test_the_institution_corrects_what_was_given_back(
    evaluator: User, enterprise: Enterprise, office: Office, report: Path, tmp_path: Path
) -> None:
    submission = making.handed_in(evaluator, enterprise, report=report)
    given = making.evaluation(enterprise, grade="AA")
    with pytest.raises(StateChanged):
        correct_submission(submission=submission, given=given, by=evaluator, at=AT)
    return_record(record=submission.record, by=office.reviewer, at=AT, reason="等级与报告不符")
    submission.refresh_from_db()
    corrected = correct_submission(submission=submission, given=given, by=evaluator, at=AT)
    record = Record.objects.get()
    assert (record.state, record.details["X_PJ_DJ"]) == (State.SUBMITTED, "AA")
    assert corrected.report == submission.report
    return_record(record=record, by=office.reviewer, at=AT, reason="报告不清楚")
    newer = tmp_path / "newer.pdf"
    newer.write_bytes(b"%PDF-1.7 newer")
    correct_submission(
        submission=submission, given=making.evaluation(enterprise, grade="A", report=newer), by=evaluator, at=AT
    )
    assert Attachment.objects.count() == 1
    with pytest.raises(StateChanged):
        correct_submission(submission=submission, given=given, by=evaluator, at=AT)


def test_a_correction_stays_with_its_enterprise_and_institution(
    evaluator: User, enterprise: Enterprise, office: Office
) -> None:
    submission = making.handed_in(evaluator, enterprise)
    return_record(record=submission.record, by=office.reviewer, at=AT, reason="x")
    other = make.new_enterprise(2, name="另一公司")
    with pytest.raises(EvaluationRefused, match="另一家企业"):
        correct_submission(submission=submission, given=making.evaluation(other), by=evaluator, at=AT)
    stranger = making.account(making.registered(office, 502), "stranger")
    with pytest.raises(StateChanged, match="不属于本机构"):
        correct_submission(submission=submission, given=making.evaluation(enterprise), by=stranger, at=AT)


@pytest.mark.usefixtures("real_reports")
def test_a_report_is_a_pdf(evaluator: User, enterprise: Enterprise, report: Path, tmp_path: Path) -> None:
    image = tmp_path / "report.pdf.jpg"
    for content in (picture(), b"", b"PK text"):
        image.write_bytes(content)
        with pytest.raises(AttachmentRefused, match="评价报告应为PDF文件"):
            making.handed_in(evaluator, enterprise, report=image)
    assert not EvaluationSubmission.objects.exists()
    assert not Attachment.objects.exists()
    made = making.handed_in(evaluator, enterprise, report=report)
    assert made.report is not None
    assert made.report.size == report.stat().st_size


def test_a_report_is_verified_from_its_release_on(
    evaluator: User, enterprise: Enterprise, office: Office, report: Path
) -> None:
    submission = making.handed_in(evaluator, enterprise, report=report)
    assert verify_file(report, at=AT).verdict is Verdict.UNKNOWN
    EvaluationSubmission.objects.all().delete()
    submission.record.events.all().delete()
    submission.record.delete()
    record = making.released(evaluator, enterprise, office, report=report).record
    found = verify_file(report, at=AT)
    assert found.verdict is Verdict.GENUINE
    assert found.handed_in is not None
    assert (found.handed_in.institution, found.handed_in.uscc) == (making.NAME, enterprise.uscc)
    withdraw_record(record=record, reason=WithdrawalReason.RECORDED_BY_MISTAKE, note="x", by=office.reviewer, at=AT)
    gone = verify_file(report, at=AT + timedelta(minutes=1))
    assert gone.verdict is Verdict.WITHDRAWN
    assert gone.handed_in is not None
    assert (gone.handed_in.institution, gone.handed_in.uscc) == ("", "")
