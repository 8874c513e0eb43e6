"""`manage.py unlock_login`, and what the journal holds."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from enterprises.logins.models import LoginEvent
from tests.logins.tries import ELSEWHERE, HERE, attempt, enter, fail
from tests.make import AT, PASSWORD, Office


def said_by(**options: str) -> str:
    out = StringIO()
    call_command("unlock_login", stdout=out, **options)
    return out.getvalue()


def test_an_account_is_unlocked_and_begins_again(office: Office) -> None:
    fail("luru1", 5)
    assert said_by(user="luru1") == "已解除账号 luru1 的锁定（原定至 2026-05-06 09:01:00）。\n"
    assert fail("luru1", 4).status_code == 200
    enter("luru1")


def test_a_name_without_account_is_unlocked_alike(office: Office) -> None:
    fail("nobody", 5)
    assert "已解除账号 nobody 的锁定" in said_by(user="nobody")
    assert attempt("nobody").status_code == 200


@pytest.mark.parametrize(
    ("address", "given", "counted"),
    [
        (HERE, HERE, HERE),
        ("2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:1::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64", "2001:db8:0:1::/64"),
    ],
)
def test_an_address_is_unlocked_and_begins_again(address: str, given: str, counted: str, office: Office) -> None:
    for number in range(20):
        attempt(f"name{number}", address=address)
    assert said_by(address=given) == f"已解除网络地址 {counted} 的锁定（原定至 2026-05-06 10:00:00）。\n"
    assert attempt("luru1", PASSWORD, address=address).status_code == 302


def test_the_lock_of_an_address_does_not_fall_with_an_accounts(office: Office) -> None:
    for number in range(20):
        attempt(f"name{number}")
    assert said_by(user="luru1") == "账号 luru1 没有被锁定。\n"
    assert attempt("luru1", PASSWORD).status_code == 429


def test_nothing_locked_is_said() -> None:
    assert said_by(user="luru1") == "账号 luru1 没有被锁定。\n"
    assert said_by(address=HERE) == f"网络地址 {HERE} 没有被锁定。\n"
    assert not LoginEvent.objects.exists()


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(CommandError, match=r"300\.1\.1\.1 不是网络地址：请写成 203\.0\.113\.7 或 2001:db8::1。"):
        said_by(address="300.1.1.1")


def test_every_event_names_account_and_address(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="enterprises.logins.services")
    fail("luru1", 5)
    said_by(user="luru1")
    browser = enter("luru1", address=ELSEWHERE)
    browser.post("/desk/logout/", REMOTE_ADDR=ELSEWHERE)
    events = LoginEvent.objects.order_by("pk").values_list("verb", "username", "address", "at")
    assert list(events) == [
        *[("FAILED", "luru1", HERE, AT)] * 5,
        ("LOCKED", "luru1", HERE, AT),
        ("UNLOCKED", "luru1", "", AT),
        ("LOGGED_IN", "luru1", ELSEWHERE, AT),
        ("LOGGED_OUT", "luru1", ELSEWHERE, AT),
    ]
    lines = [record.getMessage() for record in caplog.records if record.name == "enterprises.logins.services"]
    assert lines == [
        *[f"Login failed: user=luru1 address={HERE}"] * 5,
        f"Login locked: user=luru1 address={HERE} until=2026-05-06T01:01:00+00:00",
        "Login unlocked: user=luru1 address=(any)",
        f"Logged in: user=luru1 address={ELSEWHERE}",
        f"Logged out: user=luru1 address={ELSEWHERE}",
    ]


def test_the_lock_of_an_address_is_an_event_without_account(office: Office) -> None:
    for number in range(20):
        attempt(f"name{number}")
    said_by(address=HERE)
    locks = LoginEvent.objects.exclude(verb="FAILED").order_by("pk")
    assert list(locks.values_list("verb", "account", "address")) == [("LOCKED", "", HERE), ("UNLOCKED", "", HERE)]


def test_what_was_typed_for_a_name_is_kept_only_where_an_account_has_it(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    fail("Mein-Passwort-2026", 5)
    assert not LoginEvent.objects.exclude(username="").exists()
    assert LoginEvent.objects.filter(verb="LOCKED").exists()
    assert "Mein-Passwort" not in caplog.text + str(list(LoginEvent.objects.values_list()))
    assert f"Login failed: user=(unknown) address={HERE}" in caplog.text
