"""The second person of a command is there, or the command refuses (docs/operations/logins.md)."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from enterprises.logins import console
from enterprises.logins.models import LoginEvent, SecondPersonCode
from enterprises.logins.second_person import VALID_FOR, NotProven, check_password, issue_code, use_code
from enterprises.shared import clock
from lists.editions.models import Edition
from lists.editions.services.editions import draft_edition
from tests.lists.make import BLACK, TODAY, decided, decider, noon, office, the_list

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
PASSWORD = "correct-horse-battery"
BATCH, EDITION = SecondPersonCode.Purpose.PUBLISH_BATCH, SecondPersonCode.Purpose.PUBLISH_EDITION


@pytest.fixture
def officer() -> User:
    return User.objects.create_user("second", password=PASSWORD)


def code_of(user: User) -> str:
    return issue_code(user=user, purpose=BATCH, object_id=7, at=AT)


Use = Callable[[User, str], None]
WRONG: dict[str, Use] = {
    "another row": lambda user, code: use_code(code, user=user, purpose=BATCH, object_id=8, at=AT),
    "another step": lambda user, code: use_code(code, user=user, purpose=EDITION, object_id=7, at=AT),
    "another person": lambda user, code: use_code(
        code, user=User.objects.create_user("third"), purpose=BATCH, object_id=7, at=AT
    ),
    "too late": lambda user, code: use_code(code, user=user, purpose=BATCH, object_id=7, at=AT + VALID_FOR),
    "another code": lambda user, code: use_code(code[:-1], user=user, purpose=BATCH, object_id=7, at=AT),
}


def test_a_code_is_good_once(officer: User) -> None:
    code = code_of(officer)
    late = AT + VALID_FOR - timedelta(seconds=1)
    use_code(f" {code.lower()} ", user=officer, purpose=BATCH, object_id=7, at=late)
    with pytest.raises(NotProven, match="已用过"):
        use_code(code, user=officer, purpose=BATCH, object_id=7, at=late)


@pytest.mark.parametrize("use", WRONG.values(), ids=WRONG)
def test_a_code_is_for_its_person_step_row_and_time(use: Use, officer: User) -> None:
    with pytest.raises(NotProven):
        use(officer, code_of(officer))
    assert SecondPersonCode.objects.get().used_at is None


def test_a_newer_code_ends_the_older(officer: User) -> None:
    older, newer = code_of(officer), code_of(officer)
    with pytest.raises(NotProven):
        use_code(older, user=officer, purpose=BATCH, object_id=7, at=AT)
    use_code(newer, user=officer, purpose=BATCH, object_id=7, at=AT)


def test_no_code_is_kept(officer: User) -> None:
    code = code_of(officer)
    row = SecondPersonCode.objects.values().get()
    assert code not in str(row)


def test_who_has_left_proves_nothing(officer: User) -> None:
    code = code_of(officer)
    officer.is_active = False
    officer.save()
    with pytest.raises(NotProven):
        use_code(code, user=officer, purpose=BATCH, object_id=7, at=AT)
    with pytest.raises(NotProven):
        check_password(PASSWORD, user=officer, at=AT)


def test_a_wrong_password_counts_as_a_failed_login(officer: User) -> None:
    check_password(PASSWORD, user=officer, at=AT)
    with pytest.raises(NotProven, match="密码不对"):
        check_password("wrong", user=officer, at=AT)
    assert list(LoginEvent.objects.order_by("pk").values_list("verb", flat=True))[:2] == ["LOGGED_IN", "FAILED"]


def test_guesses_lock_the_account(officer: User) -> None:
    for _ in range(50):
        with pytest.raises(NotProven):
            check_password("wrong", user=officer, at=AT)
    with pytest.raises(NotProven, match="次数过多"):
        check_password(PASSWORD, user=officer, at=AT)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def draft(monkeypatch: pytest.MonkeyPatch) -> Edition:
    monkeypatch.setattr(clock, "now", lambda: noon(TODAY))
    decided()
    publisher = decider()
    publisher.set_password(PASSWORD)
    publisher.save()
    return draft_edition(credit_list=the_list(), as_of=TODAY, by=office(), at=noon(TODAY)).edition


def publish(*words: str) -> None:
    call_command("publish_edition", BLACK, "--by", "decider", *words, stdout=io.StringIO())


def is_published() -> bool:
    return Edition.objects.published().exists()


@pytest.mark.usefixtures("draft")
def test_a_command_without_terminal_or_code_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD))
    with pytest.raises(CommandError, match="本人在终端输入密码，或用 --code 给出"):
        publish()
    assert not is_published()


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(("typed", "expected"), [(PASSWORD, True), ("wrong", False)])
def test_a_command_asks_for_the_persons_password(monkeypatch: pytest.MonkeyPatch, typed: str, expected: bool) -> None:
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr(console, "getpass", lambda _: typed)
    if expected:
        publish()
    else:
        with pytest.raises(CommandError, match="密码不对"):
            publish()
    assert is_published() is expected


def test_a_command_takes_the_code_of_the_desk_once(draft: Edition) -> None:
    client = Client()
    client.force_login(decider())
    page = client.post(f"/desk/lists/{BLACK}/draft/{draft.pk}/code/", follow=True).content.decode()
    code = page.split("一次性验证码 ")[1].split("：")[0]
    publish("--code", code)
    assert is_published()
    draft_edition(credit_list=the_list(), as_of=TODAY, by=office(), at=noon(TODAY))
    with pytest.raises(CommandError, match="验证码"):
        publish("--code", code)


def test_who_drafted_gets_no_code(draft: Edition) -> None:
    client = Client()
    client.force_login(office())
    page = client.post(f"/desk/lists/{BLACK}/draft/{draft.pk}/code/", follow=True).content.decode()
    assert "须由起草人以外的另一人" in page
    assert not SecondPersonCode.objects.exists()
