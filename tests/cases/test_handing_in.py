"""Handing a case in: numbers, admission, references, secret codes, papers."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from enterprises.agencies.permissions import NotPermitted
from enterprises.cases.models import Case, CaseParty, WrongCode
from enterprises.cases.periodic_jobs import forget_wrong_codes
from enterprises.cases.services.codes import FAILURES, CodeLocked, CodeWrong, case_by_code
from enterprises.cases.services.intake import Applicant, ApplicationInvalid, NotAdmitted
from enterprises.cases.services.papers import GivenPaper
from enterprises.cases.services.steps import (
    accept,
    withdraw_case,
)
from enterprises.cases.subjects.registry import SubjectMissing, read_ref, ref_text
from enterprises.documents.refs import Ref, RefKind
from enterprises.records.models import Record
from enterprises.register.models import Enterprise
from enterprises.shared.attachments.models import Attachment
from enterprises.shared.attachments.store import AttachmentRefused
from enterprises.shared.wording import sentence_text
from tests import make
from tests.cases import make as cases
from tests.cases.make import noon
from tests.make import Office

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 18)  # a Wednesday


def test_numbers_of_a_series_and_year_have_no_gaps(record: Record) -> None:
    with pytest.raises(ApplicationInvalid):
        cases.objection(cases.ref(record), on=ON, ground="none")
    numbers = [cases.objection(cases.ref(record), on=day).number for day in (ON, ON, date(2027, 1, 4))]
    assert numbers == ["YY-2026-000001", "YY-2026-000002", "YY-2027-000001"]
    assert cases.report(cases.ref(record), on=ON).number == "JC-2026-000001"


def test_a_number_given_to_nothing_is_given_again(record: Record) -> None:
    class Stopped(Exception):
        pass

    with pytest.raises(Stopped), transaction.atomic():
        cases.objection(cases.ref(record), on=ON)
        raise Stopped
    assert cases.objection(cases.ref(record), on=ON).number == "YY-2026-000001"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ground": "performed"}, "申请理由"),
        ({"statement": "说" * 4001}, "说明过长"),
        ({"applicant": Applicant(name=" ", capacity=CaseParty.Capacity.OTHER, mail="a@example.com")}, "姓名"),
        ({"applicant": Applicant(name="王小明", capacity=CaseParty.Capacity.OTHER)}, "电话"),
        ({"applicant": Applicant(name="王小明", capacity=CaseParty.Capacity.OTHER, mail="a@b\nc")}, "邮箱"),
    ],
)
def test_a_form_with_a_mistake_is_refused_and_nothing_is_kept(
    record: Record, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(ApplicationInvalid, match=words):
        cases.objection(cases.ref(record), on=ON, **changes)
    assert not Case.objects.exists()


def test_repair_is_refused_one_day_early_before_papers_are_looked_at(record: Record, day: date, tmp_path: Path) -> None:
    eve = day - timedelta(days=1)
    with pytest.raises(NotAdmitted, match=f"最早可于{day}申请（还有1天）"):
        cases.repair(cases.ref(record), on=eve, paper=tmp_path / "nowhere.pdf")
    with pytest.raises(ApplicationInvalid, match="履行完毕的证明材料、信用承诺书"):
        cases.repair(cases.ref(record), on=day, paper=tmp_path, papers=())


def test_repair_of_one_thing_runs_once_at_a_time(record: Record, day: date, paper: Path) -> None:
    first = cases.repair(cases.ref(record), on=day, paper=paper)
    with pytest.raises(NotAdmitted, match=first.number) as refused:
        cases.repair(cases.ref(record), on=day, paper=paper)
    with translation.override("en"):
        assert sentence_text(refused.value.sentence).startswith(
            f"Credit repair about the same matter is in progress ({first.number});"
        )
    withdraw_case(case=first.cases[0], at=noon(day))
    assert cases.repair(cases.ref(record), on=day, paper=paper).number == "XF-2027-000002"


def test_two_repairs_at_once_are_refused_by_the_database(record: Record, day: date, paper: Path) -> None:
    first = cases.repair(cases.ref(record), on=day, paper=paper).cases[0]
    first.pk, first.number = None, "XF-2027-000009"
    with pytest.raises(IntegrityError, match=r"case_open_once|exclusive_key"), transaction.atomic():
        first.save()


def test_market_regulation_names_the_other_portal(enterprise: Enterprise, paper: Path) -> None:
    samr = make.office(3)
    record = make.published(
        samr, enterprise=enterprise, CF_CFLB="吊销许可证件", CF_NR_ZKDX="食品许可 第1号", CF_NR_FK=""
    )
    on = record.repairable_from
    assert on is not None
    with pytest.raises(NotAdmitted, match="由武汉市市场监督管理局通过国家企业信用信息公示系统"):
        cases.repair(cases.ref(record), on=on, paper=paper)
    handed_over = cases.repair(cases.ref(record), on=on, paper=paper, by=samr.recorder, channel=Case.Channel.PAPER)
    case = accept(case=handed_over.cases[0], by=samr.recorder, at=noon(on))
    assert case.handed_in_by == samr.recorder
    assert case.agency == samr.agency


def test_a_hidden_or_unknown_thing_is_no_subject(office: Office, enterprise: Enterprise) -> None:
    hidden = make.submitted(office, enterprise=enterprise)
    for ref in (cases.ref(hidden), Ref(kind=RefKind.RECORD, id=999), Ref(kind=RefKind.EXTERNAL_LISTING, id=1)):
        with pytest.raises(SubjectMissing):
            cases.objection(ref, on=ON)


@pytest.mark.parametrize("text", ["record", "record:", "record:x", "record:²", "person:1", "record:" + "9" * 19, ""])
def test_a_mangled_reference_is_refused(text: str) -> None:
    with pytest.raises(SubjectMissing):
        read_ref(text)


def test_a_reference_is_read_as_it_is_written(record: Record) -> None:
    assert read_ref(ref_text(cases.ref(record))) == cases.ref(record)


def test_a_right_code_opens_the_case_however_it_is_typed(record: Record) -> None:
    receipt = cases.objection(cases.ref(record), on=ON)
    for code in (receipt.code, receipt.code.lower().replace("-", " "), f" {receipt.code}"):
        assert case_by_code(number=receipt.number.lower(), code=code, at=noon(ON)) == receipt.cases[0]
    assert receipt.code not in str(Case.objects.values())


def test_five_wrong_codes_lock_the_number_for_a_while(record: Record) -> None:
    receipt = cases.objection(cases.ref(record), on=ON)
    at = noon(ON)
    for _ in range(5):
        with pytest.raises(CodeWrong):
            case_by_code(number=receipt.number, code="AAAA-AAAA-AAAA-AAAA", at=at)
    with pytest.raises(CodeLocked):
        case_by_code(number=receipt.number, code=receipt.code, at=at + timedelta(minutes=14))
    assert case_by_code(number=receipt.number, code=receipt.code, at=at + timedelta(minutes=15))
    with pytest.raises(CodeWrong):
        case_by_code(number="YY-2026-000099", code=receipt.code, at=at)


def test_a_number_without_a_case_is_tried_and_locked_like_any_other(record: Record) -> None:
    receipt = cases.objection(cases.ref(record), on=ON)
    at, seen = noon(ON), []
    for number in (receipt.number, "YY-2026-000099"):
        steps = []
        for _ in range(FAILURES + 1):
            with CaptureQueriesContext(connection) as asked, pytest.raises((CodeWrong, CodeLocked)) as refused:
                case_by_code(number=number, code="AAAA-AAAA-AAAA-AAAA", at=at)
            steps.append((refused.type, refused.value.sentence, [re.sub(r"'[^']*'|\d+", "?", q["sql"]) for q in asked]))
        seen.append(steps)
    assert seen[0] == seen[1]
    assert [each[0] for each in seen[1]] == [CodeWrong] * FAILURES + [CodeLocked]
    with pytest.raises(CodeLocked):
        case_by_code(number="ｙｙ-2026-000099", code="", at=at + timedelta(minutes=14))


def test_wrong_codes_are_forgotten_after_a_day_and_nothing_typed_is_kept() -> None:
    with pytest.raises(CodeWrong):
        case_by_code(number="420106198001011234", code="wrong", at=noon(ON))
    assert "420106198001011234" not in str(WrongCode.objects.values())
    forget_wrong_codes(at=noon(ON) + timedelta(hours=24))
    assert WrongCode.objects.exists()
    forget_wrong_codes(at=noon(ON) + timedelta(hours=24, seconds=1))
    assert not WrongCode.objects.exists()


def test_a_right_code_forgets_the_wrong_ones(record: Record) -> None:
    receipt = cases.objection(cases.ref(record), on=ON)
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(CodeWrong):
                case_by_code(number=receipt.number, code="wrong", at=noon(ON))
        assert case_by_code(number=receipt.number, code=receipt.code, at=noon(ON))


def test_too_many_or_broken_papers_leave_nothing(record: Record, paper: Path) -> None:
    papers = [GivenPaper(code="evidence", path=paper)] * 11
    with pytest.raises(AttachmentRefused):
        cases.objection(cases.ref(record), on=ON, papers=papers)
    assert not Case.objects.exists()


@pytest.mark.usefixtures("real_papers")
def test_a_paper_is_read_by_its_content(record: Record, paper: Path) -> None:
    with pytest.raises(AttachmentRefused):
        cases.objection(cases.ref(record), on=ON, papers=[GivenPaper(code="evidence", path=paper)])
    assert not Case.objects.exists()
    assert not Attachment.objects.exists()


def test_handing_in_for_somebody_needs_an_officer(record: Record) -> None:
    user = User.objects.create_user("nobody")
    with pytest.raises(NotPermitted):
        cases.objection(cases.ref(record), on=ON, by=user)
