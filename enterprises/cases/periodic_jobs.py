"""Periodic jobs for cases (setting PERIODIC_JOBS). Each catches up by itself after days without a worker."""

from datetime import datetime

from django.db import transaction

from enterprises.cases.services import codes, following, mails, marks, reminders, renewal, retention
from enterprises.cases.services.acceptance import accept_facts
from enterprises.cases.services.letters import CASE_LETTERS
from enterprises.documents.letters.rounds import issue_round
from enterprises.shared.clock import day_of


def close_lapsed_cases(*, at: datetime) -> None:
    """Settle cases whose step was taken elsewhere; close those whose thing has ended by the calendar.

    Takes off marks whose correction was given up.
    """
    accept_facts(at=at)
    following.close_lapsed(at=at)
    with transaction.atomic():
        marks.take_marks_of_corrections_off(at=at)


def forget_ended_cases(*, at: datetime) -> None:
    """Delete the personal data of cases that ended three years ago."""
    retention.forget_ended_cases(at=at)


def forget_wrong_codes(*, at: datetime) -> None:
    """Delete the counts of wrong codes that are a day old."""
    codes.forget_wrong_codes(at=at)


def issue_letters(*, at: datetime) -> None:
    """Issue the letters of steps that have none yet."""
    issue_round(CASE_LETTERS, at=at)


def recount_limits(*, at: datetime) -> None:
    """Bring last days in line with a calendar that was announced since."""
    renewal.recount_limits()


def send_mails(*, at: datetime) -> None:
    """Send applicants the mails that wait."""
    mails.send_mails(at=at)


def send_reminders(*, at: datetime) -> None:
    """Send each officer the mail of the day."""
    reminders.send_reminders(at=at)
    reminders.forget_reminders(on=day_of(at))
