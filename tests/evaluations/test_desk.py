"""The registry on the desk, an institution's own pages, and the file that shows its grades."""

from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from enterprises.creditfile.assemble import assemble
from enterprises.creditfile.types import CreditFile
from enterprises.evaluations.models import EvaluationSubmission, Institution
from enterprises.evaluations.rules import InstitutionState
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.waiting import return_record
from enterprises.register.models import Enterprise
from tests import make
from tests.catalogue.rows import ROWS
from tests.evaluations import make as making
from tests.lists.make import decided
from tests.make import AT, ON, Office
from tests.support.clients import client_of

pytestmark = pytest.mark.django_db
FORM = {
    "evaluation_type": "信用评价",
    "content": "2026年度企业信用等级",
    "grade": "AAA",
    "decided_on": "2026-04-01",
    "valid_until": "2027-03-31",
    "report_number": "PJ-1",
    "standard": "",
}


def test_two_officers_register_an_institution_on_the_desk(office: Office) -> None:
    given = {
        "name": making.NAME,
        "code": make.uscc(501),
        "qualification": "备案",
        "qualification_authority": "人民银行",
        "valid_from": "2024-01-01",
        "valid_until": "",
        "method": "打分",
        "credit_scale": "AAA 优秀\nA",
        "social_scale": "",
        "contact": "网站",
    }
    recorder, reviewer = client_of(office.recorder), client_of(office.reviewer)
    address = reverse("evaluations-desk:new-institution")
    refused = recorder.post(address, given)
    assert refused.status_code == 422
    assert "第2行缺少含义" in refused.content.decode()
    made = recorder.post(address, given | {"credit_scale": making.SCALE}, follow=True)
    institution = Institution.objects.get()
    assert [offer.step.name for offer in made.context["steps"]] == []
    step = reverse("evaluations-desk:step", kwargs={"pk": institution.pk, "step": "accept"})
    assert recorder.post(step).status_code == 422
    assert reviewer.post(step).status_code == 302
    institution.refresh_from_db()
    assert institution.state == InstitutionState.ACCEPTED
    page = reviewer.get(reverse("evaluations-desk:institution", kwargs={"pk": institution.pk}))
    assert "信用优秀" in page.content.decode()


def test_an_institution_hands_in_on_its_desk(evaluator: User, enterprise: Enterprise) -> None:
    client = client_of(evaluator)
    assert client.get(reverse("desk:home")).url == reverse("evaluations-desk:own")  # type: ignore[attr-defined]
    report = SimpleUploadedFile("a.pdf", b"%PDF-1.7 x", content_type="application/pdf")
    subject = {"subject_code": enterprise.uscc, "subject_name": enterprise.name}
    wrong = client.post(reverse("evaluations-desk:new"), FORM | subject | {"subject_name": "别的公司"})
    assert wrong.status_code == 422
    assert "企业名称与代码不符" in wrong.content.decode()
    assert client.post(reverse("evaluations-desk:new"), FORM | subject | {"report": report}).status_code == 302
    submission = EvaluationSubmission.objects.get()
    assert submission.report is not None
    listed = client.get(reverse("evaluations-desk:own")).content.decode()
    assert enterprise.name in listed
    assert "待审核" in listed
    given = client.get(reverse("evaluations-desk:own-report", kwargs={"pk": submission.pk}))
    assert given.content == b"%PDF-1.7 x"


def test_what_the_catalogue_refuses_stands_at_its_field(evaluator: User, enterprise: Enterprise) -> None:
    typed = FORM | {"subject_code": enterprise.uscc, "subject_name": enterprise.name}
    for field, value in (("decided_on", "2999-01-01"), ("valid_until", "2020-01-01")):
        answer = client_of(evaluator).post(reverse("evaluations-desk:new"), typed | {field: value})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]


