"""Evaluation institutions of the made-up city: one registered, one withdrawn, one that nobody registered."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import User
from PIL import Image

from creditportal.development.demo.accounts import PASSWORD, RECORDER, REVIEWER
from creditportal.development.demo.records import EVALUATORS, evaluator_code
from creditportal.development.demo.rows import instant_of
from enterprises.agencies.models import Agency
from enterprises.evaluations.models import EvaluationSubmission, Institution, InstitutionAccount
from enterprises.evaluations.rules import EvaluationType, read_scale
from enterprises.evaluations.services.institutions import (
    GivenInstitution,
    accept_institution,
    confirm_institution_withdrawal,
    note_complaint,
    propose_institution,
    propose_withdrawal,
)
from enterprises.evaluations.services.submissions import GivenEvaluation, submit_evaluation
from enterprises.records.services.publication import publish_record
from enterprises.register.models import Enterprise

EVALUATOR_LOGIN = "pingjia"
_OFFICE = "fgw"
_CREDIT = "AAA 信用优秀\nAA 信用良好\nA 信用一般\nBBB 信用尚可\nBB 信用较差\nC 信用差"
_SOCIAL = "AAA 履责卓越\nAA 履责优秀\nA 履责良好\nBBB 履责一般"


def add_institutions(*, on: date) -> list[Institution]:
    """Register two institutions, take the second out again, and hand in two evaluations of the first."""
    first, second = (_registered(number, on=on) for number in range(2))
    _complain(first, on=on)
    _withdraw(second, on=on)
    user = User(username=EVALUATOR_LOGIN)
    user.set_password(PASSWORD)
    user.save()
    InstitutionAccount.objects.create(user=user, institution=first)
    enterprises = list(Enterprise.objects.public(on=on - timedelta(days=30)).order_by("pk")[:2])
    for place, enterprise in enumerate(enterprises):
        submission = _hand_in(enterprise, user=user, on=on)
        if not place:
            publish_record(
                record=submission.record, by=_officer(REVIEWER), at=instant_of(on, hour=8), personal_data_confirmed=True
            )
    return [first, second]


def _registered(number: int, *, on: date) -> Institution:
    given = GivenInstitution(
        code=evaluator_code(EVALUATORS[number]),
        name=EVALUATORS[number],
        qualification="企业征信机构备案",
        qualification_authority="示例省征信管理部门",
        method="按公开的信用信息、财务指标和实地核查分项打分，三名分析师评审。",
        contact="027-12345678",
        valid_from=date(on.year - 6, 1, 1),
        valid_until=date(on.year + 2, 12, 31),
        scales={EvaluationType.CREDIT: read_scale(_CREDIT), EvaluationType.SOCIAL: read_scale(_SOCIAL)},
    )
    agency = Agency.objects.get(officers__user=_officer(RECORDER))
    at = instant_of(on - timedelta(days=40), hour=9)
    proposed = propose_institution(given=given, agency=agency, by=_officer(RECORDER), at=at)
    return accept_institution(
        institution=proposed, by=_officer(REVIEWER), at=instant_of(on - timedelta(days=39), hour=9)
    )


def _complain(institution: Institution, *, on: date) -> None:
    for is_upheld in (False, True):
        day = on - timedelta(days=20)
        note_complaint(
            institution=institution,
            received_on=day,
            is_upheld=is_upheld,
            by=_officer(RECORDER),
            at=instant_of(day, hour=15),
        )


def _withdraw(institution: Institution, *, on: date) -> None:
    at = instant_of(on - timedelta(days=15), hour=10)
    leaving = propose_withdrawal(institution=institution, reason="备案被注销", by=_officer(RECORDER), at=at)
    confirm_institution_withdrawal(institution=leaving, by=_officer(REVIEWER), at=at)


def _hand_in(enterprise: Enterprise, *, user: User, on: date) -> EvaluationSubmission:
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.pdf"
        Image.new("RGB", (595, 842), "white").save(report, format="PDF")
        given = GivenEvaluation(
            subject_code=enterprise.uscc,
            subject_name=enterprise.name,
            evaluation_type=EvaluationType.CREDIT,
            content=f"{on.year}年度企业信用等级",
            grade="AA",
            decided_on=on - timedelta(days=5),
            valid_until=on + timedelta(days=360),
            report_number=f"PJ{on.year}-{enterprise.pk}",
            standard="机构企业标准",
            report=report,
        )
        channel = EvaluationSubmission.Channel.DESK
        return submit_evaluation(given=given, by=user, at=instant_of(on, hour=7), channel=channel)


def _officer(role: str) -> User:
    return User.objects.get(username=f"{_OFFICE}-{role}")
