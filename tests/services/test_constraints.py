"""What the database itself refuses, on every engine, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from enterprises.agencies.models import Officer
from enterprises.records.extensions.services import request_extension
from enterprises.records.models import PublicationExtension, Record
from enterprises.register.models import Enterprise
from tests import make
from tests.make import AT, Office


def refused(record: Record, **columns: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(**columns)


def test_recorder_and_reviewer_differ(office: Office, enterprise: Enterprise) -> None:
    refused(make.published(office, enterprise=enterprise), reviewed_by=office.recorder)


def test_the_two_of_a_withdrawal_differ(office: Office, enterprise: Enterprise) -> None:
    refused(make.withdrawn(office, enterprise=enterprise), withdrawal_confirmed_by=office.reviewer)


def test_the_two_of_an_extension_differ(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    extension = request_extension(
        record=record, legal_basis="第七条", until=date(2027, 5, 1), by=office.recorder, at=AT
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationExtension.objects.filter(pk=extension.pk).update(confirmed_by=office.recorder, confirmed_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationExtension.objects.create(
            record=record, legal_basis="第八条", until=date(2027, 5, 2), requested_by=office.recorder, requested_at=AT
        )


def test_a_published_record_is_complete(office: Office, enterprise: Enterprise) -> None:
    refused(make.submitted(office, enterprise=enterprise), state="PUBLISHED")
    record = make.published(office, enterprise=enterprise, CF_WSH="第二号")
    refused(record, natural_key="")
    refused(record, period_rule="")
    refused(record, public_from=None)


def test_a_withdrawn_record_says_when_and_why(office: Office, enterprise: Enterprise) -> None:
    record = make.withdrawn(office, enterprise=enterprise)
    refused(record, withdrawn_reason="")
    refused(record, withdrawn_at=None)


def test_an_extension_never_shortens(office: Office, enterprise: Enterprise) -> None:
    refused(make.published(office, enterprise=enterprise), public_until=date(2026, 12, 1))


def test_only_what_was_published_is_disputed(office: Office, enterprise: Enterprise) -> None:
    refused(make.submitted(office, enterprise=enterprise), disputed_at=AT)


def test_a_key_is_pending_once_and_published_once(office: Office, enterprise: Enterprise) -> None:
    waiting = make.submitted(office, enterprise=enterprise)
    refused(make.draft(office, enterprise=enterprise, CF_WSH="第二号"), natural_key=waiting.natural_key)
    first = make.published(office, enterprise=enterprise, CF_WSH="第三号")
    refused(make.published(office, enterprise=enterprise, CF_WSH="第四号"), natural_key=first.natural_key)
    refused(first, fine_yuan=-1)


def test_roles_need_an_agency_and_the_credit_office_keeps_no_records(office: Office) -> None:
    for roles in ({"agency": None}, {"credit_office": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Officer.objects.filter(user=office.recorder).update(**roles)
