"""The daily mail to each officer: what he or his authority has to do, by deadline; no personal data."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, time
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q

from enterprises.agencies.models import Officer
from enterprises.cases.kinds.registry import case_kind
from enterprises.cases.kinds.types import STEP_LABELS, CaseStep
from enterprises.cases.models import Case, CaseReminder
from enterprises.cases.rules.clocks import is_overdue
from enterprises.shared.clock import SHANGHAI
from enterprises.shared.holidays.services import working_calendar

NOT_BEFORE = time(8)
MOST_LINES = 50
SUBJECT = "待办申请{count}件，其中{late}件已逾期"
TEXT = """您好：

您在{portal}有{count}件待办申请，其中{late}件已逾期。

{lines}
{more}
请登录工作台办理。本邮件每个工作日发送一次，不含申请人信息。
"""

logger = logging.getLogger(__name__)


def send_reminders(*, at: datetime) -> int:
    """Send today's mails that are not sent yet, on working days from eight o'clock; return how many.

    After days without a worker one mail goes out, with what is due then. A mail that cannot be sent is logged and not
    tried again that day: the desk shows the same.
    """
    moment = at.astimezone(SHANGHAI)
    on = moment.date()
    if moment.time() < NOT_BEFORE or not working_calendar().is_workday(on):
        return 0
    sent = 0
    for officer in _officers(on):
        waiting = _waiting_for(officer)
        if not waiting or not CaseReminder.objects.get_or_create(user_id=officer.user_id, on=on)[1]:
            continue
        if not _mail(officer, waiting, on=on):
            break  # a mail server that is gone is waited for once a round
        sent += 1
    return sent


def forget_reminders(*, on: date) -> None:
    """Delete the rows of earlier days."""
    old = CaseReminder.objects.filter(on__lt=on)
    if old.exists():  # to delete nothing would still wait for SQLite's writer
        old.delete()


def _officers(on: date) -> list[Officer]:
    """Return the active officers with an address who have had no mail on that day."""
    mailed = CaseReminder.objects.filter(on=on).values("user")
    has_role = Q(may_record=True) | Q(may_review=True) | Q(credit_office=True)
    officers = Officer.objects.select_related("user", "agency").filter(has_role, user__is_active=True)
    return list(officers.exclude(user__email="").exclude(user__in=mailed).order_by("user_id"))


def _waiting_for(officer: Officer) -> list[Case]:
    """Return what waits for an officer, the next deadline first."""
    waiting = Case.objects.waiting_for(officer.user_id, agency_id=officer.agency_id)
    return list(waiting.order_by("due_on", "pk"))


def _mail(officer: Officer, waiting: Sequence[Case], *, on: date) -> bool:
    late = sum(is_overdue(due_on=case.due_on, on=on) for case in waiting)
    text = TEXT.format(
        portal=settings.PORTAL_NAME,
        count=len(waiting),
        late=late,
        lines="\n".join(_line(case, on=on) for case in waiting[:MOST_LINES]),
        more=f"另有{len(waiting) - MOST_LINES}件未列出。\n" if len(waiting) > MOST_LINES else "",
    )
    subject = SUBJECT.format(count=len(waiting), late=late)
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [officer.user.email])
    except (SMTPException, OSError) as refused:
        logger.warning("The mail on due cases was not sent: user=%s: %s", officer.user.get_username(), refused)
        return False
    return True


def _line(case: Case, *, on: date) -> str:
    step = STEP_LABELS[CaseStep(case.due_step)]
    due = f"期限{case.due_on}" if case.due_on else "无期限"
    mark = "（已逾期）" if is_overdue(due_on=case.due_on, on=on) else ""
    return f"{case.number}  {case_kind(case.kind).label}  {step}  {due}{mark}"
