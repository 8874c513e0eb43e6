"""One record and a batch are published by one decision: every state, every rival of the key, every author."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction

from enterprises.records.models import ImportBatch, Record, RecordEvent
from enterprises.records.rules.lifecycle import State, WithdrawalReason
from enterprises.records.services.batches import publish_batch
from enterprises.records.services.bulk_publication import _PERIOD_COLUMNS
from enterprises.records.services.publication import publish_record
from enterprises.records.services.versions import CARRIED_COLUMNS
from enterprises.register.models import Enterprise
from enterprises.shared.refusals import Refused
from tests import make
from tests.make import AT, Office

DAY = timedelta(days=1)
NOW = AT + 9 * DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another record of the same content; `withdrawn` is when, in days.

    `is_corrected`: the waiting one is its version. `bears_key`: it bears the key of the waiting one. `follows`: it is a
    version of the rival before it.
    """

    state: State
    is_corrected: bool = False
    bears_key: bool = True
    follows: bool = False
    withdrawn: int | None = None


RIVALS: dict[str, tuple[Rival, ...]] = {
    "none": (),
    "predecessor": (Rival(state=State.PUBLISHED, is_corrected=True),),
    "other": (Rival(state=State.PUBLISHED),),
    "superseded": (Rival(state=State.SUPERSEDED, is_corrected=True),),
    "kept": (Rival(state=State.KEPT, is_corrected=True),),
    "withdrawn before": (Rival(state=State.WITHDRAWN, withdrawn=-1),),
    "withdrawn since": (Rival(state=State.WITHDRAWN, is_corrected=True, withdrawn=3),),
    "predecessor under another key": (Rival(state=State.PUBLISHED, is_corrected=True, bears_key=False),),
    "kept under another key": (Rival(state=State.KEPT, is_corrected=True, bears_key=False),),
    "withdrawn since under another key": (
        Rival(state=State.WITHDRAWN, is_corrected=True, bears_key=False, withdrawn=3),
    ),
    "predecessor under another key, and another": (
        Rival(state=State.PUBLISHED, is_corrected=True, bears_key=False),
        Rival(state=State.PUBLISHED),
    ),
    "corrected already under another key": (
        Rival(state=State.SUPERSEDED, is_corrected=True, bears_key=False),
        Rival(state=State.PUBLISHED, bears_key=False, follows=True),
    ),
}
EDITS = {"never edited": None, "edited before": 2, "edited since": 4}
CONTENT: dict[str, dict[str, Any]] = {
    "plain": {},
    "minor": {"CF_CFLB": "警告", "CF_NR_FK": ""},
    "ended": {"CF_JDRQ": "2018-01-02"},
}


@pytest.fixture
def world(db: None) -> tuple[Office, Enterprise]:
    return make.office(), make.new_enterprise()


def waiting(
    office: Office,
    enterprise: Enterprise,
    *,
    state: State,
    rival: str,
    edited: int | None,
    is_author: bool,
    content: str,
) -> Record:
    """Make a record of a batch in the given circumstances, below the services, which keep some of them apart."""
    record = make.submitted(office, enterprise=enterprise, **CONTENT[content])
    batch = ImportBatch.objects.create(
        kind="penalty", agency=office.agency, imported_by=office.recorder, created_at=AT, accepted=1
    )
    made: list[Record] = []
    for each in RIVALS[rival]:
        made.append(_rival(record, office, rival=each, before=made[-1] if each.follows else None))
    corrected = next((other for other, each in zip(made, RIVALS[rival], strict=True) if each.is_corrected), None)
    if edited is not None:
        RecordEvent.objects.create(record=record, at=AT + edited * DAY, actor=office.recorder, verb="edit")
    if is_author:
        RecordEvent.objects.create(record=record, at=AT, actor=office.reviewer, verb="edit")
    ends = {"withdrawn_at": NOW, "withdrawn_reason": "REPAIRED"} if state is State.WITHDRAWN else {}
    Record.objects.filter(pk=record.pk).update(batch=batch, state=state, supersedes=corrected, **ends)
    return Record.objects.get(pk=record.pk)


def _rival(record: Record, office: Office, *, rival: Rival, before: Record | None) -> Record:
    other = Record.objects.get(pk=record.pk)
    other.pk, other.state, other.created_at = None, rival.state.value, AT - 5 * DAY
    other.supersedes = before
    if not rival.bears_key:
        other.natural_key += " OLD"
    if rival.state is State.PUBLISHED:
        other.disputed_at = AT
    other.reviewed_by, other.published_at, other.period_rule = office.reviewer, AT, "R"
    other.public_from = AT.date()
    if rival.withdrawn is not None:
        other.withdrawn_at, other.withdrawn_reason = AT + rival.withdrawn * DAY, WithdrawalReason.REPAIRED.value
    other.save()
    return other


