"""Numbered batches of imported rows."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.auth.models import User

from enterprises.agencies.models import Agency
from enterprises.agencies.permissions import require_recorder, require_reviewer
from enterprises.catalogue.personal_data import FieldSuspicion
from enterprises.catalogue.types import RecordKind
from enterprises.records.models import ImportBatch, Record
from enterprises.records.rules.lifecycle import State
from enterprises.records.rules.publication.decision import FOUR_EYES
from enterprises.records.services.bulk_publication import RefusedRecord, publish_next
from enterprises.records.services.personal_data import suspicions_of_record
from enterprises.shared.workflow.second_person import require_second_person

_LONGEST_NAME = 255
LOOKED_AT = 500  # waiting records that a page is made of; those behind are named when publishing leaves them out


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """How many records of a batch were published, and which were not; `kept` may not be public and wait no longer."""

    published: int
    refused: tuple[RefusedRecord, ...]
    kept: tuple[RefusedRecord, ...] = ()


def open_batch(
    *,
    kind: RecordKind,
    agency: Agency,
    by: User,
    at: datetime,
    file_name: str,
    file_sha256: str,
    continues: ImportBatch | None = None,
) -> ImportBatch:
    """Open a batch for the rows of one file; its id is the number that people use.

    `continues` is the first batch of a delivery that somebody else's import left unfinished.

    :raises NotPermitted: `by` is no recorder of the agency.
    """
    require_recorder(by, agency=agency)
    return ImportBatch.objects.create(
        kind=kind.code,
        agency=agency,
        imported_by=by,
        file_name=file_name[-_LONGEST_NAME:],
        file_sha256=file_sha256,
        created_at=at,
        continues=continues,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspiciousRow:
    """A waiting record, what in it looks like personal data, and its contradictions as one sentence."""

    record: Record
    suspicions: tuple[FieldSuspicion, ...]

    @property
    def contradictions(self) -> str:
        return self.record.contradictions


def suspicious_rows(batch: ImportBatch, *, at_most: int = LOOKED_AT) -> list[SuspiciousRow]:
    """Return those of the first waiting records of a batch that nobody may publish without a look."""
    waiting = Record.objects.filter(batch=batch, state=State.SUBMITTED).order_by("pk")[:at_most]
    found = ((record, suspicions_of_record(record)) for record in waiting)
    return [
        SuspiciousRow(record=record, suspicions=suspicions)
        for record, suspicions in found
        if suspicions or record.contradictions
    ]


def publish_batch(
    batch: ImportBatch,
    *,
    by: User,
    at: datetime,
    on_progress: Callable[[int], object] | None = None,
    personal_data_confirmed: Collection[int] = (),
    contradictions_confirmed: Collection[int] = (),
    changes: Collection[int] = (),
    only: Collection[int] | None = None,
) -> BatchResult:
    """Publish all submitted records of a batch by a second person.

    Each thousand records are one transaction. What may not be published stays submitted and is named with the
    reason. What the rules never let be public is kept for the enterprise's own report. A second call takes up what is
    still submitted. `personal_data_confirmed` are ids of records whose suspicious texts `by` has looked at; others that
    hold such texts stay submitted. `contradictions_confirmed` are those whose contradicting cells `by` has compared
    with the decision, likewise. `changes` are ids of records that replace published ones and whose old and new
    values `by` has seen (`services.changes`). Others that replace one stay submitted. `only` publishes these records
    alone.

    :raises NotPermitted: `by` is no reviewer of the batch's agency.
    :raises FourEyes: `by` imported it.
    """
    require_reviewer(by, agency=batch.agency)
    require_second_person(by, first_id=batch.imported_by_id, sentence=FOUR_EYES)
    published, last_id = 0, 0
    next_chunk = partial(
        publish_next,
        batch=batch,
        by=by,
        at=at,
        confirmed=frozenset(personal_data_confirmed),
        contradictions_confirmed=frozenset(contradictions_confirmed),
        changes=frozenset(changes),
        only=only,
    )
    refused: list[RefusedRecord] = []
    kept: list[RefusedRecord] = []
    while (chunk := next_chunk(after_id=last_id)) is not None:
        published, last_id = published + chunk.count, chunk.last_id
        refused += chunk.refused
        kept += chunk.kept
        if on_progress:
            on_progress(chunk.count + len(chunk.refused) + len(chunk.kept))
    return BatchResult(published=published, refused=tuple(refused), kept=tuple(kept))
