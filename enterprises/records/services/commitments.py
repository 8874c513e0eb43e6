"""Commitments that come with a repair: published with it, broken when it is undone for false papers (NDRC order 36).

Two people of the case's authority answer for each step; the case has checked that they may.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from enterprises.agencies.models import Agency
from enterprises.catalogue.kinds.commitment import BROKEN, COMMITMENT, STATUS
from enterprises.records.models import Record
from enterprises.records.rules.lifecycle import PENDING, State, WithdrawalReason
from enterprises.records.services.content import InvalidContent, fill_content
from enterprises.records.services.corrections import confirm_withdrawal, withdraw_record
from enterprises.records.services.drafting import problems_of, save_unique, version_of
from enterprises.records.services.publication import publish_of_case
from enterprises.records.services.versions import published_heirs_of
from enterprises.records.services.workflow import RECORDS
from enterprises.register.models import Enterprise
from enterprises.shared.clock import day_of


@transaction.atomic
def publish_commitment(
    *,
    enterprise: Enterprise,
    agency: Agency,
    raw: Mapping[str, object],
    reason: str,
    first: User,
    by: User,
    at: datetime,
) -> Record:
    """Publish a commitment of an enterprise; `first` and `by` are the two people, `reason` names the case.

    :raises InvalidContent: something is missing or wrong.
    :raises FourEyes: both are one person.
    """
    record = Record(
        kind=COMMITMENT.code,
        enterprise=enterprise,
        agency=agency,
        recorded_by=first,
        created_at=at,
        state=State.SUBMITTED,
    )
    fill_content(record, raw=raw, on=day_of(at))
    if problems := problems_of(record, on=day_of(at)):
        raise InvalidContent(problems)
    save_unique(record)
    RECORDS.note(record, verb="follow", by=first, at=at, reason=reason)
    return publish_of_case(record=record, by=by, at=at)


@transaction.atomic
def break_commitment(
    *, enterprise: Enterprise, number: str, reason: str, first: User, by: User, at: datetime
) -> Record | None:
    """Publish that the commitment of that number was not kept; None where none is public.

    A version that waits is given up, for it does not state that.

    :raises FourEyes: both are one person.
    """
    published = _published(enterprise, number=number, on=day_of(at))
    if published is None:
        return None
    for waiting in published.versions.filter(state__in=sorted(PENDING)):
        RECORDS.move(RECORDS.locked(waiting), verb="give-way", by=first, at=at, reason=reason)
    version = version_of(RECORDS.locked(published), recorded_by=first, at=at)
    version.state = State.SUBMITTED
    version.details = {**version.details, STATUS: BROKEN}
    save_unique(version)
    RECORDS.note(version, verb="follow", by=first, at=at, reason=reason)
    return publish_of_case(record=version, by=by, at=at)


@transaction.atomic
def withdraw_commitment(
    *, enterprise: Enterprise, number: str, reason: str, first: User, by: User, at: datetime
) -> Record | None:
    """Withdraw the public commitment of that number, because its repair was granted by mistake; None without one.

    :raises NotPermitted: `by` does not belong to the agency of the commitment; `first` may have left it.
    :raises FourEyes: both are one person.
    """
    published = _published(enterprise, number=number, on=day_of(at))
    if published is None:
        return None
    mistake = WithdrawalReason.RECORDED_BY_MISTAKE
    record = withdraw_record(record=published, reason=mistake, note=reason, by=first, at=at, is_earlier=True)
    return confirm_withdrawal(record=record, by=by, at=at, is_of_case=True)


def _published(enterprise: Enterprise, *, number: str, on: date) -> Record | None:
    """Return the public commitment of that number, or what corrects it under another number; None without one."""
    commitments = Record.objects.filter(kind=COMMITMENT.code, enterprise=enterprise, document_number=number)
    heirs = published_heirs_of(commitments)
    public = Record.objects.in_period(on=on)
    return public.filter(Q(pk__in=commitments) | Q(pk__in=heirs.values()), kind=COMMITMENT.code).first()
