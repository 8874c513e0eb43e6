"""What looks like personal data is published only after a person has looked at it."""

from functools import partial

import pytest

from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.services.batches import publish_batch, suspicious_rows
from enterprises.records.services.corrections import record_exit
from enterprises.records.services.drafting import submit_record
from enterprises.records.services.personal_data import CONFIRMED, LooksPersonal
from enterprises.records.services.publication import publish_record
from enterprises.register.models import Enterprise
from lists.listings.services.decisions import decide_listing
from tests import make
from tests.lists import make as lists_make
from tests.make import AT, ON, Office
from tests.services.watch import last_event, verbs

SUSPICIOUS = "批号15400001234"  # a batch number by its word, a telephone by its look
MASKED = "联系电话15400001234"


@pytest.mark.parametrize("text", [SUSPICIOUS, MASKED])
def test_submission_names_the_field_and_hides_the_number(office: Office, enterprise: Enterprise, text: str) -> None:
    record = make.draft(office, enterprise=enterprise, CF_SY=text)
    with pytest.raises(LooksPersonal) as refusal:
        submit_record(record=record, by=office.recorder, at=AT)
    assert "违法事实" in refusal.value.sentence
    assert "15400001234" not in refusal.value.sentence
    record.refresh_from_db()
    assert (record.state, verbs(record)) == (State.DRAFT, ["draft"])


def test_a_confirmation_is_in_the_history_without_the_number(office: Office, enterprise: Enterprise) -> None:
    record = make.draft(office, enterprise=enterprise, CF_SY=SUSPICIOUS)
    submit_record(record=record, by=office.recorder, at=AT, personal_data_confirmed=True)
    assert verbs(record) == ["draft", CONFIRMED, "submit"]
    event = record.events.get(verb=CONFIRMED)
    assert (event.actor, event.at) == (office.recorder, AT)
    assert "15400001234" not in event.reason


def test_the_reviewer_confirms_too(office: Office, enterprise: Enterprise) -> None:
    record = make.submitted(office, enterprise=enterprise, CF_SY=SUSPICIOUS)
    with pytest.raises(LooksPersonal):
        publish_record(record=record, by=office.reviewer, at=AT)
    record.refresh_from_db()
    assert record.state == State.SUBMITTED
    publish_record(record=record, by=office.reviewer, at=AT, personal_data_confirmed=True)
    assert [(each.verb, each.actor) for each in record.events.filter(verb=CONFIRMED)] == [
        (CONFIRMED, office.recorder),
        (CONFIRMED, office.reviewer),
    ]


def test_an_ordinary_record_asks_nothing_and_notes_nothing(office: Office, enterprise: Enterprise) -> None:
    record = make.submitted(office, enterprise=enterprise)
    publish_record(record=record, by=office.reviewer, at=AT, personal_data_confirmed=True)
    assert CONFIRMED not in verbs(record)
    assert last_event(record)[0] == "publish"


def test_a_batch_leaves_out_what_nobody_confirmed(office: Office, enterprise: Enterprise) -> None:
    batch = ImportBatch.objects.create(
        kind="penalty", agency=office.agency, imported_by=office.recorder, file_name="x.csv", created_at=AT
    )
    first, second, third = (
        make.submitted(office, enterprise=enterprise, CF_WSH=f"甲〔2026〕{number}号", CF_SY=text)
        for number, text in ((1, "虚假宣传"), (2, SUSPICIOUS), (3, SUSPICIOUS))
    )
    Record.objects.update(batch=batch)
    assert [row.record.pk for row in suspicious_rows(batch)] == [second.pk, third.pk]
    result = publish_batch(batch, by=office.reviewer, at=AT, personal_data_confirmed=[third.pk])
    assert result.published == 2
    [refused] = result.refused
    assert refused.record_id == second.pk
    assert "违法事实" in refused.reason
    assert "15400001234" not in refused.reason
    assert list(Record.objects.filter(state=State.SUBMITTED)) == [second]
    assert third.events.filter(verb=CONFIRMED, actor=office.reviewer).count() == 1
    assert not first.events.filter(verb=CONFIRMED).exists()


def test_an_exit_asks_too(office: Office, enterprise: Enterprise) -> None:
    record = make.published(office, enterprise=enterprise, kind="abnormal-operation")
    leave = partial(
        record_exit,
        record=record,
        exit_on=ON,
        exit_reason=SUSPICIOUS,
        exit_authority="某局",
        by=office.recorder,
        at=AT,
    )
    with pytest.raises(LooksPersonal, match="移出原因"):
        leave()
    leave(personal_data_confirmed=True)
    assert CONFIRMED in verbs(record)


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["document_number"])
def test_a_listing_asks_too(field: str) -> None:
    listing = lists_make.notified()
    decision = lists_make.decision(**{field: SUSPICIOUS}, personal_data_confirmed=False)
    with pytest.raises(LooksPersonal):
        decide_listing(listing=listing, **decision)
    decide_listing(listing=listing, **decision | {"personal_data_confirmed": True})
    assert listing.events.filter(verb=CONFIRMED).count() == 1
