"""The mail to an officer whose account was locked; the worker sends it, so that no login waits for a mail server."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail

from enterprises.logins.models import LoginEvent
from enterprises.shared.clock import SHANGHAI

ONCE_IN = timedelta(hours=24)
SUBJECT = "账号登录失败次数过多，已暂时锁定"
TEXT = """您好：

您在{authority}信用信息公示平台的账号 {username} 登录失败次数过多，已暂时锁定。

最近一次失败：{at}（北京时间），来自 {address}
锁定至：{until}（北京时间）

如果是您本人输错了密码，请在锁定结束后重试。如果不是，请尽快修改密码，并告知本单位的系统管理员，或致电信用办 {phone}。
同一账号每 24 小时最多通知一次。
"""

logger = logging.getLogger(__name__)


def mail_locked_officers(*, at: datetime) -> None:
    """Notify each officer whose account was locked, at most once in ONCE_IN.

    A mail that cannot be sent is logged and not tried again: the desk shows it at the next login.
    """
    waiting = LoginEvent.objects.filter(verb=LoginEvent.Verb.LOCKED, mailed_at=None).exclude(account="")
    mailed = LoginEvent.objects.filter(verb=LoginEvent.Verb.LOCKED, mailed_at__gt=at - ONCE_IN).values("account")
    newest: dict[str, LoginEvent] = {}
    for event in waiting.exclude(account__in=mailed).order_by("pk"):
        newest[event.account] = event
    for account, event in newest.items():
        # Another worker may have been first. A mail server that is gone is waited for once a round.
        is_ours = waiting.filter(account=account, pk__lte=event.pk).update(mailed_at=at)
        if is_ours and not _mail(event):
            return


def _mail(event: LoginEvent) -> bool:
    """Send one mail, if its officer has an address; return whether the next may follow."""
    user = User.objects.filter(username=event.username, is_active=True).exclude(email="").first()
    if user is None:
        return True
    try:
        send_mail(SUBJECT, _text(event), settings.DEFAULT_FROM_EMAIL, [user.email])
    except (SMTPException, OSError) as refused:
        logger.warning("The mail on a locked account was not sent: user=%s: %s", event.username, refused)
        return False
    return True


def _text(event: LoginEvent) -> str:
    return TEXT.format(
        authority=settings.ISSUING_AUTHORITY,
        username=event.username,
        at=_minute(event.at),
        address=event.address,
        until=_minute(event.until or event.at),
        phone=settings.CONTACT_PHONE,
    )


def _minute(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
