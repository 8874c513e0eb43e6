"""A new version keeps the extension of the record that it replaces, alone and in a batch."""

from collections.abc import Callable
from datetime import date

import pytest

from enterprises.records.extensions.services import confirm_extension, lift_extension, request_extension
from enterprises.records.models import ImportBatch, PublicationExtension, Record
from enterprises.records.services.batches import publish_batch
from enterprises.records.services.drafting import draft_new_version, submit_record
from enterprises.records.services.publication import publish_record
from enterprises.register.models import Enterprise
from tests import make
from tests.make import AT, Office
from tests.services.watch import verbs

BASIS = "《信用修复管理办法》第十二条：罚款未缴纳"
END = date(2027, 4, 1)
HELD = date(2027, 12, 1)
NEAR_END = AT.replace(year=2027, month=3, day=20)
AFTER_END = AT.replace(year=2027, month=6, day=1)

Publish = Callable[[Record, Office, object], Record]


def alone(version: Record, office: Office, at: object) -> Record:
    return publish_record(record=version, by=office.reviewer, at=at, personal_data_confirmed=True)  # type: ignore[arg-type]


def in_a_batch(version: Record, office: Office, at: object) -> Record:
    batch = ImportBatch.objects.create(
        kind="penalty", agency=office.agency, imported_by=office.recorder, created_at=AT, accepted=1
    )
    Record.objects.filter(pk=version.pk).update(batch=batch)
    ids = [version.pk]
    result = publish_batch(batch, by=office.reviewer, at=at, personal_data_confirmed=ids, changes=ids)  # type: ignore[arg-type]
    assert (result.published, result.refused) == (1, ())
    return Record.objects.get(pk=version.pk)


def extended(record: Record, office: Office) -> PublicationExtension:
    extension = request_extension(record=record, legal_basis=BASIS, until=HELD, by=office.recorder, at=NEAR_END)
    confirm_extension(extension=extension, by=office.reviewer, at=NEAR_END)
    return extension


def version_of(record: Record, office: Office, at: object) -> Record:
    version = draft_new_version(record=record, by=office.recorder, at=at)  # type: ignore[arg-type]
    return submit_record(record=version, by=office.recorder, at=at, personal_data_confirmed=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("publish", [alone, in_a_batch])
@pytest.mark.parametrize("at", [NEAR_END, AFTER_END], ids=["before its own end", "public by the extension alone"])
def test_a_version_keeps_the_extension(office: Office, enterprise: Enterprise, publish: Publish, at: object) -> None:
    record = make.published(office, enterprise=enterprise)
    extension = extended(record, office)
    version = publish(version_of(record, office, at), office, at)
    assert (version.public_until, version.unheld_until) == (HELD, END)
    extension.refresh_from_db()
    assert (extension.record, extension.confirmed_by, extension.lifted_at) == (version, office.reviewer, None)
    assert "carry-over" in verbs(version)
    reason = version.events.get(verb="carry-over").reason
    assert f"沿用记录{record.pk}的延长公示至2027-11-30：{BASIS}" == reason
    lift_extension(extension=extension, reason="已缴清", by=office.recorder, at=AFTER_END)
    version.refresh_from_db()
    assert version.public_until == AFTER_END.date()


@pytest.mark.parametrize("publish", [alone, in_a_batch])
def test_a_request_that_waits_goes_over_too(office: Office, enterprise: Enterprise, publish: Publish) -> None:
    record = make.published(office, enterprise=enterprise)
    request = request_extension(record=record, legal_basis=BASIS, until=HELD, by=office.recorder, at=NEAR_END)
    version = publish(version_of(record, office, NEAR_END), office, NEAR_END)
    assert (version.public_until, version.unheld_until) == (END, END)
    request.refresh_from_db()
    confirm_extension(extension=request, by=office.reviewer, at=NEAR_END)
    version.refresh_from_db()
    assert version.public_until == HELD


@pytest.mark.parametrize("publish", [alone, in_a_batch])
def test_an_extension_lifted_before_does_not_come_back(
    office: Office, enterprise: Enterprise, publish: Publish
) -> None:
    record = make.published(office, enterprise=enterprise)
    version = version_of(record, office, NEAR_END)
    lift_extension(extension=extended(record, office), reason="已缴清", by=office.recorder, at=NEAR_END)
    version = publish(version, office, NEAR_END)
    assert (version.public_until, version.unheld_until) == (END, END)
    assert "carry-over" not in verbs(version)


@pytest.mark.parametrize("publish", [alone, in_a_batch])
def test_a_version_that_is_not_adverse_ends_the_extension(
    office: Office, enterprise: Enterprise, publish: Publish
) -> None:
    record = make.published(
        office, enterprise=enterprise, kind="inspection", X_JC_RQ="2026-03-02", X_JC_JGPD="不合格", X_JC_BHG="标签"
    )
    near, until = AT.replace(year=2027, month=2, day=1), HELD
    extension = request_extension(record=record, legal_basis=BASIS, until=until, by=office.recorder, at=near)
    confirm_extension(extension=extension, by=office.reviewer, at=near)
    version = version_of(record, office, near)
    Record.objects.filter(pk=version.pk).update(details=version.details | {"X_JC_JGPD": "合格"})
    version = publish(Record.objects.get(pk=version.pk), office, near)
    extension.refresh_from_db()
    assert extension.lifted_by == office.reviewer
    assert version.public_until == version.unheld_until
    assert "lift-hold" in verbs(version)
