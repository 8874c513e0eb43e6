"""Mails to applicants: each event once, by the worker, without personal data, never after the contact was deleted."""

import smtplib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from pytest_django import Settings

from enterprises.cases.models import Case, CaseMail, CaseParty
from enterprises.cases.periodic_jobs import forget_ended_cases, issue_letters, send_mails
from enterprises.cases.rules.lifecycle import STEP_VERBS
from enterprises.cases.services import mails
from enterprises.cases.services.bans import ask_undo_repair, undo_repair
from enterprises.cases.services.decisions import close, confirm_decision, decide, reconsider
from enterprises.cases.services.following import close_lapsed
from enterprises.cases.services.intake import Applicant
from enterprises.cases.services.mail_orders import NEWS
from enterprises.cases.services.mails import GIVE_UP_AFTER, RETRY_AFTER
from enterprises.cases.services.papers import GivenPaper
from enterprises.cases.services.steps import (
    accept,
    add_papers,
    extend,
    forward,
    refuse_acceptance,
    want_papers,
    withdraw_case,
)
from enterprises.records.models import Record
from tests import make
from tests.cases import make as cases
from tests.cases.make import noon
from tests.documents.letters import print_nothing
from tests.make import Office

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 18)  # a Wednesday
ADDRESS = "xiaoming@example.com"


def news() -> list[str]:
    """Return what the mails inform of, after the number."""
    return [message.subject.partition("：")[2] for message in mail.outbox]


def sent(*, at: datetime | None = None) -> list[str]:
    """Run the job and return what it informs of."""
    mail.outbox.clear()
    send_mails(at=at or noon(ON))
    return news()


class Refusing(EmailBackend):
    """A mail server that refuses one address or everybody."""

    problem: Exception | None = None
    refused = ""

    def send_messages(self, messages: Any) -> int:
        if self.problem is not None and (not self.refused or self.refused in messages[0].to):
            raise self.problem
        return super().send_messages(messages)


@pytest.fixture
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> type[Refusing]:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    monkeypatch.setattr(Refusing, "problem", None)
    monkeypatch.setattr(Refusing, "refused", "")
    return Refusing


def test_a_mail_names_number_event_deadline_and_address_and_nothing_personal(
    record: Record, settings: Settings
) -> None:
    receipt = cases.objection(cases.ref(record), on=ON)
    assert mail.outbox == []
    send_mails(at=noon(ON))
    (message,) = mail.outbox
    assert message.to == [ADDRESS]
    assert message.subject == f"申请{receipt.number}：已收到申请"
    assert "下一步：由武汉市生态环境局决定是否受理，最迟2026-11-19。" in message.body
    assert f"{settings.PUBLIC_BASE_URL}/cases/{receipt.number}/\n" in message.body
    told = message.subject + message.body
    for secret in ("王小明", "13800000000", ADDRESS, receipt.code, "罚款金额", record.enterprise.name):
        assert secret not in told
    for _ in range(2):
        send_mails(at=noon(ON) + timedelta(hours=1))
    assert len(mail.outbox) == 1


def test_who_left_no_address_gets_none(record: Record) -> None:
    nobody = Applicant(name="王小明", capacity=CaseParty.Capacity.OTHER, telephone="13800000000")
    cases.objection(cases.ref(record), on=ON, applicant=nobody)
    assert not CaseMail.objects.exists()


def test_each_step_that_concerns_the_applicant_sends_one(record: Record, office: Office, paper: Path) -> None:
    other = make.office(8, name="武汉市交通运输局", domain="TRANSPORT")
    case = cases.objection(cases.ref(record), on=ON).cases[0]
    assert sent() == ["已收到申请"]
    case = forward(case=case, agency=other.agency, reason="由其作出", by=office.reviewer, at=noon(ON))
    case = forward(case=case, agency=office.agency, reason="由其作出", by=other.reviewer, at=noon(ON))
    assert sent() == ["已转交承办机关"] * 2
    case = want_papers(case=case, papers="营业执照原件", by=office.recorder, at=noon(ON))
    assert sent() == ["请补正材料"]
    assert "由您补正材料，最迟2026-12-02" in mail.outbox[0].body
    assert "营业执照" not in mail.outbox[0].body
    case = add_papers(case=case, papers=[GivenPaper(code="other", path=paper)], at=noon(ON))
    assert sent() == []
    case = cases.in_review(case, office, on=ON)
    assert sent() == ["已受理"]
    case = extend(case=case, reason="案情复杂", by=office.reviewer, at=noon(ON))
    assert sent() == ["办理期限已延长"]
    case = decide(case=case, outcome="REFUSED", reason="无误", by=office.reviewer, at=noon(ON))
    assert sent() == ["已作出决定"]
    close(case=case, by=office.reviewer, at=noon(ON))
    assert sent() == ["已办结"]
    assert "下一步" not in mail.outbox[0].body


def test_a_refusal_a_withdrawal_and_the_end_of_the_record_are_made_known(record: Record, office: Office) -> None:
    first, second, third = (cases.objection(cases.ref(record), on=ON).cases[0] for _ in range(3))
    sent()
    refuse_acceptance(case=first, reason="不属于受理范围", by=office.reviewer, at=noon(ON))
    withdraw_case(case=second, at=noon(ON))
    assert sent() == ["不予受理", "申请已撤回"]
    assert record.public_until is not None
    close_lapsed(at=noon(record.public_until))
    assert sent(at=noon(record.public_until)) == [NEWS["lapse"]]
    assert third.number in mail.outbox[0].subject