def test_an_institution_sees_its_own_alone(
    evaluator: User, enterprise: Enterprise, office: Office, report: Path
) -> None:
    submission = making.handed_in(evaluator, enterprise, report=report)
    return_record(record=submission.record, by=office.reviewer, at=AT, reason="请核对等级")
    stranger = client_of(making.account(making.registered(office, 502), "stranger"))
    assert enterprise.name not in stranger.get(reverse("evaluations-desk:own")).content.decode()
    for name in ("own-report", "correct"):
        assert stranger.get(reverse(f"evaluations-desk:{name}", kwargs={"pk": submission.pk})).status_code == 404
    own = client_of(evaluator)
    assert "请核对等级" in own.get(reverse("evaluations-desk:own")).content.decode()
    correct = reverse("evaluations-desk:correct", kwargs={"pk": submission.pk})
    assert enterprise.uscc in own.get(correct).content.decode()
    subject = {"subject_code": enterprise.uscc, "subject_name": enterprise.name}
    assert own.post(correct, FORM | subject | {"grade": "A"}).status_code == 302
    assert Record.objects.get().state == State.SUBMITTED


def test_reviewers_read_the_report_before_it_is_released(
    evaluator: User, enterprise: Enterprise, office: Office, report: Path
) -> None:
    submission = making.handed_in(evaluator, enterprise, report=report)
    inside = reverse("evaluations-desk:report", kwargs={"pk": submission.pk})
    outside = reverse("evaluations:report", kwargs={"pk": submission.record_id})
    assert client_of(office.reviewer).get(inside).content == report.read_bytes()
    assert client_of(make.office(2, name="武汉市商务局").reviewer).get(inside).status_code == 404
    assert Client().get(outside).status_code == 404


def file_of(enterprise: Enterprise, *, on: date = ON) -> CreditFile:
    return assemble(enterprise, on=on, at=AT)


def cells_of(file: CreditFile) -> dict[str, str]:
    """Return the cells of the first evaluation of a file."""
    row = file.chapters[6].rows[0]
    return {cell.code: cell.value for cell in row.cells}


def test_a_grade_stands_with_institution_and_scale(
    evaluator: User, enterprise: Enterprise, office: Office, report: Path
) -> None:
    submission = making.released(evaluator, enterprise, office, report=report)
    cells = cells_of(file_of(enterprise))
    assert cells["X_PJ_DW"] == making.NAME
    assert cells["grade_meaning"] == "信用优秀"
    assert cells["grade_scale"].startswith("由高到低：AAA 信用优秀；AA")
    assert "企业征信机构备案" in cells["institution"]
    assert submission.report is not None
    assert cells["report_sha256"] == submission.report.sha256
    assert "institution_mark" not in cells


def test_a_grade_of_an_unknown_institution_says_so(enterprise: Enterprise, office: Office) -> None:
    make.published(office, enterprise=enterprise, kind="evaluation", X_PJ_RQ="2026-04-01")
    cells = cells_of(file_of(enterprise))
    assert "没有在本平台登记" in cells["institution_mark"]
    assert "grade_scale" not in cells


def test_a_withdrawn_institution_is_marked_and_its_grade_stays(
    evaluator: User, enterprise: Enterprise, office: Office, institution: Institution
) -> None:
    making.released(evaluator, enterprise, office)
    before = Enterprise.objects.get(pk=enterprise.pk).revision
    making.withdrawn(institution, office)
    cells = cells_of(file_of(enterprise))
    assert cells["X_PJ_DJ"] == "AAA"
    assert cells["institution_mark"].startswith("评价机构已于2026年5月6日退出登记，原因：资质被撤销")
    assert Enterprise.objects.get(pk=enterprise.pk).revision > before


def test_a_grade_and_a_black_list_stand_in_one_place(evaluator: User, enterprise: Enterprise, office: Office) -> None:
    making.released(evaluator, enterprise, office)
    assert file_of(enterprise).chapters[6].notices == ()
    listing = decided(enterprise=enterprise)
    assert listing.public_from is not None
    (sentence,) = file_of(enterprise, on=listing.public_from).chapters[6].notices
    assert f"{making.NAME}评定AAA" in sentence
    assert "严重失信主体名单" in sentence


def test_a_released_report_is_for_everybody(
    evaluator: User, enterprise: Enterprise, office: Office, report: Path
) -> None:
    row = ROWS["evaluation"]
    assert row["X_PJ_DJ"] == "AAA"
    submission = making.released(evaluator, enterprise, office, report=report, valid_until=None)
    answer = Client().get(reverse("evaluations:report", kwargs={"pk": submission.record_id}))
    assert answer.content == report.read_bytes()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-cache"
