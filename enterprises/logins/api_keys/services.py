"""Issuing, revoking and recognising API keys (docs/operations/api-keys.md)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.models import User
from django.utils.crypto import constant_time_compare

from enterprises.agencies.models import Agency
from enterprises.logins.api_keys.models import ApiKey
from enterprises.logins.api_keys.scopes import SCOPES
from enterprises.shared.clock import day_of
from enterprises.shared.refusals import Refused

LONGEST_LIFE = timedelta(days=731)
OWNER_LENGTH, REASON_LENGTH = 100, 300
_MARK = "cpk"
# 32 random bytes cannot be tried: a plain digest is enough.
_SECRET_BYTES = 32


class ApiKeyRefused(Refused):
    """A key cannot be issued or revoked as requested."""


class ApiKeyUnknown(Refused):
    """No key like that is valid; nothing reveals whether it is wrong, expired or revoked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedKey:
    """A new key, and its text, which nobody can show again."""

    key: ApiKey
    text: str


def issue_api_key(
    *,
    owner: str,
    scopes: Sequence[str],
    expires_at: datetime,
    by: User,
    at: datetime,
    agency: Agency | None = None,
) -> IssuedKey:
    """Issue a key to an agency or a partner.

    :raises ApiKeyRefused: `by` is no active administrator, the owner is missing, a scope is unknown, or the end is
        not within two years.
    """
    _require_administrator(by)
    named = owner.strip()
    if not named or len(named) > OWNER_LENGTH:
        raise ApiKeyRefused(f"请写明使用单位，最多{OWNER_LENGTH}字。")
    unknown = [each for each in scopes if each not in SCOPES]
    if unknown or not scopes:
        raise ApiKeyRefused(f"用途只能是：{'、'.join(SCOPES)}。")
    if not at < expires_at <= at + LONGEST_LIFE:
        raise ApiKeyRefused(f"有效期须在{LONGEST_LIFE.days}天以内。")
    public_id, secret = secrets.token_hex(4), secrets.token_hex(_SECRET_BYTES)
    text = f"{_MARK}_{public_id}_{secret}"
    key = ApiKey.objects.create(
        public_id=public_id,
        digest=_digest(text),
        owner=named,
        agency=agency,
        scopes=sorted(set(scopes)),
        issued_by=by,
        issued_at=at,
        expires_at=expires_at,
    )
    return IssuedKey(key=key, text=text)


def revoke_api_key(*, public_id: str, reason: str, by: User, at: datetime) -> ApiKey:
    """Revoke a key; it opens nothing from then on.

    :raises ApiKeyRefused: `by` is no active administrator, there is no such valid key, or no reason is given.
    """
    _require_administrator(by)
    why = reason.strip()
    if not why or len(why) > REASON_LENGTH:
        raise ApiKeyRefused(f"请写明吊销理由，最多{REASON_LENGTH}字。")
    waiting = ApiKey.objects.filter(public_id=public_id, revoked_at__isnull=True)
    if not waiting.update(revoked_by=by, revoked_at=at, revoked_reason=why):
        raise ApiKeyRefused(f"没有编号为{public_id[:20]}的有效密钥。")
    return ApiKey.objects.get(public_id=public_id)


def key_of(text: str, *, at: datetime) -> ApiKey:
    """Return the valid key of a text, and note the day of its use.

    :raises ApiKeyUnknown: there is none.
    """
    public_id = _public_id(text)
    found = ApiKey.objects.select_related("agency").valid(at=at).filter(public_id=public_id).first()
    if not constant_time_compare(found.digest if found else "0" * 64, _digest(text)) or found is None:
        raise ApiKeyUnknown("接口密钥无效或者已过期。")
    if found.last_used_on != day_of(at):
        ApiKey.objects.filter(pk=found.pk).update(last_used_on=day_of(at))
    return found


def _require_administrator(user: User) -> None:
    if not (user.is_active and user.is_superuser):
        raise ApiKeyRefused("只有管理员可以管理接口密钥。")


def _public_id(text: str) -> str:
    """Return the middle part of a key's text, if it can be one."""
    parts = text.split("_")
    is_possible = len(parts) == 3 and parts[0] == _MARK and parts[1].isalnum()  # noqa: PLR2004
    return parts[1][:8] if is_possible else ""


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
