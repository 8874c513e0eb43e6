"""Mails to applicants, sent by the worker: number, what happened, the next deadline, an address; no personal data."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.urls import reverse

from enterprises.cases.models import Case, CaseMail, CaseParty
from enterprises.cases.services.letters import stands
from enterprises.cases.services.mail_orders import NEWS
from enterprises.cases.services.next_step import next_step_of, shown_step_of

MOST_A_ROUND = 20
RETRY_AFTER = timedelta(hours=1)  # doubled with each try
GIVE_UP_AFTER = timedelta(days=14)  # of older news the page of the case informs better
SUBJECT = "申请{number}：{news}"
TEXT = """您好：

您在{portal}提交的申请{number}有新进展：{news}。
{next_step}
凭回执上的查询码查看办理情况、材料和函件：
{address}

本邮件由系统自动发送，请勿回复。如果申请不是您提交的，请致电{phone}。
"""

logger = logging.getLogger(__name__)


def are_sent() -> bool:
    """Return whether mails are sent at all: production without a mail server sends none."""
    return not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend")


def send_mails(*, at: datetime) -> int:
    """Send the mails that are due, the oldest first; return how many. Call outside a transaction.

    Each is claimed first, so that two workers never send one twice, and one that stops half-way repeats none. A mail
    that fails is tried again later, under the same Message-ID, by which mail servers recognise a double.
    """
    sent = 0
    waiting = CaseMail.objects.select_related("event__case__agency", "letter").filter(due_at__lte=at)
    for mail in list(waiting.order_by("due_at", "pk")[:MOST_A_ROUND]):
        if not CaseMail.objects.filter(pk=mail.pk, due_at=mail.due_at).update(due_at=None, tries=F("tries") + 1):
            continue
        address = _address_of(mail, at=at)
        if not address:
            continue
        problem = _send(mail, address=address)
        if problem is None:
            sent += 1
            continue
        # The text of a refusal names the address.
        logger.warning("A mail to an applicant was not sent: mail=%s: %s", mail.pk, type(problem).__name__)
        CaseMail.objects.filter(pk=mail.pk).update(due_at=at + RETRY_AFTER * 2**mail.tries)
        if not isinstance(problem, SMTPRecipientsRefused):
            break  # a mail server that is gone is waited for once a round
    return sent


def _address_of(mail: CaseMail, *, at: datetime) -> str:
    """Return where a mail goes, "" where none goes any more: contact deleted, news outdated, or its decision undone."""
    if at - mail.ordered_at > GIVE_UP_AFTER or not stands(mail.event):
        return ""
    party = CaseParty.objects.filter(case=mail.event.case_id).first()
    return party.mail if party else ""


def _send(mail: CaseMail, *, address: str) -> Exception | None:
    """Send a mail; return what was in the way, None for nothing."""
    case, host = mail.event.case, urlsplit(settings.PUBLIC_BASE_URL).hostname
    news = f"已出具{mail.letter.get_kind_display()}" if mail.letter else NEWS[mail.event.verb]
    message = EmailMessage(
        SUBJECT.format(number=case.number, news=news),
        TEXT.format(
            portal=settings.PORTAL_NAME,
            number=case.number,
            news=news,
            next_step=_next_line(case),
            address=f"{settings.PUBLIC_BASE_URL}{reverse('cases:case', args=[case.number])}",
            phone=settings.CONTACT_PHONE,
        ),
        settings.DEFAULT_FROM_EMAIL,
        [address],
        headers={"Message-ID": f"<case-mail-{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (SMTPException, OSError, ValueError) as problem:  # ValueError: an address that cannot be written
        return problem
    return None


def _next_line(case: Case) -> str:
    step, due = next_step_of(case), shown_step_of(case)
    if not step:
        return ""
    last = f"，最迟{due.last_day}{'（暂定）' if due.is_provisional else ''}" if due.last_day else ""
    return f"下一步：{step}{last}。\n"