def test_a_repair_is_made_known_when_it_holds_and_when_it_is_undone(
    record: Record, office: Office, day: date, paper: Path
) -> None:
    case = cases.repair(cases.ref(record), on=day, paper=paper).cases[0]
    case = cases.decided(case, office, outcome="GRANTED", on=day)
    assert sent(at=noon(day)) == ["已收到申请", "已受理"]
    case = confirm_decision(case=case, by=office.recorder, at=noon(day))
    assert sent(at=noon(day)) == ["已作出决定"]
    until = day + timedelta(days=300)
    case = ask_undo_repair(case=case, reason="伪造", banned_until=until, by=office.recorder, at=noon(day))
    assert sent(at=noon(day)) == []
    undo_repair(case=case, by=office.reviewer, at=noon(day))
    assert sent(at=noon(day)) == ["信用修复已撤销"]


def test_a_decision_that_was_undone_before_its_mail_went_out_is_not_made_known(record: Record, office: Office) -> None:
    case = cases.decided(cases.objection(cases.ref(record), on=ON).cases[0], office, outcome="UPHELD", on=ON)
    reconsider(case=case, reason="依据不足", by=cases.colleague(office), at=noon(ON))
    assert sent() == ["已收到申请", "已受理"]


def test_a_letter_is_made_known_once_it_is_issued(
    record: Record, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_nothing(monkeypatch)
    accept(case=cases.objection(cases.ref(record), on=ON).cases[0], by=office.recorder, at=noon(ON))
    sent()
    for _ in range(2):
        issue_letters(at=noon(ON))
    assert sent() == ["已出具受理通知书"]
    assert sent() == []


def test_a_step_that_fails_orders_none(record: Record) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        cases.objection(cases.ref(record), on=ON)
        raise RuntimeError
    assert not CaseMail.objects.exists()


def test_nothing_is_sent_after_the_contact_was_deleted(record: Record) -> None:
    case = cases.objection(cases.ref(record), on=ON).cases[0]
    CaseParty.objects.all().delete()
    assert sent() == []
    withdraw_case(case=case, at=noon(ON))
    CaseMail.objects.create(event=case.events.get(verb="withdraw"), ordered_at=noon(ON), due_at=noon(ON))
    forget_ended_cases(at=noon(date(2029, 11, 18)))
    assert not CaseMail.objects.exists()


def test_a_server_that_is_gone_is_tried_once_a_round_and_again_later(
    record: Record, server: type[Refusing], caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        cases.objection(cases.ref(record), on=ON)
    server.problem = ConnectionRefusedError(111, ADDRESS)
    assert sent() == []
    assert len(caplog.records) == 1
    assert sent() == []
    assert len(caplog.records) == 2
    assert sent() == []
    assert len(caplog.records) == 2
    assert ADDRESS not in caplog.text
    server.problem = None
    assert sent(at=noon(ON) + RETRY_AFTER) == ["已收到申请"] * 2
    assert sent(at=noon(ON) + RETRY_AFTER * 3) == []
    assert Case.objects.filter(state="RECEIVED").count() == 2


@pytest.mark.parametrize(
    "problem", [smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no such user")}), UnicodeError(ADDRESS)]
)
def test_an_address_that_is_refused_is_tried_ever_more_rarely_and_given_up(
    record: Record, server: type[Refusing], caplog: pytest.LogCaptureFixture, problem: Exception
) -> None:
    other = Applicant(name="李四", capacity=CaseParty.Capacity.OTHER, mail="lisi@example.com")
    cases.objection(cases.ref(record), on=ON)
    cases.objection(cases.ref(record), on=ON, applicant=other)
    server.problem, server.refused = problem, ADDRESS
    at, received = noon(ON), []
    while at < noon(ON) + 2 * GIVE_UP_AFTER:
        mail.outbox.clear()
        send_mails(at=at)
        received += [message.to for message in mail.outbox]
        at += RETRY_AFTER
    assert received == [["lisi@example.com"]]
    assert 5 < len(caplog.records) < 12
    assert ADDRESS not in caplog.text
    assert not CaseMail.objects.filter(due_at__isnull=False).exists()


def test_outdated_news_is_not_sent(record: Record) -> None:
    cases.objection(cases.ref(record), on=ON)
    assert sent(at=noon(ON) + GIVE_UP_AFTER + timedelta(seconds=1)) == []
    assert not CaseMail.objects.filter(due_at__isnull=False).exists()


def test_two_workers_send_each_once(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [cases.objection(cases.ref(record), on=ON).number for _ in range(3)]
    real = mails._address_of

    def other_worker_meanwhile(waiting: CaseMail, *, at: datetime) -> str:
        monkeypatch.setattr(mails, "_address_of", real)
        send_mails(at=at)
        return real(waiting, at=at)

    monkeypatch.setattr(mails, "_address_of", other_worker_meanwhile)
    sent()
    assert sorted(message.subject for message in mail.outbox) == [f"申请{number}：已收到申请" for number in numbers]


def test_one_that_stopped_half_way_is_not_repeated(record: Record, server: type[Refusing]) -> None:
    cases.objection(cases.ref(record), on=ON)
    server.problem = KeyboardInterrupt()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        sent()
    server.problem = None
    assert sent(at=noon(ON) + RETRY_AFTER) == []


def test_a_retry_has_the_same_message_id(record: Record) -> None:
    cases.objection(cases.ref(record), on=ON)
    sent()
    (first,) = mail.outbox
    CaseMail.objects.update(due_at=noon(ON))
    sent()
    assert mail.outbox[0].message()["Message-ID"] == first.message()["Message-ID"]


def test_every_verb_of_the_news_is_a_step() -> None:
    assert set(NEWS) <= set(STEP_VERBS)
