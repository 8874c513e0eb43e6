"""Proof that the second person of a step is there: their password, or a code that they took at their own desk.

Naming two logins at one console is one person's act (docs/operations/logins.md).
"""

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext

from enterprises.logins.models import SecondPersonCode
from enterprises.logins.services import LoginLocked, accept_attempt, fail_attempt, open_attempt
from enterprises.shared.refusals import Refused

VALID_FOR = timedelta(minutes=10)
CONSOLE = "console"  # stands where a login's address stands
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 10


class NotProven(Refused):
    """The second person did not prove to be there."""


@transaction.atomic
def issue_code(*, user: User, purpose: SecondPersonCode.Purpose, object_id: int, at: datetime) -> str:
    """Return a code for one step on one row, valid for ten minutes; an earlier one for the same ends."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    SecondPersonCode.objects.filter(user=user, purpose=purpose, object_id=object_id, used_at=None).delete()
    SecondPersonCode.objects.create(
        user=user,
        purpose=purpose,
        object_id=object_id,
        digest=_digest(code, user=user, purpose=purpose, object_id=object_id),
        issued_at=at,
        expires_at=at + VALID_FOR,
    )
    return code


def code_sentence(code: str) -> str:
    """Return the sentence that shows a code, the one time that it is shown."""
    minutes = int(VALID_FOR.total_seconds() // 60)
    wording = gettext("一次性验证码 {code}：{minutes}分钟内有效，只能用一次，只用于这一项；请勿告诉他人。")
    return wording.format(code=code, minutes=minutes)


def use_code(code: str, *, user: User, purpose: SecondPersonCode.Purpose, object_id: int, at: datetime) -> None:
    """Take a code, once.

    :raises NotProven: it is not that person's for this step on this row, has expired, or was used.
    """
    waiting = SecondPersonCode.objects.filter(
        user=user,
        purpose=purpose,
        object_id=object_id,
        digest=_digest(code.strip().upper(), user=user, purpose=purpose, object_id=object_id),
        expires_at__gt=at,
        used_at=None,
    )
    if not user.is_active or not waiting.update(used_at=at):
        raise NotProven("验证码不对、已过期或已用过；请本人在工作台重新取得。")


def check_password(password: str, *, user: User, at: datetime) -> None:
    """Check the person's own password; failures count as failed logins do.

    :raises NotProven: it is wrong, or the account must wait.
    """
    try:
        attempt = open_attempt(username=user.get_username(), address=CONSOLE, at=at)
    except LoginLocked as locked:
        raise NotProven("该账号登录失败次数过多，请稍后再试。") from locked
    if not (user.is_active and user.check_password(password)):
        fail_attempt(attempt, at=at)
        raise NotProven("{user}的密码不对。", user=user.get_username())
    accept_attempt(attempt, user=user, address=CONSOLE, at=at)


def _digest(code: str, *, user: User, purpose: str, object_id: int) -> str:
    text = f"second person {user.pk} {purpose} {object_id} {code}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), sha256).hexdigest()
