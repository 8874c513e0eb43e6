"""A correction takes the place of the record that it corrects, whatever its key is: alone, in a batch, at the desk."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from enterprises.creditfile.assemble import assemble
from enterprises.records.extensions.services import confirm_extension, request_extension
from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.rules.publication.decision import KEY_TAKEN, KEY_WITHDRAWN
from enterprises.records.services.batches import publish_batch
from enterprises.records.services.corrections import mark_disputed, record_exit, withdraw_record
from enterprises.records.services.drafting import KeyPending, KeyTaken, draft_new_version, edit_draft, submit_record
from enterprises.records.services.exits import refuse_exit
from enterprises.records.services.publication import NotKept, extension_of_predecessor, keep_record, publish_record
from enterprises.records.services.repairs import propose_repair
from enterprises.records.services.takebacks import ask_takeback, refuse_withdrawal, take_back
from enterprises.records.services.waiting import return_record
from enterprises.register.models import Enterprise
from enterprises.shared.refusals import Refused
from search.indexing.models import OutboxEntry
from tests import make
from tests.make import AT, Office
from tests.services.watch import verbs
from tests.support.clients import client_of

DAY = timedelta(days=1)
NEAR_END = AT.replace(year=2027, month=3, day=20)
HELD = date(2027, 12, 1)
RIGHT = "武市监处罚〔2026〕89号"

Publish = Callable[[Record, Office, datetime], str]


def alone(version: Record, office: Office, at: datetime) -> str:
    """Publish one record; return why it was refused."""
    try:
        publish_record(record=version, by=office.reviewer, at=at, personal_data_confirmed=True)
    except Refused as refusal:
        return str(refusal.sentence)
    return ""


def in_a_batch(version: Record, office: Office, at: datetime) -> str:
    """Publish a batch of one record; return why it was refused."""
    batch = ImportBatch.objects.create(
        kind=version.kind, agency=office.agency, imported_by=office.recorder, created_at=AT, accepted=1
    )
    Record.objects.filter(pk=version.pk).update(batch=batch)
    ids = [version.pk]
    result = publish_batch(batch, by=office.reviewer, at=at, personal_data_confirmed=ids, changes=ids)
    assert result.published + len(result.refused) + len(result.kept) == 1
    return "".join(str(each.reason) for each in result.refused)


both_ways = pytest.mark.parametrize("publish", [alone, in_a_batch])


def renumbered(record: Record, office: Office, *, at: datetime = AT, number: str = RIGHT, **changes: str) -> Record:
    """Hand in a correction of the document number, as the desk does."""
    version = draft_new_version(record=record, by=office.recorder, at=at)
    edit_draft(record=version, raw=make.typed(CF_WSH=number, **changes), by=office.recorder, at=at)
    submit_record(record=version, by=office.recorder, at=at, personal_data_confirmed=True)
    return Record.objects.get(pk=version.pk)


def states(*records: Record) -> list[str]:
    """Return the stored states of records."""
    stored = Record.objects.in_bulk([record.pk for record in records])
    return [stored[record.pk].state for record in records]


@both_ways
def test_nobody_sees_the_corrected_record_any_more(office: Office, enterprise: Enterprise, publish: Publish) -> None:
    record = make.published(office, enterprise=enterprise)
    version = renumbered(record, office)
    assert version.natural_key != record.natural_key
    OutboxEntry.objects.all().delete()
    assert publish(version, office, AT) == ""
    assert states(record, version) == [State.SUPERSEDED, State.PUBLISHED]
    assert verbs(record)[-1] == "supersede"
    assert list(Record.objects.public(on=AT.date())) == [version]
    assert OutboxEntry.objects.exists()
    file = repr(assemble(Enterprise.objects.get(), on=AT.date(), at=AT))
    assert RIGHT in file
    assert record.document_number not in file


@both_ways
def test_it_takes_over_extension_dispute_and_repair(office: Office, enterprise: Enterprise, publish: Publish) -> None:
    record = make.published(office, enterprise=enterprise)
    extension = request_extension(record=record, legal_basis="罚款未缴纳", until=HELD, by=office.recorder, at=NEAR_END)
    confirm_extension(extension=extension, by=office.reviewer, at=NEAR_END)
    propose_repair(record=record, note="修复决定1号", by=office.recorder, at=NEAR_END)
    mark_disputed(record=record, reason="企业提出异议", by=office.recorder, at=NEAR_END)
    version = renumbered(record, office, at=NEAR_END)
    assert extension_of_predecessor(version, on=NEAR_END.date()) == HELD
    assert publish(version, office, NEAR_END) == ""
    version.refresh_from_db()
    extension.refresh_from_db()
    assert (version.public_until, extension.record) == (HELD, version)
    assert (version.disputed_at, version.repair_proposed_at) == (NEAR_END, NEAR_END)
    assert version.repair_proposed_by == office.recorder


@both_ways
def test_another_published_record_with_its_new_key_stands_in_its_way(
    office: Office, enterprise: Enterprise, publish: Publish
) -> None:
    record = make.published(office, enterprise=enterprise)
    version = renumbered(record, office)
    other = make.published(office, enterprise=enterprise, CF_WSH="武市监处罚〔2026〕90号")
    Record.objects.filter(pk=version.pk).update(natural_key=other.natural_key)
    assert publish(version, office, AT) == KEY_TAKEN
    assert states(record, version, other) == [State.PUBLISHED, State.SUBMITTED, State.PUBLISHED]


def test_a_version_that_may_not_be_public_hides_nothing(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    version = renumbered(record, office, CF_CFLB="警告", CF_NR_FK="")
    with pytest.raises(NotKept, match="先撤下"):
        keep_record(record=version, by=office.reviewer, at=AT)
    assert in_a_batch(version, office, AT)
    assert states(record, version) == [State.PUBLISHED, State.SUBMITTED]


@both_ways
def test_a_kept_record_is_replaced(office: Office, enterprise: Enterprise, publish: Publish) -> None:
    kept = make.submitted(office, enterprise=enterprise, CF_CFLB="警告", CF_NR_FK="")
    keep_record(record=kept, by=office.reviewer, at=AT)
    version = make.submitted(office, enterprise=enterprise, CF_WSH=RIGHT)
    Record.objects.filter(pk=version.pk).update(supersedes=kept)
    assert publish(Record.objects.get(pk=version.pk), office, AT) == ""
    assert states(kept, version) == [State.SUPERSEDED, State.PUBLISHED]


@both_ways
def test_what_was_withdrawn_comes_back_neither_by_it_nor_beside_it(
    office: Office, enterprise: Enterprise, publish: Publish
) -> None:
    record = make.published(office, enterprise=enterprise)
    version = renumbered(record, office)
    annulled = WithdrawalReason.ANNULLED
    withdraw_record(record=record, reason=annulled, note="复议决定1号", by=office.recorder, at=AT + DAY)
    assert publish(version, office, AT + DAY) == KEY_WITHDRAWN
    return_record(record=version, by=office.reviewer, at=AT + DAY, reason="原决定已撤销")
    raw = make.typed(CF_WSH=RIGHT, CF_SY="变更后的决定")
    edit_draft(record=version, raw=raw, by=office.recorder, at=AT + 2 * DAY)
    submit_record(record=version, by=office.recorder, at=AT + 2 * DAY, personal_data_confirmed=True)
    assert publish(version, office, AT + 2 * DAY) == ""
    with pytest.raises(KeyTaken):
        refuse_withdrawal(record=record, reason="决定仍然有效", by=office.reviewer, at=AT + 3 * DAY)
    ask_takeback(record=record, reason="误撤", by=office.recorder, at=AT + 3 * DAY)
    with pytest.raises(KeyTaken):
        take_back(record=record, by=office.reviewer, at=AT + 3 * DAY)
    assert states(record, version) == [State.WITHDRAWN, State.PUBLISHED]


@both_ways
def test_an_exit_is_not_undone_by_a_correction_that_waited(
    office: Office, enterprise: Enterprise, publish: Publish
) -> None:
    record = make.published(office, enterprise=enterprise, kind="abnormal-operation")
    version = draft_new_version(record=record, by=office.recorder, at=AT)
    submit_record(record=version, by=office.recorder, at=AT, personal_data_confirmed=True)
    exit_on, day = AT.date(), AT + DAY
    record_exit(record=record, exit_on=exit_on, exit_reason="已补报", exit_authority="某局", by=office.recorder, at=day)
    assert publish(Record.objects.get(pk=version.pk), office, day) == KEY_WITHDRAWN
    assert states(record, version) == [State.PUBLISHED, State.SUBMITTED]
    assert not Record.objects.public(on=day.date()).exists()
    refuse_exit(record=record, reason="尚未补报", by=office.reviewer, at=day)
    assert publish(Record.objects.get(pk=version.pk), office, day) == ""


@both_ways
def test_a_correction_gone_over_after_the_exit_is_published(
    office: Office, enterprise: Enterprise, publish: Publish
) -> None:
    record = make.published(office, enterprise=enterprise, kind="abnormal-operation")
    record_exit(record=record, exit_on=AT.date(), exit_reason="误办", exit_authority="某局", by=office.recorder, at=AT)
    version = draft_new_version(record=record, by=office.recorder, at=AT + DAY)
    raw = make.typed("abnormal-operation")
    edit_draft(record=version, raw=raw, by=office.recorder, at=AT + DAY)
    submit_record(record=version, by=office.recorder, at=AT + DAY, personal_data_confirmed=True)
    assert publish(Record.objects.get(pk=version.pk), office, AT + DAY) == ""


def test_its_page_names_the_withdrawn_record_as_the_corrected_one(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    version = renumbered(record, office)
    mistake = WithdrawalReason.RECORDED_BY_MISTAKE
    withdraw_record(record=record, reason=mistake, note="录错", by=office.recorder, at=AT)
    page = client_of(office.reviewer).get(f"/desk/records/{version.pk}/").content.decode()
    assert f'这是<a href="/desk/records/{record.pk}/">记录 {record.pk}</a>的更正，该记录已于' in page
    assert "同一文书号" not in page


def test_a_record_has_one_open_correction_whatever_its_key(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    version = renumbered(record, office)
    with pytest.raises(KeyPending, match=str(version.pk)):
        draft_new_version(record=record, by=office.recorder, at=AT)


def test_of_two_corrections_in_a_batch_the_first_is_published(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise)
    first = renumbered(record, office)
    second = make.submitted(office, enterprise=enterprise, CF_WSH="武市监处罚〔2026〕91号")
    third = make.submitted(office, enterprise=enterprise, CF_WSH="武市监处罚〔2026〕92号")
    batch = ImportBatch.objects.create(
        kind="penalty", agency=office.agency, imported_by=office.recorder, created_at=AT, accepted=3
    )
    Record.objects.filter(pk=second.pk).update(supersedes=record)
    Record.objects.filter(state=State.SUBMITTED).update(batch=batch)
    ids = [first.pk, second.pk, third.pk]
    result = publish_batch(batch, by=office.reviewer, at=AT, personal_data_confirmed=ids, changes=ids)
    assert [(each.record_id, each.reason) for each in result.refused] == [(second.pk, KEY_TAKEN)]
    assert states(record, first, second, third) == ["SUPERSEDED", "PUBLISHED", "SUBMITTED", "PUBLISHED"]
