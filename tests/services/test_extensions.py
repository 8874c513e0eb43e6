"""Publication extensions: two people, while the record is public, with an end."""

from datetime import date, timedelta

import pytest

from enterprises.agencies.permissions import NotPermitted
from enterprises.records.extensions.services import (
    ExtensionRefused,
    confirm_extension,
    lift_extension,
    request_extension,
)
from enterprises.records.models import PublicationExtension, Record
from enterprises.records.rules.lifecycle import WithdrawalReason
from enterprises.records.services.corrections import withdraw_record
from enterprises.register.models import Enterprise
from enterprises.shared.workflow.refusals import FourEyes, ReasonMissing, StateChanged
from tests import make
from tests.make import AT, Office
from tests.services.watch import last_event, signals, verbs

BASIS = "《信用修复管理办法》第十二条：罚款未缴纳"
END = date(2027, 4, 1)
NEAR_END = AT.replace(year=2027, month=3, day=20)
HELD = date(2027, 12, 1)


def ask(record: Record, office: Office, *, until: date = HELD, basis: str = BASIS) -> PublicationExtension:
    return request_extension(record=record, legal_basis=basis, until=until, by=office.recorder, at=NEAR_END)


def extended(record: Record, office: Office) -> PublicationExtension:
    extension = ask(record, office)
    confirm_extension(extension=extension, by=office.reviewer, at=NEAR_END)
    return extension


def test_a_request_holds_nothing_until_a_second_person_confirms(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    with signals() as seen:
        extension = ask(record, office)
    record.refresh_from_db()
    assert (record.public_until, seen) == (END, [])
    assert last_event(record) == ("request-hold", "luru1", "PUBLISHED", "PUBLISHED", BASIS)
    with pytest.raises(FourEyes):
        confirm_extension(extension=extension, by=office.recorder, at=NEAR_END)
    with signals() as seen:
        confirm_extension(extension=extension, by=office.reviewer, at=NEAR_END)
    record.refresh_from_db()
    assert (record.public_until, record.unheld_until) == (HELD, END)
    assert last_event(record)[:2] == ("confirm-hold", "shenhe1")
    assert seen == [[enterprise.pk]]


def test_an_extension_is_confirmed_once_and_asked_for_once_at_a_time(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    extension = ask(record, office)
    with pytest.raises(ExtensionRefused):
        ask(record, office)
    confirm_extension(extension=extension, by=office.reviewer, at=NEAR_END)
    with pytest.raises(ExtensionRefused):
        confirm_extension(extension=extension, by=office.reviewer, at=NEAR_END)


@pytest.mark.parametrize(
    ("until", "basis"),
    [(END, BASIS), (date(2028, 3, 21), BASIS), (HELD, " ")],
    ids=["not later", "more than a year", "no basis"],
)
def test_wrong_terms_are_refused(office: Office, enterprise: Enterprise, until: date, basis: str) -> None:
    record = make.published(office, enterprise=enterprise)
    with pytest.raises(ExtensionRefused):
        ask(record, office, until=until, basis=basis)
    assert not PublicationExtension.objects.exists()


def test_after_the_end_it_is_too_late(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    extension = ask(record, office)
    with pytest.raises(ExtensionRefused):
        confirm_extension(extension=extension, by=office.reviewer, at=NEAR_END.replace(month=4, day=1))
    record.refresh_from_db()
    assert record.public_until == END


def test_only_adverse_published_records_of_the_agency(office: Office, enterprise: Enterprise) -> None:
    honour = make.published(office, enterprise=enterprise, kind="honour", X_RY_YXQZ="2027-06-01")
    with pytest.raises(ExtensionRefused):
        ask(honour, office)
    draft = make.draft(office, enterprise=enterprise)
    with pytest.raises(ExtensionRefused):
        ask(draft, office)
    with pytest.raises(NotPermitted):
        ask(make.published(office, enterprise=enterprise, CF_WSH="另一文书"), make.office(2))


def test_lifting_falls_back_to_the_end_without_it(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    extension = extended(record, office)
    with pytest.raises(ReasonMissing):
        lift_extension(extension=extension, reason=" ", by=office.reviewer, at=NEAR_END)
    with signals() as seen:
        lift_extension(extension=extension, reason="已缴纳", by=office.reviewer, at=NEAR_END)
    record.refresh_from_db()
    assert (record.public_until, seen) == (END, [[enterprise.pk]])
    assert last_event(record)[-1] == "已缴纳"
    with pytest.raises(StateChanged):
        lift_extension(extension=extension, reason="已缴纳", by=office.reviewer, at=NEAR_END)


def test_lifting_after_the_own_end_ends_publication_that_day(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    extension = extended(record, office)
    lifted_at = NEAR_END + timedelta(days=60)
    lift_extension(extension=extension, reason="已缴纳", by=office.reviewer, at=lifted_at)
    record.refresh_from_db()
    assert record.public_until == lifted_at.date()
    assert not Record.objects.public(on=lifted_at.date()).exists()


def test_a_renewal_and_the_earlier_extension(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    extended(record, office)
    later = NEAR_END + timedelta(days=200)
    renewal = request_extension(record=record, legal_basis=BASIS, until=date(2028, 6, 1), by=office.reviewer, at=later)
    confirm_extension(extension=renewal, by=office.recorder, at=later)
    record.refresh_from_db()
    assert record.public_until == date(2028, 6, 1)
    lift_extension(extension=renewal, reason="部分履行", by=office.reviewer, at=later)
    record.refresh_from_db()
    assert record.public_until == HELD


def test_a_withdrawal_stands_whatever_extensions_there_are(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    extension = ask(record, office)
    withdraw_record(record=record, reason=WithdrawalReason.ANNULLED, note="复议", by=office.reviewer, at=NEAR_END)
    with pytest.raises(ExtensionRefused):
        confirm_extension(extension=extension, by=office.reviewer, at=NEAR_END)
    assert verbs(record)[-1] == "withdraw"
