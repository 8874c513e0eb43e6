"""Plain functions that make institutions and evaluations."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User

from enterprises.evaluations.models import EvaluationSubmission, Institution, InstitutionAccount
from enterprises.evaluations.rules import EvaluationType, read_scale
from enterprises.evaluations.services.institutions import (
    GivenInstitution,
    accept_institution,
    confirm_institution_withdrawal,
    propose_institution,
    propose_withdrawal,
)
from enterprises.evaluations.services.submissions import GivenEvaluation, submit_evaluation
from enterprises.records.services.publication import publish_record
from enterprises.register.models import Enterprise
from tests import make
from tests.make import AT, PASSWORD, Office

NAME = "武汉某信用评价有限公司"
SCALE = "AAA 信用优秀\nAA 信用良好\nA 信用一般\nB 信用较差"
SOCIAL = "五星：履责卓越\n四星：履责优秀\n三星：履责良好"
DESK = EvaluationSubmission.Channel.DESK


def stated(number: int = 501, **changes: Any) -> GivenInstitution:
    """Return what an agency states of an institution."""
    given: dict[str, Any] = {
        "code": make.uscc(number),
        "name": NAME,
        "qualification": "企业征信机构备案",
        "qualification_authority": "中国人民银行湖北省分行",
        "method": "按公开信息和实地核查打分。",
        "contact": "027-12345678",
        "valid_from": date(2024, 1, 1),
        "valid_until": date(2028, 12, 31),
        "scales": {EvaluationType.CREDIT: read_scale(SCALE), EvaluationType.SOCIAL: read_scale(SOCIAL)},
    }
    return GivenInstitution(**{**given, **changes})


def proposed(office: Office, number: int = 501, **changes: Any) -> Institution:
    """Make an institution that its recorder proposed."""
    return propose_institution(given=stated(number, **changes), agency=office.agency, by=office.recorder, at=AT)


def registered(office: Office, number: int = 501, **changes: Any) -> Institution:
    """Make an institution in the registry."""
    return accept_institution(institution=proposed(office, number, **changes), by=office.reviewer, at=AT)


def withdrawn(institution: Institution, office: Office, *, at: datetime = AT) -> Institution:
    """Take an institution out of the registry."""
    leaving = propose_withdrawal(institution=institution, reason="资质被撤销", by=office.recorder, at=at)
    return confirm_institution_withdrawal(institution=leaving, by=office.reviewer, at=at)


def account(institution: Institution, name: str = "pingjia") -> User:
    """Make a login of an institution."""
    user = User.objects.create_user(name, password=PASSWORD)
    InstitutionAccount.objects.create(user=user, institution=institution)
    return user


def evaluation(enterprise: Enterprise, **changes: Any) -> GivenEvaluation:
    """Return a right evaluation of an enterprise."""
    given: dict[str, Any] = {
        "subject_code": enterprise.uscc,
        "subject_name": enterprise.name,
        "evaluation_type": EvaluationType.CREDIT,
        "content": "2026年度企业信用等级",
        "grade": "AAA",
        "decided_on": date(2026, 4, 1),
        "valid_until": date(2027, 3, 31),
        "report_number": "PJ-2026-001",
    }
    return GivenEvaluation(**{**given, **changes})


def handed_in(
    user: User, enterprise: Enterprise, *, at: datetime = AT, report: Path | None = None, **changes: Any
) -> EvaluationSubmission:
    """Hand in an evaluation."""
    given = evaluation(enterprise, report=report, **changes)
    return submit_evaluation(given=given, by=user, at=at, channel=DESK)


def released(
    user: User, enterprise: Enterprise, office: Office, *, at: datetime = AT, report: Path | None = None, **changes: Any
) -> EvaluationSubmission:
    """Hand in an evaluation and publish it."""
    submission = handed_in(user, enterprise, at=at, report=report, **changes)
    publish_record(record=submission.record, by=office.reviewer, at=at, personal_data_confirmed=True)
    return submission
