"""By account with a growing delay, by address over accounts; one table for all processes."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from enterprises.logins.services import LoginLocked, open_attempt
from tests.logins.tries import ELSEWHERE, HERE, LOGIN, THIRD, attempt, enter, fail
from tests.make import AT, PASSWORD, Office

Clock = time_machine.Traveller


def status_of(name: str, password: str = PASSWORD, *, address: str = HERE) -> int:
    return int(attempt(name, password, address=address).status_code)


def test_the_fifth_failure_locks_for_a_minute_even_with_the_right_password(office: Office, clock: Clock) -> None:
    assert fail("luru1", 4).status_code == 200
    locked = fail("luru1", 1)
    assert (locked.status_code, locked["Retry-After"]) == (429, "60")
    assert status_of("luru1") == 429
    clock.shift(timedelta(seconds=59))
    assert attempt("luru1", PASSWORD)["Retry-After"] == "1"
    clock.shift(timedelta(seconds=1))
    assert status_of("luru1") == 302


def test_the_delay_grows_with_each_further_failure_and_has_an_end(office: Office, clock: Clock) -> None:
    fail("luru1", 4)
    waits = []
    for _ in range(8):
        waits.append(int(attempt("luru1")["Retry-After"]))
        clock.shift(timedelta(seconds=waits[-1]))
    assert waits == [60, 120, 240, 480, 960, 1800, 1800, 1800]


def test_what_is_refused_makes_no_lock_longer(office: Office, clock: Clock) -> None:
    fail("luru1", 5)
    clock.shift(timedelta(seconds=30))
    assert fail("luru1", 50)["Retry-After"] == "30"
    clock.shift(timedelta(seconds=30))
    assert status_of("luru1") == 302


def test_failures_are_forgotten_after_a_day(office: Office, clock: Clock) -> None:
    fail("luru1", 4)
    clock.shift(timedelta(hours=24))
    assert fail("luru1", 4).status_code == 200
    assert fail("luru1", 1).status_code == 429


def test_a_login_begins_the_accounts_count_again_and_not_the_addresss(office: Office, settings: Settings) -> None:
    settings.LOGIN_ADDRESS_FAILURES = 8
    fail("luru1", 4)
    enter("luru1")
    assert fail("luru1", 3).status_code == 200
    enter("luru1")
    assert fail("luru1", 1).status_code == 429
    assert status_of("shenhe1") == 429


def test_the_lock_of_an_account_locks_nobody_else_at_the_address(office: Office) -> None:
    assert fail("luru1", 5).status_code == 429
    assert status_of("shenhe1") == 302


def test_failures_from_many_addresses_lock_the_account(office: Office) -> None:
    assert [attempt("luru1", address=f"198.51.100.{last}").status_code for last in range(5)] == [200] * 4 + [429]
    assert status_of("luru1", address=THIRD) == 429


def test_strangers_elsewhere_cannot_keep_an_officer_from_the_usual_place(office: Office, clock: Clock) -> None:
    enter("luru1", address=HERE)
    assert fail("luru1", 5, address=ELSEWHERE).status_code == 429
    assert status_of("luru1", address=THIRD) == 429
    assert status_of("luru1", address=HERE) == 302


def test_the_usual_place_has_limits_of_its_own(office: Office) -> None:
    enter("luru1", address=HERE)
    assert fail("luru1", 5, address=HERE).status_code == 429
    assert status_of("luru1", address=HERE) == 429


def test_a_place_is_usual_for_thirty_days(office: Office, clock: Clock) -> None:
    enter("luru1", address=HERE)
    clock.shift(timedelta(days=30))
    fail("luru1", 5, address=ELSEWHERE)
    assert status_of("luru1", address=HERE) == 429


def test_an_address_that_tries_many_accounts_is_locked_for_all_of_them(office: Office, clock: Clock) -> None:
    for number in range(19):
        assert attempt(f"name{number}").status_code == 200
        clock.shift(timedelta(minutes=1))
    locked = attempt("name19")
    assert (locked.status_code, locked["Retry-After"]) == (429, str((60 - 19) * 60))
    assert status_of("luru1") == 429
    assert status_of("luru1", address=ELSEWHERE) == 302
    clock.shift(timedelta(minutes=60 - 19))
    assert status_of("luru1") == 302


def test_behind_the_proxy_its_own_entry_counts(office: Office, settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    for last in range(20):  # what a client writes itself stands before
        attempt(f"name{last}", address="10.0.0.1", headers={"X-Forwarded-For": f"1.1.1.{last}, {ELSEWHERE}"})
    for client, status in ((ELSEWHERE, 429), (HERE, 302)):
        answer = attempt("luru1", PASSWORD, address="10.0.0.1", headers={"X-Forwarded-For": client})
        assert answer.status_code == status


def test_without_a_proxy_the_header_is_nothing(office: Office) -> None:
    for last in range(20):
        attempt(f"name{last}", headers={"X-Forwarded-For": f"1.1.1.{last}"})
    assert attempt("luru1", PASSWORD, headers={"X-Forwarded-For": ELSEWHERE}).status_code == 429


def test_all_addresses_of_an_ipv6_customer_are_one(office: Office) -> None:
    for last in range(20):
        attempt(f"name{last}", address=f"2001:db8:0:1::{last:x}")
    assert status_of("luru1", address="2001:db8:0:1:ffff::1") == 429
    assert status_of("luru1", address="2001:db8:0:2::1") == 302


def test_guesses_that_are_sent_at_once_count_before_they_are_answered(office: Office) -> None:
    for _ in range(5):
        open_attempt(username="luru1", address=HERE, at=AT)
    with pytest.raises(LoginLocked):
        open_attempt(username="luru1", address=HERE, at=AT)
    assert status_of("luru1") == 429


@pytest.mark.parametrize("name", ["luru1", "nobody"])
def test_the_admins_form_goes_by_the_same_rules(name: str, office: Office) -> None:
    User.objects.filter(username="luru1").update(is_staff=True)
    for _ in range(4):
        assert attempt(name, path="/admin/login/").status_code == 200
    assert attempt(name, path="/admin/login/").status_code == 429
    assert status_of(name) == 429
    assert attempt("shenhe1", PASSWORD, path="/admin/login/").status_code == 200, "no staff"


def test_the_right_password_of_somebody_who_is_no_staff_counts_at_the_admins_form(office: Office) -> None:
    answers = [attempt("luru1", PASSWORD, path="/admin/login/").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def test_an_unknown_name_is_answered_as_an_account_is(office: Office) -> None:
    for times in (4, 1):
        answers = [fail(name, times) for name in ("luru1", "luru9")]
        account, nobody = (TOKEN.sub("", answer.content.decode()) for answer in answers)
        assert account == nobody.replace("luru9", "luru1")
        assert answers[0].headers == answers[1].headers
    assert "使用这个用户名登录，失败次数过多" in account


def test_the_page_says_until_when_and_whom_to_ask(office: Office, settings: Settings, clock: Clock) -> None:
    clock.shift(timedelta(seconds=10))
    said = fail("luru1", 5).content.decode()
    assert "登录已暂时锁定" in said
    assert "2026-05-06 09:02</time>（北京时间）" in said, "09:01:10 is rounded up"
    assert f'href="tel:{settings.CONTACT_PHONE}"' in said
    assert "系统管理员解除锁定" in said


def test_the_form_says_it_to_a_locked_address_before_anything_is_typed(office: Office) -> None:
    for last in range(20):
        attempt(f"name{last}")
    said = Client().get(LOGIN, REMOTE_ADDR=HERE).content.decode()
    assert "从您所在的网络地址登录，失败次数过多" in said
    assert "2026-05-06 10:00</time>" in said
    assert "锁定" not in Client().get(LOGIN, REMOTE_ADDR=ELSEWHERE).content.decode()


@pytest.mark.parametrize(("wanted", "kept"), [("/desk/records/", "/desk/records/"), ("https://evil.example/", "")])
def test_the_locked_page_keeps_where_the_officer_was_going(wanted: str, kept: str, office: Office) -> None:
    fail("luru1", 5)
    answer = Client().post(LOGIN, {"username": "luru1", "password": "x", "next": wanted}, REMOTE_ADDR=HERE)
    assert f'name="next" value="{kept}"' in answer.content.decode()


def test_a_locked_answer_is_kept_by_nobody(office: Office) -> None:
    assert "no-store" in fail("luru1", 5)["Cache-Control"]


def test_the_figures_are_the_settings(office: Office, settings: Settings) -> None:
    settings.LOGIN_FAILURES, settings.LOGIN_FIRST_DELAY = 2, 7
    assert fail("luru1", 2)["Retry-After"] == "7"


def test_a_short_password_is_refused_in_chinese(office: Office) -> None:
    browser = enter("luru1")
    form = {"old_password": PASSWORD, "new_password1": "quiet-fox", "new_password2": "quiet-fox"}
    assert "密码太短，至少要有 12 个字符。" in browser.post("/desk/password/", form).content.decode()
