"""Two officers at once, on a database that lets them be at once."""

from threading import Event
from time import monotonic, sleep

import pytest
from django.db import connection, transaction

from enterprises.records.models import ImportBatch, Record
from enterprises.records.services.batches import publish_batch
from enterprises.records.services.drafting import draft_new_version, submit_record
from enterprises.records.services.publication import publish_record
from enterprises.records.services.waiting import return_record
from enterprises.shared.workflow.refusals import StateChanged
from tests import make
from tests.make import AT
from tests.services.watch import verbs
from tests.support.at_once import together

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_one_of_two_reviewers_publishes() -> None:
    office, enterprise = make.office(), make.new_enterprise()
    second = make.officer("second", agency=office.agency, may_review=True)
    record = make.submitted(office, enterprise=enterprise)
    outcomes = together(
        lambda: publish_record(record=record, by=office.reviewer, at=AT),
        lambda: publish_record(record=record, by=second, at=AT),
    )
    assert [outcome for outcome in outcomes if outcome] == [StateChanged]
    assert verbs(record) == ["draft", "submit", "publish"]


def test_publication_or_return_but_not_both() -> None:
    office, enterprise = make.office(), make.new_enterprise()
    second = make.officer("second", agency=office.agency, may_review=True)
    record = make.submitted(office, enterprise=enterprise)
    outcomes = together(
        lambda: publish_record(record=record, by=office.reviewer, at=AT),
        lambda: return_record(record=record, by=second, at=AT, reason="请核对"),
    )
    assert [outcome for outcome in outcomes if outcome] == [StateChanged]
    assert len(verbs(record)) == 3


def test_one_new_version_is_opened() -> None:
    office, enterprise = make.office(), make.new_enterprise()
    second = make.officer("second", agency=office.agency, may_record=True)
    first = make.published(office, enterprise=enterprise)
    outcomes = together(
        lambda: draft_new_version(record=first, by=office.recorder, at=AT),
        lambda: draft_new_version(record=first, by=second, at=AT),
    )
    assert len([outcome for outcome in outcomes if outcome]) == 1
    version = Record.objects.get(supersedes=first)
    submit_record(record=version, by=office.recorder, at=AT)


@pytest.mark.parametrize("is_alone", [True, False], ids=["alone", "in its batch"])
def test_a_correction_is_published_while_an_import_reads_it(is_alone: bool) -> None:
    """An import locks the records of its rows in the order of ids: what is corrected first, then what corrects it."""
    office, enterprise = make.office(), make.new_enterprise()
    record = make.published(office, enterprise=enterprise)
    version = draft_new_version(record=record, by=office.recorder, at=AT)
    submit_record(record=version, by=office.recorder, at=AT, personal_data_confirmed=True)
    batch = ImportBatch.objects.create(kind="penalty", agency=office.agency, imported_by=office.recorder, created_at=AT)
    Record.objects.filter(pk=version.pk).update(batch=batch)
    holds_the_first = Event()

    def publish() -> None:
        holds_the_first.wait(60)
        if is_alone:
            publish_record(record=version, by=office.reviewer, at=AT, personal_data_confirmed=True)
        else:
            ids = [version.pk]
            publish_batch(batch, by=office.reviewer, at=AT, personal_data_confirmed=ids, changes=ids)

    def read() -> None:
        with transaction.atomic():
            rows = Record.objects.select_for_update()
            rows.get(pk=record.pk)
            holds_the_first.set()
            wait_until_somebody_waits_for_a_lock()
            rows.get(pk=version.pk)

    assert together(publish, read) == [None, None]
    assert list(Record.objects.order_by("pk").values_list("state", flat=True)) == ["SUPERSEDED", "PUBLISHED"]


def wait_until_somebody_waits_for_a_lock() -> None:
    """Go on once another connection waits for a row."""
    deadline = monotonic() + 60
    with connection.cursor() as cursor:
        while monotonic() < deadline:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if cursor.fetchone():
                return
            sleep(0.02)
    raise TimeoutError
