"""Keys of the API: issued once by an administrator, kept as digests, good for their scopes until their end."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from enterprises.logins.api_keys.guard import KeyedView
from enterprises.logins.api_keys.models import ApiKey
from enterprises.logins.api_keys.scopes import CASES_HAND_IN
from enterprises.logins.api_keys.services import (
    ApiKeyRefused,
    ApiKeyUnknown,
    IssuedKey,
    issue_api_key,
    key_of,
    revoke_api_key,
)
from enterprises.shared import clock
from tests import make

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


@pytest.fixture
def administrator() -> User:
    return User.objects.create_superuser("guanli")


@pytest.fixture
def issued(administrator: User) -> IssuedKey:
    return issued_by(administrator)


def issued_by(user: User, **changes: Any) -> IssuedKey:
    at = clock.now()
    given = {"owner": "武汉某信用服务公司", "scopes": [CASES_HAND_IN], "expires_at": at + YEAR, "by": user, "at": at}
    return issue_api_key(**{**given, **changes})


class Guarded(KeyedView):
    scope = CASES_HAND_IN

    def get(self, request: Request) -> Response:
        return Response({"owner": self.api_key.owner})


def answer_to(text: str | None, *, scheme: str = "Bearer") -> Any:
    headers = {} if text is None else {"Authorization": f"{scheme} {text}"}
    return Guarded.as_view()(APIRequestFactory().get("/api/v1/x/", headers=headers))


def test_a_key_is_kept_as_a_digest_alone(issued: IssuedKey) -> None:
    stored = [str(value) for row in ApiKey.objects.values_list() for value in row]
    assert not [value for value in stored if issued.text in value or issued.text.split("_")[2] in value]
    assert key_of(issued.text, at=clock.now()) == issued.key
    assert ApiKey.objects.get().last_used_on == clock.today()


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: t + "0", lambda t: t[:13] + "0" * 64, lambda t: ""])
def test_another_text_opens_nothing(issued: IssuedKey, spoil: Any) -> None:
    with pytest.raises(ApiKeyUnknown):
        key_of(spoil(issued.text), at=clock.now())


@pytest.mark.parametrize("text", ["", "cpk__", "cpk_\0_\0", "cpk_\ud800_x", "x" * 10_000, "cpk_" + "𝟙" * 9 + "_x"])
def test_odd_texts_are_no_keys(text: str) -> None:
    with pytest.raises(ApiKeyUnknown):
        key_of(text, at=clock.now())


def test_a_key_ends_with_its_day_and_when_it_is_revoked(issued: IssuedKey, administrator: User) -> None:
    key_of(issued.text, at=issued.key.expires_at - timedelta(seconds=1))
    with pytest.raises(ApiKeyUnknown):
        key_of(issued.text, at=issued.key.expires_at)
    revoke_api_key(public_id=issued.key.public_id, reason="合同终止", by=administrator, at=clock.now())
    with pytest.raises(ApiKeyUnknown):
        key_of(issued.text, at=clock.now())
    with pytest.raises(ApiKeyRefused, match="没有编号"):
        revoke_api_key(public_id=issued.key.public_id, reason="再次", by=administrator, at=clock.now())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"owner": " "}, "使用单位"),
        ({"owner": "长" * 101}, "使用单位"),
        ({"scopes": []}, "用途"),
        ({"scopes": ["all"]}, "用途"),
        ({"expires_at": datetime(2020, 1, 1, tzinfo=clock.SHANGHAI)}, "有效期"),
        ({"expires_at": datetime(2040, 1, 1, tzinfo=clock.SHANGHAI)}, "有效期"),
    ],
)
def test_a_key_has_an_owner_a_scope_and_an_end(administrator: User, changes: Any, sentence: str) -> None:
    with pytest.raises(ApiKeyRefused, match=sentence):
        issued_by(administrator, **changes)


def test_administrators_alone_issue_and_revoke(issued: IssuedKey) -> None:
    officer = make.office(1).recorder
    with pytest.raises(ApiKeyRefused, match="管理员"):
        issued_by(officer)
    with pytest.raises(ApiKeyRefused, match="管理员"):
        revoke_api_key(public_id=issued.key.public_id, reason="x", by=officer, at=clock.now())


def test_the_database_wants_a_reason_for_an_end(issued: IssuedKey) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.update(revoked_at=clock.now())


def test_a_guarded_address_wants_a_key_with_its_scope(issued: IssuedKey) -> None:
    assert answer_to(issued.text).data == {"owner": "武汉某信用服务公司"}
    for text, scheme, code in (
        (None, "", "key_missing"),
        ("x", "Bearer", "key_unknown"),
        ("x", "Basic", "key_missing"),
    ):
        answer = answer_to(text, scheme=scheme)
        assert (answer.status_code, answer.data["code"]) == (HTTPStatus.UNAUTHORIZED, code)
        assert answer["WWW-Authenticate"] == "Bearer"
    ApiKey.objects.update(scopes=[])
    assert answer_to(issued.text).status_code == HTTPStatus.FORBIDDEN


def test_keys_are_counted_one_by_one_and_wrong_ones_by_address(
    issued: IssuedKey, administrator: User, settings: Any
) -> None:
    settings.RATE_LIMITS = {"api-key": "2/minute"}
    other = issued_by(administrator)
    with time_machine.travel(clock.now(), tick=False):
        assert [answer_to(issued.text).status_code for _ in range(3)] == [200, 200, 429]
        assert answer_to(other.text).status_code == HTTPStatus.OK
        assert [answer_to("x").status_code for _ in range(3)] == [401, 401, 429]
        assert int(answer_to("x")["Retry-After"]) > 0


@pytest.mark.usefixtures("present")
def test_the_commands_issue_and_revoke(administrator: User, capsys: pytest.CaptureFixture[str]) -> None:
    office = make.office(1)
    given = {"scope": [CASES_HAND_IN], "until": "2027-11-21", "agency": office.agency.code, "by": "guanli"}
    call_command("issue_api_key", office.agency.name, **given)
    printed = capsys.readouterr()
    key = key_of(printed.out.strip(), at=clock.now())
    assert (key.agency, key.owner) == (office.agency, office.agency.name)
    assert "只显示这一次" in printed.err
    assert key.expires_at.astimezone(clock.SHANGHAI).isoformat() == "2027-11-22T00:00:00+08:00"
    call_command("revoke_api_key", key.public_id, reason="遗失", by="guanli")
    with pytest.raises(ApiKeyUnknown):
        key_of(printed.out.strip(), at=clock.now())


@pytest.mark.usefixtures("present")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"agency": "x"}, "没有代码"),
        ({"by": "nobody"}, "nobody"),
        ({"until": "2040-01-01"}, "有效期"),
        ({"until": "9999-12-31"}, "不是日期"),
    ],
)
def test_the_command_names_what_is_wrong(administrator: User, changes: Any, sentence: str) -> None:
    given = {"scope": [CASES_HAND_IN], "until": "2027-01-01", "by": "guanli", **changes}
    with pytest.raises(CommandError, match=sentence):
        call_command("issue_api_key", "某公司", **given)


def test_without_a_terminal_no_key_is_issued(administrator: User) -> None:
    with pytest.raises(CommandError, match=r"^须由guanli本人在终端输入密码。$"):  # no other way is named
        call_command("issue_api_key", "某公司", scope=[CASES_HAND_IN], until="2027-01-01", by="guanli")
    assert not ApiKey.objects.exists()
