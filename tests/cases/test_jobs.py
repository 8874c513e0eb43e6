"""Periodic jobs of cases: daily mails, lapsed cases, retention, provisional limits; also after a week's stop."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings

from enterprises.cases.models import Case, CasePaper, CaseParty, CaseReminder
from enterprises.cases.periodic_jobs import (
    close_lapsed_cases,
    forget_ended_cases,
    recount_limits,
    send_reminders,
)
from enterprises.cases.rules.lifecycle import CaseState
from enterprises.cases.services import reminders
from enterprises.cases.services.codes import case_by_code
from enterprises.cases.services.following import OVER
from enterprises.cases.services.papers import GivenPaper
from enterprises.cases.services.steps import accept, want_papers, withdraw_case
from enterprises.records.models import Record
from enterprises.shared.attachments.models import Attachment
from enterprises.shared.attachments.store import folder
from enterprises.shared.holidays.services import add_notice
from enterprises.shared.typed_texts.models import TypedText
from enterprises.shared.typed_texts.services import subject_of
from tests.cases import make as cases
from tests.cases.make import noon
from tests.make import Office

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 18)  # a Wednesday


def reached(office: Office) -> None:
    for user in (office.recorder, office.reviewer):
        user.email = f"{user.username}@example.com"
        user.save()


def test_each_officer_has_one_mail_a_working_day(record: Record, office: Office) -> None:
    reached(office)
    case = cases.objection(cases.ref(record), on=ON).cases[0]
    early = datetime(2026, 11, 19, 23, 59, tzinfo=UTC) - timedelta(days=1)  # 07:59 on the 19th
    send_reminders(at=early)
    assert mail.outbox == []
    for _ in range(2):
        send_reminders(at=early + timedelta(minutes=1))
    assert [message.to for message in mail.outbox] == [["luru7@example.com"], ["shenhe7@example.com"]]
    first = mail.outbox[0]
    assert first.subject == "待办申请1件，其中0件已逾期"
    assert f"{case.number}  异议  受理  期限2026-11-19" in first.body
    assert "王小明" not in first.body + first.subject
    assert "武汉东湖" not in first.body + first.subject


def test_a_week_without_worker_is_caught_up_with_one_mail_that_names_what_is_late(
    record: Record, office: Office
) -> None:
    reached(office)
    cases.objection(cases.ref(record), on=ON)
    send_reminders(at=noon(date(2026, 11, 21)))  # a Saturday
    assert mail.outbox == []
    send_reminders(at=noon(date(2026, 11, 26)))
    assert [message.subject for message in mail.outbox] == ["待办申请1件，其中1件已逾期"] * 2
    assert "（已逾期）" in mail.outbox[0].body
    send_reminders(at=noon(date(2026, 11, 27)))
    assert set(CaseReminder.objects.values_list("on", flat=True)) == {date(2026, 11, 27)}


def test_a_long_mail_names_the_first_deadlines_and_how_many_more(
    record: Record, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached(office)
    monkeypatch.setattr(reminders, "MOST_LINES", 1)
    soon = cases.objection(cases.ref(record), on=ON).cases[0]
    later = [cases.report(cases.ref(record), on=ON).cases[0] for _ in range(2)]
    send_reminders(at=noon(ON))
    first = mail.outbox[0]
    assert first.subject == "待办申请3件，其中0件已逾期"
    assert "另有2件未列出。" in first.body
    assert [case.number in first.body for case in (soon, *later)] == [True, False, False]


def test_nobody_is_mailed_about_the_case_of_another_or_one_that_waits_for_papers(
    record: Record, office: Office
) -> None:
    reached(office)
    case = cases.in_review(cases.objection(cases.ref(record), on=ON).cases[0], office, on=ON)
    send_reminders(at=noon(ON))
    assert [message.to for message in mail.outbox] == [["shenhe7@example.com"]]
    want_papers(case=case, papers="原件", by=office.reviewer, at=noon(ON))
    send_reminders(at=noon(ON + timedelta(days=1)))
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_gone_is_logged_and_not_tried_again(
    record: Record, office: Office, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 9, False
    reached(office)
    cases.objection(cases.ref(record), on=ON)
    send_reminders(at=noon(ON))
    assert [each.levelname for each in caplog.records] == ["WARNING"]
    assert CaseReminder.objects.count() == 1


def test_a_case_whose_record_ends_by_the_calendar_is_closed_by_the_job(record: Record, office: Office) -> None:
    case = cases.objection(cases.ref(record), on=ON).cases[0]
    case = accept(case=case, by=office.recorder, at=noon(ON))
    assert record.public_until is not None
    close_lapsed_cases(at=noon(record.public_until - timedelta(days=1)))
    assert Case.objects.get().state == CaseState.ACCEPTED
    close_lapsed_cases(at=noon(record.public_until + timedelta(days=7)))
    case.refresh_from_db()
    assert (case.state, case.due_step) == (CaseState.CLOSED, "")
    assert case.ended_at == noon(record.public_until + timedelta(days=7))
    record.refresh_from_db()
    assert record.disputed_at is None


def test_a_case_whose_record_ended_reads_as_closed_without_a_worker(record: Record) -> None:
    receipt = cases.objection(cases.ref(record), on=ON)
    assert record.public_until is not None
    eve, end = noon(record.public_until - timedelta(days=1)), noon(record.public_until)
    assert case_by_code(number=receipt.number, code=receipt.code, at=eve).state == CaseState.RECEIVED
    read = case_by_code(number=receipt.number, code=receipt.code, at=end)
    assert (read.state, read.outcome_reason, read.ended_at) == (CaseState.CLOSED, OVER, end)
    assert case_by_code(number=receipt.number, code=receipt.code, at=end).state == CaseState.CLOSED
    assert read.events.filter(verb="lapse").count() == 1


def test_three_years_after_the_end_nobody_is_named_any_more(
    record: Record, paper: Path, django_capture_on_commit_callbacks: Any
) -> None:
    papers = [GivenPaper(code="evidence", path=paper)]
    case = cases.objection(cases.ref(record), on=ON, papers=papers).cases[0]
    withdraw_case(case=case, at=noon(ON))
    name = Attachment.objects.get().name
    forget_ended_cases(at=noon(date(2029, 11, 17)))
    assert (folder() / name).exists()
    assert CaseParty.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        forget_ended_cases(at=noon(date(2029, 11, 18)))
    case.refresh_from_db()
    assert not (folder() / name).exists()
    assert not (CaseParty.objects.exists() or CasePaper.objects.exists() or Attachment.objects.exists())
    assert (case.statement, case.number) == ("", "YY-2026-000001")
    forget_ended_cases(at=noon(date(2029, 11, 19)))
    assert list(case.events.values_list("verb", flat=True)) == ["hand-in", "withdraw", "forget"]


def test_what_was_typed_of_the_papers_is_forgotten_with_them(record: Record, office: Office) -> None:
    case = cases.objection(cases.ref(record), on=ON).cases[0]
    case = want_papers(case=case, papers="\u2f00份付款凭证", by=office.recorder, at=noon(ON))  # a radical for 一
    typed = TypedText.objects.filter(subject=subject_of(case), key=str(case.pk))
    assert (case.papers_wanted, typed.exists()) == ("一份付款凭证", True)
    withdraw_case(case=case, at=noon(ON))
    forget_ended_cases(at=noon(date(2029, 11, 18)))
    assert not typed.exists()


def test_a_running_case_is_never_forgotten(record: Record) -> None:
    cases.objection(cases.ref(record), on=ON)
    forget_ended_cases(at=noon(date(2040, 1, 1)))
    assert CaseParty.objects.exists()


def test_a_limit_is_counted_anew_when_the_holidays_are_announced(record: Record) -> None:
    case = cases.objection(cases.ref(record), on=date(2026, 12, 31)).cases[0]
    assert (case.due_on, case.due_provisional) == (date(2027, 1, 1), True)
    recount_limits(at=noon(date(2026, 12, 31)))
    days_off = ((date(2027, 1, 1), date(2027, 1, 3)),)
    add_notice(year=2027, source="某号通知", days_off=days_off, days_worked=(), by=None, at=noon(date(2026, 12, 31)))
    recount_limits(at=noon(date(2026, 12, 31)))
    case.refresh_from_db()
    assert (case.due_on, case.due_provisional) == (date(2027, 1, 4), False)
