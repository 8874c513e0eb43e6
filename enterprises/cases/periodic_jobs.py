"""Periodic jobs for cases (setting PERIODIC_JOBS). Each catches up by itself after days without a worker."""

from datetime import datetime

from enterprises.cases.services import following, retention


def close_lapsed_cases(*, at: datetime) -> None:
    """Close cases whose thing has ended by the calendar."""
    following.close_lapsed(at=at)


def forget_ended_cases(*, at: datetime) -> None:
    """Delete the personal data of cases that ended three years ago."""
    retention.forget_ended_cases(at=at)
