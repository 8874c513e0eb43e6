"""What the officer learns of others' attempts: at the desk, and by mail from the worker."""

import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from enterprises.logins.models import LoginEvent
from enterprises.periodic_jobs import forget_old_logins, forget_typed_names, notify_locked_officers
from enterprises.shared import clock as clocks
from tests.logins.tries import ELSEWHERE, HERE, attempt, enter, fail
from tests.make import AT, PASSWORD, Office

Clock = time_machine.Traveller


@pytest.fixture
def mailed(office: Office) -> Office:
    User.objects.filter(username="luru1").update(email="luru1@example.cn")
    return office


def desk(browser: Client) -> str:
    return browser.get("/desk/", follow=True).content.decode()


def test_the_desk_tells_of_failures_since_the_login_before_once(office: Office, clock: Clock) -> None:
    enter("luru1")
    fail("luru1", 2, address=ELSEWHERE)
    clock.shift(timedelta(minutes=5))
    attempt("luru1", address=HERE)
    browser = enter("luru1")
    said = desk(browser)
    assert f"自上次登录以来有 3 次失败的登录尝试，最近一次来自 {HERE}，时间 2026-05-06 09:05（北京时间）。" in said
    assert "失败的登录尝试" not in desk(browser)
    assert "失败的登录尝试" not in desk(enter("luru1"))


def test_others_failures_are_no_business_of_mine(office: Office) -> None:
    fail("shenhe1", 3)
    assert "失败的登录尝试" not in desk(enter("luru1"))


def test_administrators_are_told_in_the_admin(office: Office) -> None:
    User.objects.create_superuser("chief", password=PASSWORD)
    fail("chief", 1)
    browser = Client()
    attempt("chief", PASSWORD, path="/admin/login/?next=/admin/", client=browser)
    assert "自上次登录以来有 1 次失败的登录尝试" in desk(browser)


def test_a_lock_is_mailed_by_the_worker_and_not_by_the_login(mailed: Office, settings: Settings) -> None:
    fail("luru1", 5, address=ELSEWHERE)
    assert mail.outbox == []
    notify_locked_officers(at=AT)
    [sent] = mail.outbox
    assert sent.to == ["luru1@example.cn"]
    assert sent.subject == "账号登录失败次数过多，已暂时锁定"
    for part in ("luru1", ELSEWHERE, "2026-05-06 09:00", "2026-05-06 09:01", settings.CONTACT_PHONE):
        assert part in sent.body, part
    assert "wrong" not in sent.body
    notify_locked_officers(at=AT)
    assert len(mail.outbox) == 1


def test_an_account_is_mailed_once_a_day(mailed: Office, clock: Clock) -> None:
    fail("luru1", 5)
    notify_locked_officers(at=AT)
    for hours, count in ((1, 1), (23, 2)):
        clock.shift(timedelta(hours=hours, seconds=1))
        fail("luru1", 5)
        notify_locked_officers(at=clocks.now())
        assert len(mail.outbox) == count


def test_without_an_address_or_an_account_nothing_is_mailed(office: Office) -> None:
    fail("luru1", 5)
    fail("nobody", 5, address=ELSEWHERE)
    notify_locked_officers(at=AT)
    assert mail.outbox == []


def test_a_mail_server_that_is_down_is_one_line(
    mailed: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*given: Any) -> None:
        raise smtplib.SMTPConnectError(421, "down")

    monkeypatch.setattr("enterprises.logins.mails.send_mail", refuse)
    fail("luru1", 5)
    caplog.clear()
    for _ in range(3):
        notify_locked_officers(at=AT)
    assert len(caplog.records) == 1
    assert "was not sent: user=luru1" in caplog.text
    assert "example.cn" not in caplog.text


def test_old_events_and_sessions_are_forgotten(office: Office, settings: Settings) -> None:
    browser = enter("luru1")
    forget_old_logins(at=AT)
    assert LoginEvent.objects.count() == 1
    assert browser.get("/desk/").status_code == 200
    forget_old_logins(at=AT + timedelta(seconds=settings.SESSION_COOKIE_AGE + 1))
    assert browser.get("/desk/").status_code == 302
    forget_old_logins(at=AT + timedelta(days=settings.LOGIN_EVENT_DAYS, seconds=1))
    assert not LoginEvent.objects.exists()


def test_the_digest_of_a_name_without_account_is_kept_while_it_counts(office: Office) -> None:
    fail("nobody", 1)
    fail("luru1", 1)
    at_names = LoginEvent.objects.exclude(account="").values_list("username", flat=True)
    forget_typed_names(at=AT + timedelta(hours=24))
    assert set(at_names) == {"", "luru1"}
    forget_typed_names(at=AT + timedelta(hours=24, seconds=1))
    assert set(at_names.all()) == {"luru1"}


@pytest.mark.parametrize("job", [notify_locked_officers, forget_typed_names, forget_old_logins])
def test_the_worker_does_it(job: Callable[..., None], settings: Settings) -> None:
    assert f"enterprises.periodic_jobs.{job.__name__}" in settings.PERIODIC_JOBS
