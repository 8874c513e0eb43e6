"""Periodic jobs for incoming files and logins (setting PERIODIC_JOBS)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session

from enterprises.documents.letters.repair_notices import REPAIR_NOTICES
from enterprises.documents.letters.rounds import issue_round
from enterprises.logins.mails import mail_locked_officers
from enterprises.logins.models import LoginEvent
from enterprises.shared.attachments.store import sweep_left_behind
from enterprises.shared.incoming.store import sweep


def sweep_incoming(*, at: datetime) -> None:
    """Remove files whose process has ended, and kept ones whose time is over."""
    sweep(at=at)


def sweep_attachments(*, at: datetime) -> None:
    """Remove attached files that no row names."""
    sweep_left_behind(at=at)


def issue_repair_notices(*, at: datetime) -> None:
    """Issue the notices of the way to repair that were ordered."""
    issue_round(REPAIR_NOTICES, at=at)


def notify_locked_officers(*, at: datetime) -> None:
    """Send the mails that wait."""
    mail_locked_officers(at=at)


def forget_typed_names(*, at: datetime) -> None:
    """Delete the digests of names that no account has, once they no longer count."""
    over = LoginEvent.objects.filter(username="", at__lt=at - timedelta(hours=settings.LOGIN_FORGET_HOURS))
    over = over.exclude(account="")
    if over.exists():
        over.update(account="")


def forget_old_logins(*, at: datetime) -> None:
    """Delete events older than LOGIN_EVENT_DAYS and sessions that are over."""
    for old in (
        LoginEvent.objects.filter(at__lt=at - timedelta(days=settings.LOGIN_EVENT_DAYS)),
        Session.objects.filter(expire_date__lt=at),
    ):
        if old.exists():  # to delete nothing would still wait for SQLite's writer
            old.delete()