def alone(record: Record, office: Office) -> object:
    """Publish it by itself, note what came of it, and undo it."""
    with transaction.atomic():
        try:
            publish_record(record=record, by=office.reviewer, at=NOW, personal_data_confirmed=True)
            return outcome(record)
        except Refused as refusal:
            return refusal.sentence
        finally:
            transaction.set_rollback(True)


def in_its_batch(record: Record, office: Office) -> object:
    """Publish its batch, note what came of it, and undo it; no column may be read by a query of its own."""
    by_itself = AssertionError("a column that the batch has not read")
    with transaction.atomic(), patch.object(Record, "refresh_from_db", side_effect=by_itself):
        try:
            assert record.batch is not None
            result = publish_batch(
                record.batch, by=office.reviewer, at=NOW, personal_data_confirmed=[record.pk], changes=[record.pk]
            )
            named = (*result.refused, *result.kept)
            return named[0].reason if named else outcome(record)
        finally:
            transaction.set_rollback(True)


def outcome(record: Record) -> tuple[object, ...]:
    """Return the stored columns, the state of all records, and the history that publishing wrote."""
    rows = Record.objects.order_by("pk")
    events = RecordEvent.objects.filter(record__in=rows, at=NOW).order_by("record", "verb")
    return (
        *rows.values_list("reviewed_by", "published_at", *_PERIOD_COLUMNS, *CARRIED_COLUMNS).get(pk=record.pk),
        *rows.values_list("pk", "state"),
        *events.values_list("verb", "before", "after", "reason"),
    )


@pytest.mark.parametrize(("rival", "edited"), list(product(RIVALS, EDITS)))
def test_one_record_and_its_batch_agree(world: tuple[Office, Enterprise], rival: str, edited: str) -> None:
    office, enterprise = world
    for is_author, content in product((False, True), CONTENT):
        with transaction.atomic():
            record = waiting(
                office,
                enterprise,
                state=State.SUBMITTED,
                rival=rival,
                edited=EDITS[edited],
                is_author=is_author,
                content=content,
            )
            assert alone(record, office) == in_its_batch(record, office), (is_author, content)
            transaction.set_rollback(True)


@pytest.mark.parametrize("state", [state for state in State if state is not State.SUBMITTED])
def test_what_does_not_wait_is_published_by_neither(world: tuple[Office, Enterprise], state: State) -> None:
    office, enterprise = world
    record = make.submitted(office, enterprise=enterprise)
    if state is State.PUBLISHED:
        publish_record(record=record, by=office.reviewer, at=AT, personal_data_confirmed=True)
    record = Record.objects.get(pk=record.pk)
    batch = ImportBatch.objects.create(
        kind="penalty", agency=office.agency, imported_by=office.recorder, created_at=AT, accepted=1
    )
    ends = {"withdrawn_at": AT, "withdrawn_reason": "REPAIRED"} if state is State.WITHDRAWN else {}
    Record.objects.filter(pk=record.pk).update(state=state, batch=batch, **ends)
    before = list(RecordEvent.objects.values_list("record", "verb"))
    with pytest.raises(Refused, match="不能执行此操作"):
        publish_record(record=record, by=office.reviewer, at=NOW)
    result = publish_batch(batch, by=office.reviewer, at=NOW)
    assert (result.published, result.refused) == (0, ())
    assert list(RecordEvent.objects.values_list("record", "verb")) == before


def test_a_correction_takes_the_place_of_the_record_under_another_key(world: tuple[Office, Enterprise]) -> None:
    office, enterprise = world
    content = {"state": State.SUBMITTED, "edited": None, "is_author": False, "content": "plain"}
    record = waiting(office, enterprise, rival="predecessor under another key", **content)  # type: ignore[arg-type]
    assert (record.supersedes_id, State.SUPERSEDED) in alone(record, office)  # type: ignore[operator]
    assert (record.supersedes_id, State.SUPERSEDED) in in_its_batch(record, office)  # type: ignore[operator]


def test_gone_over_since_the_withdrawal_it_is_published_in_its_batch(world: tuple[Office, Enterprise]) -> None:
    office, enterprise = world
    content = {"state": State.SUBMITTED, "is_author": False, "content": "plain"}
    record = waiting(office, enterprise, rival="withdrawn since", edited=EDITS["edited since"], **content)  # type: ignore[arg-type]
    assert record.batch is not None
    assert publish_batch(record.batch, by=office.reviewer, at=NOW, personal_data_confirmed=[record.pk]).published == 1
